"""What editors judged: how good an answer a story is to a question."""

from django.db import models


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
