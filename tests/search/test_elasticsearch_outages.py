"""Nobody waits for a cluster that is away: the fallback answers, and the cluster is probed."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from search.breaker import THRESHOLD, Breaker
from search.engines.base import EngineError, SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.fallback import FallbackEngine
from tests import search_engines
from tests.journeys.running import free_port, wait_for
from tests.search.entries import ask, entry, fill, ids
from tests.search.wire import Wire, wire_to

# Long enough for a search on a busy machine, short enough for a test of one that is not answered.
SHORT = 0.5


def engine_at(address: str, timeout: float = SHORT) -> ElasticsearchEngine:
    """An engine that finds its cluster at `address`."""
    options = search_engines.elasticsearch(hosts=[address], search_timeout=timeout, write_timeout=timeout)
    return ElasticsearchEngine(**options["OPTIONS"])


@pytest.fixture
def silent() -> Iterator[list[socket.socket]]:
    """A server that takes connections and never answers; the list holds the server and what it took."""
    server = socket.create_server(("127.0.0.1", 0))
    taken = [server]

    def take() -> None:
        try:
            while True:
                taken.append(server.accept()[0])
        except OSError:
            return

    Thread(target=take, daemon=True).start()
    yield taken
    for end in taken:
        end.close()


def test_a_server_that_never_answers_is_given_up_and_then_not_asked(silent: list[socket.socket]) -> None:
    engine = engine_at(f"http://127.0.0.1:{silent[0].getsockname()[1]}", timeout=0.05)
    engine.cluster.breaker.pause = 60.0
    for _ in range(THRESHOLD + 5):
        with pytest.raises(EngineError):
            ask(engine, "قمة")
    assert len(silent) - 1 == THRESHOLD
    assert engine.cluster.breaker.state == "open"
    engine.close()


def test_every_call_says_that_the_cluster_is_away_and_none_says_that_all_is_well() -> None:
    engine = engine_at(f"http://127.0.0.1:{free_port()}")
    story = entry("قمة")
    for act in (
        lambda: engine.index([story]),
        lambda: engine.inventory("ar"),
        lambda: list(engine.locales()),
        lambda: engine.roll_back("ar"),
        lambda: fill(engine, story),
        lambda: ask(engine, "قمة"),
    ):
        with pytest.raises(EngineError):
            act()
    health = engine.health("ar")
    assert (health.usable, health.lost) == (False, False)
    assert "away" in health.reason
    engine.close()


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A wire to the cluster."""
    with wire_to(search_engines.HOSTS[0]) as made:
        yield made


@pytest.fixture
def engine(wire: Wire) -> Iterator[ElasticsearchEngine]:
    """An engine at the end of the wire, that has one story and probes often."""
    made = engine_at(wire.address)
    made.cluster.breaker.pause = 0.1
    made.cluster.write_timeout = search_engines.PATIENCE
    fill(made, entry("قمة بيروت"))
    wait_for(lambda: answers(made))
    yield made
    wire.mend()
    made.close()
    search_engines.remove_indices(f"{made.options.prefix}.*")


def answers(engine: SearchEngine) -> bool:
    """Whether the engine answers now."""
    try:
        return bool(ask(engine, "قمة").hits)
    except EngineError:
        return False


def open_breaker(engine: ElasticsearchEngine) -> None:
    """Ask until nobody is asked any more."""
    wait_for(lambda: not answers(engine) and engine.cluster.breaker.state != "closed")


@pytest.mark.elasticsearch
@pytest.mark.parametrize("away", [Wire.hush, Wire.cut])
def test_a_cluster_that_comes_back_is_asked_again_without_a_hand(
    wire: Wire, engine: ElasticsearchEngine, away: object
) -> None:
    away(wire)
    open_breaker(engine)
    wire.mend()
    wait_for(lambda: engine.cluster.breaker.state == "closed")
    wait_for(lambda: answers(engine))


@pytest.mark.elasticsearch
def test_while_it_is_open_only_probes_are_sent(wire: Wire, engine: ElasticsearchEngine) -> None:
    wire.hush()
    open_breaker(engine)
    engine.cluster.breaker.stop()
    before = wire.asked
    for _ in range(50):
        assert not answers(engine)
    assert not engine.health("ar").usable
    assert wire.asked <= before + 1  # the probe that was on its way


def test_readers_wait_for_two_probes() -> None:
    breaker = Breaker(bool, "Elasticsearch", pause=60.0)
    for _ in range(THRESHOLD):
        breaker.failed()
    assert not breaker.probed(answered=True)
    assert breaker.state == "half-open"
    assert breaker.refuses
    assert not breaker.probed(answered=False)
    assert breaker.state == "open"
    assert [breaker.probed(answered=True) for _ in range(2)] == [False, True]
    assert not breaker.refuses
    breaker.stop()


@pytest.mark.elasticsearch
def test_the_fallback_answers_meanwhile(wire: Wire, engine: ElasticsearchEngine, tmp_path: Path) -> None:
    embedded = EmbeddedEngine(tmp_path)
    story = entry("قمة الرياض")
    fill(embedded, story)
    both = FallbackEngine(engine, embedded)
    assert ask(both, "قمة").engine == "elasticsearch"
    wire.hush()
    for _ in range(THRESHOLD + 5):
        result = ask(both, "قمة")
        assert (result.engine, ids(result)) == ("embedded", [story.id])
    wire.mend()
    wait_for(lambda: ask(both, "قمة").engine == "elasticsearch")


@pytest.mark.elasticsearch
def test_a_write_outlives_a_short_outage(wire: Wire, engine: ElasticsearchEngine) -> None:
    story = entry("مؤتمر")
    wire.cut()
    mending = Thread(target=wire.mend)
    mending.start()
    engine.index([story])
    mending.join()
    assert story.id in engine.inventory("ar")
