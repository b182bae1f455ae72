"""The delivery process as it is started: alone, without Wagtail, and with its database away."""

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


def ask(database: str, state: str, *addresses: str) -> dict[str, Any]:
    """What a process of its own answers at each address, and the modules it has loaded."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.delivery",
        "DATABASE_URL": database,
        "SECRET_KEY": "only-for-this-test",
    }
    command = [sys.executable, "-c", ASK, state, *addresses]
    run = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def test_it_serves_without_wagtail(tmp_path: Path) -> None:
    told = ask(f"sqlite:///{tmp_path / 'record.sqlite3'}", "migrated", "/health/ready", "/api/v1/articles/")
    assert {status for status, _, _ in told["answers"].values()} == {200}
    drafts = {"wagtail", "modelcluster", "taggit", "news.models", "news.editorial", "news.publication"}
    assert drafts.isdisjoint(told["loaded"])


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
