"""Writes a log record as one line of JSON, for whatever collects the logs of many processes."""

import logging
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

# Django hangs the whole request on its records; printed, it would show the query string.
LEFT_OUT = ("request", "status_code", "server_time")
NAMES = {
    "asctime": "time",
    "levelname": "level",
    "name": "logger",
    "exc_info": "exception",
    "stack_info": "stack",
}


class JsonLines(JsonFormatter):
    """`time` in UTC, `level`, `logger`, `message`; `request_id`, `exception`, extras where there are any."""

    def __init__(self) -> None:
        super().__init__(
            ["asctime", "levelname", "name", "message"],
            rename_fields=NAMES,
            reserved_attrs=[*RESERVED_ATTRS, *LEFT_OUT],
            json_ensure_ascii=False,
            json_default=str,
        )

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - its name
        """The moment of `record` as RFC 3339."""
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Leave out what says nothing: the id of no request."""
        if log_data.get("request_id") == "-":
            del log_data["request_id"]
        return log_data
