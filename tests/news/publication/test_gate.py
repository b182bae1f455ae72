"""Every reason the gate has to keep a story from readers, and what that costs to find out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from news.editorial.refusals import Refused
from news.models import ArticlePage, Byline, SectionPage
from news.publication.gate import REASONS, judge
from news.publication.kills import kill
from news.publication.withheld import withheld_articles, withheld_reason
from tests import factories
from tests.news.publication.support import fresh, is_public, live_without_approval, reason, settle

pytestmark = pytest.mark.usefixtures("newsroom")

Change = Callable[[ArticlePage], Any]


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def expire(page: Any) -> None:
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()


def make_alias(page: ArticlePage) -> None:
    original = factories.published("الأصل", parent=page.get_parent().specific)
    page.alias_of = original
    page.save()


def section_of(page: ArticlePage) -> SectionPage:
    return page.get_parent().specific


REFUSALS: dict[str, tuple[Change, str]] = {
    "unpublished": (lambda page: page.unpublish(), "not_live"),
    "expired": (expire, "expired"),
    "section expired": (lambda page: expire(section_of(page)), "expired"),
    "alias": (make_alias, "alias"),
    "restricted": (restrict, "restricted"),
    "section restricted": (lambda page: restrict(page.get_parent()), "restricted"),
    "home restricted": (lambda page: restrict(Page.objects.get(pk=factories.home().pk)), "restricted"),
    "root restricted": (lambda page: restrict(Page.get_first_root_node()), "restricted"),
    "section unpublished": (lambda page: section_of(page).unpublish(), "ancestor_not_live"),
    "home unpublished": (lambda page: factories.home().unpublish(), "ancestor_not_live"),
    "killed": (lambda page: kill(page, notice="حُذف", by=None), "not_live"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_story_is_public_until_a_reason_speaks_against_it(case: str) -> None:
    change, expected = REFUSALS[case]
    inner = factories.section("داخلي", parent=factories.section("خارجي"))
    page = factories.published("خبر منشور", parent=inner)
    other = factories.published("خبر إنجليزي", locale="en")
    settle()
    assert (reason(page), is_public(page)) == ("", True)
    change(page)
    settle()
    assert (reason(page), is_public(page)) == (expected, False)
    assert is_public(other) == ("root" not in case)


def retitle(page: ArticlePage) -> None:
    page.title = "عنوان لم يره أحد"


def reword(page: ArticlePage) -> None:
    page.body = [("paragraph", "<p>نص لم يوافق عليه أحد.</p>")]


def recaption(page: ArticlePage) -> None:
    page.lead_image_alt = "وصف جديد"


def retag(page: ArticlePage) -> None:
    page.tags.add("وسم جديد")


def resign(page: ArticlePage) -> None:
    page.bylines = [Byline(author=factories.author("كاتب آخر"))]


def retopic(page: ArticlePage) -> None:
    page.topics.set([factories.topic("موضوع آخر")])


def test_words_nobody_approved_stay_in() -> None:
    image = factories.image()
    edits = (retitle, reword, recaption, retag, resign, retopic)
    pages = {edit: factories.published(lead_image=image) for edit in edits}
    for edit in edits:
        page = fresh(pages[edit])
        edit(page)
        page.save()
        settle()
        assert (reason(page), is_public(page)) == ("not_approved", False), edit
    with translation.override("en"):
        withheld = withheld_reason(fresh(page))
        assert withheld is not None
        assert withheld.message == REASONS["not_approved"]
    chief = factories.user(is_superuser=True)
    assert {one.page.pk for one in withheld_articles(10, chief)} == {page.pk for page in pages.values()}
    assert len(withheld_articles(2, chief)) == 2
    assert withheld_articles(10, factories.user()) == []


def test_drafts_and_the_never_approved_stay_in() -> None:
    draft = factories.article("مسودة")
    pushed = live_without_approval(factories.article("منشور بلا موافقة"))
    born_live = factories.section().add_child(instance=ArticlePage(title="وُلد منشورًا", live=True))
    copy = factories.published("أصل").copy(update_attrs={"slug": "نسخة"}, keep_live=True)
    settle()
    pages = (draft, pushed, born_live, copy)
    assert [reason(page) for page in pages] == ["not_live", "not_approved", "not_approved", "not_live"]
    assert not any(is_public(page) for page in pages)


def test_a_new_draft_of_a_public_story_changes_nothing() -> None:
    page = factories.published("العنوان المنشور")
    page.title = "عنوان المسودة"
    page.save_revision()
    settle()
    assert (reason(page), is_public(page)) == ("", True)


def test_what_was_killed_never_comes_back() -> None:
    page = factories.published("قُتل")
    kill(page, notice="حُذف", by=None)
    with pytest.raises(Refused, match="killed"):
        factories.publish(fresh(page), title="عاد بعنوان آخر")
    factories.slip(page)
    assert fresh(page).live
    assert (reason(page), is_public(page)) == ("killed", False)


def test_approval_back_again_makes_it_public_again() -> None:
    page = factories.published("العنوان الأول")
    edited = fresh(page)
    edited.title = "سهو"
    edited.save()
    settle()
    assert not is_public(page)
    edited.title = "العنوان الأول"
    edited.save()
    settle()
    assert (reason(page), is_public(page)) == ("", True)


def test_the_earliest_end_above_a_page_is_its_own() -> None:
    outer, inner = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)
    section = factories.section("ينتهي", expire_at=outer)
    page = factories.published("خبر", parent=section, expire_at=inner)
    assert judge([fresh(page)])[page.pk].visible_until == outer
    assert judge([page.get_parent()])[section.pk].public
    root = Page.get_first_root_node()
    assert judge([root])[root.pk].public


def test_judging_many_costs_no_more_than_judging_two() -> None:
    deep = factories.section("عميق", parent=factories.section("أعلى"))
    details: dict[str, Any] = {
        "bylines": [factories.author()],
        "topics": [factories.topic()],
        "tags": ["أ", "ب"],
    }
    pages = [factories.published(parent=deep, **details) for _ in range(6)]

    def cost(number: int) -> int:
        chosen = list(ArticlePage.objects.filter(pk__in=[page.pk for page in pages[:number]]))
        with CaptureQueriesContext(connection) as queries:
            verdicts = judge(chosen)
        assert all(verdict.public for verdict in verdicts.values())
        return len(queries)

    assert cost(2) == cost(6) <= 9
