"""Elasticsearch dies, hangs, is blocked, loses its indices; editors and readers do not notice."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from threading import Event
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest
import requests

from tests.journeys.running import PASSWORD, ROOT, RunningNewsroom, wait_for
from tests.journeys.serving import Serving, serving
from tests.long.engine import Engine, Trap, engine
from tests.long.reading import Desk

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.postgresql,
    pytest.mark.xdist_group("outages"),
]
EDITORS = 2
ENOUGH = 8  # publications while the engine is out
PATIENCE = 180.0  # seconds
ROLE_PASSWORD = uuid4().hex
SEARCH = "/api/v1/search/"
FURNISH = f"""
import json
from django.contrib.auth import get_user_model
from tests import factories
from tests.long import editors
editors.furnish({EDITORS})
pages = [factories.published(f"خبر ثابت {{number}}") for number in range(12)]
get_user_model().objects.create_superuser("duty", "", "{PASSWORD}")
print(json.dumps([[page.pk, str(page.uuid)] for page in pages]))
"""
CHECK = """
from tests.long import truth
truth.wait_until_idle()
truth.check({told!r})
"""


@dataclass(frozen=True)
class Outage:
    """What happens to the engine, how it ends, and how a search is answered meanwhile.

    `engines` may answer where there is a fallback; `statuses` are those of a search that has none.
    """

    name: str
    begin: Callable[[Engine], object]
    end: Callable[[Engine], object]
    engines: frozenset[str]
    statuses: frozenset[int]

    @property
    def away(self) -> bool:
        """Whether no search reaches the engine."""
        return "elasticsearch" not in self.engines


def nothing(_engine: Engine) -> None:
    pass


def read_only(value: bool | None) -> Callable[[Engine], object]:
    """Block the whole cluster, or let it go."""
    return lambda own: own.client.cluster.put_settings(persistent={"cluster.blocks.read_only": value})


def fill_disk(own: Engine) -> None:
    """What the cluster does itself where a disk is nearly full; it lifts it again by itself."""
    own.client.indices.put_settings(index=INDICES, settings={"index.blocks.read_only_allow_delete": True})


def delete(own: Engine) -> None:
    own.client.indices.delete(index=list(own.client.indices.get(index=INDICES).body))


INDICES = "nashra-*"
AWAY, THERE = frozenset({"embedded"}), frozenset({"elasticsearch"})
OUTAGES = [
    Outage("calm", nothing, nothing, THERE, frozenset({200})),
    Outage("killed", Engine.kill, Engine.start, AWAY, frozenset({503})),
    Outage("paused", Engine.pause, Engine.go_on, AWAY, frozenset({503})),
    Outage("cluster read-only", read_only(True), read_only(None), THERE, frozenset({200})),
    Outage("disk full", fill_disk, nothing, THERE, frozenset({200})),
    Outage("indices deleted", delete, nothing, AWAY | THERE, frozenset({200, 503})),
]


@dataclass
class Everything:
    """A newsroom whose web process and editors are led into a trap if they ask the engine."""

    own: Engine
    newsroom: RunningNewsroom
    trap: Trap
    reading: Serving
    both: Serving  # searches with the embedded engine as fallback
    alone: Serving  # searches without
    steady: list[str]  # stories that nobody changes
    to_withdraw: list[tuple[int, str]]
    told: list[list[str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    place = tmp_path_factory.mktemp("outages")
    with ExitStack() as stack:
        own = stack.enter_context(engine())
        trap = Trap()
        stack.callback(trap.close)
        newsroom = RunningNewsroom(place)
        stack.callback(newsroom.kill)
        newsroom.env |= {"DJANGO_SETTINGS_MODULE": "tests.long.settings", "ELASTICSEARCH_URL": own.url}
        newsroom.env["ELASTICSEARCH_SEARCH_TIMEOUT"] = "3"  # a busy machine is no outage
        newsroom.env["DELIVERY_DB_PASSWORD"] = ROLE_PASSWORD
        newsroom.manage("migrate", "--verbosity", "0")
        newsroom.manage("newsroom")
        stories = json.loads(newsroom.shell(FURNISH).splitlines()[-1])
        newsroom.start("relay")
        newsroom.env["ELASTICSEARCH_URL"] = trap.url
        newsroom.start("web")
        newsroom.env["ELASTICSEARCH_URL"] = own.url
        yield Everything(
            own, newsroom, trap,
            *(stack.enter_context(process) for process in readers(newsroom, own.url)),
            steady=[story for _, story in stories[:6]],
            to_withdraw=stories[6:],
        )  # fmt: skip


def readers(newsroom: RunningNewsroom, url: str) -> Iterator[Any]:
    """The process that readers read from, and two that search: with a fallback and without."""
    role = f"delivery_{uuid4().hex}"
    newsroom.manage("delivery_role", "--name", role)
    database = urlsplit(newsroom.env["DATABASE_URL"])
    place = f"{role}:{ROLE_PASSWORD}@{database.hostname}:{database.port}"
    names = ("VAR_DIR", "ELASTICSEARCH_PREFIX", "ELASTICSEARCH_REPLICAS", "ELASTICSEARCH_SEARCH_TIMEOUT")
    shared = {name: newsroom.env[name] for name in names}
    shared["DATABASE_URL"] = database._replace(netloc=place).geturl()
    yield serving(newsroom.directory / "reading.log", **shared)
    for fallback in ("embedded", "none"):
        yield serving(
            newsroom.directory / f"search-{fallback}.log", settings="cms.settings.delivery_search",
            **shared, ELASTICSEARCH_URL=url, SEARCH_FALLBACK=fallback,
        )  # fmt: skip


@contextmanager
def at_work(running: Everything, seed: int) -> Iterator[Path]:
    """Editors at work; the file that grows with what they publish. Each must end without an error."""
    base, file = running.newsroom.base, running.newsroom.directory / f"told-{seed}"
    environment = running.newsroom.env | {"ELASTICSEARCH_URL": running.trap.url}
    with file.open("wb") as told:
        editors = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.long.desk", str(number), str(seed), base],
                cwd=ROOT, env=environment, stdout=told,
            )
            for number in range(EDITORS)
        ]  # fmt: skip
        try:
            yield file
        finally:
            for editor in editors:
                editor.send_signal(signal.SIGTERM)
            ended = [editor.wait(PATIENCE) for editor in editors]
    assert ended == [0] * EDITORS, "an editor saw an error"
    running.told += map(json.loads, file.read_text().splitlines())


def read_until(done: Event, base: str, paths: list[str]) -> list[float]:
    """Read again and again, each answer well; how many seconds each took."""
    took = []
    while not done.is_set():
        for path in paths:
            began = time.monotonic()
            answer = requests.get(f"{base}{path}", timeout=30)
            took.append(time.monotonic() - began)
            assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
            time.sleep(0.02)
    return took


def search(process: Serving, words: str = "خبر") -> requests.Response:
    """The answer to a search; without the engine it is a problem that says when to come back."""
    answer = process.get(f"{SEARCH}?q={quote(words)}")
    assert answer.status_code in {200, 503}, answer.text[:300]
    if answer.status_code == 503:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    return answer


def who(process: Serving, words: str = "خبر") -> str:
    """The engine that answered a search, "" where none did."""
    answer = search(process, words)
    return str(answer.json()["meta"]["engine"]) if answer.status_code == 200 else ""


def newest(running: Everything) -> tuple[str, str]:
    """The newest story readers have, and the word that only it has."""
    card = running.newsroom.get("/api/v1/articles/", limit=1).json()["data"][0]
    return card["id"], card["title"].split()[-1]


def finds(process: Serving, story: str, word: str) -> bool:
    """Whether a search for the word finds the story."""
    answer = search(process, word)
    return answer.status_code == 200 and story in [card["id"] for card in answer.json()["data"]]


def withdraw_by_hand(running: Everything) -> None:
    """Withdraw a story by the admin's own form, and see it gone."""
    page, story = running.to_withdraw.pop()
    Desk(running.newsroom, "duty", PASSWORD).unpublish(page)
    wait_for(lambda: running.newsroom.get(f"/api/v1/articles/{story}/").status_code == 404)


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda outage: outage.name)
def test_editors_and_readers_do_not_notice(
    running: Everything, outage: Outage, capfd: pytest.CaptureFixture[str]
) -> None:
    processes = (running.both, running.alone)
    wait_for(lambda: [who(process) for process in processes] == ["elasticsearch"] * 2, PATIENCE)
    article = [f"/api/v1/articles/{story}/" for story in running.steady]
    paths = [*article, f"{article[0]}related/", "/api/v1/articles/", "/ar/"]
    done, took = Event(), []
    outage.begin(running.own)
    try:
        with ThreadPoolExecutor(2) as pool:
            reading = [
                pool.submit(read_until, done, base, paths)
                for base in (running.newsroom.base, running.reading.base)
            ]
            try:
                with at_work(running, OUTAGES.index(outage)) as told:
                    withdraw_by_hand(running)
                    wait_for(lambda: told.read_text().count("\n") >= ENOUGH, PATIENCE)
                    assert {who(running.both) for _ in range(10)} <= outage.engines
                    assert {search(running.alone).status_code for _ in range(10)} <= outage.statuses
                if outage.away:
                    story, word = newest(running)
                    wait_for(lambda: finds(running.both, story, word), PATIENCE)
            finally:
                done.set()
            took = [seconds for one in reading for seconds in one.result()]
    finally:
        outage.end(running.own)
    heals(running)
    tell(outage, took, capfd)


def heals(running: Everything) -> None:
    """Nothing is lost or differs, no hand having done anything; and nobody asked the engine who must not."""
    running.newsroom.manage(
        "shell", "--no-imports", "-c", CHECK.format(told=[tuple(pair) for pair in running.told])
    )
    story, word = newest(running)
    for process in (running.both, running.alone):
        wait_for(lambda process=process: who(process, word) == "elasticsearch", PATIENCE)
        assert finds(process, story, word)
    assert running.trap.calls == []


def tell(outage: Outage, took: list[float], capfd: pytest.CaptureFixture[str]) -> None:
    """Print how long answers took."""
    parts = [1000 * part for part in quantiles(took, n=100)]
    with capfd.disabled():
        figures = f"{len(took)} answers, p50 {parts[49]:.0f} ms, p99 {parts[98]:.0f} ms"
        print(f"\n{outage.name}: {figures}, 0 failed, 0 asked the engine", file=sys.stderr, flush=True)
