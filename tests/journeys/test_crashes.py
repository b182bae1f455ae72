"""Kills web and relay at awkward moments; after a restart nothing is lost and nothing differs."""

import random
import subprocess
import sys
import time

import pytest
import requests

from tests.journeys.running import ROOT, RunningNewsroom, wait_for

pytestmark = pytest.mark.xdist_group("running")
ROUNDS = 1  # kills every kind of process; tests/long/fire.py goes on for hundreds
PUBLISH = """
from news.editorial.approvals import approve_import
from news.models import ArticlePage, SectionPage
root = SectionPage.objects.get(url_path="/ar/علوم/")
print("ready", flush=True)
for number in range(200):
    page = ArticlePage(title=f"تجربة الانقطاع {number}", live=False, locale=root.locale,
                       body=[("paragraph", "<p>نص التجربة.</p>")])
    root.add_child(instance=page)
    page.tags.add(f"وسم {number % 5}")
    revision = page.save_revision()
    approve_import(revision.as_object(), run="crash", by=None)
    revision.publish()
    if number % 3 == 0:
        page.refresh_from_db()
        page.unpublish()
"""
WAITING = (
    "from news.record.models import Cursor, Mark; from news.record.store import head_sequence; "
    "followers = Cursor.objects.values_list('sequence', flat=True); "
    "print(Mark.objects.count(), head_sequence() - min(followers))"
)
GAPLESS = (
    "from news.record.models import Head, Publication; "
    "rows = list(Publication.objects.order_by('sequence').values_list('sequence', flat=True)); "
    "print(rows == list(range(1, Head.objects.get().sequence + 1)))"
)
REMOVE = (
    "from news.models import ArticlePage; "
    "[page.delete() for page in ArticlePage.objects.filter(title__startswith='تجربة الانقطاع')]"
)


def publisher(running: RunningNewsroom) -> subprocess.Popen[bytes]:
    """An editor's process that publishes and withdraws as fast as it can."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", PUBLISH],
        cwd=ROOT,
        env=running.env,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_nothing_is_lost_when_processes_are_killed(running: RunningNewsroom) -> None:
    chance = random.Random(7)
    for _round in range(ROUNDS):
        editor = publisher(running)
        time.sleep(chance.uniform(0.5, 2.0))
        running.kill("relay")
        time.sleep(chance.uniform(0.0, 0.5))
        editor.kill()
        editor.wait()
        running.kill("web")
        running.start()
        wait_for(lambda: running.shell(WAITING) == "0 0", patience=120.0)
        assert "No difference." in running.manage("reconcile", "--check")
        assert running.shell(GAPLESS) == "True"
    running.shell(REMOVE)


def test_the_newsroom_answers_again_after_a_kill(running: RunningNewsroom) -> None:
    running.kill("web")
    with pytest.raises(requests.ConnectionError):
        running.get("/health/live")
    running.start("web")
    assert running.get("/api/v1/articles/").status_code == 200
