"""The editor's form, sent back as it was shown, changes nothing: whoever approved has approved this."""

from typing import Any

import pytest
from django.http import QueryDict

from news.editorial.newsroom import DESK_EDITOR, DUTY_EDITOR, REPORTER
from news.models import ArticlePage, Byline
from news.models.forms import same_text
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.editorial.support import fresh, press, submit

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def draft() -> ArticlePage:
    """A live story whose newest draft has two authors and a correction, which no public row has yet."""
    page = factories.published("أرقام الموازنة").get_latest_revision_as_object()
    page.title = "أرقام الموازنة مصححة"
    page.bylines = [Byline(author=factories.author(name)) for name in ("محرر الاقتصاد", "محرر المدن")]
    page.corrections.add(page.corrections.model(type="correction", note="ذكرت نسخة سابقة رقمًا خاطئًا."))
    page.save_revision(user=factories.user(REPORTER.name, "رنا"))
    return fresh(page).get_latest_revision_as_object()


def shown(client: Any, page: ArticlePage) -> dict[str, Any]:
    """The form as the editor shows it, but for the text of the body."""
    form = client.get(edit_url(page)).context["form"]
    sent = article_form(page)
    for name, formset in form.formsets.items():
        count = str(len(formset.forms))
        sent |= {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": count}
        for one in formset.forms:
            sent |= {field.html_name: "" if (value := field.value()) is None else value for field in one}
    return sent


def changed(page: ArticlePage, client: Any, **changes: Any) -> bool:
    """Whether the form counts as an edit once these fields were changed."""
    form = client.get(edit_url(page)).context["form"]
    data = QueryDict(mutable=True)
    for name, value in (shown(client, page) | changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    body = page.body.get_prep_value()
    again = type(form)(data, instance=page, for_user=form.for_user)
    del again.fields["body"]
    assert again.is_valid(), again.errors
    assert page.body.get_prep_value() == body
    return again.has_changed()


def test_what_only_the_draft_has_is_no_edit(draft: ArticlePage) -> None:
    client = client_for(factories.user(DUTY_EDITOR.name))
    assert not changed(draft, client)


@pytest.mark.parametrize(
    "edit",
    [
        {"corrections-0-note": "ذكرت نسخة سابقة اسمًا خاطئًا."},
        {"corrections-0-type": "update"},
        {"corrections-0-DELETE": "1"},
        {"bylines-1-DELETE": "1"},
        {"bylines-0-ORDER": "2", "bylines-1-ORDER": "1"},
        {"title": "عنوان آخر"},
    ],
)
def test_whatever_is_changed_is(draft: ArticlePage, edit: dict[str, str]) -> None:
    assert changed(draft, client_for(factories.user(DUTY_EDITOR.name)), **edit)


def test_approving_in_the_editor_asks_nobody_again(draft: ArticlePage) -> None:
    reporter, desk, duty = (factories.user(role.name) for role in (REPORTER, DESK_EDITOR, DUTY_EDITOR))
    submit(draft, reporter)
    press(draft, desk)
    press(draft, desk)
    client, before = client_for(duty), fresh(draft).latest_revision_id
    form = shown(client, draft) | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    writing = ArticlePage.body.field.stream_block.child_blocks["paragraph"].field.widget
    form["body-0-value"] = writing.format_value(draft.body.get_prep_value()[0]["value"])
    answer = client.post(edit_url(draft), form)
    assert answer.status_code == 302
    assert fresh(draft).latest_revision_id == before
    assert fresh(draft).title == "أرقام الموازنة مصححة"


def test_only_the_marks_of_the_editor_are_left_aside() -> None:
    def body(html: str) -> Any:
        return ArticlePage(body=[("paragraph", html)]).body

    one, other = body('<p data-block-key="ab1">نص</p>'), body("<p>نص</p>")
    one[0].id = other[0].id = "8d1a7f0e-3f0b-4ad0-9df4-0d4b43c1d001"
    assert same_text(one, other)
    other = body('<p>نص data-block-key="ab1"</p>')
    other[0].id = one[0].id
    assert not same_text(one, other)
