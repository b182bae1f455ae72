"""`manage.py evaluate_search`: figures, comparisons, refusals; no database, and no index in use touched."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from math import log2
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from search.engines.factory import engines
from search.evaluation.measures import METRICS
from tests import search_engines
from tests.journeys.running import ROOT, wait_for
from tests.search.entries import ask, entry, fill, ids
from tests.search.evaluation.collections import DOCUMENTS, QUERIES, write_collection

ENGINE = "elasticsearch" if search_engines.URL else "embedded"
# 1 for one question of two about Beirut and for the one about the festival, less for the one about wheat.
MEAN = 0.964930
# No server listens there: whoever connects fails.
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}


@pytest.fixture(autouse=True)
def _own_names(search_index: None) -> None:
    """Every test has the engine of this stack under names of its own."""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A small collection."""
    return write_collection(tmp_path / "small")


def run(*arguments: Any) -> str:
    """What the command prints."""
    printed = StringIO()
    call_command("evaluate_search", *map(str, arguments), stdout=printed)
    return printed.getvalue()


def figures(*arguments: Any) -> dict[str, Any]:
    """The one object that `--json` prints."""
    return json.loads(run(*arguments, "--json"))


def test_the_figures_of_a_small_collection(directory: Path) -> None:
    told = figures(directory)
    assert (told["set"], told["engine"], told["documents"], told["queries"]) == ("small", ENGINE, 4, 3)
    clean, fuzzy = told["groups"]["clean"], told["groups"]["fuzzy"]
    assert fuzzy["ndcg@10"] == fuzzy["success@1"] == fuzzy["recall@100"] == 1
    # Of the two stories about wheat that which was judged half as good comes first.
    assert clean["ndcg@10"] == pytest.approx((1 + (1 + 2 / log2(3)) / (2 + 1 / log2(3))) / 2)
    assert told["mean"]["ndcg@10"] == pytest.approx(MEAN, abs=1e-6)
    assert clean["mrr@10"] == clean["success@1"] == 1
    assert set(METRICS) <= set(told["mean"]) & set(clean)
    assert told["zero_result_rate"] == told["empty_or_weak_rate"] == 0
    assert 0 < told["latency_ms"]["p50"] <= told["latency_ms"]["p95"]
    assert (clean["queries"], fuzzy["queries"]) == (2, 1)


def test_the_figures_as_a_table(directory: Path) -> None:
    lines = run(directory).splitlines()
    assert lines[0] == f"4 documents of {directory}, 3 queries"
    assert lines[2] == f"small, {ENGINE}"
    assert lines[3].split()[:5] == list(METRICS)
    assert [line.split()[0] for line in lines[4:]] == ["clean", "fuzzy", "mean"]
    assert lines[-1].split()[1:6] == ["0.965", *["1.000"] * 4]


def test_what_nothing_answers(directory: Path) -> None:
    queries = [
        {"qid": "a", "type": "nonsense", "text": "ظضغثخ"},
        {"qid": "b", "type": "nonsense", "text": "بيروت"},
    ]
    none = write_collection(directory.parent / "none", [], queries, [("a", "n1", 0)])
    (none / "qrels.tsv").unlink()
    (none / "groups.json").unlink()
    told = figures(none)
    assert told["documents_of"] == str(directory)
    assert told["groups"]["nonsense"]["zero_result_rate"] == told["zero_result_rate"] == 0.5
    assert told["empty_or_weak_rate"] == 0.5
    assert told["mean"]["ndcg@10"] is None
    assert run(none).count("50.0%") == 4


def test_related_stories_are_asked_for(directory: Path) -> None:
    queries = [{"qid": "r", "type": "editorial", "text": "", "doc": "n2"}]
    related = write_collection(
        directory.parent / "related", [], queries, [("r", "n4", 1)], {"related": ["editorial"]}
    )
    told = figures(related, "--against", "weights:related_floor=0")
    assert told["groups"]["related"]["recall@10"] in {0, 1}
    with pytest.raises(CommandError, match="related stories"):
        run(related, "--against", "plain")


