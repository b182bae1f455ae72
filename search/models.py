"""What search keeps in the database: the neighbours it chose for each story, and what editors judged."""

from django.db import models


class Neighbourhood(models.Model):
    """The public ids of the stories that share the words of one article, best first, as they were chosen.

    What of them is public, the store says when they are shown.
    """

    document_id = models.UUIDField(primary_key=True)
    similar = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{len(self.similar)} neighbours of {self.document_id}"


class JudgedAnswer(models.Model):
    """How good an answer one story is to one question: 0 for none, else the better the higher.

    `document_id` is the public id of the story, and `by` the user name of who judged it last, "" for a file.
    Readers' processes have no users, so nothing refers to them.
    """

    locale = models.CharField(max_length=12)
    text = models.CharField(max_length=500)
    document_id = models.UUIDField()
    grade = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=150, blank=True)
    judged_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        permissions = [("judge_answers", "Can judge the answers of search")]
        constraints = [
            models.UniqueConstraint(fields=["locale", "text", "document_id"], name="judged_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.document_id} {self.grade}"
