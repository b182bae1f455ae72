"""The tables of the record: an append-only log, the store readers are served from, marks, cursors, leases."""

from typing import Any

from django.db import models
from django.db.models.functions import Now


class PublicState(models.TextChoices):
    """What the public sees of a thing right now."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"
    KILLED = "killed"


class Event(models.TextChoices):
    """Why a row was appended to the log."""

    PUBLISHED = "published"
    UPDATED = "updated"
    CORRECTED = "corrected"
    REFRESHED = "refreshed"
    WITHDRAWN = "withdrawn"
    KILLED = "killed"


class Publication(models.Model):
    """One row of the log. `sequence` is gapless, in commit order; only `redact` blanks rows."""

    sequence = models.BigIntegerField(primary_key=True)
    type = models.CharField(max_length=16)
    document_id = models.UUIDField()
    locale = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField()
    event = models.CharField(max_length=12, choices=Event.choices)
    digest = models.CharField(max_length=64, blank=True)
    document = models.BinaryField(null=True)
    note = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["type", "document_id", "version"], name="publication_thing"),
            models.Index(
                fields=["sequence"], name="publication_corrected", condition=models.Q(event="corrected")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event} {self.type} {self.document_id}"


class Head(models.Model):
    """The single row whose lock orders all appends: the last sequence given out."""

    sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.sequence)


class PublishedDocument(models.Model):
    """The newest document of one thing, or the tombstone of one that was public.

    `body` and `card` are UTF-8 JSON exactly as they go out; `digest` is the SHA-256 of `body`.
    `content_digest` leaves out version and dates, so that rendering the same source again changes nothing;
    `words` is the fingerprint of what was approved: while it stays, a change is a refresh and not an update.
    `cache_tags` are the names its answers are cached under, with commas between them, and `changed_at` is
    the moment of its newest log row, so that answering with it takes this row and no other.
    """

    type = models.CharField(max_length=16)
    document_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=PublicState.choices)
    locale = models.CharField(max_length=12, blank=True)
    group = models.UUIDField(null=True)
    version = models.PositiveIntegerField()
    sequence = models.BigIntegerField()
    renderer = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    content_digest = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=64, blank=True)
    body = models.BinaryField(default=bytes)
    card = models.BinaryField(default=bytes)
    notice = models.TextField(blank=True)
    cache_tags = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField(null=True)
    path = models.CharField(max_length=2048, blank=True)
    slug = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    order = models.IntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "document_id"], name="document_thing")]
        indexes = [
            models.Index(
                fields=["type", "locale", "state", "-published_at", "-document_id"], name="document_newest"
            ),
            models.Index(fields=["type", "locale", "slug"], name="document_slug"),
            models.Index(fields=["group"], name="document_group"),
            models.Index(fields=["path"], name="document_path"),
            models.Index(
                fields=["visible_until"], name="document_end", condition=models.Q(visible_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.document_id} v{self.version} {self.state}"


class Term(models.Model):
    """Something a document is found by or made from: field is section, topic, tag, author, image or link.

    `value` is the id of that thing. A story carries a section term for each section above it; a link term
    names a page that its text links to, public or not.
    """

    document = models.ForeignKey(PublishedDocument, on_delete=models.CASCADE, related_name="terms")
    field = models.CharField(max_length=12)
    value = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "field", "value"], name="term_once")]
        indexes = [models.Index(fields=["field", "value"], name="term_value")]

    def __str__(self) -> str:
        return f"{self.field}={self.value}"


class PublicFile(models.Model):
    """A file in public storage that a live document names.

    Without a document it waits to be deleted: at once where a document let go of it, and not before
    `spared_until` where it was copied for a document that is about to be written.
    """

    document = models.ForeignKey(
        PublishedDocument, null=True, on_delete=models.SET_NULL, related_name="files"
    )
    name = models.CharField(max_length=255, db_index=True)
    spared_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="public_file_once")]

    def __str__(self) -> str:
        return self.name


class FormerPath(models.Model):
    """An address a thing once had: the tombstone `by-path` answers with the way to the new one."""

    path = models.CharField(max_length=2048, primary_key=True)
    type = models.CharField(max_length=16)
    document_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return self.path


class PublicVersion(models.Model):
    """One version of a story that is public now: a view of the log, with all its texts that readers may see.

    `notice` and `correction` are the public members of the note. A migration that changes the log's or the
    store's table drops the view first and creates it again.
    """

    sequence = models.BigIntegerField(primary_key=True)
    document_id = models.UUIDField()
    version = models.PositiveIntegerField()
    event = models.CharField(max_length=12)
    occurred_at = models.DateTimeField()
    notice = models.JSONField(null=True)
    correction = models.JSONField(null=True)
    document = models.BinaryField(null=True)

    class Meta:
        managed = False
        db_table = "record_publicversion"

    def __str__(self) -> str:
        return f"{self.document_id} v{self.version}"


class Mark(models.Model):
    """Look at this thing again: inserted in the transaction that changed it, removed by the id that was read.

    `below` asks for every page below it as well, in portions; `after` is the page id reached so far.
    A mark that could not be worked off waits until `not_before`, longer after every failure. `left_at` is
    set by the database, so that a process of the version before may leave marks too.
    """

    type = models.CharField(max_length=16)
    document_id = models.UUIDField()
    below = models.BooleanField(default=False)
    after = models.BigIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    left_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["type", "document_id"], name="mark_thing")]

    def __str__(self) -> str:
        return f"{self.type} {self.document_id}"


class Cursor(models.Model):
    """How far one consumer has read the log, and how it fared."""

    consumer = models.CharField(max_length=64, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.consumer} at {self.sequence}"


class Lease(models.Model):
    """Who may act as the one relay, and until when."""

    name = models.CharField(max_length=64, primary_key=True)
    holder = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} held by {self.holder}"


def live_now(now: Any) -> models.Q:
    """The one condition every delivery query carries: live, and not past its end.

    `now` is a datetime or a database expression.
    """
    unending = models.Q(visible_until__isnull=True) | models.Q(visible_until__gt=now)
    return models.Q(state=PublicState.LIVE) & unending
