"""The archive of a backup: a zip file with a manifest that names every member with its size and digest."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from cms.backup.refusals import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
BLOCK = 1 << 20  # bytes
Progress = Callable[[int], object]


@dataclass(frozen=True)
class Member:
    """What must come out of the archive: `size` in bytes, and the SHA-256 of them."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds and what it was made from.

    `vendor` and `server` are the kind of database and its major version; `migrations` are pairs of app and
    name; `sequence` is the last of the log. `members` are the database and the files, by name in the
    archive; `absent` names files that the database names and nobody could find.
    """

    format: int
    made_at: str
    vendor: str
    server: str
    migrations: list[list[str]]
    sequence: int
    documents: int
    members: dict[str, Member]
    absent: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        """The manifest as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """The manifest in `data`; raises Refused."""
        try:
            facts: dict[str, Any] = json.loads(data)
            if facts["format"] != FORMAT:
                raise Refused(
                    f"The archive is of format {facts['format']}, and this version reads {FORMAT}: "
                    "restore it with the version that made it."
                )
            members = {name: Member(**member) for name, member in facts.pop("members").items()}
            return cls(members=members, **facts)
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(f"The manifest of the archive cannot be read ({error}).") from error


class Writer:
    """Fills a new archive, readable by its owner alone, and gone again where it is not finished."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self.zip = zipfile.ZipFile(self.file, "w")
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: IO[bytes], *, compress: bool = False) -> None:
        """Store everything `source` gives under `name`."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        with self.zip.open(info, "w", force_zip64=True) as target:
            self.members[name] = copied(source, target)

    def finish(self, manifest: Manifest, target: Path) -> None:
        """Add the manifest and put the archive in its place, all of it or nothing."""
        self.zip.writestr(MANIFEST, manifest.to_json())
        self.zip.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.path.rename(target)

    def abandon(self) -> None:
        """Delete what there is."""
        with suppress(OSError, ValueError):  # a full disk has no room for the end of a zip file either
            self.zip.close()
        self.file.close()
        self.path.unlink(missing_ok=True)


class Reader:
    """An archive, open for reading."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.zip = file
        self.manifest = Manifest.from_json(self.read(MANIFEST))

    def read(self, name: str) -> bytes:
        """A small member whole; raises Refused where there is none."""
        try:
            return self.zip.read(name)
        except (KeyError, zipfile.BadZipFile) as error:
            raise Refused(f"The archive has no {name}: it is no backup of a newsroom.") from error

    def verify(self, progress: Progress) -> None:
        """Read every member; raises Refused where one is missing or is not what the manifest says."""
        for name in self.manifest.members:
            self.extract(name, None)
            progress(1)

    def extract(self, name: str, target: Path | None) -> None:
        """Write a member to `target`, or nowhere; raises Refused where it is not what the manifest says."""
        try:
            with self.zip.open(name) as source:
                if target is None:
                    found = copied(source, None)
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with target.open("wb") as file:
                        found = copied(source, file)
        except (KeyError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise Refused(f"The archive is damaged: {name} cannot be read.") from error
        if found != self.manifest.members[name]:
            raise Refused(f"The archive is damaged: {name} is not what was backed up.")


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The archive at `path`; raises Refused where there is none."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise Refused(f"Cannot read {path}: {error.strerror}.") from error
    except zipfile.BadZipFile as error:
        raise Refused(f"{path} is damaged, or no backup.") from error
    with archive:
        yield Reader(archive)


def copied(source: IO[bytes], target: IO[bytes] | None) -> Member:
    """Copy all of `source`; returns what it was."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
        if target is not None:
            target.write(block)
    return Member(size, digest.hexdigest())
