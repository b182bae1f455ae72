"""A translation beside its source, piece by piece: what its editor shows, and what they do from there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from news.editorial.changing import cannot_change
from news.editorial.four_eyes import locked_row
from news.editorial.killed import is_killed
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.translation.bases import settle
from news.translation.models import Basis, Translation
from news.translation.pieces import digest, pieces
from news.translation.sources import compare, said_by, source_page, states_of, translation_of
from news.translation.states import State
from news.translation.working import cannot_work_on

DONE = frozenset({State.CURRENT, State.DROPPED})
Shown = Mapping[str, tuple[str, str]]  # by key the digests of what the source and the translation said


@dataclass(frozen=True)
class Piece:
    """A piece of a translation beside that of its source: `source` and `made_from` are HTML.

    `text` is the digest of what the translation says; `made_from` is None where nobody knows.
    """

    key: str
    state: State
    source: str
    text: str
    is_there: bool
    made_from: str | None = None


@dataclass(frozen=True)
class Beside:
    """A draft of a translation beside its source.

    `blocks` are the keys of the blocks of its body, with those it is `lacking` at their places.
    """

    source: ArticlePage
    pieces: Mapping[str, Piece]
    blocks: Sequence[str]
    lacking: Collection[str]

    def count(self, *wanted: State) -> int:
        """How many pieces are in one of these states."""
        return sum(piece.state in wanted for piece in self.pieces.values())


def beside(translation: Translation, draft: ArticlePage) -> Beside:
    """`draft`, the newest, beside its source. Raises Refused where that was killed, and so is not shown."""
    source = source_page(translation)
    if source is None or is_killed(source):
        raise Refused("source_gone")
    compared = compare(translation, draft, pieces(source))
    found = {}
    for key, state in compared.states.items():
        says, is_there = compared.source.get(key, ""), key in compared.texts
        drafted: str = translation.drafted.get(key, digest(""))
        found[key] = Piece(key, state, says, drafted, is_there, made_from(compared.made(key)))
    theirs, own = ids(source), ids(draft)
    lacking = [key for key in theirs if key in found and key not in own]
    return Beside(source, found, placed(own, theirs, lacking), lacking)


def made_from(made: Basis | None) -> str | None:
    """What a text was made from; None where nobody knows, or only its digest is kept."""
    return made.source if made and digest(made.source) == made.source_digest else None


def ids(article: ArticlePage) -> list[str]:
    """The ids of the blocks of a body."""
    return [block["id"] for block in article.body.get_prep_value()]


def placed(own: Sequence[str], theirs: Sequence[str], lacking: Iterable[str]) -> list[str]:
    """`own` blocks with those they are `lacking` at their places in the order of the source.

    Each comes behind the nearest block that precedes it in the source, and behind what the translation says
    by itself there; the first before the nearest one that follows it.
    """
    order, common = list(own), set(theirs)
    for key in lacking:
        place = theirs.index(key)
        if before := next((one for one in reversed(theirs[:place]) if one in order), None):
            at = order.index(before) + 1
            while at < len(order) and order[at] not in common:
                at += 1
        else:
            after = next((one for one in theirs[place:] if one in order), None)
            at = order.index(after) if after else len(order)
        order.insert(at, key)
    return order


@transaction.atomic
def settle_shown(article: ArticlePage, shown: Shown, *, by: Any) -> None:
    """Note that these pieces are right, as the person saw them: those of the source and of the translation.

    Raises Refused where they may not say so, or where one of them says something else by now; nothing is
    noted then. The rows of the source and of the translation are held meanwhile.
    """
    if found := cannot_work_on(article, by):
        raise Refused(found)
    translation = held(article)
    source = source_page(translation)
    if source is None or is_killed(source):
        raise Refused("source_gone")
    says = said_by(source)
    for key, (theirs, ours) in shown.items():
        unknown = key not in says.pieces and key not in translation.drafted
        now = says.basis(key)["source_digest"], translation.drafted.get(key, digest(""))
        if unknown or now != (theirs, ours):
            raise Refused("changed_meanwhile")
    settle(translation, shown, by=by)


def held(article: ArticlePage) -> Translation:
    """The translation, its row and that of its source locked; raises Refused where it is none."""
    translation = translation_of(article)
    if translation is None:
        raise Refused("source_gone")
    list(Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=translation.source_id))
    rows = Translation.objects.select_for_update(no_key=True, of=("self",)).filter(source__isnull=False)
    if row := rows.filter(pk=translation.pk).first():
        return row
    raise Refused("source_gone")


@transaction.atomic
def add_blocks(article: ArticlePage, keys: Collection[str] | None, *, by: Any) -> list[str]:
    """Add blocks the translation lacks to its newest draft, as the source has them; returns which.

    `keys` says which, None means all but those that were left out on purpose. Raises Refused where `by` may
    not change it now, or there is nothing to add.
    """
    page = locked_row(article.pk)
    if found := cannot_work_on(page, by) or cannot_change(page, by):
        raise Refused(found)
    translation = translation_of(page)
    source = source_page(translation) if translation else None
    if translation is None or source is None or is_killed(source):
        raise Refused("source_gone")
    draft = page.get_latest_revision_as_object()
    if keys is None:
        keys = [key for key, state in states_of(translation, draft).items() if state == State.MISSING]
    theirs = {block["id"]: block for block in source.body.get_prep_value()}
    own = {block["id"]: block for block in draft.body.get_prep_value()}
    lacking = [key for key in theirs if key in keys and key not in own]
    if not lacking:
        raise Refused("nothing_to_add")
    order = placed(list(own), list(theirs), lacking)
    draft.body = draft.body.stream_block.to_python([own.get(key) or theirs[key] for key in order])
    draft.save_revision(user=by, log_action=True, clean=False)
    return lacking
