"""Brings the record in step with the sources: the only caller of the record's `write`."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from news.publication import effects, files
from news.publication.presets import Unprepared
from news.publication.types.base import document_types
from news.record import store
from news.record.documents import Rendered
from news.record.models import Event, Mark, Publication

logger = logging.getLogger(__name__)
ATTEMPTS = 5
PROMPT = 30  # marks worked off at once after something was taken down; the others are the relay's
LONGEST_WAIT = timedelta(minutes=10)
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
    try:
        rows = write_together(wanted, events, killed)
    except Exception:
        # What must go goes, whatever hinders what stays from being rendered.
        rows = take_down(wanted, killed)
        if still_public(things, killed):
            raise
        logger.exception("what stays beside %s could not be rendered; the relay tries again", things)
    return rows


def write_together(wanted: Things, events: Events, killed: Removals) -> list[Publication]:
    """Prepare outside, then write all of `wanted` in one transaction."""

    def prepare() -> None:
        for name, ids in wanted.items():
            document_types()[name].prepare({one for one in ids if (name, one) not in killed})

    return attempt(wanted, prepare, lambda: write_locked(wanted, events, killed))


def attempt(
    wanted: Things, prepare: Callable[[], object], write: Callable[[], list[Publication]]
) -> list[Publication]:
    """Prepare outside, then write in one transaction; both again while images change in between."""
    for _attempt in range(ATTEMPTS):
        try:
            prepare()
            with transaction.atomic():
                rows = write()
        except Unprepared:
            continue
        if rows:
            files.sweep_if_possible()
        return rows
    raise SyncFailed(f"images kept changing: {wanted}")


def sync_with(
    things: Iterable[store.Key], change: Callable[[], object], prepare: Callable[[], object]
) -> list[Publication]:
    """Make a change and write what it means for `things` in one transaction: both, or nothing of either.

    So nobody reads a part of it, and no process can die in between. `prepare` makes outside what rendering
    will need once `change` is made. Whatever they raise is raised, with nothing done; where an image changed
    meanwhile, both are called again. Returns the rows appended to the log; raises SyncFailed as `sync` does.
    """
    wanted = grouped(things)

    def prepare_all() -> None:
        prepare()
        for name, ids in wanted.items():
            document_types()[name].prepare(ids)

    def write() -> list[Publication]:
        change()
        left = marks_on(wanted)
        rows = write_locked(wanted, {}, {})
        Mark.objects.filter(pk__in=left).delete()
        return rows

    return attempt(wanted, prepare_all, write)


def marks_on(wanted: Things) -> list[int]:
    """The marks on `wanted` that nobody else is taking away; whoever writes all of it works them off."""
    rows = Mark.objects.select_for_update(skip_locked=True).filter(below=False)
    found = (rows.filter(type=name, document_id__in=ids) for name, ids in wanted.items())
    return [pk for marks in found for pk in marks.values_list("pk", flat=True)]


def take_down(wanted: Things, killed: Removals) -> list[Publication]:
    """Write only what of `wanted` the public may no longer read; nothing is rendered for it."""
    with transaction.atomic():
        lock(wanted)
        rows = write_and_mark([], removals_of(wanted, public_of(wanted, killed), killed))
    if rows:
        files.sweep_if_possible()
    return rows


def still_public(things: Iterable[store.Key], killed: Removals) -> bool:
    """Whether the gate lets any of `things` out."""
    return any(public_of({name: {public_id}}, killed)[name] for name, public_id in things)


def grouped(things: Iterable[store.Key]) -> Things:
    """`things` by type, in the order of the settings, each with what belongs to it."""
    asked: Things = {}
    for name, public_id in things:
        asked.setdefault(name, set()).add(public_id)
    return {name: kind.group(asked[name]) for name, kind in document_types().items() if name in asked}


def lock(wanted: Things) -> None:
    """Lock the sources of `wanted`, then the record, until the transaction ends.

    From then on nobody else writes the record: what another sync is taking down or renaming is either known
    to what is rendered now, or will find it in the store and mark it.
    """
    for name, ids in wanted.items():
        document_types()[name].lock(ids)
    store.lock_head()


def public_of(wanted: Things, killed: Removals) -> Things:
    """Those of `wanted` that the gate lets out."""
    return {
        name: document_types()[name].public({one for one in ids if (name, one) not in killed})
        for name, ids in wanted.items()
    }


def removals_of(
    wanted: Things, public: Mapping[str, Collection[UUID]], killed: Removals
) -> list[store.Removal]:
    """The removal of each of `wanted` that is not public."""
    return [
        killed.get((name, one)) or store.Removal(name, one)
        for name, ids in wanted.items()
        for one in sorted(ids - set(public[name]))
    ]


def write_locked(wanted: Things, events: Events, killed: Removals) -> list[Publication]:
    """Lock, render and write `wanted`; leave marks for whatever depends on what changed."""
    lock(wanted)
    public = {
        name: document_types()[name].render({one for one in ids if (name, one) not in killed})
        for name, ids in wanted.items()
    }
    rendered = [public[name][one] for name in wanted for one in sorted(public[name])]
    return write_and_mark(rendered, removals_of(wanted, public, killed), events=events)


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
    removals = [*removals, *effects.everything_below(removals)]
    carried = effects.carried_by(rendered, removals)
    rows = store.write(rendered, removals, events=events)
    written = {store.key_of(row) for row in rows}
    require_files([*restored, *(item for item in rendered if store.key_of(item) in written)])
    changed = {row.document_id for row in rows if row.type == "article"}
    effects.count_translations(changed)
    left = [
        *effects.mark_dependents(rows),
        *effects.mark_translations(rows),
        *effects.mark_carried(changed, carried, rendered),
    ]
    if any(row.event in effects.REMOVED for row in rows):
        # What went is named nowhere any more as soon as it is gone, if that is soon done.
        transaction.on_commit(partial(work_off, [mark.pk for mark in left[:PROMPT]]), robust=True)
    return rows


def require_files(written: Iterable[Rendered]) -> None:
    """Raise Unprepared unless every file of what was written is there: a sweep may just have taken it."""
    if not all(files.size_of(name) for name in {name for item in written for name in item.files}):
        raise Unprepared


def work_off(mark_ids: Sequence[int]) -> None:
    """Sync what these marks name, if they are still there; what they led to is left to the relay."""
    marks = list(Mark.objects.filter(pk__in=mark_ids))
    if marks:
        settle(marks)


def settle(marks: Sequence[Mark]) -> None:
    """Sync the marked things together and take the marks away; one at a time where together fails."""
    if not marks:
        return
    try:
        sync({(left.type, left.document_id) for left in marks})
    except Exception:
        if len(marks) == 1:
            postpone(marks[0])
            return
        for left in marks:
            settle([left])
        return
    Mark.objects.filter(pk__in=[left.pk for left in marks]).delete()


def postpone(left: Mark) -> None:
    """Put a mark back that could not be worked off; the wait doubles with every failure."""
    wait = min(timedelta(seconds=2 ** min(left.failures, 16)), LONGEST_WAIT)
    logger.exception("could not sync %s %s; next try in %s", left.type, left.document_id, wait)
    Mark.objects.filter(pk=left.pk).update(failures=F("failures") + 1, not_before=timezone.now() + wait)
