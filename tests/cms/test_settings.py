"""Each way of running starts, and production refuses to start on unsafe values."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SAFE = {
    "SECRET_KEY": "q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5z6x7c8v9b0n1m2",
    "ALLOWED_HOSTS": "news.example",
    "PUBLIC_URL": "https://news.example",
}


def check(settings: str, tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": settings,
        **environment,
    }
    command = [sys.executable, "manage.py", *(words or ("check",))]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_production_starts_on_safe_values_and_passes_the_deployment_check(tmp_path: Path) -> None:
    done = check("cms.settings.production", tmp_path, "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "development-only-and-refused-in-production-however-long-it-may-be"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://news.example"),
    ],
)
def test_production_refuses_an_unsafe_value_and_names_it(tmp_path: Path, name: str, value: str) -> None:
    done = check("cms.settings.production", tmp_path, **{**SAFE, name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("settings", ["cms.settings.delivery", "cms.settings.delivery_search"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", ""), ("SECRET_KEY", "short"), ("ALLOWED_HOSTS", ""), ("ALLOWED_HOSTS", "news.example,*")],
)
def test_delivery_refuses_an_unsafe_value_and_names_it(
    tmp_path: Path, settings: str, name: str, value: str
) -> None:
    done = check(settings, tmp_path, **{**SAFE, name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_delivery_passes_the_deployment_check_and_is_never_in_debug(tmp_path: Path) -> None:
    words = ("check", "--deploy", "--fail-level", "ERROR")
    assert check("cms.settings.delivery", tmp_path, *words, **SAFE, DEBUG="true").returncode == 0
    told = ("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.DEBUG)")
    assert check("cms.settings.delivery", tmp_path, *told, **SAFE, DEBUG="true").stdout.strip() == "False"


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
    env = {name: SAFE[name] for name in ("SECRET_KEY", "ALLOWED_HOSTS")}
    assert check("cms.settings.delivery", tmp_path, "migrate", "-v0", **env).returncode == 0
    done = check("cms.settings.delivery", tmp_path, "shell", "--no-imports", "-c", LOADED, **env)
    assert done.stdout.split("\n")[:2] == ["404", "[]"], done.stderr


FROZEN = """
import gc, sys, cms.wsgi
print("news.api.delivery.articles" in sys.modules, gc.get_freeze_count() > 50_000)
"""


@pytest.mark.parametrize("settings", ["cms.settings.delivery", "cms.settings.production"])
def test_everything_is_loaded_before_the_first_request_and_left_alone(tmp_path: Path, settings: str) -> None:
    env = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": settings, **SAFE}
    done = subprocess.run(
        [sys.executable, "-c", FROZEN], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True True\n"
