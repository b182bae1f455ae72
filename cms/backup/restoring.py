"""Puts a newsroom back as a backup has it: checked before anything is touched, then all of it or nothing."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from cms.backup import media
from cms.backup.archive import DATABASE, Manifest, Reader
from cms.backup.databases import Database, database, tables
from cms.backup.refusals import Refused
from news.models import ArticlePage, NewsImage, SectionPage
from news.publication.consumers import feeds
from news.record.models import Lease as LeaseRow
from news.record.models import Publication
from search.engines.base import EngineError

Progress = Callable[[int], object]


def examine(reader: Reader, progress: Progress) -> None:
    """Raise Refused where the archive is damaged, or cannot be restored here by this version."""
    kind, manifest = database(), reader.manifest
    if manifest.vendor != kind.vendor:
        raise Refused(
            f"The backup is of {manifest.vendor}, and DATABASE_URL names {kind.vendor}: a backup is restored "
            "into the kind of database it was made of."
        )
    if int(manifest.server) > int(kind.server()):
        raise Refused(
            f"The backup is of version {manifest.server}, newer than the server's ({kind.server()})."
        )
    kind.require_tools()
    known = _known_migrations()
    if newer := [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]:
        raise Refused(
            f"The backup is of a version that knows {newer[0]}, which this one does not: restore it with the "
            "version that made it, then upgrade."
        )
    for member in manifest.members.keys() - {DATABASE}:
        media.path_of(member)
    reader.verify(progress)


def _known_migrations() -> set[tuple[str, str]]:
    """The migrations of this version, and those they replace."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    return {*known, *(replaced for migration in known.values() for replaced in migration.replaces)}


def require_room(manifest: Manifest) -> None:
    """Raise Refused where a disk has no room for what is restored beside what is there."""
    needed: dict[int, int] = {}
    where: dict[int, Path] = {}
    for member, facts in manifest.members.items():
        path = _existing(_beside() if member == DATABASE else media.path_of(member))
        device = path.stat().st_dev
        needed[device] = needed.get(device, 0) + facts.size
        where[device] = path
    for device, size in needed.items():
        free = shutil.disk_usage(where[device]).free
        if free < size:
            raise Refused(f"{where[device]} has {free:,} bytes free, and {size:,} are needed.")


def _existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())


def require_empty() -> None:
    """Raise Refused where there is a newsroom already: more than `migrate` and `newsroom` leave behind."""
    present = tables()
    rows = {
        "stories": ArticlePage._default_manager.all(),
        "sections": SectionPage._default_manager.all(),
        "images": NewsImage._default_manager.all(),
        "people": get_user_model()._default_manager.all(),
        "a log": Publication.objects.filter(type="article"),
    }
    found = [name for name, some in rows.items() if some.model._meta.db_table in present and some.exists()]
    found += ["files"] if any(media.present_files()) else []
    if found:
        raise Refused(
            f"There is a newsroom here already ({', '.join(found)}). Restore into an empty one, or say "
            "--replace to give up what is there."
        )


def restore(reader: Reader, progress: Progress) -> None:
    """Replace database and files by those of the archive. Raises Refused where nothing was changed.

    Files are written beside those in use first; then the database changes in one step, and the files are
    moved. Killed in between, it is simply run again.
    """
    kind, files = database(), sorted(reader.manifest.members.keys() - {DATABASE})
    _require_no_relay()
    kind.require_solitude()
    media.forget_staged(_beside())
    try:
        media.stage(reader, files, progress)
        _load(reader, kind)
    except BaseException:
        media.forget_staged()
        raise
    media.put_in_place(files)
    progress(1)
    call_command("migrate", interactive=False, verbosity=0)


def _require_no_relay() -> None:
    """Raise Refused while a relay holds the lease: it comes and goes, so its connection may not show."""
    if (
        LeaseRow._meta.db_table in tables()
        and LeaseRow.objects.filter(expires_at__gt=timezone.now()).exists()
    ):
        raise Refused("A relay is at work: stop it first, and wait ten seconds where it was killed.")


def _load(reader: Reader, kind: Database) -> None:
    """Extract the database where there is room and from where it can be moved, and load it."""
    directory = _beside()
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=f"{media.STAGING}-") as inside:
        path = Path(inside) / DATABASE
        reader.extract(DATABASE, path)
        kind.load(path)


def _beside() -> Path:
    """The directory of a database that is a file, for a move within one disk is one step; else of files."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).parent
    return media.root("default")


def rebuild_index() -> str:
    """Make whatever follows the log anew from the restored store; returns why that failed, "" where not.

    An index that is left from before may be ahead of the store, or tell of stories it never had.
    """
    try:
        call_command("rebuild_search", despite_judgements=True, verbosity=0)
        for feed in feeds():
            feed.mend()
    except (CommandError, EngineError, OSError) as error:
        return f"The search index could not be made anew ({error})."
    return ""
