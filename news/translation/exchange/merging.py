"""Takes a file back into the draft of its translation, and says of everything else why it was not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from news.editorial.refusals import Refusal, Refused
from news.editorial.saving import lock
from news.models import ArticlePage
from news.text.plain import plain_text
from news.translation.exchange.form import label_of
from news.translation.exchange.inline import is_harmless
from news.translation.exchange.reading import Sent, Unit, read
from news.translation.exchange.writing_out import kinds_of
from news.translation.models import Translation
from news.translation.pieces import FIELDS, digest
from news.translation.sources import Source, source_of, states_of
from news.translation.states import State
from news.translation.working import cannot_write_in
from news.translation.writing import Sheet, named


@dataclass(frozen=True)
class Line:
    """A piece in a report: what it is, what the file says of it, and why that was not taken, if so."""

    key: str
    label: Promise | str
    text: str
    refusal: Refusal | None = None


@dataclass
class Report:
    """What became of a file: what was written, what was not, and the revision, if one was made."""

    taken: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    revision: int | None = None


def take_in(article: ArticlePage, by: Any, data: bytes) -> Report:
    """Write what fits of a file into a new draft, saved by `by`; raises Refused, with nothing done."""
    if found := cannot_write_in(article, by):
        raise Refused(found)
    return merge(article, by, read(data))


@transaction.atomic
def merge(article: ArticlePage, by: Any, sent: Sent) -> Report:
    """Write what fits of a file that was read, while the story is held; raises Refused."""
    lock(article.pk)
    article = ArticlePage.objects.select_related("locale").get(pk=article.pk)
    if found := cannot_write_in(article, by):
        raise Refused(found)
    translation = Translation.objects.get(page_id=article.pk)
    source = source_of(translation)
    check_story(sent, article, source)
    draft = article.get_latest_revision_as_object()
    merger = Merger(source, draft, states_of(translation, draft), sent)
    for unit in sent.units:
        merger.take(unit)
    report = merger.report
    if report.taken:
        merger.finish()
        report.revision = draft.save_revision(user=by, log_action=True, clean=False).pk
    return report


def check_story(sent: Sent, article: ArticlePage, source: Source) -> None:
    """Raise Refused where a file is of another story, or between other languages."""
    if source.article is None:
        raise Refused("not_a_translation")
    if (sent.article, sent.source) != (str(article.uuid), str(source.article.uuid)):
        raise Refused("xliff_story")
    wanted = source.article.locale.language_code, article.locale.language_code
    if tuple(code.lower() for code in sent.locales) != wanted:
        named_in_file = {"source": sent.locales[0] or "?", "target": sent.locales[1] or "?"}
        raise Refused(Refusal("xliff_locale", named_in_file))


def older_version(sent: Sent, source: Source) -> int | None:
    """The version of the source that a file's older texts are of; None where that is not known.

    The present version says something else, whatever the file says: a later one would hide corrections.
    """
    if not source.version or not sent.version:
        return None
    return min(sent.version, source.version - 1) or None


class Merger:
    """A file and the draft it is taken into."""

    def __init__(self, source: Source, draft: ArticlePage, found: Mapping[str, State], sent: Sent) -> None:
        self.source = source
        self.draft = draft
        self.states = found
        self.version = older_version(sent, source)
        self.sheet = Sheet(draft, source.article)
        self.kinds = kinds_of(source.article) | kinds_of(draft)
        self.shown: dict[str, str] = {}
        self.older: dict[str, dict[str, Any]] = {}
        self.report = Report()

    def take(self, unit: Unit) -> None:
        """Write a unit, if it says anything new and fits; else report why it does not."""
        try:
            if unit.refusal:
                raise Refused(unit.refusal)
            if unit.target is not None and self.is_new(unit, unit.target):
                self.write(unit, unit.target)
                self.report.taken.append(self.line(unit))
        except Refused as refused:
            self.report.left.append(self.line(unit, refused.refusals[0]))

    def is_new(self, unit: Unit, text: str) -> bool:
        """Whether somebody translated it, and the draft does not say that yet; raises Refused."""
        if digest(text) == unit.target_digest:
            return False
        if not unit.source_digest or not unit.target_digest:
            raise Refused("xliff_unmarked")
        says = self.sheet.says(unit.key)
        if digest(says) == unit.target_digest:
            return True
        if not says and unit.key not in FIELDS and named(self.sheet.blocks, unit.key) is None:
            raise Refused("xliff_gone")
        if self.sheet.would_say(unit.key, text) == says:
            return False
        raise Refused("xliff_changed")

    def write(self, unit: Unit, text: str) -> None:
        """Write a unit, and keep what it was made from; raises Refused."""
        if self.states.get(unit.key) == State.DROPPED:
            raise Refused("xliff_dropped")
        current = unit.source_digest == digest(self.source.pieces.get(unit.key, ""))
        if digest(unit.source) != unit.source_digest or not (current or is_harmless(unit.source)):
            raise Refused("xliff_source")
        if not current and not self.sheet.says(unit.key) and unit.key not in self.source.pieces:
            raise Refused("xliff_gone")
        self.sheet.put(unit.key, text)
        if current:
            self.shown[unit.key] = unit.source_digest
        else:
            self.older[unit.key] = {
                "source": unit.source,
                "source_digest": unit.source_digest,
                "source_version": self.version,
            }

    def finish(self) -> None:
        """Put everything into the draft."""
        self.sheet.finish()
        self.draft.source_shown, self.draft.made_from = self.shown, self.older

    def line(self, unit: Unit, refusal: Refusal | None = None) -> Line:
        """A unit as a report tells it."""
        kind = self.kinds.get(unit.key, "")
        label = label_of(unit.key, kind) if kind or unit.key in FIELDS else ""
        return Line(unit.key, label, plain_text(unit.target or ""), refusal)
