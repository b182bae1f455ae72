"""Where stories are on both axes, and stories that were put away."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState

from news.editorial.models import Spike
from news.editorial.refusals import Refused
from news.editorial.spikes import restore, spike
from news.editorial.states import without_spiked
from news.models import ArticlePage
from news.publication.gate import judge
from news.publication.kills import kill
from news.publication.permit import refusals
from news.publication.schedule import Clock
from news.publication.states import states
from tests import factories
from tests.news.admin.support import client_for, edit_url, messages_in
from tests.news.editorial.support import act, edit, fresh, is_public, people, press, submit

pytestmark = pytest.mark.usefixtures("newsroom")


def where(page: ArticlePage) -> tuple[str, str]:
    """The page's state on each axis."""
    found = states([fresh(page)])[page.pk]
    return found.editorial.value, found.public.value


def test_a_story_on_its_way() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter, kind="opinion", bylines=[factories.author()])
    assert where(page) == ("draft", "none")
    submit(page, reporter)
    assert where(page) == ("desk_review", "none")
    press(page, desk, "reject")
    assert where(page) == ("needs_changes", "none")
    fresh(page).current_workflow_state.resume(reporter)
    press(page, desk)
    assert where(page) == ("copy_edit", "none")
    press(page, desk)
    assert where(page) == ("legal_review", "none")
    press(page, factories.user("Legal"))
    assert where(page) == ("final_approval", "none")
    press(page, duty)
    assert where(page) == ("ready", "live")
    edit(page, reporter)
    assert where(page) == ("draft", "live")
    fresh(page).unpublish()
    assert where(page) == ("draft", "withdrawn")
    kill(fresh(page), notice="سُحب الخبر", by=None)
    assert where(page) == ("draft", "killed")


def test_what_is_overwritten_after_its_approval_is_a_draft_again() -> None:
    page = factories.published()
    assert where(page) == ("ready", "live")
    revision = fresh(page).latest_revision
    draft = revision.as_object()
    draft.title = "لم يوافق عليه أحد"
    draft.save_revision(overwrite_revision=revision)
    assert where(page) == ("draft", "live")


def scheduled(reporter: Any, desk: Any, duty: Any) -> ArticlePage:
    page = factories.article(user=reporter)
    edit(page, reporter, go_live_at=timezone.now() + timedelta(days=1))
    submit(page, reporter)
    act(page, desk)
    act(page, duty)
    return page


def test_a_story_that_waits_for_its_moment_is_ready_and_scheduled() -> None:
    assert where(scheduled(*people())) == ("ready", "scheduled")


def test_a_final_approval_of_a_review_that_goes_on_makes_nothing_ready() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    act(page, desk)
    edit(page, reporter)
    act(page, duty)
    assert where(page) == ("desk_review", "none")
    fresh(page).current_workflow_state.cancel()
    assert where(page) == ("draft", "none")


def test_it_takes_the_same_queries_however_many_there_are() -> None:
    reporter, desk, duty = people()
    counts = []
    for _round in range(3):
        factories.published()
        submit(factories.article(user=reporter), reporter)
        scheduled(reporter, desk, duty)
        spike(factories.article(), reason="لا جديد فيه", by=desk)
        articles = list(ArticlePage.objects.all())
        with CaptureQueriesContext(connection) as queries:
            assert len(states(articles)) == len(articles)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 6


def test_a_spiked_draft_is_neither_listed_nor_submitted_nor_published_until_it_is_restored() -> None:
    reporter, desk, _duty = people()
    page = factories.article("مسودة محفوظة", user=reporter)
    state = submit(page, reporter)
    row = spike(page, reason=" لا جديد فيه ", by=desk)
    state.refresh_from_db()
    assert (row.reason, state.status) == ("لا جديد فيه", WorkflowState.STATUS_CANCELLED)
    assert where(page) == ("spiked", "none")
    assert not without_spiked(ArticlePage.objects.all()).exists()
    with pytest.raises(Refused, match="spiked"):
        submit(page, reporter)
    assert "spiked" in [refusal.code for refusal in refusals(fresh(page))]
    with pytest.raises(Refused, match="spiked"):
        factories.publish(fresh(page))
    restore(page, by=desk)
    assert where(page)[0] != "spiked"
    submit(page, reporter)
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="nashra.")
    assert list(entries.order_by("pk").values_list("action", "user")) == [
        ("nashra.spike", desk.pk), ("nashra.restore", desk.pk),
    ]  # fmt: skip


def test_the_admin_lists_a_spiked_draft_apart_and_says_what_it_is() -> None:
    desk = factories.user("Desk editor")
    page = factories.article("مسودة محفوظة")
    spike(page, reason="مكرر", by=desk)
    client = client_for(desk)
    section = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert "مسودة محفوظة" not in client.get(section).content.decode()
    assert "مسودة محفوظة" in client.get(section + "?spiked=1").content.decode()
    assert Refused("spiked").message in messages_in(client.get(edit_url(page)))


def test_a_spiked_story_that_slips_out_is_withheld() -> None:
    page = factories.published("خبر")
    page.unpublish()
    spike(fresh(page), reason="مكرر", by=factories.user("Desk editor"))
    factories.slip(page)
    assert judge([fresh(page)])[page.pk].reason == "spiked"
    assert not is_public(page)


def test_a_schedule_is_taken_back_with_the_spike() -> None:
    reporter, desk, duty = people()
    page = scheduled(reporter, desk, duty)
    spike(page, reason="تغيّر الموعد", by=desk)
    assert where(page) == ("spiked", "none")
    assert fresh(page).scheduled_revision is None
    assert Clock().fire() == 0


def test_who_may_not_spike_or_restore_and_what_cannot_be() -> None:
    reporter, desk, duty = people()
    page, live = factories.article(user=reporter), factories.published()
    for person in (factories.user("Reporter"), factories.user("Reviewer"), factories.user("Legal")):
        refused_with("not_allowed", page, person)
    refused_with("spike_live", live, duty)
    refused_with("reason_required", page, desk, reason="  ")
    with pytest.raises(Refused, match="not_spiked"):
        restore(page, by=desk)
    spike(page, reason="مكرر", by=reporter)
    refused_with("spiked", page, desk)
    with pytest.raises(Refused, match="not_allowed"):
        restore(page, by=factories.user("Reporter"))
    assert Spike.objects.get().restored_at is None


def refused_with(code: str, page: ArticlePage, by: Any, reason: str = "مكرر") -> None:
    with pytest.raises(Refused) as caught:
        spike(page, reason=reason, by=by)
    assert caught.value.code == code
