"""What must go goes at once and whole, whatever else is broken and whether or not a relay works."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from news.models import ArticlePage, NewsRendition
from news.publication.actions import withdraw
from news.publication.kills import kill
from news.publication.reconcile import differences
from news.record.models import Mark, PublicState, PublishedDocument
from tests import factories
from tests.news.publication.support import assert_in_step, document, fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom")

Act = Callable[[ArticlePage], Any]


def take_down(page: ArticlePage) -> None:
    withdraw(fresh(page), by=None)


def kill_all(page: ArticlePage) -> None:
    kill(fresh(page), notice="سُحب الخبر.", by=None)


def kill_one(page: ArticlePage) -> None:
    kill(fresh(page), notice="سُحب الخبر.", by=None, all_locales=False)


def delete(page: ArticlePage) -> None:
    fresh(page).delete()


def make_private(page: ArticlePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


WAYS = [take_down, kill_all, kill_one, delete, make_private]


def lose(image: Any) -> None:
    """Nothing can be made of the image any more."""
    NewsRendition.objects.filter(image=image).delete()
    storages["default"].delete(image.file.name)


@pytest.mark.parametrize("act", WAYS)
def test_a_broken_image_of_its_own_keeps_no_story_public(act: Act) -> None:
    image = factories.image()
    page = factories.published("صورته ضاعت", lead_image=image)
    lose(image)
    act(page)
    assert not is_public(page)


@pytest.mark.parametrize("act", WAYS)
def test_a_broken_image_of_its_translation_keeps_no_story_public(act: Act) -> None:
    image = factories.image()
    arabic = factories.published("سليم")
    english = factories.publish(factories.translation(arabic, "en", "Broken"), lead_image=image)
    settle()
    lose(image)
    act(arabic)
    assert not is_public(arabic)
    assert is_public(english) == (act is not kill_all)


def test_reconciling_takes_down_what_cannot_be_rendered_beside_a_broken_translation() -> None:
    image = factories.image()
    arabic = factories.published("سليم")
    factories.publish(factories.translation(arabic, "en", "Broken"), lead_image=image)
    settle()
    lose(image)
    ArticlePage.objects.filter(pk=arabic.pk).update(live=False)  # no receiver sees it
    with pytest.raises(SystemExit):  # the translation, which names it, has to wait
        call_command("reconcile")
    assert not is_public(arabic)
    assert [one.problem for one in differences()] == ["outdated"]


@pytest.mark.parametrize("act", WAYS)
def test_nothing_names_it_any_more_though_no_relay_works(act: Act) -> None:
    page = factories.published("يُسحب", tags=["وسم وحيد"])
    english = factories.publish(factories.translation(page, "en", "Stays"))
    text = f'<p>اقرأ <a linktype="page" id="{page.pk}">الخبر</a></p>'
    linking = factories.published("يرتبط", body=[("paragraph", text)])
    settle()
    path = document(page)["path"]
    act(page)
    live = PublishedDocument.objects.filter(state=PublicState.LIVE)
    assert not [row for row in live if path in bytes(row.body).decode()]
    assert not live.filter(type="tag").exists()
    assert "href" not in document(linking)["body"][0]["value"]["html"]
    assert is_public(english) == (act is not kill_all)
    assert_in_step()


def test_what_many_stories_name_goes_at_once_and_the_rest_follows() -> None:
    page = factories.published("يُسحب")
    text = f'<p>اقرأ <a linktype="page" id="{page.pk}">الخبر</a></p>'
    for number in range(35):
        factories.published(f"يرتبط {number}", body=[("paragraph", text)])
    settle()
    take_down(page)
    assert not is_public(page)
    assert 0 < Mark.objects.count() <= 5
    assert_in_step()


def test_a_language_made_private_takes_its_names_along_and_brings_them_back() -> None:
    author, topic = factories.author("Ports desk", locale="en"), factories.topic("Ports", locale="en")
    arabic = factories.author("محرر الموانئ")
    factories.published("Ports", locale="en", bylines=[author], topics=[topic])
    factories.published("الموانئ", bylines=[arabic])
    settle()
    assert is_public(author)
    restriction = PageViewRestriction.objects.create(page=factories.home("en"), restriction_type="login")
    assert [is_public(thing) for thing in (author, topic, arabic)] == [False, False, True]
    assert_in_step("private")
    restriction.delete()
    settle()
    assert is_public(author)
    assert is_public(topic)
    assert_in_step("public again")
