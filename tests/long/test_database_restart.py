"""PostgreSQL dies in the middle of everything: what is asked fails cleanly, and all goes on by itself."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from urllib.parse import quote

import pytest
import requests
from bs4 import BeautifulSoup

from tests.cluster import Cluster, cluster
from tests.journeys.running import PASSWORD, RunningNewsroom, wait_for
from tests.journeys.serving import Serving, serving

pytestmark = pytest.mark.xdist_group("restarts")
ROLE, ROLE_PASSWORD = "nashra_delivery", "lesen"
READERS = 4
PUBLISH = """
from news.editorial.approvals import approve_import
from news.models import ArticlePage, SectionPage
root = SectionPage.objects.get(url_path="/ar/علوم/")
page = ArticlePage(title="بعد الانقطاع", live=False, locale=root.locale, body=[("paragraph", "<p>نص.</p>")])
root.add_child(instance=page)
revision = page.save_revision()
approve_import(revision.as_object(), run="restart", by=None)
revision.publish()
print(page.uuid)
"""
# The editor's form of a demo story with another title, and where to send it.
FORM = """
import json
from django.urls import reverse
from news.models import ArticlePage
from tests.news.admin.support import article_form
page = ArticlePage.objects.filter(locale__language_code="ar").order_by("pk").first()
form = article_form(page, title="عنوان معدَّل")
print(json.dumps([reverse("wagtailadmin_pages:edit", args=[page.pk]), form]))
"""
TITLE = (
    "from news.models import ArticlePage; print(ArticlePage.objects.filter(draft_title='عنوان معدَّل').count())"
)
FOLLOWED = (
    "from news.record.models import Cursor; from news.record.store import head_sequence; "
    "print({c.sequence - head_sequence() for c in Cursor.objects.all()})"
)


@dataclass
class Everything:
    """A newsroom on a PostgreSQL of its own, and a process for reading beside it."""

    server: Cluster
    newsroom: RunningNewsroom
    reading: Serving


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    place = tmp_path_factory.mktemp("restart")
    with cluster() as server:
        newsroom = RunningNewsroom(place)
        newsroom.env |= {
            "DATABASE_URL": server.url(),
            "DJANGO_SETTINGS_MODULE": "tests.long.settings",
            "DELIVERY_DB_PASSWORD": ROLE_PASSWORD,
        }
        newsroom.manage("migrate", "--verbosity", "0")
        newsroom.manage("demo", "--password", PASSWORD)
        newsroom.manage("delivery_role", "--name", ROLE)
        newsroom.start()
        wait_for(lambda: newsroom.shell(FOLLOWED) == "{0}", patience=180)
        url = server.url(user=ROLE, password=ROLE_PASSWORD)
        with serving(place / "reading.log", DATABASE_URL=url, threads=READERS) as reading:
            yield Everything(server, newsroom, reading)
        newsroom.kill()


def addresses(reading: Serving) -> list[str]:
    """A list, a story, a page of the site, the log."""
    card = reading.get("/api/v1/articles/").json()["data"][0]
    story = f"/api/v1/articles/{card['id']}/"
    return ["/api/v1/articles/", story, f"{story}versions/", quote(card["path"]), "/ar/", "/api/v1/changes/"]


def judge(path: str, answer: requests.Response) -> int:
    """The status of an answer, after checking that it is one of the two it may be."""
    assert answer.status_code in {200, 503}, (path, answer.status_code, answer.text[:500])
    if answer.status_code == 503:
        assert int(answer.headers["Retry-After"]) > 0
        expected = "application/problem+json" if path.startswith("/api/") else "text/html; charset=utf-8"
        assert answer.headers["Content-Type"] == expected
        assert "no-store" in answer.headers["Cache-Control"]
        assert "psycopg" not in answer.text
    return answer.status_code


def read_until(done: Event, reading: Serving, paths: list[str]) -> set[int]:
    """Read again and again; the statuses met."""
    met = set()
    while not done.is_set():
        for path in paths:
            met.add(judge(path, reading.get(path)))
    return met


def test_reading_fails_cleanly_and_goes_on_by_itself(running: Everything) -> None:
    paths, done = addresses(running.reading), Event()
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read_until, done, running.reading, paths) for _ in range(READERS)]
        for _ in range(2):
            running.server.kill_and_restart()
        after = [judge(path, running.reading.get(path)) for path in paths * READERS]
        done.set()
        met = set().union(*(reader.result() for reader in readers))
    assert set(after) == {200}
    assert met == {200, 503}
    assert running.reading.get("/health/ready").status_code == 200


def test_a_connection_that_was_idle_is_replaced_before_it_is_used(running: Everything) -> None:
    paths = addresses(running.reading)
    for _ in range(2):
        running.server.kill_and_restart()
        assert {judge(path, running.reading.get(path)) for path in paths * READERS} == {200}
        answers = [running.newsroom.get("/api/v1/articles/").status_code for _ in range(8)]
        assert set(answers) == {200}


def test_the_relay_goes_on(running: Everything) -> None:
    running.server.kill_and_restart()
    story = running.newsroom.shell(PUBLISH).splitlines()[-1]
    wait_for(lambda: running.newsroom.shell(FOLLOWED) == "{0}", patience=60)
    found = running.newsroom.get("/api/v1/search/", q="بعد الانقطاع").json()["data"]
    assert story in [card["id"] for card in found]
    assert running.newsroom.processes["relay"].poll() is None


def logged_in(newsroom: RunningNewsroom) -> requests.Session:
    """A browser in which the administrator is logged in."""
    session = requests.Session()
    session.headers["Accept-Language"] = "ar"
    page = session.get(f"{newsroom.base}/admin/login/", timeout=20)
    token = BeautifulSoup(page.text, "html.parser").select_one("[name=csrfmiddlewaretoken]")
    assert token is not None
    form = {"username": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token["value"]}
    answer = session.post(f"{newsroom.base}/admin/login/", data=form, timeout=20)
    assert answer.url == f"{newsroom.base}/admin/"
    return session


def test_the_admin_says_what_happened_and_loses_nothing(running: Everything) -> None:
    newsroom = running.newsroom
    session = logged_in(newsroom)
    edit, form = json.loads(newsroom.shell(FORM).splitlines()[-1])
    form["csrfmiddlewaretoken"] = session.cookies["csrftoken"]
    url = f"{newsroom.base}{edit}"
    running.server.control("stop", "-m", "immediate")
    for answer in (session.post(url, data=form, timeout=30), session.get(url, timeout=30)):
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert int(answer.headers["Retry-After"]) > 0
        assert "قاعدة البيانات لا تجيب" in answer.text
        assert ("ولم يُحفظ ما أرسلته" in answer.text) == (answer.request.method == "POST")
    running.server.control("start")
    assert newsroom.shell(TITLE) == "0"
    assert session.get(url, timeout=30).status_code == 200  # still logged in
    saved = session.post(url, data=form, timeout=30)  # as reloading the page sends it again
    assert saved.status_code == 200
    assert newsroom.shell(TITLE) == "1"
    assert "No difference." in newsroom.manage("reconcile", "--check")
