"""The names under which caches keep answers, and by which they are told to forget them."""

from collections.abc import Iterable
from uuid import UUID


def cache_tags(
    kind: str, document_id: UUID, group: UUID | None, locale: str, sections: Iterable[UUID] = ()
) -> list[str]:
    """The tags of a document's answers, by which a change of it is purged."""
    tags = [f"{'s' if kind == 'section' else 'a'}-{document_id}"]
    tags += [f"g-{group}"] if group else []
    tags += [f"s-{section}" for section in sorted(sections)]
    return [*tags, locale_tag(locale)]


def locale_tag(locale: str | None) -> str:
    """The tag of every list of a locale; `l-all` where things have none."""
    return f"l-{locale or 'all'}"
