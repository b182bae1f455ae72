"""Chooses for each story those in other languages that tell of the same, to be shown beside it."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.conf import settings

from news.record.models import PublicState, PublishedDocument
from news.record.store import chunks
from search.documents import ARTICLE
from search.embedding import table
from search.embedding.base import Vectors
from search.embedding.nearness import Share, standing_out
from search.embedding.vectors.base import VectorIndex, VectorQuery
from search.engines.base import Filters
from search.models import Neighbourhood

# More than are shown, for some may cease to be public.
MOST: Final = 20
# What is nearer tells the same, sentence by sentence: a translation that nobody linked.
DUPLICATE: Final = 0.95
CHUNK: Final = 100

Facts = dict[UUID, tuple[str, UUID | None]]


def choose(index: VectorIndex, model: str, dimension: int, stories: Iterable[UUID]) -> None:
    """Choose anew for those of `stories` that are live and have vectors. Raises EngineError."""
    for chunk in chunks(sorted(stories), CHUNK):
        vectors = table.vectors_of(model, chunk, dimension)
        facts = facts_of(vectors)
        chosen = {story: nearest(index, vectors[story], *facts[story]) for story in facts}
        Neighbourhood.objects.bulk_create(
            (
                Neighbourhood(document_id=story, abroad=[str(one) for one in found])
                for story, found in chosen.items()
            ),
            update_conflicts=True,
            unique_fields=["document_id"],
            update_fields=["abroad"],
        )


def nearest(index: VectorIndex, vectors: Vectors, locale: str, group: UUID | None) -> Sequence[UUID]:
    """The stories in other languages that surely tell of what this one does, the nearest first.

    Its translations are left out, linked or not, and of translations of another story all but the nearest.
    """
    others = frozenset(code for code, _ in settings.LANGUAGES if code != locale)
    share = Share()
    # The first of its vectors is of its beginning as a whole.
    found = index.nearest(VectorQuery(vectors[0], others, share.near, Filters()))
    meaning = standing_out(found, share)
    if meaning is None:
        return []
    near = [one for one in found.nearest if one.id in meaning.near and one.cosine < DUPLICATE]
    facts = facts_of([one.id for one in near])
    seen, kept = {group} - {None}, []
    for one in near:
        own = facts[one.id][1] if one.id in facts else group
        if own is None or own not in seen:
            seen.add(own)
            kept.append(one.id)
    return kept[:MOST]


def facts_of(stories: Iterable[UUID]) -> Facts:
    """Locale and translation group of those of `stories` that are live."""
    rows = PublishedDocument.objects.filter(
        type=ARTICLE, state=PublicState.LIVE, document_id__in=list(stories)
    )
    return {
        story: (locale, group) for story, locale, group in rows.values_list("document_id", "locale", "group")
    }
