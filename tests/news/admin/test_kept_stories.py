"""What was public, was killed or waits for its moment is deleted by nobody, nor is what it stands below."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from news.editorial.refusals import Refused
from news.editorial.spikes import restore, spike
from news.models import ArticlePage
from news.publication.kills import kill
from tests import factories
from tests.news.admin.support import bulk_url, client_for, messages_in
from tests.news.publication.support import fresh, settle
from tests.news.publication.test_schedule import schedule

pytestmark = pytest.mark.usefixtures("newsroom")


def live() -> ArticlePage:
    return factories.published("خبر منشور")


def withdrawn() -> ArticlePage:
    page = factories.published("خبر مسحوب")
    page.unpublish()
    settle()
    return fresh(page)


def killed() -> ArticlePage:
    page = factories.published("خبر محذوف نهائيًا")
    kill(page, notice="سُحب الخبر.", reason="شهادة مكذوبة", by=None)
    return fresh(page)


def killed_unpublished() -> ArticlePage:
    page = factories.article("مسودة محذوفة نهائيًا")
    kill(page, notice="سُحب الخبر.", reason="شهادة مكذوبة", by=None)
    return fresh(page)


def scheduled() -> ArticlePage:
    page = factories.article("موعده غدًا")
    schedule(page, timezone.now() + timedelta(days=1))
    return fresh(page)


def in_the_form(browser: Any, page: Page) -> Any:
    return browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)


def in_bulk(browser: Any, page: Page) -> Any:
    return browser.post(
        bulk_url("delete", page),
    )


def by_the_admin_api(browser: Any, page: Page) -> Any:
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "delete"])
    return browser.post(url, {}, "application/json")


STORIES = [live, withdrawn, killed, killed_unpublished, scheduled]
WAYS = [in_the_form, in_bulk, by_the_admin_api]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("make", STORIES)
def test_nobody_deletes_a_story_that_must_stay_nor_its_section(
    make: Callable[[], ArticlePage], way: Callable[[Any, Page], Any]
) -> None:
    page = make()
    writer = factories.user("Reporter")
    Page.objects.filter(pk=page.pk).update(owner=writer)
    section = page.get_parent()
    people = [writer, factories.user("Duty editor"), factories.user(is_superuser=True)]
    for browser in map(client_for, people):
        for thing in (page, section, section.get_parent()):
            way(browser, thing)
    assert ArticlePage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("way", WAYS)
def test_drafts_are_deleted_as_before_and_code_deletes_what_it_will(way: Callable[[Any, Page], Any]) -> None:
    writer = factories.user("Reporter")
    page, public = factories.article("مسودة", user=writer), live()
    way(client_for(writer), page)
    assert not ArticlePage.objects.filter(pk=page.pk).exists()
    empty = factories.section("قسم بلا أخبار")
    way(client_for(factories.user(is_superuser=True)), empty)
    assert not Page.objects.filter(pk=empty.pk).exists()
    public.delete()
    assert not ArticlePage.objects.exists()


def test_the_admin_says_why() -> None:
    page = withdrawn()
    for person in (factories.user("Duty editor"), factories.user(is_superuser=True)):
        for thing in (page, page.get_parent()):
            assert Refused("kept").message in messages_in(in_the_form(client_for(person), thing))
    stranger = factories.user()
    assert Refused("kept").message not in str(in_the_form(client_for(stranger), page).content)


def test_what_must_stay_is_moved_and_put_away_as_drafts_are() -> None:
    page, desk = withdrawn(), factories.user("Desk editor")
    other = factories.section("قسم آخر")
    assert page.permissions_for_user(desk).can_move()
    client_for(desk).post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
    assert fresh(page).is_child_of(other)
    spike(page, reason="مكرر", by=desk)
    restore(page, by=desk)


def test_a_list_asks_once_which_stories_must_stay() -> None:
    first = withdrawn()
    section = reverse("wagtailadmin_explore", args=[first.get_parent().pk])
    browser = client_for(factories.user(is_superuser=True))
    asked = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as queries:
            content = browser.get(section).content.decode()
        asked.append(len(queries))
        for number in range(4):
            factories.article(f"مسودة {number}", parent=first.get_parent())
    assert asked[1] == asked[2]
    assert browser.get(section + "?q=مسودة").status_code == 200
    delete = reverse("wagtailadmin_pages:delete", args=[0]).replace("/0/", "/{}/")
    assert delete.format(first.pk) not in content
    assert delete.format(ArticlePage.objects.exclude(pk=first.pk)[0].pk) in content
