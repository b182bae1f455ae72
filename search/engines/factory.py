"""Gives the engine that the SEARCH setting names."""

from typing import Any, Final, cast

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine

MADE: Final[dict[str, SearchEngine]] = {}


def engine() -> SearchEngine:
    """The engine of this process, the same object until the setting changes."""
    setting: dict[str, Any] = settings.SEARCH
    key = repr(setting)
    if key not in MADE:
        kind = import_string(setting["ENGINE"])
        MADE[key] = cast(SearchEngine, kind(**setting.get("OPTIONS", {})))
    return MADE[key]
