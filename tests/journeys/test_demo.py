"""The demo newsroom: what it holds, and that a second run changes nothing."""

from collections import Counter

import pytest

from tests.journeys.running import RunningNewsroom

pytestmark = pytest.mark.xdist_group("running")
HEAD = "from news.record.store import head_sequence; print(head_sequence())"
DEMO_STORIES = (
    "from collections import Counter; from news.editorial.models import Approval; "
    "from news.models import ArticlePage; from news.record.models import PublishedDocument; "
    "ids = Approval.objects.filter(run='demo').values('page_id'); "
    "uuids = list(ArticlePage.objects.filter(pk__in=ids).values_list('uuid', flat=True)); "
    "live = PublishedDocument.objects.filter(document_id__in=uuids, state='live'); "
    "print(sorted(Counter(live.values_list('locale', flat=True)).items()))"
)


def test_every_demo_story_is_public(running: RunningNewsroom) -> None:
    assert running.shell(DEMO_STORIES) == "[('ar', 40), ('en', 12), ('fr', 6), ('tr', 6)]"


def test_every_section_is_there_in_every_language(running: RunningNewsroom) -> None:
    for locale in ("ar", "en", "fr", "tr"):
        assert len(running.get("/api/v1/sections/", locale=locale).json()["data"]) >= 8


def test_stories_carry_desks_topics_and_images(running: RunningNewsroom) -> None:
    cards = running.get("/api/v1/articles/", limit=100, published_before="2026-11-21").json()["data"]
    assert len(cards) == 40
    assert all(card["authors"] and card["topics"] and card["image"]["alt"] for card in cards)
    assert max(Counter(card["section"]["slug"] for card in cards).values()) == 5
    image = cards[0]["image"]["sources"][0]["srcset"][0]["url"]
    assert running.get(image).headers["Content-Type"] == "image/webp"


def test_a_second_run_changes_nothing(running: RunningNewsroom) -> None:
    before = running.shell(HEAD)
    assert "0 new articles" in running.manage("demo")
    assert running.shell(HEAD) == before


def test_the_demo_asks_for_a_password_where_it_is_no_development(running: RunningNewsroom) -> None:
    said = running.shell(
        "from django.conf import settings; from django.core.management import call_command, CommandError\n"
        "settings.DEBUG = False\n"
        "try: call_command('demo')\n"
        "except CommandError as error: print(error)"
    )
    assert "--password" in said
