"""What is logged, and how a line of it looks: words for a terminal, one JSON object for a machine."""

import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
OURS = ("cms", "home", "news", "search")


def log_settings(level: str, formatter: str) -> dict[str, Any]:
    """Django's LOGGING. `level` is that of our own code; libraries speak from WARNING on.

    `formatter` is "line" or "json". Raises ImproperlyConfigured where there is no such level.
    """
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL must be one of {', '.join(LEVELS)}.")
    # What Python itself warns of would come as plain text otherwise.
    logging.captureWarnings(formatter == "json")
    others = max("WARNING", level, key=LEVELS.index)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "news.http.request_id.RequestIdFilter"}},
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
            "json": {"()": "cms.logs.JsonLines"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": formatter,
            },
        },
        "root": {"handlers": ["console"], "level": others},
        "loggers": {
            **{name: {"level": level} for name in OURS},
            # Every request has its own line, so a refusal needs none beside it.
            "django.request": {"level": "ERROR"},
            # That a node is away is said once by the search engine, not by the client at every probe.
            "elastic_transport": {"level": "ERROR"},
        },
    }
