"""Every way of the admin to publish by hand, past the review."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from news.models import ArticlePage
from news.record.models import PublishedDocument
from tests import factories
from tests.news.admin.support import article_form, bulk_url, client_for, edit_url, messages_in

pytestmark = pytest.mark.usefixtures("newsroom")

SAVED = "حُفظ مسودةً: لا يُنشر المقال إلا بموافقته النهائية."
NEVER = "لم ينل محتواه موافقة نهائية قط؛ قدّمه للمراجعة."


@pytest.fixture
def client() -> Client:
    return client_for(factories.user("Duty editor"))


def create(client: Client, parent: Any, **changes: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk])
    page = ArticlePage(title="خبر جديد", slug="خبر-جديد", standfirst="سطر يمهّد للخبر.")
    return client.post(url, article_form(page, "action-publish", **changes), follow=True)


@pytest.mark.parametrize("when", ["", "2037-01-01 12:00"])
def test_a_new_story_stays_a_draft(client: Client, when: str) -> None:
    answer = create(client, factories.section(), go_live_at=when)
    page = ArticlePage.objects.get()
    assert answer.redirect_chain == [(edit_url(page), 302)]
    assert messages_in(answer) == f"{SAVED} {NEVER}"
    assert not page.live
    assert page.has_unpublished_changes
    assert page.latest_revision.as_object().title == "خبر جديد"
    assert page.scheduled_revision is None
    assert not PublishedDocument.objects.filter(document_id=page.uuid).exists()


def test_what_is_finally_approved_may_be_published_again(client: Client) -> None:
    page = factories.published("عنوان وافق عليه اثنان")
    page.unpublish()
    client.post(bulk_url("publish", page))
    assert ArticlePage.objects.get(pk=page.pk).live
    assert PublishedDocument.objects.get(document_id=page.uuid).state == "live"


def test_a_section_is_published_with_what_is_approved_below_it(client: Client) -> None:
    section = factories.section("رياضة")
    approved = factories.published("وافق عليه اثنان", parent=section)
    approved.unpublish()
    changed = factories.published("عنوان عند القراء", parent=section)
    draft = changed.get_latest_revision_as_object()
    draft.title = "عنوان كتبته يد واحدة"
    draft.save_revision()
    client.post(bulk_url("publish", section), {"include_descendants": "on"})
    assert ArticlePage.objects.get(pk=approved.pk).live
    assert ArticlePage.objects.get(pk=changed.pk).title == "عنوان عند القراء"


def test_the_refusal_in_bulk_names_the_stories(client: Client) -> None:
    page = factories.article("خبر لم يوافق عليه أحد")
    answer = client.post(bulk_url("publish", page), follow=True)
    assert messages_in(answer) == f"لم يُنشر شيء. «خبر لم يوافق عليه أحد»: {NEVER}"
    assert not ArticlePage.objects.get(pk=page.pk).live
