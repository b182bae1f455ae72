"""Public ids for things that have only a number of their own, reversible."""

from uuid import UUID

_KINDS = {"tag": 0x6E61736872618001, "image": 0x6E61736872618002, "locale": 0x6E61736872618003}


def uuid_for(kind: str, number: int) -> UUID:
    """The public id of the `number`-th tag, image or locale."""
    return UUID(int=(_KINDS[kind] << 64) | number)


def number_of(kind: str, public_id: UUID) -> int | None:
    """The number behind a public id; None where it is not one of this kind."""
    return public_id.int & (2**64 - 1) if public_id.int >> 64 == _KINDS[kind] else None
