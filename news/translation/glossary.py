"""Finds terms of the glossary in the pieces of stories, and what a translation makes of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from news.editorial.refusals import Caution
from news.models import ArticlePage, Author, Topic
from news.text.plain import plain_text
from news.translation.matching import Match, Matcher
from news.translation.models import TermForm, Translation
from news.translation.pieces import FIELDS, NAMES, pieces
from news.translation.sources import source_of, translation_of

EXCERPT = 40
NAMED = (Author, Topic)


@dataclass(frozen=True)
class Entry:
    """What is known of one term for translating it; `form` is empty where the other language has none.

    `variants` are what it is called in sources besides, `discouraged` what it is not to be called.
    """

    term: str
    form: str = ""
    note: str = ""
    variants: tuple[str, ...] = ()
    discouraged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A term in the plain text of a piece, text[start:end]."""

    entry: Entry
    start: int
    end: int

    @property
    def term(self) -> str:
        """The form of the source language, as it is kept."""
        return self.entry.term

    @property
    def form(self) -> str:
        """The preferred form in the other language, or nothing."""
        return self.entry.form

    @property
    def note(self) -> str:
        """What translators are told of it."""
        return self.entry.note


def terms_in(text: str, source_locale: str, target_locale: str) -> list[Found]:
    """The terms in one piece, which is HTML; three queries. For several pieces ask `terms_of`."""
    return terms_of({"": text}, source_locale, target_locale)[""]


def terms_of(texts: Mapping[str, str], source_locale: str, target_locale: str) -> dict[str, list[Found]]:
    """The terms in each of these pieces, which are HTML, in order; three queries.

    The longest wins. Places are those in `plain_text` of the piece.
    """
    entries = entries_of(source_locale, target_locale)
    phrases = [(phrase, entry) for entry in entries for phrase in (entry.term, *entry.variants)]
    matcher = Matcher(source_locale, phrases)
    return {
        key: [Found(match.value, match.start, match.end) for match in matcher.longest(plain_text(text))]
        for key, text in texts.items()
    }


def entries_of(source_locale: str, target_locale: str) -> list[Entry]:
    """What is known for translating between two languages: terms, then names of authors and topics."""
    found: dict[Any, dict[str, TermForm]] = {}
    rows = TermForm.objects.filter(locale__language_code__in=(source_locale, target_locale))
    for row in rows.select_related("locale"):
        found.setdefault(row.term_id, {})[row.locale.language_code] = row
    terms = [
        entry_of(forms[source_locale], forms.get(target_locale))
        for forms in found.values()
        if source_locale in forms
    ]
    return [*terms, *names_of(source_locale, target_locale)]


def entry_of(source: TermForm, target: TermForm | None) -> Entry:
    """What is known of a term by its forms in two languages."""
    if target is None:
        return Entry(source.text, note=source.note, variants=tuple(source.variants()))
    return Entry(
        source.text,
        target.text,
        target.note or source.note,
        tuple(source.variants()),
        tuple(target.variants()),
    )


def names_of(source_locale: str, target_locale: str) -> Iterator[Entry]:
    """The names of authors and topics that have one in each of two languages."""
    for model in NAMED:
        rows = model._default_manager.filter(locale__language_code__in=(source_locale, target_locale))
        found: dict[Any, dict[str, str]] = {}
        for key, code, name in rows.values_list("translation_key", "locale__language_code", "name"):
            found.setdefault(key, {})[code] = name
        for names in found.values():
            if source_locale in names and target_locale in names:
                yield Entry(names[source_locale], names[target_locale])


def warnings_on(article: ArticlePage) -> list[Caution]:
    """What to look at in a story, row or draft, before it is reviewed; nothing where it is no translation."""
    translation = translation_of(article)
    return warnings_of(translation, article) if translation else []


def warnings_of(translation: Translation, article: ArticlePage) -> list[Caution]:
    """The terms whose preferred form `article` lacks, and the discouraged ones it uses, piece by piece.

    Pieces that still say what the source says are yet to be translated, and so not warned of.
    """
    if translation.source is None:
        return []
    source, texts = source_of(translation).pieces, pieces(article)
    written = {key: text for key, text in source.items() if key not in NAMES and texts.get(key, text) != text}
    code = article.locale.language_code
    told = terms_of(written, translation.source.locale.language_code, code)
    wanted = {
        key: list(dict.fromkeys(found.entry for found in terms if found.form)) for key, terms in told.items()
    }
    matcher = matcher_of({entry for entries in wanted.values() for entry in entries}, code)
    return [
        warning
        for key, entries in wanted.items()
        if entries
        for warning in warnings_in(key, plain_text(texts[key]), entries, matcher)
    ]


def matcher_of(entries: set[Entry], locale: str) -> Matcher[tuple[Entry, bool]]:
    """Finds the preferred forms of these entries, and the discouraged ones, which are told with False."""
    preferred = [(entry.form, (entry, True)) for entry in entries]
    others = [(form, (entry, False)) for entry in entries for form in entry.discouraged]
    return Matcher(locale, [*preferred, *others])


def warnings_in(
    key: str, text: str, entries: list[Entry], matcher: Matcher[tuple[Entry, bool]]
) -> Iterator[Caution]:
    """What to look at in one piece whose source has these terms."""
    matches = list(matcher.every(text))
    preferred = [match for match in matches if match.value[1]]
    used: dict[Entry, str] = {}
    for match in matches:
        entry, is_preferred = match.value
        if not is_preferred and not any(holds(other, match) for other in preferred):
            used.setdefault(entry, text[match.start : match.end])
    there = {match.value[0] for match in preferred}
    for entry in entries:
        names = {"piece": called(key, text), "term": entry.term, "form": entry.form}
        if entry in used:
            yield Caution("term_discouraged", {**names, "used": used[entry]}, key)
        elif entry not in there:
            yield Caution("term_form", names, key)


def holds(one: Match[Any], other: Match[Any]) -> bool:
    """Whether a match covers the whole of another."""
    return one.start <= other.start and other.end <= one.end


def called(key: str, text: str) -> str:
    """What people call a piece: the name of a field, or how a block begins."""
    if key in FIELDS:
        return str(ArticlePage._meta.get_field(key).verbose_name)
    return Truncator(text).chars(EXCERPT)
