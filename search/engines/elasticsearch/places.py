"""Names indices and aliases, and tells which index of a locale is in use, was before, or is left over."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from search.engines.base import EngineError, IndexMissingError, IndexUnusableError
from search.engines.elasticsearch.mapping import VERSION

SAFE_LOCALE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
# Blocks that somebody sets; the cluster has one more, which it sets and lifts itself by its disk space.
BLOCKS: Final = ("write", "read_only", "metadata", "read")


def alias_of(prefix: str, locale: str) -> str:
    """The alias of the index in use. No locale has a dot, so that none is the beginning of another's."""
    if not SAFE_LOCALE.fullmatch(locale):
        raise EngineError(f"{locale!r} is not the name of a locale")
    return f"{prefix}.{locale.lower()}"


def new_name(alias: str) -> str:
    """The name of a further index behind `alias`: version and moment are for the eye."""
    moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    return f"{alias}.v{VERSION}.{moment}-{uuid.uuid4().hex[:8]}"


def former_alias(alias: str) -> str:
    """The alias of the index that was in use before."""
    return f"{alias}.former"


def building_alias(index: str) -> str:
    """The alias through which `index` is filled: what is written to an alias can create no index."""
    return f"{index}.building"


@dataclass(frozen=True)
class Place:
    """One index as the cluster describes it."""

    name: str
    locale: str = ""
    version: str = ""
    aliases: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()

    @property
    def held(self) -> bool:
        """Whether it was forbidden to write into it or to read it."""
        return not self.blocks.isdisjoint(BLOCKS)


def places_in(answer: Mapping[str, Any]) -> Iterator[Place]:
    """The indices in the cluster's answer."""
    for name, facts in sorted(answer.items()):
        meta = facts.get("mappings", {}).get("_meta", {})
        settings = facts.get("settings", {})
        blocks = (key.rpartition(".")[2] for key, value in settings.items() if is_block(key, value))
        aliases = frozenset(facts.get("aliases", ()))
        yield Place(name, meta.get("locale", ""), meta.get("version", ""), aliases, frozenset(blocks))


def is_block(key: str, value: Any) -> bool:
    """Whether this setting blocks something."""
    return key.startswith("index.blocks.") and str(value) == "true"


@dataclass(frozen=True)
class Shelf:
    """The indices of one locale at one moment."""

    locale: str
    alias: str
    places: Sequence[Place] = field(default=())

    @property
    def current(self) -> list[Place]:
        """What the alias leads to, or an index that stands in its place: one, if all is well."""
        return [one for one in self.places if self.alias in one.aliases or one.name == self.alias]

    @property
    def former(self) -> Place | None:
        """What was in use before."""
        return next((one for one in self.places if former_alias(self.alias) in one.aliases), None)

    @property
    def build(self) -> str:
        """The name of what is in use, "" where nothing is."""
        return self.current[0].name if self.current else ""

    @property
    def former_build(self) -> str:
        """The name of what was in use before, "" where nothing was."""
        return self.former.name if self.former else ""

    @property
    def left_over(self) -> list[Place]:
        """Neither in use nor kept: left by a rebuild that was killed, or by an alias that was lost."""
        kept = [*self.current, self.former]
        return [one for one in self.places if one not in kept]

    def usable(self) -> Place:
        """The index in use. Raises IndexUnusableError where there is none of this version."""
        if not self.current:
            raise IndexMissingError(self.locale, "there is none")
        place = self.current[0]
        if len(self.current) > 1 or place.name == self.alias:
            raise IndexUnusableError(self.locale, f"{self.alias} is not the alias of one index")
        check_version(self.locale, place.version)
        if "read" in place.blocks:
            raise IndexUnusableError(self.locale, "reading it is forbidden")
        return place


def check_version(locale: str, version: str) -> None:
    """Raises IndexUnusableError where an index is of another version than this code."""
    if version != VERSION:
        raise IndexUnusableError(locale, f"it is of version {version or 'none'}, not {VERSION}")


def version_in(name: str) -> str:
    """The version that the name of an index tells."""
    found = re.search(r"\.v([0-9.]+)\.[0-9]{14}-[0-9a-f]{8}$", name)
    return found[1] if found else ""
