"""A search engine that hangs holds up no story: reading and searching are processes of their own."""

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import requests
from django.urls import Resolver404, resolve

from news.http.views import NothingHere
from tests.journeys.running import ROOT, wait_for
from tests.journeys.serving import SETTINGS, Serving, serving, told

THREADS = 3
SEARCHES = [
    "/api/v1/search/?q=القمح", "/ar/search/?q=القمح", "/api/v1/search/suggest/?q=قم", "/en/search/",
    "/api/v1/search/", "/tr/search",
]  # fmt: skip
READING = ["/", "/ar/", "/ar/research/", "/ar/search/قمح/", "/api/v1/", "/api/v1/articles/", "/xx/search/"]
PUBLISH = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.record_factory import publish_article, publish_locale, publish_section
publish_locale()
section = publish_section()
rows = [publish_article(section=section) for _ in range(2)]
print(rows[0].document_id, rows[0].path)
"""


def goes_to_search(path: str) -> bool:
    """Whether the proxy of the documentation sends a path to the process that searches."""
    (pattern,) = re.findall(r"location ~ (\S+) \{ proxy_pass http://search; \}", OPERATIONS)
    return bool(re.search(pattern, unquote(path.partition("?")[0])))


OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize(
    ("path", "searches"), [*((p, True) for p in SEARCHES), *((p, False) for p in READING)]
)
def test_the_documented_proxy_sends_searches_and_nothing_else_to_search(path: str, searches: bool) -> None:
    assert goes_to_search(path) is searches
    plain = path.partition("?")[0]
    try:
        names_search = getattr(resolve(plain, "cms.search_urls").func, "cls", None) is not NothingHere
    except Resolver404:
        names_search = False
    assert names_search is searches


@pytest.fixture
def story(tmp_path: Path) -> dict[str, str]:
    """A public story, and the database it is in."""
    database = f"sqlite:///{tmp_path / 'record.sqlite3'}"
    environment = {**told(SETTINGS, {}), "DATABASE_URL": database}
    command = [sys.executable, "-c", PUBLISH]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    document_id, path = done.stdout.split()
    return {"DATABASE_URL": database, "id": document_id, "path": quote(path)}


def test_stories_are_read_while_every_search_thread_is_stuck(story: dict[str, str], tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    asked.mkdir()
    database = {"DATABASE_URL": story["DATABASE_URL"]}
    with ExitStack() as stack:
        reading = stack.enter_context(serving(tmp_path / "reading.log", **database))
        stuck = {"settings": "tests.journeys.stuck_settings", "STUCK_DIRECTORY": str(asked)}
        search = stack.enter_context(serving(tmp_path / "search.log", threads=THREADS, **stuck, **database))

        def ask(path: str) -> requests.Response:
            process: Serving = search if goes_to_search(path) else reading
            return process.get(path)

        pool = stack.enter_context(ThreadPoolExecutor(THREADS))
        waiting = [pool.submit(unanswered, ask, SEARCHES[number]) for number in range(THREADS)]
        wait_for(lambda: len(list(asked.iterdir())) == THREADS)
        with pytest.raises(requests.ReadTimeout):
            search.get("/health/live", timeout=1)  # no thread is left, not even for this
        article = f"/api/v1/articles/{story['id']}/"
        for path in (
            article,
            f"{article}related/",
            "/api/v1/articles/",
            story["path"],
            "/ar/",
            "/health/ready",
        ):
            assert ask(path).status_code == 200, path
        assert all(asking.result() for asking in waiting)


def unanswered(ask: Callable[[str], requests.Response], path: str) -> bool:
    """Whether nothing came back in the time a reader has."""
    try:
        ask(path)
    except requests.ReadTimeout:
        return True
    return False
