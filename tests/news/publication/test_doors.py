"""Wagtail's own ways to publish, copy and move a story ask our rules, and leave readers what they had."""

import json
from typing import Any

import pytest
from django.urls import reverse

from news.editorial.approvals import approve_import
from news.models import ArticlePage
from news.publication.kills import ask_to_undo, kill, undo
from tests import factories
from tests.news.admin.support import client_for
from tests.news.editorial.support import edit
from tests.news.publication.support import fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom")


def ask(page: Any, action: str, by: Any, **data: Any) -> Any:
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return client_for(by).post(url, json.dumps(data), "application/json")


@pytest.fixture
def duty() -> Any:
    return factories.user("Duty editor")


def test_an_unapproved_draft_takes_nothing_from_readers(duty: Any) -> None:
    page = factories.published("ميناء جديد")
    edit(page, duty, standfirst="سطر لم يوافق عليه أحد")
    assert ask(page, "publish", duty).status_code == 409
    settle()
    assert is_public(page)
    assert fresh(page).standfirst != "سطر لم يوافق عليه أحد"


def test_what_was_killed_does_not_lie_in_wait(duty: Any) -> None:
    page = factories.published("خبر كاذب")
    kill(page, notice="سُحب.", reason="خطأ", by=duty)
    assert ask(page, "publish", duty).status_code == 409
    assert not fresh(page).live
    ask_to_undo(page, reason="صحيح", by=duty)
    undo(page, by=factories.user("Duty editor"))
    settle()
    assert not is_public(page)


def test_what_was_approved_is_published(duty: Any) -> None:
    page = factories.article()
    approve_import(page.get_latest_revision_as_object(), run="tests", by=None)
    assert ask(page, "publish", duty).status_code == 200
    settle()
    assert is_public(page)


@pytest.mark.parametrize("role", ["Reporter", "Desk editor", "Reviewer", ""])
def test_who_may_not_publish_learns_nothing(role: str) -> None:
    page = factories.article("سرّ لا يُنشر")
    answer = ask(page, "publish", factories.user(role))
    assert answer.status_code in (302, 403, 404)
    assert "not_approved" not in answer.content.decode()
    assert not fresh(page).live


def test_a_copy_is_never_live(duty: Any) -> None:
    page = factories.published("ميناء جديد")
    section = page.get_parent()
    assert ask(page, "copy", duty, slug="نسخة", keep_live=True).status_code == 201
    assert ask(section, "copy", duty, slug="قسم-آخر", keep_live=True, recursive=True).status_code == 201
    page.copy(keep_live=True, update_attrs={"slug": "نسخة-أخرى"})
    copies = ArticlePage.objects.exclude(pk=page.pk)
    assert copies.count() == 4
    for copy in copies:
        assert not copy.live
        assert copy.has_unpublished_changes
        assert (copy.first_published_at, copy.last_published_at, copy.live_revision) == (None, None, None)
    form = client_for(duty).get(reverse("wagtailadmin_pages:copy", args=[page.pk])).content.decode()
    assert "publish_copies" not in form
