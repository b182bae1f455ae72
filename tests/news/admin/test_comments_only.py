"""Who may only comment opens every story, comments on it, and changes nothing."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Comment, PageLogEntry

from news.editorial.refusals import Refused
from news.models import ArticlePage
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.editorial.support import fresh, submit

pytestmark = pytest.mark.usefixtures("newsroom")

TEXT = "راجعوا الرقم في الفقرة الثانية"


def with_comments(page: ArticlePage, *comments: dict[str, str], known: int = 0) -> dict[str, Any]:
    """The editor's form with other words in it, and these comments; `known` of them are there already."""
    form = article_form(page, title="كلمات غيّرها المعلّق")
    form |= {"comments-TOTAL_FORMS": str(len(comments)), "comments-INITIAL_FORMS": str(known)}
    for number, comment in enumerate(comments):
        whole = {
            "id": "", "contentpath": "standfirst", "position": "", "replies-TOTAL_FORMS": "0",
            "replies-INITIAL_FORMS": "0", **comment,
        }  # fmt: skip
        form |= {f"comments-{number}-{name}": value for name, value in whole.items()}
    return form


def state(page: ArticlePage) -> tuple[Any, ...]:
    row = fresh(page)
    return row.title, row.draft_title, row.latest_revision_id, row.latest_revision.content["title"]


@pytest.mark.parametrize("role", ["Reviewer", "Legal"])
@pytest.mark.parametrize("live", [False, True], ids=["draft", "live"])
def test_their_comment_is_kept_and_their_changes_are_not(role: str, live: bool) -> None:
    page = factories.published() if live else factories.article()
    person = factories.user(role)
    before = state(page)
    answer = client_for(person).post(edit_url(page), with_comments(page, {"text": TEXT}))
    assert answer.status_code == 302
    assert state(page) == before
    comment = Comment.objects.get()
    assert (comment.text, comment.user, comment.page_id) == (TEXT, person, page.pk)
    assert comment.revision_created_id == page.latest_revision_id
    entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.comments.create")
    assert entry.user == person


def test_what_the_browser_saves_by_itself_is_answered_and_keeps_comments_alone() -> None:
    page = factories.article()
    before = state(page)
    answer = client_for(factories.user("Reviewer")).post(
        edit_url(page), with_comments(page, {"text": TEXT}), headers={"Accept": "application/json"}
    )
    assert answer.json()["success"]
    assert answer.json()["revision_id"] == page.latest_revision_id
    assert state(page) == before
    assert Comment.objects.get().text == TEXT


def test_they_resolve_a_comment_of_others_and_do_not_delete_it() -> None:
    page = factories.article()
    desk = factories.user("Desk editor")
    comment = Comment.objects.create(page=page, user=desk, text=TEXT, contentpath="standfirst")
    client = client_for(factories.user("Reviewer"))
    known = {"id": str(comment.pk), "text": TEXT}
    client.post(edit_url(page), with_comments(page, {**known, "DELETE": "on"}, known=1))
    assert Comment.objects.filter(pk=comment.pk).exists()
    client.post(edit_url(page), with_comments(page, {**known, "text": "كلام آخر"}, known=1))
    assert Comment.objects.get().text == TEXT
    client.post(edit_url(page), with_comments(page, {**known, "resolved": "on"}, known=1))
    assert Comment.objects.get().resolved_at is not None


def test_they_submit_nothing_and_are_offered_no_button_but_the_one_to_save() -> None:
    page, person = factories.article(), factories.user("Reviewer")
    client = client_for(person)
    client.post(edit_url(page), article_form(page, "action-submit"))
    assert fresh(page).current_workflow_state is None
    with pytest.raises(Refused, match="not_allowed"):
        page.get_workflow().start(page, person)
    text = client.get(edit_url(page)).content.decode()
    assert 'name="action-submit"' not in text
    assert "يمكنك التعليق" in text


def test_they_find_their_way_and_no_further() -> None:
    page = factories.article("مسودة بعيدة")
    client = client_for(factories.user("Reviewer"))
    section = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert "مسودة بعيدة" in client.get(section).content.decode()
    for name in ("copy", "delete", "move", "unpublish", "set_privacy"):
        answer = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert answer.status_code in (302, 403, 404), name


def test_a_story_under_review_is_theirs_to_comment_on_as_well() -> None:
    reporter = factories.user("Reporter")
    page = factories.article(user=reporter)
    submit(page, reporter)
    client_for(factories.user("Reviewer")).post(edit_url(page), with_comments(page, {"text": TEXT}))
    assert Comment.objects.get().text == TEXT
