"""What readers asked, by day: counts of questions, and nothing of who asked them."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_QUESTION: Final = 100


class AskedQuestion(models.Model):
    """How often one question was asked in one language on one day of UTC.

    `text` is folded. `found` is how many stories the last answer of the day had. Of `asked`, `empty` found
    nothing, and `weak` only what is spelled alike.
    """

    day = models.DateField()
    locale = models.CharField(max_length=12)
    text = models.CharField(max_length=LONGEST_QUESTION)
    asked = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    weak = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("asked question")
        verbose_name_plural = _("asked questions")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "locale", "text"], name="question_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.locale} {self.asked} {self.text}"
