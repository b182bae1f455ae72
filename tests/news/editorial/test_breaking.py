"""Breaking news: raised for a time, cleared by itself, and, for a brief, public before it is read."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from news.editorial.breaking import check_breaking, clear_breaking, raise_breaking
from news.editorial.models import Breaking, Embargo
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication.actions import publish_breaking
from news.publication.schedule import Clock
from news.record.documents import rfc3339
from tests import factories
from tests.news.editorial.support import edit
from tests.news.publication.support import assert_in_step, document, events, fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def duty() -> Any:
    return factories.user("Duty editor")


def brief(**fields: Any) -> ArticlePage:
    return factories.article("زلزال في البحر", kind="brief", **fields)


def test_it_is_raised_with_an_end_and_clears_itself(duty: Any) -> None:
    page = factories.published()
    assert document(page)["breaking_until"] is None
    row = raise_breaking(page, by=duty)
    assert document(page)["breaking_until"] == rfc3339(row.until)
    assert "عاجل" in Client().get(page.url_path).content.decode()
    card = Client().get("/api/v1/articles/").json()["data"][0]
    assert card["breaking_until"] == rfc3339(row.until)
    later = raise_breaking(page, by=duty, until=timezone.now() + timedelta(hours=5))
    assert later.pk == row.pk
    Breaking.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert Clock().fire() == 1
    assert_in_step()
    assert document(page)["breaking_until"] is None
    assert set(events(page)[1:]) == {"refreshed"}
    assert Clock().fire() == 0


def test_it_can_be_cleared_by_hand(duty: Any) -> None:
    page = factories.published()
    raise_breaking(page, by=duty)
    clear_breaking(page, by=duty)
    assert document(page)["breaking_until"] is None
    with pytest.raises(Refused, match="breaking_none"):
        clear_breaking(page, by=duty)


@pytest.mark.parametrize("hours", [-1, 25])
def test_its_end_is_in_the_future_and_near(hours: int, duty: Any) -> None:
    with pytest.raises(Refused, match="breaking_time"):
        raise_breaking(factories.published(), by=duty, until=timezone.now() + timedelta(hours=hours))


@pytest.mark.parametrize("role", ["Reporter", "Desk editor", "Translator", ""])
def test_who_may_not_publish_raises_and_publishes_none(role: str) -> None:
    person, page, draft = factories.user(role), factories.published(), brief()
    for act in (
        lambda: raise_breaking(page, by=person),
        lambda: clear_breaking(page, by=person),
        lambda: publish_breaking(draft, by=person),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            act()
    assert not is_public(draft)


def test_a_brief_goes_out_unreviewed_and_must_be_checked_by_another(duty: Any) -> None:
    page = brief()
    row = publish_breaking(page, by=duty)
    assert_in_step()
    assert is_public(page)
    assert document(page)["breaking_until"]
    assert row.check_due is not None
    assert row.check_due - row.raised_at < timedelta(minutes=16)
    with pytest.raises(Refused, match="four_eyes_check"):
        check_breaking(fresh(page), by=duty)
    with pytest.raises(Refused, match="not_allowed"):
        check_breaking(fresh(page), by=factories.user("Reporter"))
    checked = check_breaking(fresh(page), by=factories.user("Desk editor"))
    assert checked.checked_at
    with pytest.raises(Refused, match="check_none"):
        check_breaking(fresh(page), by=factories.user("Desk editor"))


def test_only_exactly_what_went_out_is_approved_by_it(duty: Any) -> None:
    page = brief()
    publish_breaking(page, by=duty)
    edit(page, duty, title="تفاصيل لم يقرأها أحد")
    with pytest.raises(Refused, match="edited_since_approval"):
        fresh(page).latest_revision.publish(user=duty)
    settle()
    assert document(page)["title"] == "زلزال في البحر"


def test_nothing_else_is_passed_over(duty: Any) -> None:
    refused = {
        "breaking_kind": factories.article("مقال طويل"),
        "field_required": brief(body=[]),
        "breaking_public": factories.publish(brief()),
        "embargoed_open": brief(),
    }
    Embargo.objects.create(group=refused["embargoed_open"].translation_key)
    for code, page in refused.items():
        with pytest.raises(Refused, match=code):
            publish_breaking(page, by=duty)
    assert not Breaking.objects.exists()
    assert [is_public(page) for page in refused.values()] == [False, False, True, False]


def test_who_publishes_it_does_not_check_it_whoever_raised_it(duty: Any) -> None:
    page, other = brief(), factories.user("Duty editor")
    raise_breaking(page, by=other)
    publish_breaking(page, by=duty)
    with pytest.raises(Refused, match="four_eyes_check"):
        check_breaking(page, by=duty)
    assert check_breaking(page, by=other).checked_by == other
