"""Where the indexes of one locale lie: builds side by side, and a pointer to the one in use."""

import fcntl
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from search.engines.base import EngineError, IndexMissingError

POINTER: Final = "current.json"
SAFE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


@dataclass(frozen=True)
class Pointer:
    """Names of builds: the one in use and the one before it, "" where there is none."""

    current: str
    former: str = ""


class LocaleDirectory:
    """The builds of one locale under the engine's directory."""

    def __init__(self, root: Path, locale: str) -> None:
        if not SAFE_NAME.fullmatch(locale):
            raise EngineError(f"{locale!r} is not the name of a locale")
        self.locale = locale
        self.path = root / locale

    def pointer(self) -> Pointer:
        """What is in use now. Raises IndexMissingError where nothing is, or the pointer cannot be read."""
        try:
            return Pointer(**json.loads((self.path / POINTER).read_text()))
        except FileNotFoundError:
            raise IndexMissingError(self.locale, "there is none") from None
        except (OSError, ValueError, TypeError) as error:
            raise IndexMissingError(self.locale, f"its pointer cannot be read ({error})") from error

    def build_path(self, build: str) -> Path:
        """The directory of one build."""
        return self.path / build

    def new_build(self) -> str:
        """The name of a fresh, empty build."""
        name = f"build-{uuid.uuid4().hex[:12]}"
        self.build_path(name).mkdir(parents=True)
        return name

    def point(self, pointer: Pointer) -> None:
        """Move the pointer, so that readers see the old or the new and never a part."""
        fresh = self.path / f"{POINTER}.{os.getpid()}"
        with fresh.open("w") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path / POINTER)

    def switch_to(self, build: str) -> None:
        """Put `build` in use, keep the one before it for a roll-back, delete the others."""
        try:
            former = self.pointer().current
        except IndexMissingError:
            former = ""
        self.point(Pointer(build, former))
        for path in self.path.glob("build-*"):
            if path.name not in (build, former):
                shutil.rmtree(path, ignore_errors=True)

    def discard(self, build: str) -> None:
        """Delete a build that is not in use."""
        shutil.rmtree(self.build_path(build), ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer of this locale; others, in any process, wait."""
        with self._locked("writer.lock", fcntl.LOCK_EX):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be the one rebuild of this locale. Raises EngineError where another runs."""
        try:
            with self._locked("rebuild.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
                yield
        except BlockingIOError:
            raise EngineError(f"the {self.locale} index is being rebuilt already") from None

    @contextmanager
    def _locked(self, name: str, operation: int) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / name).open("w") as file:
            fcntl.flock(file, operation)
            yield
