"""Two engines side by side: each follows the log by itself, and one that is away holds up nobody."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from cms.settings.search import search_consumers
from news.publication.consumers import Feed, feeds
from news.publication.reconcile import NotComparedError, consumer_differences
from news.record.models import Cursor, Publication, PublishedDocument
from search.engines.base import EngineError
from search.engines.factory import engines
from search.neighbours import NeighbourConsumer
from tests import search_engines
from tests.journeys.running import free_port
from tests.record_factory import paragraph, publish_article, publish_section

pytestmark = pytest.mark.django_db
TEXT = "فيضانات السودان تغمر قرى على ضفاف النيل وتشرد آلاف السكان في ولاية سنار"


def use(settings: Settings, setting: dict[str, Any]) -> None:
    """Put engines in the settings, and the consumers that feed them."""
    settings.SEARCH = setting
    settings.LOG_CONSUMERS = search_consumers(setting)
    settings.ROOT_URLCONF = "cms.delivery_urls"


@pytest.fixture
def alone(settings: Settings) -> Iterator[None]:
    """A cluster that is away, and nothing behind it."""
    use(settings, search_engines.elasticsearch(hosts=[f"http://127.0.0.1:{free_port()}"]))
    yield
    search_engines.remove(settings.SEARCH)


@pytest.fixture
def away(settings: Settings, alone: None, tmp_path: Path) -> None:
    """A cluster that is away, and the embedded engine behind it."""
    use(settings, {**settings.SEARCH, "FALLBACK": search_engines.embedded(tmp_path / "search")})


def get(client: Client, address: str, **parameters: str) -> HttpResponse:
    """Ask the delivery API."""
    return client.get(f"/api/v1/{address}", parameters)


def feed(name: str) -> Feed:
    """The feed of one consumer."""
    return next(one for one in feeds() if one.name == name)


def test_each_engine_has_a_cursor_of_its_own(away: None, client: Client) -> None:
    row = publish_article(title="قمة بيروت")
    assert feed("search").advance() == 1
    assert feed("elasticsearch").advance() == 0
    followed = dict(Cursor.objects.values_list("consumer", "sequence"))
    assert followed == {"search": row.sequence, "elasticsearch": 0}
    answer = get(client, "search/", q="قمة").json()
    assert [card["id"] for card in answer["data"]] == [str(row.document_id)]
    assert answer["meta"]["engine"] == "embedded"


def test_what_is_away_is_tried_again_soon_and_not_mended(away: None) -> None:
    publish_article(title="قمة")
    for _ in range(6):
        Cursor.objects.update(retry_at=None)
        feed("elasticsearch").advance()
    cursor = Cursor.objects.get(pk="elasticsearch")
    assert cursor.failures == 6
    assert (cursor.retry_at - cursor.updated_at).total_seconds() <= 6
    assert feed("elasticsearch").mend_if_unusable() == 0


def test_readers_are_told_when_there_is_no_fallback(alone: None, client: Client) -> None:
    publish_article(title="قمة")
    response = get(client, "search/", q="قمة")
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert int(response["Retry-After"]) > 0
    assert "FALLBACK" not in str(response.content)


def neighbours() -> tuple[PublishedDocument, PublishedDocument, PublishedDocument]:
    """A story, one with the same words, and a newer one of the same section."""
    section = publish_section()
    near = publish_article(title="النيل يرتفع", body=[paragraph(TEXT)], section=section)
    story = publish_article(title="فيضانات", body=[paragraph(TEXT + " وتقطع الطرق عن أخرى")], section=section)
    last = publish_article(title="قمة", summary="", body=[paragraph("اجتمع الوزراء")], section=section)
    return story, near, last


def test_related_stories_come_from_the_fallback(away: None, client: Client) -> None:
    story, near, _ = neighbours()
    feed("search").advance()
    NeighbourConsumer().handle(list(Publication.objects.all()))
    answer = get(client, f"articles/{story.document_id}/related/").json()
    assert answer["data"][0]["id"] == str(near.document_id)
    assert answer["meta"]["similar"] >= 1


def test_related_stories_come_from_the_section_when_there_is_no_fallback(alone: None, client: Client) -> None:
    story, near, last = neighbours()
    answer = get(client, f"articles/{story.document_id}/related/").json()
    assert [card["id"] for card in answer["data"]] == [str(last.document_id), str(near.document_id)]
    assert answer["meta"]["similar"] == 0


def test_health_tells_of_each(away: None, client: Client) -> None:
    publish_article(title="قمة")
    feed("search").advance()
    response = client.get("/health/ready")
    assert response.status_code == 200
    checks = response.json()["checks"]
    told = [checks[name] for name in ("search", "search.elasticsearch", "search.embedded")]
    assert told == ["degraded", "degraded", "ok"]


def test_each_engine_is_compared_and_one_that_is_away_is_named(away: None) -> None:
    publish_article(title="قمة")
    lines: list[str] = []
    with pytest.raises(NotComparedError, match="elasticsearch"):
        lines += consumer_differences(mend=False)
    with pytest.raises(NotComparedError):
        list(consumer_differences(mend=True))
    assert engines()[1].health("ar").documents == 1


def rebuild(*arguments: str) -> str:
    """What `rebuild_search` prints."""
    printed = StringIO()
    call_command("rebuild_search", *arguments, stdout=printed)
    return printed.getvalue()


def test_the_command_rebuilds_each_engine_and_names_the_one_that_fails(away: None) -> None:
    publish_article(title="قمة")
    printed = StringIO()
    with pytest.raises(CommandError, match="elasticsearch"):
        call_command("rebuild_search", stdout=printed)
    assert "embedded ar: 1 articles indexed\n" in printed.getvalue()
    assert rebuild("--engine", "embedded").startswith("embedded ar: 1 articles indexed\n")
    with pytest.raises(CommandError):
        rebuild("--engine", "nowhere")


def test_no_password_is_in_what_is_kept_or_said(settings: Settings) -> None:
    host = f"http://elastic:geheim@127.0.0.1:{free_port()}"
    use(settings, search_engines.elasticsearch(hosts=[host]))
    publish_article(title="قمة")
    feed("elasticsearch").advance()
    assert "geheim" not in Cursor.objects.get(pk="elasticsearch").last_error
    with pytest.raises(EngineError) as raised:
        engines()[0].inventory("ar")
    assert "geheim" not in str(raised.value)
    assert raised.value.__cause__ is None or "geheim" not in str(raised.value.__cause__)
    search_engines.remove(settings.SEARCH)


@pytest.mark.elasticsearch
def test_both_engines_come_to_hold_the_same(settings: Settings, tmp_path: Path) -> None:
    embedded = search_engines.embedded(tmp_path / "search")
    use(settings, {**search_engines.elasticsearch(), "FALLBACK": embedded})
    row = publish_article(title="قمة بيروت")
    publish_article(title="Summit", locale="en")
    for name in ("elasticsearch", "search"):
        assert feed(name).advance() == 2
    first, second = engines()
    assert first.inventory("ar") == second.inventory("ar") == {row.document_id: row.sequence}
    wanted = [f"{name} en: 1 articles indexed" for name in ("elasticsearch", "embedded")]
    assert rebuild("--locale", "en").splitlines()[:2] == wanted
    assert list(consumer_differences(mend=False)) == []
    search_engines.remove(settings.SEARCH)
