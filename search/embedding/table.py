"""Reads and writes the vectors of stories in the database, where they are kept; indexes have copies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Count, Max

from news.record.models import PublicState, PublishedDocument
from news.record.store import chunks
from search.documents import ARTICLE, IndexEntry
from search.embedding.base import Vectors, unit
from search.models import Embedding

CHUNK: Final = 200
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Made:
    """The vectors made of one story, and the digest of what they were made of."""

    entry: IndexEntry
    digest: str
    vectors: Vectors


def stamp(model: str) -> Stamp:
    """What changes with every change of the vectors: the newest row, and how many there are."""
    counted = Embedding.objects.filter(model=model).aggregate(newest=Max("id"), rows=Count("id"))
    return counted["newest"] or 0, counted["rows"]


def digests(model: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the vectors of these stories were made of, as far as they have any."""
    rows = Embedding.objects.filter(model=model, document_id__in=list(ids))
    return dict(rows.values_list("document_id", "digest"))


def vectors_of(model: str, ids: Iterable[UUID], dimension: int) -> dict[UUID, Vectors]:
    """The vectors of these stories, as far as they have any."""
    rows = Embedding.objects.filter(model=model, document_id__in=list(ids))
    pairs = rows.values_list("document_id", "vectors")
    return {story: from_bytes(data, dimension) for story, data in pairs}


def write(model: str, made: Sequence[Made]) -> None:
    """Keep these vectors in place of older ones, but none of a story that went or changed meanwhile."""
    with transaction.atomic():
        forget(model, [one.entry.id for one in made])
        Embedding.objects.bulk_create(
            Embedding(
                document_id=one.entry.id,
                model=model,
                locale=one.entry.locale,
                digest=one.digest,
                vectors=to_bytes(one.vectors),
            )
            for one in made
        )
    # Who forgot it before it was written does not come again.
    now = live_sequences([one.entry.id for one in made])
    forget(model, [one.entry.id for one in made if now.get(one.entry.id) != one.entry.sequence])


def live_sequences(ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """The sequences of those of `ids` that are live."""
    rows = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE, document_id__in=ids)
    return dict(rows.values_list("document_id", "sequence"))


def forget(model: str, ids: Iterable[UUID]) -> None:
    """Delete the vectors of these stories."""
    for chunk in chunks(sorted(ids), CHUNK):
        Embedding.objects.filter(model=model, document_id__in=chunk).delete()


def missing(model: str) -> list[UUID]:
    """The live articles without vectors, the newest first."""
    made = Embedding.objects.filter(model=model).values("document_id")
    live = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE).exclude(
        document_id__in=made
    )
    return list(live.order_by("-published_at", "-document_id").values_list("document_id", flat=True))


def live_ids() -> list[UUID]:
    """The live articles, the newest first."""
    live = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE)
    return list(live.order_by("-published_at", "-document_id").values_list("document_id", flat=True))


def surplus(model: str) -> list[UUID]:
    """What has vectors and is no live article."""
    live = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE).values("document_id")
    rows = Embedding.objects.filter(model=model).exclude(document_id__in=live)
    return list(rows.values_list("document_id", flat=True))


def to_bytes(vectors: Vectors) -> bytes:
    """Vectors as they are kept: half the size of what is computed with, and as good."""
    return vectors.astype("<f2").tobytes()


def from_bytes(data: bytes | memoryview, dimension: int) -> Vectors:
    """Kept vectors as they are computed with."""
    return unit(np.frombuffer(bytes(data), dtype="<f2").reshape(-1, dimension).astype(np.float32))


def expected(model: str) -> dict[UUID, int]:
    """The live articles that have vectors, with their sequences: what an index of them holds."""
    made = Embedding.objects.filter(model=model).values("document_id")
    rows = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE, document_id__in=made)
    return dict(rows.values_list("document_id", "sequence"))


def id_chunks(model: str, size: int) -> Iterator[list[UUID]]:
    """The stories that have vectors, so many at a time."""
    rows, last = Embedding.objects.filter(model=model).order_by("id"), 0
    while chunk := list(rows.filter(id__gt=last).values_list("id", "document_id")[:size]):
        yield [story for _, story in chunk]
        last = chunk[-1][0]
