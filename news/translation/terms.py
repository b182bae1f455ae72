"""The glossary's tables: terms and names, and what they are called in each language."""

import re
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale

from news.models.forms import NOTHING_TO_SEE
from news.text import tables
from news.text.folding import fold, fold_hamza, removing, word_spans
from news.text.plain import clean
from news.translation.matching import spellings

WHITE: Final = re.compile(r"\s+")
LONGEST_KEY: Final = 400
MOST_LETTERS: Final = {"discouraged": 1000, "note": 500}
INVISIBLE: Final = removing(tables.INVISIBLE)
TOO_LONG: Final = _("It is too long: %(given)s letters; at most %(most)s fit.")


class Term(ClusterableModel):
    """Something with one name in each language: a word of the trade, a person or thing, a body, a place."""

    class Kind(models.TextChoices):
        """What is named."""

        TERM = "term", _("Term")
        NAME = "name", _("Name")
        ORGANISATION = "organisation", _("Organisation")
        PLACE = "place", _("Place")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TERM)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        texts = {form.locale.language_code: form.text for form in self.forms.all()}
        return texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), "–")

    def form_in(self, locale: str) -> "TermForm | None":
        """What it is called in a language, if anything."""
        forms: list[TermForm] = list(self.forms.all())
        return next((form for form in forms if form.locale.language_code == locale), None)


class TermForm(models.Model):
    """What a term is called in one language, and what it is not to be called there.

    `key` is its words as they are compared, `folded` what editors search.
    """

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="forms")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    text = models.CharField(_("preferred form"), max_length=200)
    discouraged = models.TextField(
        _("discouraged forms"), max_length=MOST_LETTERS["discouraged"], blank=True, help_text=_("One a line.")
    )
    note = models.TextField(_("note to translators"), max_length=MOST_LETTERS["note"], blank=True)
    key = models.CharField(max_length=LONGEST_KEY, editable=False)
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["locale_id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "locale"], name="one_form_in_a_language"),
            models.UniqueConstraint(fields=["locale", "key"], name="one_term_of_a_form"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what is compared and searched along with what it is made of."""
        self.settle()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Settle it; raises ValidationError where nothing can be found by it, or it is another term's."""
        super().clean()
        if not self.locale_id:
            return
        self.settle()
        self.verify()
        twins = TermForm.objects.filter(locale_id=self.locale_id, key=self.key).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"text": _("Another term has this form in this language already.")})

    def settle(self) -> None:
        """Take out what cannot be seen, and note what is compared and searched."""
        self.text = visible(self.text)
        self.discouraged = "\n".join(dict.fromkeys(filter(None, map(visible, self.variants()))))
        self.note = clean(self.note).strip()
        self.key = key_of(self.text, self.locale.language_code)
        self.folded = " ".join([folded(self.text), *map(folded, self.variants())])

    def verify(self) -> None:
        """Raise ValidationError where there is no word in it, or too much, or its own form is discouraged."""
        if not self.key:
            raise ValidationError({"text": _("There is no word in it.") if self.text else NOTHING_TO_SEE})
        if len(self.key) > LONGEST_KEY:  # one sign can stand for many letters
            raise ValidationError({"text": _("It is too long.")})
        for name, most in MOST_LETTERS.items():
            if (given := len(getattr(self, name))) > most:
                raise ValidationError({name: str(TOO_LONG) % {"given": given, "most": most}})
        code = self.locale.language_code
        if any(key_of(variant, code) == self.key for variant in self.variants()):
            raise ValidationError({"discouraged": _("The preferred form is among the discouraged ones.")})

    def variants(self) -> list[str]:
        """The discouraged forms."""
        return self.discouraged.splitlines()


def visible(text: str) -> str:
    """`text` on one line, without what cannot be seen."""
    return WHITE.sub(" ", clean(text).translate(INVISIBLE)).strip()


def key_of(text: str, locale: str) -> str:
    """The words of a form as they are compared; equal for forms that readers take for the same."""
    return " ".join(spellings(text, locale))


def folded(text: str) -> str:
    """`text` as editors find it, hamzas and accents written or not."""
    return " ".join(fold_hamza(fold(word)) for _start, _end, word in word_spans(text))


def searched(terms: QuerySet[Term], asked: str) -> QuerySet[Term]:
    """Those of `terms` in whose forms, discouraged ones included, all words asked for can be found."""
    wanted = folded(asked).split()
    for word in wanted:
        terms = terms.filter(pk__in=TermForm.objects.filter(folded__contains=word).values("term"))
    return terms if wanted else terms.none()
