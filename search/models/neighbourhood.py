"""The neighbours that were chosen for each story."""

from django.db import models


class Neighbourhood(models.Model):
    """The public ids of the stories that share the words of one article, best first, as they were chosen.

    `duplicates` are those that tell the same in the same words, `abroad` those in other languages that mean
    the same. What of them is public, the store says when they are shown.
    """

    document_id = models.UUIDField(primary_key=True)
    similar = models.JSONField(default=list)
    duplicates = models.JSONField(default=list)
    abroad = models.JSONField(null=True)  # none were chosen yet

    def __str__(self) -> str:
        return f"{len(self.similar)} neighbours of {self.document_id}"
