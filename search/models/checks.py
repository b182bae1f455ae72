"""Refuses what would make no sense among editors' words, and says why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.analysis.registry import analyzer_for
from search.engines.wording import Book, Key, Rule

MOST_LINES: Final = 20
MOST_WORDS: Final = 6
LONGEST_LINE: Final = 100

EMPTY: Final = _("Write at least one word.")
NO_WORD: Final = _("There is no word in “%(line)s”.")
STOPPED: Final = _("“%(line)s” is made of words that are never looked for.")
TOO_LONG: Final = _("“%(line)s” is too long: at most %(words)s words and %(letters)s letters.")
TOO_MANY: Final = _("There are too many lines; at most %(most)s fit.")
SAME: Final = _("“%(one)s” and “%(other)s” are the same to the search already.")
ALONE: Final = _("Write at least two that mean the same, or what is to be looked for too.")
ELSEWHERE: Final = _("“%(line)s” is in another group already (%(group)s); add the others there.")
CIRCLE: Final = _("There is a rule the other way round already (%(group)s); make one group of both.")
TWICE: Final = _("There is a rule from “%(one)s” to “%(other)s” already (%(group)s).")
ONE_WORD: Final = _("Write a single word.")


def check_lines(field: str, lines: Sequence[str], locale: str, *, stop_words: bool = False) -> None:
    """Raise ValidationError where a line cannot be looked for; `stop_words` alone can, if it is said."""
    faults = list(faults_in(lines, locale, stop_words=stop_words))
    if faults:
        raise ValidationError({field: faults})


def faults_in(lines: Sequence[str], locale: str, *, stop_words: bool) -> Iterator[str]:
    """What is wrong with each line by itself."""
    if len(lines) > MOST_LINES:
        yield str(TOO_MANY) % {"most": MOST_LINES}
    for line in lines:
        words = analyzer_for(locale).analyze(line).words
        if not words:
            yield told(NO_WORD, line=line)
        elif len(words) > MOST_WORDS or len(line) > LONGEST_LINE:
            yield told(TOO_LONG, line=line, words=MOST_WORDS, letters=LONGEST_LINE)
        elif not stop_words and not any(word.forms.light for word in words):
            yield told(STOPPED, line=line)


def check_rule(rule: Rule, others: Iterable[tuple[str, Rule]], book: Book) -> None:
    """Raise ValidationError where `rule` says nothing, or goes against one of `others`, named."""
    if not rule.words:
        raise ValidationError({"words": EMPTY})
    check_lines("words", rule.words, book.locale)
    check_lines("also", rule.also, book.locale)
    if len(rule.words) == 1 and not rule.also:
        raise ValidationError({"words": ALONE})
    check_apart(rule, book)
    for name, other in others:
        check_against(rule, other, name, book)


def check_apart(rule: Rule, book: Book) -> None:
    """Raise ValidationError where two lines of a rule are the same."""
    seen: dict[Key, str] = {}
    for field, lines in (("words", rule.words), ("also", rule.also)):
        for line in lines:
            key = book.key(line)
            if key in seen:
                raise ValidationError({field: told(SAME, one=seen[key], other=line)})
            seen[key] = line


def check_against(rule: Rule, other: Rule, name: str, book: Book) -> None:
    """Raise ValidationError where another rule says the same, or the contrary."""
    if not rule.also and not other.also:
        theirs = set(map(book.key, other.words))
        for line in rule.words:
            if book.key(line) in theirs:
                raise ValidationError({"words": told(ELSEWHERE, line=line, group=name)})
        return
    pairs = {(book.key(one), book.key(two)) for one, two in other.pairs()}
    for one, two in rule.pairs():
        keys = (book.key(one), book.key(two))
        if keys in pairs:
            raise ValidationError({"words": told(TWICE, one=one, other=two, group=name)})
        if rule.also and other.also and keys[::-1] in pairs:
            raise ValidationError({"also": told(CIRCLE, group=name)})


def check_word(word: str, locale: str) -> None:
    """Raise ValidationError where `word` is no single word that is looked for."""
    if len(analyzer_for(locale).analyze(word).words) > 1:
        raise ValidationError({"word": ONE_WORD})
    check_lines("word", [word], locale)


def told(sentence: Promise | str, **parts: object) -> str:
    """A sentence with its parts."""
    return str(sentence) % parts