def test_quoted_phrases_count_where_they_are_asked_for(tmp_path: Path) -> None:
    queries = [{"qid": "q", "type": "quoted", "text": "«بيروت قمة»"}]
    made = write_collection(tmp_path, None, queries, [("q", "n1", 1)], {"quoted": ["quoted"]})
    assert figures(made)["zero_result_rate"] == 0
    assert figures(made, "--phrases")["zero_result_rate"] == 1


def test_only_so_many_queries_are_asked_the_same_each_time(tmp_path: Path) -> None:
    queries = [{**QUERIES[0], "qid": f"q{number}"} for number in range(30)]
    made = write_collection(tmp_path, None, queries, [("q7", "n1", 1)])
    first, second = (figures(made, "--limit", 10) for _ in range(2))
    assert first["queries"] == 10
    assert first["mean"] == second["mean"]


def test_against_other_weights(directory: Path, tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    file.write_text('{"title.skeleton": 0, "title.exact": 0, "title.gram": 0, "body.bi": 0, "recency": 0}')
    typed = "weights:title.skeleton=0,title.exact=0,title.gram=0,body.bi=0,recency=0"
    one, other = (figures(directory, "--against", config) for config in (typed, file))
    assert one["against"]["config"] == typed
    assert one["against"]["mean"] == other["against"]["mean"]
    assert one["against"]["mean"]["ndcg@10"] < one["mean"]["ndcg@10"]
    difference = one["against"]["difference"]["mean"]
    assert difference["ndcg@10"] == pytest.approx(one["mean"]["ndcg@10"] - one["against"]["mean"]["ndcg@10"])
    assert difference["low"] <= difference["ndcg@10"] <= difference["high"]
    assert "difference in nDCG@10" in run(directory, "--against", typed)


def test_against_one_field(directory: Path) -> None:
    told = figures(directory, "--against", "plain")
    assert told["against"]["config"] == "plain"
    assert told["against"]["groups"]["clean"]["recall@10"] > 0
    assert set(told["against"]["difference"]["groups"]) == {"clean", "fuzzy"}


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("weights:title.skeleton", "NAME=NUMBER"),
        ("weights:title.heavy=1", r"no weight 'title.heavy'; there are .*title\.skeleton.*recency"),
        ("weights:recency=-1", "0 or more"),
        ("weights:recency=nan", "0 or more"),
        ("absent.json", "neither weights:"),
    ],
)
def test_weights_that_are_none_are_refused(config: str, told: str, directory: Path) -> None:
    with pytest.raises(CommandError, match=told):
        run(directory, "--against", config)


def test_a_file_of_weights_that_is_none_is_refused(directory: Path, tmp_path: Path) -> None:
    for text in ("{", "[1]", '{"recency": "much"}', '{"recency": true}'):
        (tmp_path / "weights.json").write_text(text)
        with pytest.raises(CommandError):
            run(directory, "--against", tmp_path / "weights.json")


def test_the_stock_analyzer_is_missed_in_one_sentence(directory: Path, settings: Settings) -> None:
    told = "no analyzer called 'arabic'" if search_engines.URL else "set ELASTICSEARCH_URL"
    with pytest.raises(CommandError, match=told):
        run(directory, "--against", "stock")
    english = write_collection(directory.parent / "en", None, [{**QUERIES[0], "locale": "en"}], [])
    with pytest.raises(CommandError, match="compares Arabic alone"):
        run(english, "--against", "stock")


def test_bad_collections_and_words_are_refused(directory: Path) -> None:
    with (directory / "qrels.tsv").open("a") as file:
        file.write("q1\t0\tn9\t1\n")
    with pytest.raises(CommandError, match=r"qrels.tsv, line 5: there is no document 'n9'"):
        run(directory)
    with pytest.raises(CommandError, match="There is no directory"):
        run(directory / "absent")
    for words in (["--limit", "-1"], ["--engine", "solr"]):
        with pytest.raises(CommandError):
            run(directory, *words)


