"""Brings the record in step with the sources: the only caller of the record's `write`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from news.publication import files
from news.publication.presets import Unprepared
from news.publication.types.base import document_types
from news.record import store
from news.record.documents import Rendered
from news.record.models import Event, Mark, Publication, PublicState, PublishedDocument, Term

ATTEMPTS = 5
REMOVED = {Event.WITHDRAWN, Event.KILLED}
Things = dict[str, set[UUID]]
Removals = Mapping[store.Key, store.Removal]
Events = Mapping[store.Key, Event]


class SyncFailed(Exception):
    """The images of a story kept changing while it was rendered; its mark stays, the relay tries again."""


def sync(
    things: Iterable[store.Key],
    *,
    event: Event | None = None,
    killed: Removals = MappingProxyType({}),
) -> list[Publication]:
    """Ask the gate about `things` (type and public id), render what is public, and write it all or nothing.

    Whatever must be published together with them is included. Idempotent and free of order: it looks at what
    is true now, never at what happened. Slow work is done first, outside; inside the transaction the sources
    are locked in the order of their keys and read again, so that what is written is what is true when it
    commits. Returns the rows appended to the log. `event` names an update of `things`, and of nothing that is
    only written with them, otherwise; `killed` are those of `things` to take down for good.
    Raises SyncFailed where images change faster than they can be prepared.
    """
    things = list(things)
    wanted = grouped(things)
    events = dict.fromkeys(things, event) if event else {}
    for _attempt in range(ATTEMPTS):
        for name, ids in wanted.items():
            document_types()[name].prepare(ids)
        try:
            with transaction.atomic():
                rows = write_locked(wanted, events, killed)
        except Unprepared:
            continue
        if rows:
            files.sweep_if_possible()
        return rows
    raise SyncFailed(f"images kept changing: {wanted}")


def grouped(things: Iterable[store.Key]) -> Things:
    """`things` by type, in the order of the settings, each with what belongs to it."""
    asked: Things = {}
    for name, public_id in things:
        asked.setdefault(name, set()).add(public_id)
    return {name: kind.group(asked[name]) for name, kind in document_types().items() if name in asked}


def write_locked(wanted: Things, events: Events, killed: Removals) -> list[Publication]:
    """Lock, render and write `wanted`; leave marks for whatever depends on what changed."""
    for name, ids in wanted.items():
        document_types()[name].lock(ids)
    # From here on nobody else writes the record: what another sync is taking down or renaming is either
    # known to what is rendered now, or will find it in the store and mark it.
    store.lock_head()
    rendered: list[Rendered] = []
    removals: list[store.Removal] = []
    for name, ids in wanted.items():
        public = document_types()[name].render({one for one in ids if (name, one) not in killed})
        rendered += [public[public_id] for public_id in sorted(public)]
        gone = sorted(ids - public.keys())
        removals += [killed.get((name, one)) or store.Removal(name, one) for one in gone]
    return write_and_mark(rendered, removals, events=events)


def write_and_mark(
    rendered: Sequence[Rendered],
    removals: Sequence[store.Removal],
    *,
    restored: Sequence[Rendered] = (),
    events: Events = MappingProxyType({}),
) -> list[Publication]:
    """Write all this, and what is below what goes; leave marks for whatever depends on what changed.

    `restored` are in the store already, as the log says; their files must be there as well.
    Raises Unprepared where a file is missing.
    """
    removals = [*removals, *everything_below(removals)]
    tags_before = tags_of(rendered, removals)
    rows = store.write(rendered, removals, events=events)
    written = {store.key_of(row) for row in rows}
    require_files([*restored, *(item for item in rendered if store.key_of(item) in written)])
    mark_dependents(rows)
    mark_translations(rows)
    mark_tags({row.document_id for row in rows if row.type == "article"}, tags_before, rendered)
    return rows


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
    in_locale = live.filter(type__in=["section", "article"], locale__in=list(locales))
    known = {(gone.type, gone.document_id) for gone in removals}
    found = {*under.values_list("type", "document_id"), *in_locale.values_list("type", "document_id")}
    return [store.Removal(name, public_id) for name, public_id in sorted(found - known)]


def require_files(written: Iterable[Rendered]) -> None:
    """Raise Unprepared unless every file of what was written is there: a sweep may just have taken it."""
    if not all(files.size_of(name) for name in {name for item in written for name in item.files}):
        raise Unprepared


def tags_of(rendered: Iterable[Rendered], removals: Iterable[store.Removal]) -> dict[UUID, set[UUID]]:
    """The tags these articles carry in public so far."""
    ids = [item.document_id for item in rendered if item.type == "article"]
    ids += [gone.document_id for gone in removals if gone.type == "article"]
    found: dict[UUID, set[UUID]] = {}
    for chunk in store.chunks(ids, 500):
        terms = Term.objects.filter(field="tag", document__type="article", document__document_id__in=chunk)
        for public_id, tag in terms.values_list("document__document_id", "value"):
            found.setdefault(public_id, set()).add(tag)
    return found


def mark_tags(changed: Collection[UUID], before: dict[UUID, set[UUID]], rendered: Iterable[Rendered]) -> None:
    """Have another look at the tags that changed articles gained or lost."""
    after = {item.document_id: {value for name, value in item.terms if name == "tag"} for item in rendered}
    tags = {
        tag for public_id in changed for tag in before.get(public_id, set()) ^ after.get(public_id, set())
    }
    Mark.objects.bulk_create(Mark(type="tag", document_id=tag) for tag in sorted(tags))


def mark_dependents(rows: Iterable[Publication]) -> None:
    """Have another look at the documents that name what changed, and at what stands below a changed page.

    A story may link to itself, and only now is its own address known. What stands below a locale depends on
    its code and its end as well.
    """
    changed: dict[str, set[UUID]] = {}
    below: list[Mark] = []
    for row in rows:
        for name in {document_types()[row.type].dependents, "link"}:
            changed.setdefault(name, set()).add(row.document_id)
        appeared = row.type == "section" and row.event == Event.PUBLISHED
        if appeared or (row.type == "locale" and row.event not in REMOVED):
            below.append(Mark(type=row.type, document_id=row.document_id, below=True))
    mark_naming(changed)
    Mark.objects.bulk_create(below, batch_size=500)


def mark_naming(things: Mapping[str, Collection[UUID]]) -> None:
    """Have another look at the documents that name one of these things, given by the field of the term."""
    naming = {pair for name, values in things.items() for pair in naming_any(name, values)}
    marks = (Mark(type=name, document_id=public_id) for name, public_id in sorted(naming))
    Mark.objects.bulk_create(marks, batch_size=500)


def naming_any(field: str, values: Collection[UUID]) -> Iterable[store.Key]:
    """The documents that name one of `values` in terms of this field."""
    for chunk in store.chunks(sorted(values), 500):
        terms = Term.objects.filter(field=field, value__in=chunk)
        yield from terms.values_list("document__type", "document__document_id").distinct()


def mark_translations(rows: Iterable[Publication]) -> None:
    """Have another look at the translations of what went: deleted, or below what went, it named no group."""
    gone = [row.document_id for row in rows if row.event in REMOVED]
    for chunk in store.chunks(gone, 500):
        groups = PublishedDocument.objects.filter(document_id__in=chunk, group__isnull=False).values("group")
        left = PublishedDocument.objects.filter(group__in=groups, state=PublicState.LIVE)
        pairs = left.values_list("type", "document_id")
        Mark.objects.bulk_create(Mark(type=name, document_id=public_id) for name, public_id in pairs)
