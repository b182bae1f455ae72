"""Log lines: JSON objects in production and delivery, words in development, nothing personal in any."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client

from cms.logs import JsonLines
from cms.settings.logs import log_settings
from news.http.request_id import RequestIdFilter
from tests.cms.processes import ROOT, SAFE, environment_of, manage
from tests.journeys.running import free_port, wait_for

SECRET_WORD = "زعفرانستان"
SPEAK = """
import logging
log = logging.getLogger("news.somewhere")
log.debug("سرّي")
log.info("قيل", extra={"story": "٧"})
try: 1 / 0
except ZeroDivisionError: log.exception("تعذّر الحساب")
"""
ASK = f"""
from django.test import Client
client = Client(headers={{"host": "news.example", "x-request-id": "ask-12345678"}})
client.get("/api/v1/nothing/", {{"q": "{SECRET_WORD}"}}, secure=True)
client.get("/health/live")
"""


def lines(text: str) -> list[dict[str, Any]]:
    """Each line as the object it must be."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("settings", ["cms.settings.production", "cms.settings.delivery"])
def test_every_line_is_one_json_object(tmp_path: Path, settings: str) -> None:
    done = manage(settings, tmp_path, "shell", "--no-imports", "-c", SPEAK, **SAFE)
    said, failed = lines(done.stderr)
    assert said.keys() == {"time", "level", "logger", "message", "story"}
    assert (said["level"], said["logger"], said["message"], said["story"]) == (
        "INFO", "news.somewhere", "قيل", "٧",
    )  # fmt: skip
    assert failed["level"] == "ERROR"
    assert failed["exception"].startswith("Traceback")
    assert failed["exception"].endswith("ZeroDivisionError: division by zero")


def test_development_speaks_in_words(tmp_path: Path) -> None:
    done = manage("cms.settings.development", tmp_path, "shell", "--no-imports", "-c", SPEAK)
    first = done.stderr.splitlines()[0]
    assert first.endswith("INFO news.somewhere [-] قيل")


@pytest.mark.parametrize(("level", "count"), [("DEBUG", 3), ("info", 2), ("ERROR", 1), ("CRITICAL", 0)])
def test_the_level_is_chosen_by_the_environment(tmp_path: Path, level: str, count: int) -> None:
    done = manage("cms.settings.delivery", tmp_path, "shell", "--no-imports", "-c", SPEAK, LOG_LEVEL=level)
    assert len(lines(done.stderr)) == count


@pytest.mark.parametrize(("level", "others"), [("DEBUG", "WARNING"), ("ERROR", "ERROR")])
def test_libraries_are_not_louder_than_warnings(level: str, others: str) -> None:
    assert log_settings(level, "json")["root"]["level"] == others


@pytest.mark.parametrize("settings", ["cms.settings.production", "cms.settings.delivery"])
def test_a_request_has_one_line_that_names_no_words_and_no_address(tmp_path: Path, settings: str) -> None:
    (tmp_path / "static").mkdir()
    done = manage(settings, tmp_path, "shell", "--no-imports", "-c", ASK, **SAFE)
    (line,) = lines(done.stderr)
    assert line["logger"] == "news.http.access_log"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/nothing/", 404)
    assert line["request_id"] == "ask-12345678"
    assert isinstance(line["duration_ms"], float)
    assert SECRET_WORD not in done.stderr
    assert "127.0.0.1" not in done.stderr


def access_lines(client: Client, caplog: pytest.LogCaptureFixture, path: str) -> list[str]:
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="news.http.access_log"):
        client.get(path)
    return [record.getMessage() for record in caplog.records if record.name == "news.http.access_log"]


def test_a_secret_in_the_path_is_not_logged(
    client: Client, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    (line,) = access_lines(client, caplog, "/admin/password_reset/confirm/MQ/c8x-Wachtwoord/")
    assert "c8x-Wachtwoord" not in line
    assert line.startswith("GET /admin/password_reset/confirm/<uidb64>/<token>/ ")


def test_a_line_break_in_the_path_forges_no_line(
    client: Client, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    (line,) = access_lines(client, caplog, "/api/v1/a%0AERROR%20forged")
    assert "\n" not in line


def test_the_request_with_its_query_is_on_no_line() -> None:
    record = logging.makeLogRecord(
        {"name": "django.request", "levelname": "ERROR", "msg": "failed", "request": SECRET_WORD}
    )
    RequestIdFilter().filter(record)
    told = json.loads(JsonLines().format(record))
    assert told.keys() == {"time", "level", "logger", "message"}


@pytest.mark.xdist_group("running")
def test_the_server_itself_speaks_json(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "cms.wsgi:application", "--no-ws"]
    command += ["--port", str(port), "--log-config", "cms/settings/granian-logs.json"]
    env = environment_of("cms.settings.delivery", tmp_path)
    log = tmp_path / "server.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=file, stderr=file, start_new_session=True
        )
        try:
            wait_for(lambda: requests.get(f"http://127.0.0.1:{port}/health/live", timeout=2).ok)
            requests.get(f"http://127.0.0.1:{port}/robots.txt?q={SECRET_WORD}", timeout=10)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
    told = lines(log.read_text())
    assert {"_granian", "news.http.access_log"} <= {line["logger"] for line in told}
    assert [line["path"] for line in told if "path" in line] == ["/robots.txt"]
