"""Plants a secret in everything that must not be read, and looks for it everywhere a reader can."""

import json
from collections.abc import Iterator

import pytest

from tests.journeys.running import RunningNewsroom, wait_for

pytestmark = pytest.mark.xdist_group("running")
SECRET = "زعفرانستان"

PLANT = """
from datetime import timedelta
from io import BytesIO
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import PageViewRestriction
from news.editorial.approvals import approve_import
from news.editorial.models import Embargo
from news.models import *
SECRET = "زعفرانستان"
root = SectionPage.objects.get(url_path="/ar/اقتصاد/")
def story(name, parent=root, approved=True, **fields):
    page = ArticlePage(title=f"{SECRET} {name}", standfirst=SECRET, live=False, locale=root.locale,
                       body=[("paragraph", f"<p>{SECRET}</p>")], **fields)
    parent.add_child(instance=page)
    page.tags.add(f"{SECRET} {name}")
    revision = page.save_revision()
    if approved:
        approve_import(revision.as_object(), run="secrets", by=None)
    return page
def section(name, parent=root):
    page = SectionPage(title=f"{SECRET} {name}", locale=root.locale)
    parent.add_child(instance=page)
    return page
data = BytesIO(); Image.new("RGB", (900, 600), "red").save(data, "JPEG")
file = ContentFile(data.getvalue(), f"{SECRET}.jpg")
image = NewsImage.objects.create(title=SECRET, file=file, default_alt=SECRET)
story("draft", lead_image=image)
restricted = story("restricted")
PageViewRestriction.objects.create(page=restricted, restriction_type="login")
restricted.get_latest_revision().publish()
private = section("private")
PageViewRestriction.objects.create(page=private, restriction_type="login")
story("child of private", private).get_latest_revision().publish()
down = section("down")
story("child of withdrawn", down).get_latest_revision().publish()
down.unpublish()
story("scheduled", go_live_at=timezone.now() + timedelta(days=1)).get_latest_revision().publish()
PublishPageRevisionAction(story("unapproved", approved=False).get_latest_revision()).execute()
embargoed = story("embargoed")
Embargo.objects.create(group=embargoed.translation_key)
PublishPageRevisionAction(embargoed.get_latest_revision()).execute()
direct = story("saved live", approved=False); direct.live = True; direct.save()
print(image.file.name)
"""

REMOVE = """
from news.models import *
for page in ArticlePage.objects.filter(title__startswith="زعفرانستان"): page.delete()
for page in SectionPage.objects.filter(title__startswith="زعفرانستان"): page.delete()
"""


def public_addresses(running: RunningNewsroom) -> Iterator[str]:
    """Every address a reader or front end could think of, and those the answers link to."""
    lists = ["articles", "sections", "topics", "authors", "tags", "locales", "changes"]
    yield from (f"/api/v1/{name}/?limit=100" for name in ("articles", "changes"))
    yield from (f"/api/v1/{name}/" for name in ["", *lists])
    yield from (f"/api/v1/search/?locale=ar&q={word}" for word in (SECRET, f"{SECRET} draft", "المرفأ"))
    yield from (f"/{locale}/" for locale in ("ar", "en", "fr", "tr"))
    yield f"/ar/search/?q={SECRET}"
    yield from ("/ar/اقتصاد/", "/sitemap.xml", "/robots.txt", "/feeds/ar/")
    for card in running.get("/api/v1/articles/", limit=100).json()["data"]:
        yield from (f"/api/v1/articles/{card['id']}/{leaf}" for leaf in ("", "related/", "versions/"))
        yield card["path"]


def hidden_addresses(running: RunningNewsroom) -> list[str]:
    """The addresses and ids of the planted pages, as only the newsroom knows them."""
    code = (
        "import json; from news.models import *; "
        "print(json.dumps([[str(p.uuid), p.url_path] for m in (ArticlePage, SectionPage) "
        f"for p in m.objects.filter(title__startswith='{SECRET}')]))"
    )
    pairs = json.loads(running.shell(code))
    assert len(pairs) >= 8
    return [address for uuid, path in pairs for address in (f"/api/v1/articles/{uuid}/", path)]


def test_a_secret_planted_everywhere_is_found_nowhere(running: RunningNewsroom) -> None:
    original = running.shell(PLANT).splitlines()[-1]
    head = int(running.shell("from news.record.store import head_sequence; print(head_sequence())"))
    wait_for(lambda: int(running.shell(INDEXED)) >= head)
    try:
        for address in public_addresses(running):
            answer = running.get(address)
            # The reader's own words come back in the search box and in the interpretation of the query.
            shown = answer.text.replace(f'value="{SECRET}"', "")
            if "q=" in address:
                shown = json.dumps(answer.json()["data"], ensure_ascii=False) if "/api/" in address else ""
            assert SECRET not in shown, address
        for address in hidden_addresses(running):
            answer = running.get(address)
            assert answer.status_code == 404, address
            assert SECRET not in answer.json().get("detail", "") if "/api/" in address else True
        for address in (f"/admin/media/{original}", f"/media/{original}", f"/{original}"):
            answer = running.get(address)
            assert answer.headers["Content-Type"] != "image/jpeg", address
        assert "No difference." in running.manage("reconcile", "--check")
    finally:
        running.shell(REMOVE)


INDEXED = "from news.record.models import Cursor; print(Cursor.objects.get(pk='search').sequence)"
