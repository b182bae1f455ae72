"""Who is told of what, in the admin and by mail, and who never is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Comment, CommentReply, Revision
from wagtail.users.models import UserProfile

from news.editorial.assignments import assign
from news.editorial.embargo import break_embargo, set_embargo
from news.editorial.models import Notice
from news.editorial.notices import mark_read, notices_of, unread
from news.models import ArticlePage
from news.publication.kills import kill
from news.publication.schedule import Clock
from tests import factories
from tests.news.editorial.support import act, press, submit

pytestmark = pytest.mark.usefixtures("newsroom")
What = Notice.What


def told(person: Any) -> list[str]:
    """What a person was told, newest first."""
    return list(notices_of(person).values_list("what", flat=True))


def mailed(person: Any) -> list[str]:
    """The subjects of the mails a person got."""
    return [one.subject for one in mail.outbox if person.email in one.to]


def comment(page: ArticlePage, by: Any, text: str) -> Comment:
    """A comment as the editor saves one."""
    made = Comment.objects.create(page=page, user=by, text=text, contentpath="standfirst")
    made.log_create(page_revision=page.latest_revision, user=by)
    return made


def test_sending_back_tells_authors_and_earlier_approvers() -> None:
    writer, reporter = factories.user("Reporter"), factories.user("Reporter")
    desk, duty = factories.user("Desk editor"), factories.user("Duty editor")
    page = factories.article("خبر الميناء", user=writer)
    submit(page, reporter)
    ArticlePage.objects.filter(pk=page.pk).update(owner=writer)
    act(page, desk)
    mail.outbox.clear()
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, duty, "reject", comment=f"الرقم خاطئ @{writer.username}")
    assert [told(person)[:1] for person in (writer, reporter, desk)] == [[What.SENT_BACK]] * 3
    assert (told(duty), What.MENTIONED in told(writer)) == ([], False)
    assert notices_of(desk)[0].words.startswith("الرقم خاطئ")
    assert mailed(writer) == mailed(desk) == ["أُعيد الخبر «خبر الميناء»"]
    assert len(mailed(reporter)) == 1  # Wagtail's own
    assert mailed(reporter) != mailed(writer)


def test_the_way_of_a_story_to_the_public_is_told_to_its_author() -> None:
    writer, desk, duty = (factories.user(role) for role in ("Reporter", "Desk editor", "Duty editor"))
    page = factories.article(user=writer)
    submit(page, writer)
    press(page, desk)
    assert told(writer) == [What.APPROVED]
    press(page, desk)
    press(page, duty)
    assert told(writer) == [What.PUBLISHED, What.APPROVED, What.APPROVED]
    subjects = mailed(writer)
    assert len(subjects) == 3  # two steps, and Wagtail's own of the whole review
    assert not any("نُشر" in subject for subject in subjects)


def test_what_goes_out_by_itself_is_told_when_it_does() -> None:
    writer = factories.user("Reporter")
    page = factories.article("خبر مجدول", user=writer)
    factories.publish(page, go_live_at=timezone.now() + timedelta(hours=1))
    assert told(writer) == [What.SCHEDULED]
    revision, now = Revision.objects.get(approved_go_live_at__isnull=False), timezone.now()
    revision.content["go_live_at"], revision.approved_go_live_at = now.isoformat(), now
    revision.save()
    Clock().fire()
    assert told(writer)[0] == What.PUBLISHED
    assert mailed(writer) == ["نُشر الخبر «خبر مجدول»"]


def test_kills_and_broken_embargoes_are_told_in_every_language() -> None:
    writer, translator = factories.user("Reporter"), factories.user("Translator")
    desk, duty = factories.user("Desk editor"), factories.user("Duty editor")
    page = factories.article(user=writer)
    english = factories.translation(page, "en", "The port")
    ArticlePage.objects.filter(pk=english.pk).update(owner=translator)
    set_embargo(page, until=None, by=desk)
    break_embargo(page, reason="نشرته الوكالات", by=duty)
    assert [told(person) for person in (writer, translator, desk)] == [[What.EMBARGO_BROKEN]] * 3
    kill(page, notice="سُحب", reason="كاذب", by=duty)
    assert [told(person)[0] for person in (writer, translator)] == [What.KILLED] * 2
    assert notices_of(writer)[0].words == "كاذب"
    assert told(duty) == []


def test_who_is_given_a_story_is_told() -> None:
    desk, copy = factories.user("Desk editor"), factories.user("Copy editor")
    page = factories.article("خبر")
    assign(page, assignee=copy, by=desk, note="قبل السادسة")
    assert (told(copy), told(desk)) == ([What.ASSIGNED], [])
    assert mailed(copy) == ["كُلّفت بالخبر «خبر»"]
    assert "قبل السادسة" in mail.outbox[0].body
    assign(page, assignee=desk, by=desk)
    assert told(desk) == []


def test_who_is_mentioned_is_told_if_they_may_know_the_story() -> None:
    desk = factories.user("Desk editor", "سلمى")
    duty, stranger = factories.user("Duty editor", "huda.n"), factories.user("", "omar")
    page = factories.article()
    made = comment(page, desk, "@huda.n. راجعي الرقم، يا @omar و@سلمى؛ mail@omar @nobody")
    assert (told(duty), Notice.objects.count()) == ([What.MENTIONED], 1)
    assert not mailed(stranger)
    reply = CommentReply.objects.create(comment=made, user=duty, text="حاضر @سلمى")
    reply.log_create(page_revision=page.latest_revision, user=duty)
    assert told(desk) == [What.MENTIONED]
    submit(page, factories.user("Reporter"))
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, desk, "approve", comment="انظري @huda.n")
    assert told(duty) == [What.MENTIONED] * 2
    assert Notice.objects.filter(recipient=stranger).count() == 0


def test_what_somebody_may_know_no_longer_is_not_shown_to_them() -> None:
    copy = factories.user("Copy editor")
    assign(factories.article(), assignee=copy, by=factories.user("Desk editor"))
    copy.groups.clear()
    again = type(copy).objects.get(pk=copy.pk)
    assert (told(again), unread(again).count()) == ([], 0)


def test_mails_follow_the_preferences_and_go_after_the_commit() -> None:
    desk, copy = factories.user("Desk editor"), factories.user("Copy editor")
    with transaction.atomic():
        assign(factories.article(), assignee=copy, by=desk)
        assert not mail.outbox
    assert len(mailed(copy)) == 1
    profile = UserProfile.get_for_user(copy)
    profile.submitted_notifications = False
    profile.save()
    assign(factories.article(), assignee=copy, by=desk)
    assert (len(told(copy)), len(mailed(copy))) == (2, 1)


def test_a_mail_that_cannot_be_sent_stops_nothing(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    desk, copy = factories.user("Desk editor"), factories.user("Copy editor")
    assign(factories.article(), assignee=copy, by=desk)
    assert told(copy) == [What.ASSIGNED]


def test_notices_are_marked_by_who_got_them() -> None:
    desk, copy = factories.user("Desk editor"), factories.user("Copy editor")
    for _ in range(2):
        assign(factories.article(), assignee=copy, by=desk)
    first = unread(copy)[0].pk
    assert mark_read(desk, first) == 0
    assert mark_read(copy, first) == 1
    assert unread(copy).count() == 1
    assert (mark_read(copy), unread(copy).count()) == (1, 0)
