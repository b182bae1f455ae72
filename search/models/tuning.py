"""What editors decide about readers' searches: synonyms, protected words, best bets."""

from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.record.models import PublishedDocument, live_now
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE
from search.engines.wording import MOST_FIRST, Book, Rule, question_key
from search.models.checks import EMPTY, check_lines, check_rule, check_word, told
from search.models.words import LONGEST_LINES, lines_in, one_line

TUNE: Final = "search.tune_search"
LONGEST_NOTE: Final = 500
LANGUAGE: Final = _("language")
NOTE: Final = _("note")
WHY: Final = _("For colleagues: why it is so.")
ONE_A_LINE: Final = _("One a line.")
PROTECTED: Final = _("“%(word)s” is protected already.")
NOT_PUBLIC: Final = _("Readers cannot read this story in this language now.")
OVER: Final = _("This moment is over.")
ENOUGH: Final = _("“%(question)s” has %(most)s best bets already; remove one first.")
AGAIN: Final = _("This story is a best bet for “%(question)s” already.")


class TuningStamp(models.Model):
    """The one row that changes whenever anything below does, by which readers' processes notice."""

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


class Tuning(models.Model):
    """Something that editors decide about searches in one language."""

    locale = models.CharField(LANGUAGE, max_length=12)
    note = models.CharField(NOTE, max_length=LONGEST_NOTE, blank=True, help_text=WHY)

    class Meta:
        abstract = True

    def others(self) -> models.QuerySet[Any]:
        """What else there is of its kind in this language."""
        return type(self)._default_manager.filter(locale=self.locale).exclude(pk=self.pk).order_by("pk")


class SynonymGroup(Tuning):
    """Words and phrases that mean the same, one a line; or, with `also`, what is looked for besides them."""

    words = models.TextField(_("words"), max_length=LONGEST_LINES)
    also = models.TextField(_("look for these too"), max_length=LONGEST_LINES, blank=True)

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        default_permissions = ()
        permissions = [("tune_search", "Keep synonyms, protected words and best bets of readers' searches")]

    def __str__(self) -> str:
        arrow = " ← " if self.locale == "ar" else " → "
        return arrow.join(" = ".join(lines) for lines in (self.rule.words, self.rule.also) if lines)

    @property
    def rule(self) -> Rule:
        """It as engines take it."""
        return Rule(lines_in(self.words), lines_in(self.also))

    def clean(self) -> None:
        """Settle it; raises ValidationError where it makes no sense, or goes against another group."""
        super().clean()
        self.words, self.also = "\n".join(self.rule.words), "\n".join(self.rule.also)
        spelled = ProtectedWord.objects.filter(locale=self.locale).values_list("spelling", flat=True)
        others = [(str(other), other.rule) for other in self.others()]
        check_rule(self.rule, others, Book(self.locale, protected=frozenset(spelled)))


class ProtectedWord(Tuning):
    """A word that is found as it is spelled alone. `spelling` is how the exact view has it."""

    word = models.CharField(_("word"), max_length=64)
    spelling = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("protected word")
        verbose_name_plural = _("protected words")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["locale", "spelling"], name="word_protected_once")]

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what is compared along with the word."""
        self.settle()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Settle it; raises ValidationError where it is no word to look for, or protected already."""
        super().clean()
        self.settle()
        if self.word:
            check_word(self.word, self.locale)
        if twin := self.others().filter(spelling=self.spelling).first():
            raise ValidationError({"word": told(PROTECTED, word=twin)})

    def settle(self) -> None:
        """Take out what cannot be seen, and note how it is spelled."""
        self.word = one_line(self.word)
        self.spelling = " ".join(analyzer_for(self.locale).analyze(self.word).texts()["exact"])[:64]


class BestBet(Tuning):
    """A story that stands first for some questions while it is public, until a moment if there is one."""

    questions = models.TextField(_("questions"), max_length=LONGEST_LINES, help_text=ONE_A_LINE)
    story = models.UUIDField(_("story"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("best bet")
        verbose_name_plural = _("best bets")
        default_permissions = ()

    def __str__(self) -> str:
        return " / ".join(lines_in(self.questions))

    @property
    def keys(self) -> dict[str, str]:
        """Its questions by how they are compared."""
        return {question_key(line, self.locale): line for line in lines_in(self.questions)}

    def is_over(self) -> bool:
        """Whether its time is past."""
        return self.until is not None and self.until <= timezone.now()

    def clean(self) -> None:
        """Settle it; raises ValidationError where nothing is asked, or the story cannot stand first."""
        super().clean()
        lines = lines_in(self.questions)
        self.questions = "\n".join(lines)
        if not lines:
            raise ValidationError({"questions": EMPTY})
        check_lines("questions", lines, self.locale, stop_words=True)
        public = PublishedDocument.objects.filter(live_now(timezone.now()), type=ARTICLE, locale=self.locale)
        if self.story and not public.filter(document_id=self.story).exists():
            raise ValidationError({"story": NOT_PUBLIC})
        if self.is_over():
            raise ValidationError({"until": OVER})
        self.check_room()

    def check_room(self) -> None:
        """Raise ValidationError where a question has this story already, or enough others."""
        lasting = self.others().filter(Q(until=None) | Q(until__gt=timezone.now()))
        bets = [(bet.story, bet.keys) for bet in lasting]
        for key, line in self.keys.items():
            stories = [story for story, keys in bets if key in keys]
            if self.story in stories:
                raise ValidationError({"questions": told(AGAIN, question=line)})
            if len(stories) >= MOST_FIRST:
                raise ValidationError({"questions": told(ENOUGH, question=line, most=MOST_FIRST)})


@receiver([post_save, post_delete], sender=SynonymGroup)
@receiver([post_save, post_delete], sender=ProtectedWord)
@receiver([post_save, post_delete], sender=BestBet)
def stamp(**_: Any) -> None:
    """Have every process read the editors' decisions anew; it does once the change is committed."""
    TuningStamp.objects.update_or_create(pk=1, defaults={"stamp": uuid4().hex})
