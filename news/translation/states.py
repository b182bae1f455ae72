"""What state each piece of a translation is in, computed from texts and from what they were made from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from news.translation.models import Basis
from news.translation.pieces import NAMES, digest, digests


class State(StrEnum):
    """Where a piece stands.

    `missing`: the source says it, the translation does not. `own`: the translation says it by itself.
    `dropped`: it was left out on purpose, and the source still says the same.
    """

    UNTRANSLATED = "untranslated"
    MISSING = "missing"
    MACHINE = "machine"
    STALE = "stale"
    CURRENT = "current"
    DROPPED = "dropped"
    OWN = "own"


Bases = Mapping[tuple[str, str], Basis]


def fitting(made: Iterable[Basis], source: Mapping[str, str]) -> dict[tuple[str, str], Basis]:
    """By key and digest of a text what it was made from: what `source` says, or else what it last was."""
    says, nothing = digests(source), digest("")

    def order(basis: Basis) -> tuple[bool, datetime, int]:
        return basis.source_digest == says.get(basis.key, nothing), basis.at, basis.pk

    return {(basis.key, basis.digest): basis for basis in sorted(made, key=order)}


def states(source: Mapping[str, str], text: Mapping[str, str], bases: Bases) -> dict[str, State]:
    """The state of each piece of `text`, and of what it lacks of `source`, in the order of the source.

    `bases` says by key and digest of a text what it was made from. Names are compared where both have some.
    """
    keys = [*source, *(key for key in text if key not in source)]
    return {
        key: state_of(key, source.get(key, ""), text.get(key, ""), bases)
        for key in keys
        if key not in NAMES or (key in source and key in text)
    }


def state_of(key: str, source: str, text: str, bases: Bases) -> State:
    """The state of the piece of this key. A name changed where it is kept was so by somebody."""
    made = bases.get((key, digest(text)))
    if made is None and key in NAMES and text != source:
        return State.CURRENT
    return state(source, text, made)


def state(source: str, text: str, made: Basis | None) -> State:
    """The state of one piece. A text of which nobody knows what it was made from is nobody's translation."""
    if made is None:
        if not source:
            return State.OWN
        return State.UNTRANSLATED if text else State.MISSING
    if made.origin == Basis.Origin.COPY:
        return State.UNTRANSLATED
    if made.source_digest != digest(source):
        return State.STALE
    if made.origin == Basis.Origin.MACHINE:
        return State.MACHINE
    return State.CURRENT if text else State.DROPPED
