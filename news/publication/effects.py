"""What else a change of the record touches: what stands below it, what names it, what it names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from news.publication.types.base import document_types
from news.record import store
from news.record.documents import Rendered
from news.record.models import Event, Mark, Publication, PublicState, PublishedDocument, Term
from news.translation import progress
from news.translation.bases import still_right

REMOVED = {Event.WITHDRAWN, Event.KILLED}
CARRIED = {"tag", "author", "topic"}  # public while a public story names them


def everything_below(removals: Sequence[store.Removal]) -> list[store.Removal]:
    """What is public below sections and locales that no longer are: it goes with them, at once."""
    sections = [gone.document_id for gone in removals if gone.type == "section"]
    locales = PublishedDocument.objects.filter(
        type="locale",
        state=PublicState.LIVE,
        document_id__in=[gone.document_id for gone in removals if gone.type == "locale"],
    ).values_list("locale", flat=True)
    live = PublishedDocument.objects.filter(state=PublicState.LIVE)
    under = live.filter(terms__field="section", terms__value__in=sections) if sections else live.none()
    in_locale = live.filter(locale__in=list(locales)).exclude(type="locale")
    known = {(gone.type, gone.document_id) for gone in removals}
    found = {*under.values_list("type", "document_id"), *in_locale.values_list("type", "document_id")}
    return [store.Removal(name, public_id) for name, public_id in sorted(found - known)]


def carried_by(rendered: Iterable[Rendered], removals: Iterable[store.Removal]) -> dict[UUID, set[store.Key]]:
    """The tags, authors and topics these articles carry in public so far."""
    ids = [item.document_id for item in rendered if item.type == "article"]
    ids += [gone.document_id for gone in removals if gone.type == "article"]
    found: dict[UUID, set[store.Key]] = {}
    for chunk in store.chunks(ids, 500):
        terms = Term.objects.filter(
            field__in=CARRIED, document__type="article", document__document_id__in=chunk
        )
        for public_id, name, value in terms.values_list("document__document_id", "field", "value"):
            found.setdefault(public_id, set()).add((name, value))
    return found


def mark_carried(
    changed: Collection[UUID], before: dict[UUID, set[store.Key]], rendered: Iterable[Rendered]
) -> list[Mark]:
    """Have another look at what changed articles carry anew, or no longer; returns the marks left."""
    after = {item.document_id: {term for term in item.terms if term[0] in CARRIED} for item in rendered}
    return leave(
        thing for public_id in changed for thing in before.get(public_id, set()) ^ after.get(public_id, set())
    )


def mark_dependents(rows: Iterable[Publication]) -> list[Mark]:
    """Have another look at the documents that name what changed, and at what stands below a changed page.

    A story may link to itself, and only now is its own address known. What stands below a locale depends on
    its code and its end as well. Returns the marks left on documents that name what changed.
    """
    changed: dict[str, set[UUID]] = {}
    below: list[Mark] = []
    for row in rows:
        for name in {document_types()[row.type].dependents, "link"}:
            changed.setdefault(name, set()).add(row.document_id)
        appeared = row.type == "section" and row.event == Event.PUBLISHED
        if appeared or (row.type == "locale" and row.event not in REMOVED):
            below.append(Mark(type=row.type, document_id=row.document_id, below=True))
    Mark.objects.bulk_create(below, batch_size=500)
    return mark_naming(changed)


def mark_naming(things: Mapping[str, Collection[UUID]]) -> list[Mark]:
    """Have another look at the documents that name one of these things, given by the field of the term."""
    return leave(pair for name, values in things.items() for pair in naming_any(name, values))


def naming_any(field: str, values: Collection[UUID]) -> Iterable[store.Key]:
    """The documents that name one of `values` in terms of this field."""
    for chunk in store.chunks(sorted(values), 500):
        terms = Term.objects.filter(field=field, value__in=chunk)
        yield from terms.values_list("document__type", "document__document_id").distinct()


def mark_translations(rows: Iterable[Publication]) -> list[Mark]:
    """Have another look at the translations of what went: deleted, or below what went, it named no group."""
    gone = [row.document_id for row in rows if row.event in REMOVED]
    found: set[store.Key] = set()
    for chunk in store.chunks(gone, 500):
        groups = PublishedDocument.objects.filter(document_id__in=chunk, group__isnull=False).values("group")
        left = PublishedDocument.objects.filter(group__in=groups, state=PublicState.LIVE)
        found.update(left.values_list("type", "document_id"))
    return leave(found)


def count_translations(changed: Collection[UUID]) -> None:
    """Count how far the translations of changed articles are, and those that changed, for lists of them.

    What in them is still right is noted, for corrections that come later.
    """
    for chunk in store.chunks(sorted(changed), 500):
        found = progress.of_stories(chunk)
        progress.refresh(found)
        still_right(found)


def leave(things: Iterable[store.Key]) -> list[Mark]:
    """Leave a mark on each of `things`, for the relay; returns them."""
    marks = (Mark(type=name, document_id=public_id) for name, public_id in sorted(set(things)))
    return Mark.objects.bulk_create(marks, batch_size=500)
