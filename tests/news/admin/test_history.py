"""A story's whole history in one place: everything that happened, in order, for who may know the story."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, PageLogEntry

from news.admin.history import SORTS
from news.editorial.assignments import assign, claim
from news.editorial.breaking import raise_breaking
from news.editorial.embargo import break_embargo, set_embargo
from news.models import ArticlePage
from news.publication.kills import kill
from news.publication.models import Kill
from tests import factories
from tests.news.admin.support import client_for, edit_url
from tests.news.editorial.support import approved_by, press, submit

pytestmark = pytest.mark.usefixtures("newsroom")


def url(page: ArticlePage) -> str:
    return reverse("newsroom_history", args=[page.pk])


def shown(client: Client, page: ArticlePage, sort: str = "") -> list[Any]:
    """What the history shows, newest first."""
    return client.get(url(page), {"sort": sort}).context["entries"]


@pytest.fixture
def duty() -> Any:
    return factories.user("Duty editor", first_name="هدى", last_name="ناصر")


def test_everything_that_happened_is_there_newest_first(duty: Any) -> None:
    client = client_for(duty)
    page, desk = factories.article("خبر الميناء"), factories.user("Desk editor")
    made = Comment.objects.create(page=page, user=desk, text="راجعوا الرقم", contentpath="standfirst")
    made.log_create(page_revision=page.latest_revision, user=desk)
    set_embargo(page, until=None, by=desk, note="الوزارة")
    break_embargo(page, reason="نشرته الوكالات", by=duty)
    claim(page, by=desk)
    assign(page, assignee=duty, by=desk)
    submit(page, factories.user("Reporter"))
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, desk, "approve", comment="قرأته")
    press(page, desk)
    press(page, duty)
    raise_breaking(page, by=duty)
    kill(page, notice="سُحب الخبر", reason="كاذب", by=duty)
    entries = shown(client, page)
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    text = client.get(url(page)).content.decode()
    for words in ("راجعوا الرقم", "الوزارة", "نشرته الوكالات", "قرأته", "سُحب الخبر", "كاذب", "هدى ناصر"):
        assert words in text
    assert "وصل إلى القراء، في النسخة 1" in text
    assert f"كُلّف به {duty.get_username()}" in text
    assert reverse("newsroom_kill", args=[Kill.objects.get().pk]) in text
    counts = {sort: len(shown(client, page, sort)) for sort in SORTS}
    assert {sort for sort, count in counts.items() if not count} == {"corrections", "translation"}
    assert counts["embargoes"] == counts["assignments"] == 2
    assert {bool(entry.url) for entry in shown(client, page, "kills") if not entry.public} == {True}
    assert len(shown(client, page, "no-such-sort")) == len(entries)


def test_a_correction_is_shown_with_its_words(duty: Any) -> None:
    page = factories.published()
    draft = page.get_latest_revision_as_object()
    draft.corrections.add(draft.corrections.model(type="correction", note="الرقم الصحيح تسعة."))
    factories.publish(draft.save_revision().as_object().specific)
    [entry] = shown(client_for(duty), page, "corrections")
    assert entry.told == ["الرقم الصحيح تسعة."]
    assert entry.public


def test_a_long_history_comes_in_portions_at_one_price(duty: Any) -> None:
    client, page = client_for(duty), factories.article()
    client.get(url(page))
    counts = []
    for number in (10, 2000):
        entry = PageLogEntry.objects.filter(page=page.pk).first()
        assert entry
        fields = {"action": "wagtail.edit", "timestamp": timezone.now(), "content_type": entry.content_type}
        PageLogEntry.objects.bulk_create(
            PageLogEntry(page=page, user=duty, label="خبر", **fields) for _ in range(number)
        )
        with CaptureQueriesContext(connection) as queries:
            entries = client.get(url(page)).context["entries"]
        assert len(entries) == min(number + 2, 50) or len(entries) > number
        counts.append(len(queries))
    assert counts[0] >= counts[1]
    assert len(client.get(url(page), {"p": "3"}).context["entries"]) == 50


def test_it_is_for_who_knows_the_story(duty: Any) -> None:
    page = factories.article("سر")
    approved_by(page, factories.user("Desk editor"))
    for client in (Client(), client_for(factories.user()), client_for(factories.user("Admin"))):
        answer = client.get(url(page), follow=False)
        assert answer.status_code == 302
        assert "سر" not in answer.content.decode()
    assert client_for(duty).get(reverse("newsroom_history", args=[0])).status_code == 404
    assert client_for(factories.user("Reviewer")).get(url(page)).status_code == 200
    assert url(page) in client_for(duty).get(edit_url(page)).content.decode()
