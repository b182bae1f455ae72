"""The demo newsroom: what it holds, and that a second run changes nothing."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.running import ROOT, RunningNewsroom, wait_for
from tests.migrated import migrated

pytestmark = pytest.mark.xdist_group("running")
MARKS = "from news.record.models import Mark; print(Mark.objects.count())"
HEAD = "from news.record.store import head_sequence; print(head_sequence())"
DEMO_STORIES = (
    "from collections import Counter; from news.editorial.models import Approval; "
    "from news.models import ArticlePage; from news.record.models import PublishedDocument; "
    "ids = Approval.objects.filter(run='demo').values('page_id'); "
    "uuids = list(ArticlePage.objects.filter(pk__in=ids).values_list('uuid', flat=True)); "
    "live = PublishedDocument.objects.filter(document_id__in=uuids, state='live'); "
    "print(sorted(Counter(live.values_list('locale', flat=True)).items()))"
)
INSTALL = """
from dataclasses import replace
from home.demo.data import load
from home.demo.install import Installer
whole = load()
some = replace(whole, stories=whole.stories[:6])
print(Installer(some, None).run(lambda _count: print("story", flush=True)))
"""
INSTALLED = (
    "from home.models import HomePage; "
    "from news.models import ArticlePage, Author, NewsImage, SectionPage, Topic; "
    "models = (HomePage, SectionPage, Author, Topic, ArticlePage, NewsImage); "
    "print([model.objects.count() for model in models])"
)
USERS = (
    "from django.contrib.auth import get_user_model; "
    "print(*get_user_model().objects.values_list('username', flat=True))"
)
REMOVE = """
from django.contrib.auth import get_user_model
from home.demo.install import public_id
from news.models import ArticlePage
from news.publication.kills import kill
page = ArticlePage.objects.get(uuid=public_id("story", "passwords-opinion", "ar"))
kill(page, notice="سُحب الخبر.", by=None)
print(page.url_path)
ArticlePage.objects.filter(translation_key=page.translation_key).delete()
get_user_model().objects.get(username="translator").delete()
"""


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
    wait_for(lambda: running.shell(MARKS) == "0")  # the relay has its own work after the first run
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


def test_an_installation_that_was_killed_is_completed_by_the_next(tmp_path: Path) -> None:
    newsroom = RunningNewsroom(tmp_path, migrated())
    newsroom.manage("newsroom")
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", INSTALL]
    with subprocess.Popen(command, cwd=ROOT, env=newsroom.env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"story\n"
        assert process.stdout.readline() == b"story\n"
        process.kill()
    assert newsroom.shell(INSTALL).splitlines()[-1] in {"10", "6"}  # the third story may just be done
    assert newsroom.shell(INSTALLED) == "[4, 32, 32, 68, 13, 6]"
    newsroom.manage("relay", "--once")
    assert "No difference." in newsroom.manage("reconcile", "--check")
    newsroom.commands.close()


def test_who_and_what_was_removed_does_not_come_back(running: RunningNewsroom) -> None:
    """The last test here: it takes a story out of the newsroom that the others look at."""
    path = running.shell(REMOVE)
    assert "0 new articles" in running.manage("demo")
    assert running.get(path).status_code == 410
    assert "translator" not in running.shell(USERS)
