"""Reads parameters of ranking as they are typed or kept in a file, and refuses what is none."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from search.engines.weights import FIELD_WEIGHTS, Field, Weights

PREFIX: Final = "weights:"
NAMED: Final = {f"{text}.{view}": (text, view) for text, view in FIELD_WEIGHTS}


class WeightsError(Exception):
    """These are no parameters of ranking; says which are."""


def weights_in(text: str, base: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters such as `weights:title.light=0.8,recency=0`, or those of a JSON file, over `base`.

    A file is an object from the same names to numbers. Raises WeightsError.
    """
    if text.startswith(PREFIX):
        return replaced(typed(text.removeprefix(PREFIX)), base)
    try:
        found = json.loads(Path(text).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{text} is neither {PREFIX}NAME=NUMBER,… nor a JSON file ({error}).") from error
    if not isinstance(found, dict):
        raise WeightsError(f"{text} must be an object from names to numbers.")
    return replaced(found.items(), base)


def typed(text: str) -> Iterable[tuple[str, Any]]:
    """Names and numbers as they were typed."""
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        try:
            yield name.strip(), float(value)
        except ValueError:
            raise WeightsError(f"{part!r} must be NAME=NUMBER.") from None


def replaced(pairs: Iterable[tuple[str, Any]], base: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with some parameters replaced."""
    numbers = {one.name: one.default for one in fields(Weights) if isinstance(one.default, int | float)}
    found = dict(base)
    views: dict[Field, float] = dict(found.get("fields") or FIELD_WEIGHTS)
    for name, value in pairs:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise WeightsError(f"{name} must be a number, 0 or more, and not {value!r}.")
        if name in NAMED:
            views[NAMED[name]] = float(value)
        elif name in numbers:
            found[name] = int(value) if isinstance(numbers[name], int) else float(value)
        else:
            raise WeightsError(f"There is no weight {name!r}; there are {', '.join([*NAMED, *numbers])}.")
    return {**found, "fields": views}