def test_the_index_in_use_is_left_alone(directory: Path) -> None:
    (kept,) = engines()
    story = entry("قمة في مكان آخر")
    fill(kept, story)
    before = kept.health("ar")
    figures(directory)
    assert kept.health("ar") == before
    assert ids(ask(kept, "قمة")) == [story.id]


def test_nothing_is_left_when_it_fails_in_the_middle(
    directory: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    with pytest.raises(CommandError):
        run(directory, "--against", "stock")
    assert list(passing.iterdir()) == []
    assert scratch_names(settings.SEARCH["OPTIONS"].get("prefix", "")) == {}


def scratch_names(prefix: str) -> dict[str, Any]:
    """What evaluations have on the cluster, if there is one."""
    if not search_engines.URL:
        return {}
    found = search_engines.cluster().indices.get(index=f"{prefix}._scratch-*", filter_path="*.aliases")
    return dict(found.body)


@pytest.fixture
def started(tmp_path: Path, settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own with much to do, without a database."""
    queries = [{**QUERIES[number % 3], "qid": f"q{number}"} for number in range(60_000)]
    documents = [{**DOCUMENTS[number % 4], "id": f"n{number}"} for number in range(400)]
    made = write_collection(tmp_path / "large", documents, queries, [("q0", "n0", 1)])
    (tmp_path / "passing").mkdir()
    environment = {**os.environ, **NOWHERE, "TMPDIR": str(tmp_path / "passing"), "VAR_DIR": str(tmp_path)}
    environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.development", "ELASTICSEARCH_REPLICAS": "0"}
    environment |= {"ELASTICSEARCH_PREFIX": settings.SEARCH["OPTIONS"].get("prefix", "nashra")}
    command = [sys.executable, "manage.py", "evaluate_search", str(made), "--engine", ENGINE]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_nothing_behind(
    number: signal.Signals, started: subprocess.Popen[str], settings: Settings, tmp_path: Path
) -> None:
    prefix = settings.SEARCH["OPTIONS"].get("prefix", "")
    passing = tmp_path / "passing"

    def is_asking() -> bool:
        in_use = [alias for facts in scratch_names(prefix).values() for alias in facts["aliases"]]
        on_cluster = any(alias.endswith(".ar") for alias in in_use)
        return on_cluster or bool(list(passing.glob("nashra-evaluation-*/engine/ar/current.json")))

    wait_for(is_asking)
    started.send_signal(number)
    _, told = started.communicate(timeout=60)
    assert "Stopped; nothing is left behind." in told
    assert started.returncode == 128 + number
    assert not list(passing.glob("nashra-evaluation-*"))
    assert scratch_names(prefix) == {}


def test_no_database_is_asked(directory: Path) -> None:
    environment = {**os.environ, **NOWHERE, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [
        sys.executable,
        "manage.py",
        "evaluate_search",
        str(directory),
        "--engine",
        "embedded",
        "--json",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["mean"]["ndcg@10"] == pytest.approx(MEAN, abs=1e-6)
    assert done.stdout.count("\n") == 1


def test_an_embedded_index_is_kept_and_used_again(directory: Path, tmp_path: Path) -> None:
    if search_engines.URL:
        with pytest.raises(CommandError, match="--keep is for the embedded engine"):
            run(directory, "--keep", tmp_path / "kept")
    arguments = (directory, "--engine", "embedded", "--keep", tmp_path / "kept")
    first, second = figures(*arguments), figures(*arguments)
    assert (first["indexed"]["documents"], second["indexed"]["documents"]) == (4, 0)
    assert first["mean"] == second["mean"]
    write_collection(directory, [*DOCUMENTS, {"id": "n5", "title": "خبر آخر"}])
    assert figures(*arguments)["indexed"]["documents"] == 5
