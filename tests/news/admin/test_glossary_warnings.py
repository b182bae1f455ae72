"""Who edits, submits or reviews a translation sees where it departs from the glossary, and may go on."""

from typing import Any

import pytest

from news.models import ArticlePage
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url, messages_in
from tests.news.editorial.support import fresh, press
from tests.news.editorial_api.support import Program, data

pytestmark = pytest.mark.usefixtures("newsroom")
BANK = "البنك المركزي"


def translation(owner: Any) -> ArticlePage:
    """A draft in English of a story on a bank, begun by `owner`, that says something else."""
    body = [("paragraph", f"<p>أعلن {BANK}.</p>")]
    page = factories.published("قرار جديد", standfirst="خطوة جديدة.", body=body)
    factories.section(locale="en", translation_key=page.get_parent().specific.translation_key)
    copy = fresh(page.copy_for_translation(factories.home("en").locale))
    ArticlePage.objects.filter(pk=copy.pk).update(owner=owner)
    draft = fresh(copy).get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    raw[0] = {**raw[0], "value": "<p>The fund announced it.</p>"}
    draft.body = draft.body.stream_block.to_python(raw)
    draft.title, draft.standfirst = "A new decision", "A new step."
    draft.save_revision(user=owner)
    return fresh(copy)


def said(text: str) -> bool:
    return BANK in text and "Central Bank" in text


def test_a_translation_is_submitted_with_its_warnings_listed() -> None:
    factories.term(ar=BANK, en="Central Bank")
    translator = factories.user("Translator")
    page, client = translation(translator), client_for(translator)
    assert said(messages_in(client.get(edit_url(page))))
    draft = page.get_latest_revision_as_object()
    answer = client.post(edit_url(page), article_form(draft, "action-submit"), follow=True)
    assert fresh(page).workflow_in_progress
    assert said(messages_in(answer))
    assert "<li" in messages_in(answer)


def test_whoever_reviews_it_sees_them_and_may_approve() -> None:
    factories.term(ar=BANK, en="Central Bank")
    translator, reviewer = factories.user("Translator"), factories.user("Translation editor")
    page = translation(translator)
    page.get_workflow().start(page, translator)
    assert said(messages_in(client_for(reviewer).get(edit_url(page))))
    press(page, reviewer)
    assert fresh(page).live


def test_nothing_is_said_where_nothing_departs() -> None:
    factories.term(ar=BANK, en="the fund")
    translator = factories.user("Translator")
    page, client = translation(translator), client_for(translator)
    assert not said(messages_in(client.get(edit_url(page))))
    factories.term(ar="قرار جديد", en="resolution")
    other = factories.article("قرار جديد", user=translator)
    assert messages_in(client.get(edit_url(other))) == ""


def test_many_warnings_are_one_message_of_a_bounded_length() -> None:
    for number in range(30):
        factories.term(ar=f"مصطلح{number}", en=f"term{number}")
    translator = factories.user("Translator")
    page = translation(translator)
    source = fresh(page.translation.source).get_latest_revision_as_object()
    source.standfirst = " ".join(f"مصطلح{number}" for number in range(30))
    factories.publish(fresh(source), standfirst=source.standfirst)
    answer = client_for(translator).get(edit_url(page))
    (message,) = list(answer.context["messages"])
    assert str(message).count("<li") == 21


def test_words_of_a_term_are_no_markup() -> None:
    factories.term(ar=BANK, en="<b>Central</b> Bank")
    translator = factories.user("Translator")
    text = client_for(translator).get(edit_url(translation(translator))).content.decode()
    assert "&lt;b&gt;Central&lt;/b&gt; Bank" in text
    assert "<b>Central</b>" not in text


def test_the_editorial_api_tells_of_them_and_submits_all_the_same() -> None:
    factories.term(ar=BANK, en="Central Bank", discouraged={"en": "fund"})
    translator = factories.user("Translator")
    page, program = translation(translator), Program(translator)
    told = data(program.get(f"articles/{page.uuid}/", Accept_Language="en"))
    block = page.get_latest_revision_as_object().body.get_prep_value()[0]["id"]
    (warning,) = told["warnings"]
    assert said(warning.pop("message"))
    assert warning == {
        "code": "term_discouraged", "about": block, "term": BANK, "form": "Central Bank", "used": "fund",
    }  # fmt: skip
    taken = data(program.act(page, "submit"))
    assert [one["code"] for one in taken["article"]["warnings"]] == ["term_discouraged"]
    assert fresh(page).workflow_in_progress


@pytest.mark.parametrize("kind", ["story", "brief"])
def test_other_stories_have_none(kind: str) -> None:
    factories.term(ar=BANK, en="Central Bank")
    reporter = factories.user("Reporter")
    page = factories.article(BANK, user=reporter, kind=kind)
    assert data(Program(reporter).get(f"articles/{page.uuid}/"))["warnings"] == []
