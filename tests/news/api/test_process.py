"""The delivery processes as they are started: alone, without Wagtail, and with their database away."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ASK = """
import django, json, sys
django.setup()
from django.core.management import call_command
from django.test import Client
if sys.argv[1] == "migrated":
    call_command("migrate", verbosity=0)
client = Client(raise_request_exception=False)
answers = {}
for address in sys.argv[2:]:
    response = client.get(address, headers={"Host": "localhost"})
    answers[address] = [response.status_code, response["Content-Type"], response.content.decode()]
loaded = sorted({name.split(".")[0] for name in sys.modules} | set(sys.modules))
print(json.dumps({"answers": answers, "loaded": loaded}))
"""


def ask(
    database: str, state: str, *addresses: str, settings: str = "delivery", var: str = "/nowhere"
) -> dict[str, Any]:
    """What a process of its own answers at each address, and the modules it has loaded."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": f"cms.settings.{settings}",
        "DATABASE_URL": database,
        "ALLOWED_HOSTS": "localhost",
        "VAR_DIR": var,
    }
    command = [sys.executable, "-c", ASK, state, *addresses]
    run = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


DRAFTS = {
    "wagtail",
    "modelcluster",
    "taggit",
    "news.models",
    "news.editorial",
    "news.publication",
    "home.models",
    "search.admin",
    "search.api.editors",
}
SEARCHES = ("/api/v1/search/?q=قمة", "/api/v1/search/suggest/?q=قم", "/ar/search/")
ENGINES = {"tantivy", "elasticsearch", "search.engines.embedded", "search.engines.elasticsearch"}


def test_reading_needs_neither_wagtail_nor_an_engine_nor_a_directory(tmp_path: Path) -> None:
    addresses = ("/health/ready", "/api/v1/", "/api/v1/articles/", "/api/v1/schema/", "/api/v1/docs/")
    told = ask(f"sqlite:///{tmp_path / 'record.sqlite3'}", "migrated", *addresses)
    assert {address: told["answers"][address][0] for address in addresses} == dict.fromkeys(addresses, 200)
    assert "search" not in json.loads(told["answers"]["/health/ready"][2])["checks"]
    assert (DRAFTS | ENGINES).isdisjoint(told["loaded"])
    assert not Path("/nowhere").exists()


def test_searching_needs_no_wagtail_and_has_no_stories(tmp_path: Path) -> None:
    told = ask(
        f"sqlite:///{tmp_path / 'record.sqlite3'}",
        "migrated",
        *("/health/ready", "/api/v1/search/?q=قمة", "/api/v1/search/suggest/?q=قم"),
        *("/api/v1/articles/", "/ar/search/", "/ar/"),
        settings="delivery_search",
        var=str(tmp_path),
    )
    statuses = [status for status, _, _ in told["answers"].values()]
    assert statuses == [200, 200, 200, 404, 404, 404]  # no locale is public yet, so nor is its search page
    assert json.loads(told["answers"]["/health/ready"][2])["checks"]["search"] == "ok"
    assert DRAFTS.isdisjoint(told["loaded"])


def test_searches_are_not_for_the_process_that_reads(tmp_path: Path) -> None:
    told = ask(f"sqlite:///{tmp_path / 'record.sqlite3'}", "migrated", *SEARCHES)
    (api, suggestions, page) = told["answers"].values()
    assert api[:2] == suggestions[:2] == [404, "application/problem+json"]
    assert page[:2] == [404, "text/html; charset=utf-8"]


def test_without_a_database_it_lives_and_is_not_ready(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'directory' / 'record.sqlite3'}"
    answers = ask(nowhere, "empty", "/health/live", "/health/ready", "/api/v1/articles/")["answers"]
    assert answers["/health/live"][0] == 200
    status, content_type, body = answers["/health/ready"]
    assert (status, content_type) == (503, "application/problem+json")
    assert json.loads(body)["checks"]["database"] == "failed"
    status, content_type, body = answers["/api/v1/articles/"]
    assert (status, content_type) == (503, "application/problem+json")
    assert "directory" not in body


def test_a_database_without_the_records_tables_is_not_ready(tmp_path: Path) -> None:
    told = ask(f"sqlite:///{tmp_path / 'empty.sqlite3'}", "empty", "/health/ready")
    status, _, body = told["answers"]["/health/ready"]
    assert (status, json.loads(body)["checks"]["migrations"]) == (503, "failed")
