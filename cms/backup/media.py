"""The files a newsroom needs: those its database names, and nothing else of what lies on the disk."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.db.models import FileField
from django.utils._os import safe_join

from cms.backup.archive import Progress, Reader
from cms.backup.refusals import Refused
from news.record.models import PublicFile

ALIASES = ("default", "public")
STAGING = ".restoring"


def root(alias: str) -> Path:
    """Where the files of a storage lie. Raises Refused where they are not in a directory."""
    location = getattr(storages[alias], "location", None)
    if location is None:
        raise Refused(f"The storage {alias} is no directory: back it up by its own means.")
    return Path(location)


def named_files() -> set[str]:
    """The member names of all files the database names: storage and path, `public/ab12….webp`."""
    by_root = {root(alias): alias for alias in ALIASES}
    found = {
        f"public/{name}"
        for name in PublicFile.objects.filter(document__isnull=False).values_list("name", flat=True)
    }
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                alias = by_root[Path(getattr(field.storage, "location", ""))]
                found |= {f"{alias}/{name}" for name in _names(model, field)}
    return found


def _names(model: Any, field: Any) -> Iterator[str]:
    values = model._base_manager.values_list(field.name, flat=True)
    return (name for name in values if name)


@contextmanager
def opened(member: str) -> Iterator[IO[bytes] | None]:
    """The file of this member name; None where there is none any more."""
    try:
        file = path_of(member).open("rb")
    except (FileNotFoundError, IsADirectoryError):
        yield None
        return
    with file:
        yield file


def path_of(member: str, below: str = "") -> Path:
    """Where a member belongs, in a directory `below` its storage if one is given; raises Refused."""
    alias, _slash, name = member.partition("/")
    try:
        if alias not in ALIASES or not name:
            raise SuspiciousFileOperation
        return Path(safe_join(root(alias) / below, name))
    except SuspiciousFileOperation as error:
        raise Refused(f"The archive names a file outside of every storage: {member}") from error


def present_files() -> Iterator[Path]:
    """Every file there is in the storages, but what a restore has left unfinished."""
    for alias in ALIASES:
        for path in root(alias).rglob("*"):
            if path.is_file() and not path.relative_to(root(alias)).parts[0].startswith(STAGING):
                yield path


def stage(reader: Reader, members: Iterable[str], progress: Progress) -> None:
    """Write the files of the archive beside those in use, on the same disk."""
    for member in members:
        reader.extract(member, path_of(member, STAGING))
        progress(1)


def put_in_place(members: Iterable[str]) -> None:
    """Move what was staged where it belongs, and delete whatever else there is."""
    wanted = set()
    for member in members:
        path = path_of(member)
        path.parent.mkdir(parents=True, exist_ok=True)
        path_of(member, STAGING).replace(path)
        wanted.add(path)
    forget_staged()
    for path in set(present_files()) - wanted:
        path.unlink()


def forget_staged(*directories: Path) -> None:
    """Delete what was staged in the storages and in `directories`, by this restore or one that was killed."""
    for directory in (*map(root, ALIASES), *directories):
        for left in directory.glob(f"{STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
