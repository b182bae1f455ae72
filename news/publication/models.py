"""Tables of publication: what was killed, and where it has been cleared away since."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kill(models.Model):
    """A story taken down for good. `articles` and `files` are public ids and names of public files.

    The row is written first and says what is to be done; `sequence` is that of its newest log row, once it
    is done, and until `held_until` somebody is doing it. Undoing takes two people: one asks (`undo_*`),
    another does it (`undone_*`).
    """

    group = models.UUIDField(db_index=True)
    articles = models.JSONField(default=list)
    files = models.JSONField(default=list)
    notice = models.TextField(_("notice to readers"))
    reason = models.TextField(_("reason"))
    redact = models.BooleanField(_("blank its texts in the log"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sequence = models.BigIntegerField(null=True)
    held_until = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    undo_reason = models.TextField(blank=True)
    undo_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undo_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kill")
        verbose_name_plural = _("kills")

    def __str__(self) -> str:
        return f"{self.group} at {self.at:%Y-%m-%d %H:%M}"


class Clearance(models.Model):
    """A place from which a killed story is gone: a name of `kills.places`, and since when."""

    kill = models.ForeignKey(Kill, on_delete=models.CASCADE, related_name="clearances")
    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kill", "place"], name="cleared_once")]

    def __str__(self) -> str:
        return f"{self.kill_id} {self.place}"

    @classmethod
    def note(cls, kill: Kill, place: str, at: Any) -> None:
        """Note that `kill` is cleared from `place`, unless that is known."""
        cls.objects.get_or_create(kill=kill, place=place, defaults={"at": at})
