"""The interface of a document type, and the registry that settings fill."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from news.record.documents import Rendered


class DocumentType(Protocol):
    """Things of one kind that can be public. Every method takes public ids, and ignores unknown ones."""

    name: str
    dependents: str  # the term by which other documents name one of these

    def all_ids(self) -> Iterable[UUID]:
        """Every thing there is, public or not, for reconciling."""
        ...

    def group(self, ids: Collection[UUID]) -> set[UUID]:
        """`ids` and whatever must be published together with them."""
        ...

    def prepare(self, ids: Collection[UUID]) -> None:
        """Make what rendering needs and is too slow for a transaction."""
        ...

    def lock(self, ids: Collection[UUID]) -> None:
        """Lock the sources in the order of their keys, until the transaction ends."""
        ...

    def public(self, ids: Collection[UUID]) -> set[UUID]:
        """Those the gate lets through; reads only, and needs nothing prepared."""
        ...

    def render(self, ids: Collection[UUID]) -> Mapping[UUID, Rendered]:
        """The documents of those the gate lets through; reads only. Raises `presets.Unprepared`."""
        ...

    def below(self, public_id: UUID, after: int, limit: int) -> list[tuple[int, str, UUID]]:
        """The next things under this one as (page id, type, public id), from page id `after` on."""
        ...


class Leaf:
    """What types share whose things stand alone and need no preparation."""

    def group(self, ids: Collection[UUID]) -> set[UUID]:
        """Just `ids`."""
        return set(ids)

    def prepare(self, ids: Collection[UUID]) -> None:
        """Nothing."""

    def below(self, public_id: UUID, after: int, limit: int) -> list[tuple[int, str, UUID]]:
        """Nothing is under it."""
        return []


@cache
def document_types() -> dict[str, DocumentType]:
    """The types `DOCUMENT_TYPES` names, by name, in its order."""
    kinds = [import_string(dotted)() for dotted in settings.DOCUMENT_TYPES]
    return {kind.name: kind for kind in kinds}
