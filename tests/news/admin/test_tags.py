"""Tags are offered to who may know of what carries them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.editorial.roles import DESK_ROLES
from news.publication.actions import withdraw
from tests import factories
from tests.news.admin.support import client_for
from tests.news.editorial.test_desks import make_desk
from tests.news.publication.support import fresh, settle

pytestmark = pytest.mark.usefixtures("newsroom")
PLACES = ("/admin/tag-autocomplete/", "/admin/tag-autocomplete/taggit/tag/")


def offered(client: Client, term: str = "سر") -> list[str]:
    """The tags offered for what was typed so far, at either address."""
    one, other = (client.get(place, {"term": term}) for place in PLACES)
    assert one.status_code == 200
    assert one.json() == other.json()
    found: list[str] = one.json()
    return found


def draft(title: str, section: Any, *tags: str) -> None:
    """A draft that was saved with these tags."""
    factories.article(title, parent=section, tags=tags).save()


@pytest.fixture
def sport() -> Any:
    """A section with people of its own."""
    section = factories.section("رياضة", slug="sport")
    make_desk("/ar/sport/")
    return section


@pytest.fixture
def reporter(sport: Any) -> Any:
    """Who knows of nothing but the drafts of this section."""
    person = factories.user()
    role = next(role for role in DESK_ROLES if role.key == "reporter")
    person.groups.add(role.group("/ar/sport/"))
    return person


def test_tags_of_drafts_are_offered_to_who_may_know_of_the_draft(sport: Any, reporter: Any) -> None:
    draft("صفقة", sport, "سر الصفقة")
    draft("تحقيق", factories.section("سياسة"), "سر الوزير")
    assert offered(client_for(reporter)) == ["سر الصفقة"]
    assert offered(client_for(factories.user("Desk editor"))) == ["سر الصفقة", "سر الوزير"]
    assert offered(client_for(factories.user("Admin"))) == []
    assert offered(client_for(reporter), "") == offered(client_for(reporter), "\x00") == []


def test_what_readers_see_is_offered_to_everybody_for_as_long(reporter: Any) -> None:
    page = factories.published("تحقيق", parent=factories.section("سياسة"), tags=["سر الوزير"])
    settle()
    assert offered(client_for(reporter)) == ["سر الوزير"]
    withdraw(fresh(page), by=None)
    settle()
    assert offered(client_for(reporter)) == []


def test_tags_of_images_are_offered_to_who_may_choose_the_image(reporter: Any) -> None:
    factories.image().tags.add("سر الصورة")
    assert offered(client_for(factories.user("Reporter"))) == ["سر الصورة"]
    assert offered(client_for(factories.user("Admin"))) == []


def test_it_takes_as_many_queries_for_many_tags(sport: Any, reporter: Any) -> None:
    client, counts = client_for(reporter), []
    for number in (1, 20):
        draft(f"خبر {number}", sport, *(f"سر {number} {one}" for one in range(number)))
        client.get(PLACES[0], {"term": "سر"})
        with CaptureQueriesContext(connection) as queries:
            client.get(PLACES[0], {"term": "سر"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(offered(client)) == 10


def test_other_models_have_no_tags_and_strangers_are_sent_to_sign_in(reporter: Any) -> None:
    assert client_for(reporter).get("/admin/tag-autocomplete/auth/user/", {"term": "a"}).status_code == 404
    assert Client().get(PLACES[0], {"term": "سر"}).status_code == 302
    assert client_for(factories.user()).get(PLACES[0], {"term": "سر"}).status_code == 302
