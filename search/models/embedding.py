"""Vectors of what stories say."""

from django.db import models


class Embedding(models.Model):
    """The vectors of one article by one model: numbers of 16 bits, little-endian, one part after the other.

    `digest` is of the texts they were made of. A row is never changed but replaced, so that a newer one has a
    higher id, by which those who hold copies learn what is new.
    """

    document_id = models.UUIDField()
    model = models.CharField(max_length=100)
    locale = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    vectors = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "document_id"], name="embedding_once")]
        indexes = [models.Index(fields=["model", "id"], name="embedding_newest")]

    def __str__(self) -> str:
        return f"{self.document_id} by {self.model}"
