"""What only the embedded engine must withstand: damaged files, other versions, several processes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.engines.base import IndexUnusableError
from search.engines.embedded import EmbeddedEngine
from tests.search.entries import ask, entry, fill, ids

Damage = Callable[[Path], None]


def no_meta(build: Path) -> None:
    (build / "meta.json").unlink()


def broken_meta(build: Path) -> None:
    (build / "meta.json").write_text("{")


def other_version(build: Path) -> None:
    (build / "manifest.json").write_text(json.dumps({"schema": "0"}))


def no_manifest(build: Path) -> None:
    (build / "manifest.json").unlink()


def short_files(build: Path) -> None:
    for file in build.glob("*.store"):
        file.write_bytes(file.read_bytes()[:3])


def empty_terms(build: Path) -> None:
    for file in build.glob("*.term"):
        file.write_bytes(b"")


def noise(build: Path) -> None:
    for file in build.glob("*.idx"):
        file.write_bytes(b"\xff" * file.stat().st_size)


def no_build(build: Path) -> None:
    build.rename(build.with_name("elsewhere"))


def broken_pointer(build: Path) -> None:
    (build.parent / "current.json").write_text("[]")


DAMAGES = [
    no_meta, broken_meta, other_version, no_manifest, no_build, broken_pointer,
    short_files, empty_terms, noise,
]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with an index of a few stories."""
    fill(EmbeddedEngine(tmp_path), *(entry(f"قمة {number}", "نص طويل " * 50) for number in range(20)))
    return tmp_path


def build_of(place: Path) -> Path:
    """The build in use."""
    return place / "ar" / json.loads((place / "ar" / "current.json").read_text())["current"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_a_rebuild_mends_it(place: Path, damage: Damage) -> None:
    damage(build_of(place))
    engine = EmbeddedEngine(place)
    assert not engine.health("ar").usable
    with pytest.raises(IndexUnusableError):
        ask(engine, "قمة")
    story = entry("قمة جديدة")
    fill(engine, story)
    assert ids(ask(engine, "قمة")) == [story.id]
    assert engine.health("ar").usable


@pytest.mark.parametrize("damage", DAMAGES[:6])
def test_nothing_is_written_into_a_damaged_index(place: Path, damage: Damage) -> None:
    damage(build_of(place))
    with pytest.raises(IndexUnusableError):
        EmbeddedEngine(place).index([entry("قمة")])


def test_writers_take_turns(place: Path) -> None:
    stories = [entry(f"مؤتمر {number}") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda story: EmbeddedEngine(place).index([story]), stories))
    assert ask(EmbeddedEngine(place), "مؤتمر").total == 12


def test_searches_go_on_while_others_write(place: Path) -> None:
    reader = EmbeddedEngine(place)
    writer = EmbeddedEngine(place)

    def write() -> None:
        for number in range(8):
            writer.index([entry(f"مؤتمر {number}")])

    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(write)
        asked = [pool.submit(lambda: ask(reader, "قمة مؤتمر").total) for _ in range(200)]
        totals = [task.result() for task in asked]
        writing.result()
    assert min(totals) >= 20
    assert ask(reader, "مؤتمر").total == 8


def test_another_process_sees_a_commit_within_half_a_second(place: Path) -> None:
    code = (
        "import sys, time, django; django.setup()\n"
        "from search.engines.embedded import EmbeddedEngine\n"
        "from search.engines.base import SearchQuery\n"
        "engine = EmbeddedEngine(sys.argv[1])\n"
        "engine.search(SearchQuery('مؤتمر', 'ar'))\n"
        "print('ready', flush=True)\n"
        "while not engine.search(SearchQuery('مؤتمر', 'ar')).hits: time.sleep(0.01)\n"
        "print(time.time(), flush=True)\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "-c", code, str(place)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        EmbeddedEngine(place).index([entry("مؤتمر")])
        committed = time.time()
        assert float(process.stdout.readline()) - committed < 0.5


def test_a_reader_follows_the_pointer(place: Path) -> None:
    reader = EmbeddedEngine(place)
    assert ask(reader, "قمة").total == 20
    fill(EmbeddedEngine(place), entry("قمة واحدة"))
    assert ask(reader, "قمة").total == 1
    fill(EmbeddedEngine(place), entry("قمة"), entry("قمة ثانية"))
    assert ask(reader, "قمة").total == 2
    assert len(list((place / "ar").glob("build-*"))) == 2


def test_weights_can_be_set(place: Path) -> None:
    first = ask(EmbeddedEngine(place), "قمة").hits[0].score
    weighted = EmbeddedEngine(place, weights={"fields": {("title", "light"): 100.0}})
    assert ask(weighted, "قمة").hits[0].score > 10 * first
