"""Translations: which story each was made from, and which text each of its pieces; and the glossary."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from news.translation.terms import Term, TermForm

__all__ = ["Basis", "Term", "TermForm", "Translation", "TranslationRequest", "TranslationRule", "Waiver"]
MOST_HOURS = 365 * 24


class Translation(models.Model):
    """A story is a translation of another one; `source` is None once that is deleted.

    `drafted` is the digest of each piece of its newest draft, by key. How many `pieces` that has or lacks,
    how many of them nobody translated, a machine did, or were made from something else, is counted anew
    whenever either side changes (`progress`); so are the `stale_public` ones that readers have, and how
    severe that is.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="translation")
    source = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="translations")
    drafted: Any = models.JSONField(default=dict)
    pieces = models.PositiveSmallIntegerField(default=0)
    untranslated = models.PositiveSmallIntegerField(default=0)
    machine = models.PositiveSmallIntegerField(default=0)
    stale = models.PositiveSmallIntegerField(default=0)
    stale_public = models.PositiveSmallIntegerField(default=0)
    severity = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        indexes = [
            models.Index(
                fields=["severity"], name="translation_stale", condition=models.Q(stale_public__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} of {self.source_id}"


class Basis(models.Model):
    """What a text of one piece was made from: `source`, which had the digest `source_digest`.

    It is kept for every text the piece ever had (`digest`), so that taking a change back, in the translation
    or in its source, takes back what it did to the state of the piece too. A text that somebody said is right
    for what the source says by then has one for each of that. `revision` is the first that had the text; it
    goes with it where that is overwritten. `last_version` is the newest public version of the source that is
    known to have said the same. The text of a piece that was left out on purpose is
    empty; so is `source` where only its digest is known.
    """

    class Origin(models.TextChoices):
        """Whose text it is: the source's own, a machine's, or that of a person, who answers for it."""

        COPY = "copy", _("copied")
        MACHINE = "machine", _("machine")
        PERSON = "person", _("person")

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="bases")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    source = models.TextField()
    source_digest = models.CharField(max_length=64)
    source_version = models.PositiveIntegerField(null=True)
    last_version = models.PositiveIntegerField(null=True)
    revision = models.BigIntegerField(null=True)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("basis of a translation")
        verbose_name_plural = _("bases of translations")
        constraints = [
            models.UniqueConstraint(
                fields=["translation", "key", "digest", "source_digest"], name="one_basis_by_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.origin}"


class Waiver(models.Model):
    """Somebody let a translation go out with pieces that nobody has translated, or read.

    `pieces` is the digest of what each of them says, or of what the source says where it is missing, by key.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="waivers")
    pieces: Any = models.JSONField(default=dict)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.reason}"


class TranslationRequest(models.Model):
    """Somebody, or a rule where `asked_by` is None, asked for a translation, or for bringing it up to date.

    It is open until it is done, declined (`declined` says why) or the translation is put away. `former_owner`
    is whose the translation was before somebody took it on this request.
    """

    class Priority(models.IntegerChoices):
        """What is to be done before what."""

        LOW = 1, _("Low")
        NORMAL = 2, _("Normal")
        HIGH = 3, _("High")
        URGENT = 4, _("Urgent")

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="requests")
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    due = models.DateTimeField(_("due"), null=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    former_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    declined = models.TextField(blank=True)

    class Meta:
        verbose_name = _("request for a translation")
        verbose_name_plural = _("requests for translations")
        constraints = [
            models.UniqueConstraint(
                fields=["translation"], condition=models.Q(ended_at__isnull=True), name="requested_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.get_priority_display()}"


class TranslationRule(models.Model):
    """Stories below `section` are to be translated into `locale`, once they reach their final approval.

    They are due so many `hours` later, if that is set.
    """

    section = models.ForeignKey(Page, verbose_name=_("section"), on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        choices=TranslationRequest.Priority.choices,
        default=TranslationRequest.Priority.NORMAL,
    )
    hours = models.PositiveSmallIntegerField(
        _("due after hours"), null=True, blank=True, validators=[MaxValueValidator(MOST_HOURS)]
    )

    class Meta:
        verbose_name = _("rule for translations")
        verbose_name_plural = _("rules for translations")
        constraints = [models.UniqueConstraint(fields=["section", "locale"], name="one_rule_of_a_section")]

    def __str__(self) -> str:
        return f"{self.section} → {self.locale}"


class MachineDay(models.Model):
    """How many letters were sent to the machine translator on a day."""

    day = models.DateField(unique=True)
    letters = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("day of machine translation")
        verbose_name_plural = _("days of machine translation")

    def __str__(self) -> str:
        return f"{self.day}: {self.letters}"
