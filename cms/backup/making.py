"""Makes a backup of a newsroom at work: as of one moment, and with every file that moment names."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.backup import media
from cms.backup.archive import DATABASE, FORMAT, Manifest, Writer
from cms.backup.databases import Database, database
from cms.backup.refusals import Refused
from news.record.models import PublicState, PublishedDocument
from news.record.store import head_sequence

ATTEMPTS = 5


class Bar(Protocol):
    """What a progress bar is told."""

    total: float | None

    def update(self, n: float = 1) -> object:
        """`n` steps more are done."""
        ...


def target_for(given: Path) -> Path:
    """The archive to write: `given`, or a name by date in it where it is a directory. Raises Refused."""
    name = f"nashra-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.zip"
    target = given / name if given.is_dir() else given
    if target.exists():
        raise Refused(f"{target} exists already: name another file, or a directory.")
    if not target.parent.is_dir():
        raise Refused(f"There is no directory {target.parent}.")
    return target


def make_backup(target: Path, bar: Bar) -> Manifest:
    """Write the archive `target`; returns its manifest. Raises Refused, and leaves nothing then."""
    kind = database()
    kind.require_tools()
    writer = Writer(target.with_name(f".{target.name}.part"))
    try:
        manifest = _fill(writer, kind, bar)
        writer.finish(manifest, target)
    except BaseException:
        writer.abandon()
        raise
    return manifest


def _fill(writer: Writer, kind: Database, bar: Bar) -> Manifest:
    """Copy most files first, so that the database is held still for the few that came since.

    What is deleted between the two is asked for again with a fresh snapshot; what is still absent then is
    not on its way out but lost.
    """
    wanted = media.named_files()
    bar.total = len(wanted) + 1
    absent = _copy(writer, wanted, bar.update)
    for _attempt in range(ATTEMPTS):
        with kind.snapshot():
            wanted = media.named_files()
            before, absent = absent, _copy(writer, wanted, bar.update)
            if not absent - before:
                with kind.dump() as dump:
                    writer.add(DATABASE, dump, compress=kind.vendor == "sqlite")
                bar.update(1)
                return _manifest(writer, kind, wanted, absent)
    raise Refused("Files are deleted faster than they can be copied; try again at a quieter moment.")


def _copy(writer: Writer, wanted: set[str], progress: Callable[[float], object]) -> set[str]:
    """Copy those of `wanted` that are not in the archive yet; returns those there are none of."""
    absent = set()
    for member in sorted(wanted - writer.members.keys()):
        with media.opened(member) as file:
            if file is None:
                absent.add(member)
            else:
                writer.add(member, file)
                progress(1)
    return absent


def _manifest(writer: Writer, kind: Database, wanted: set[str], absent: set[str]) -> Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    kept = {DATABASE, *wanted - absent}
    return Manifest(
        format=FORMAT,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        vendor=kind.vendor,
        server=kind.server(),
        migrations=sorted([app, name] for app, name in applied),
        sequence=head_sequence(),
        documents=PublishedDocument.objects.filter(state=PublicState.LIVE).count(),
        members={name: writer.members[name] for name in sorted(kept)},
        absent=sorted(absent),
    )
