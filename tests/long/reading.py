"""What readers and an editor notice of a large archive, over HTTP."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import quantiles
from typing import Any
from uuid import uuid4

import requests
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse

from home.demo.data import load
from news.record.models import PublicState, PublishedDocument
from tests.journeys.running import RunningNewsroom

ASKED = 400  # times each
PAGES = 20  # of a list, one after the other
EDITOR_PATIENCE = 900.0  # seconds


def measured(newsroom: RunningNewsroom) -> dict[str, Any]:
    """Milliseconds of answers in the middle, and of the slowest in a hundred; who answered searches."""
    rows = PublishedDocument.objects.filter(type="article", state=PublicState.LIVE)
    ids = random.sample(list(rows.values_list("document_id", flat=True)), min(ASKED, rows.count()))
    words = [word for story in load().stories for word in story.texts["ar"].title.split() if len(word) > 3]
    searches = [f"/api/v1/search/?q={random.choice(words)}" for _ in range(ASKED)]
    engines: dict[str, int] = {}

    def count(answer: requests.Response) -> None:
        name = answer.json()["meta"]["engine"]
        engines[name] = engines.get(name, 0) + 1

    session = requests.Session()
    return {
        **timed(session, newsroom.base, "article", [f"/api/v1/articles/{one}/" for one in ids]),
        **timed(session, newsroom.base, "list", list_pages(session, newsroom.base)),
        **timed(session, newsroom.base, "search", searches, count),
        "searches": engines,
    }


def list_pages(session: requests.Session, base: str) -> list[str]:
    """The first pages of the list of all stories, as its links lead."""
    paths = ["/api/v1/articles/?limit=20"]
    while len(paths) < PAGES and (more := get(session, f"{base}{paths[-1]}").json()["links"]["next"]):
        paths.append(more.removeprefix(base))
    return paths * (ASKED // len(paths))


def timed(
    session: requests.Session,
    base: str,
    name: str,
    paths: Sequence[str],
    look: Callable[[requests.Response], None] = lambda _answer: None,
) -> dict[str, float]:
    """Ask for each path, one after the other; the middle and the last hundredth in milliseconds."""
    took = []
    for path in paths:
        began = time.monotonic()
        answer = get(session, f"{base}{path}")
        took.append((time.monotonic() - began) * 1000)
        look(answer)
    parts = quantiles(took, n=100)
    return {f"{name}_p50_ms": round(parts[49], 1), f"{name}_p99_ms": round(parts[98], 1)}


def get(session: requests.Session, url: str) -> requests.Response:
    """An answer that is well. Raises HTTPError for any other."""
    answer = session.get(url, timeout=30)
    answer.raise_for_status()
    return answer


class Desk:
    """A browser of an administrator who is logged in."""

    def __init__(self, newsroom: RunningNewsroom, name: str, password: str) -> None:
        self.base = newsroom.base
        self.session = requests.Session()
        self.post("/admin/login/", username=name, password=password)

    def unpublish(self, page: int) -> None:
        """Take a page down, by the admin's own form."""
        self.post(reverse("wagtailadmin_pages:unpublish", args=[page]))

    def post(self, path: str, **fields: str) -> requests.Response:
        """Fill in the form at `path` and send it. Raises HTTPError where that is refused."""
        page = get(self.session, f"{self.base}{path}")
        token = BeautifulSoup(page.text, "html.parser").select_one("[name=csrfmiddlewaretoken]")
        form = {**fields, "csrfmiddlewaretoken": token["value"] if token else ""}
        answer = self.session.post(f"{self.base}{path}", data=form, timeout=EDITOR_PATIENCE)
        answer.raise_for_status()
        return answer


@contextmanager
def desk(newsroom: RunningNewsroom) -> Iterator[Desk]:
    """Such a browser, for a user who is gone afterwards."""
    password = uuid4().hex
    user = get_user_model().objects.create_superuser(f"desk-{uuid4().hex[:8]}", "", password)
    try:
        yield Desk(newsroom, user.get_username(), password)
    finally:
        user.delete()
