"""Gives the engines that the SEARCH setting names."""

from threading import Lock
from typing import Any, Final, cast

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import Answerer, SearchEngine
from search.engines.fallback import FallbackEngine

MADE: Final[dict[str, SearchEngine]] = {}
MAKING: Final = Lock()


def engine() -> Answerer:
    """Whom readers ask: the engine of the setting, with its fallback behind it where there is one."""
    first, *others = engines()
    return FallbackEngine(first, others[0]) if others else first


def engines() -> tuple[SearchEngine, ...]:
    """Every engine that is kept in step: the one asked first, then its fallback if any."""
    setting: dict[str, Any] = settings.SEARCH
    named = [setting, *([setting["FALLBACK"]] if "FALLBACK" in setting else [])]
    return tuple(map(made, named))


def made(setting: dict[str, Any]) -> SearchEngine:
    """The engine of this process, the same object until the setting changes."""
    key = key_of(setting)
    with MAKING:
        if key not in MADE:
            MADE[key] = cast(SearchEngine, import_string(setting["ENGINE"])(**setting.get("OPTIONS", {})))
        return MADE[key]


def key_of(setting: dict[str, Any]) -> str:
    """What tells the engine of one setting from that of another."""
    return repr((setting["ENGINE"], setting.get("OPTIONS", {})))
