"""Who may say which story answers which question, and what is kept of it."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from news.editorial.roles import ROLES
from search.judging.judgements import forget, judge, judged_questions, may_judge
from search.models import JudgedAnswer
from tests import factories
from tests.record_factory import publish_article, publish_section, withdraw

JUDGES = {"desk", "duty", "translation"}


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.key)
def test_the_roles_that_keep_terms_judge_and_no_other(role: object) -> None:
    user = factories.user(role.title)
    row = publish_article(title="قمة بيروت")
    assert may_judge(user) == (role.key in JUDGES)
    if role.key in JUDGES:
        assert judge("قمة", "ar", row.document_id, 2, user).by == user.get_username()
        assert forget("قمة", "ar", row.document_id, user)
        return
    for act in (
        lambda: judge("قمة", "ar", row.document_id, 2, user),
        lambda: forget("قمة", "ar", row.document_id, user),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not JudgedAnswer.objects.exists()


@pytest.fixture
def editor(db: None) -> object:
    """Somebody who may judge."""
    return factories.user(is_superuser=True)


@pytest.mark.django_db
def test_nobody_without_an_account_judges() -> None:
    row = publish_article()
    with pytest.raises(PermissionDenied):
        judge("قمة", "ar", row.document_id, 1, AnonymousUser())
    gone = factories.user(is_superuser=True)
    gone.is_active = False
    assert not may_judge(gone)


def test_a_judgement_replaces_the_one_before(editor: object) -> None:
    row = publish_article()
    first = judge("قمة  بيروت\n", "ar", row.document_id, 1, editor)
    second = judge("قمة بيروت", "ar", row.document_id, 3, editor)
    assert first.pk == second.pk
    assert first.judged_at < second.judged_at
    (kept,) = JudgedAnswer.objects.all()
    assert (kept.text, kept.grade, kept.locale) == ("قمة بيروت", 3, "ar")
    assert forget("قمة بيروت ", "ar", row.document_id, editor)
    assert not forget("قمة بيروت", "ar", row.document_id, editor)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("query", {"query": " \u200f\n"}),
        ("query", {"query": "ق" * 501}),
        ("locale", {"locale": "de"}),
        ("story", {"locale": "en"}),
        ("story", {"story": uuid4()}),
        ("grade", {"grade": -1}),
        ("grade", {"grade": 11}),
        ("grade", {"grade": True}),
        ("grade", {"grade": 1.5}),
    ],
)
def test_what_cannot_be_judged_is_refused_by_field(
    field: str, change: dict[str, object], editor: object
) -> None:
    row = publish_article()
    facts = {"query": "قمة", "locale": "ar", "story": row.document_id, "grade": 1, "by": editor, **change}
    with pytest.raises(ValidationError) as refused:
        judge(**facts)
    assert set(refused.value.message_dict) == {field}


def test_only_what_readers_may_read_is_judged(editor: object) -> None:
    gone, section = withdraw(publish_article()), publish_section()
    for row in (gone, section):
        with pytest.raises(ValidationError):
            judge("قمة", "ar", row.document_id, 1, editor)


def test_questions_that_no_public_story_answers_are_left_out(editor: object) -> None:
    kept, gone, wrong = (publish_article() for _ in range(3))
    english = publish_article(locale="en")
    for text, row, grade in (("قمة", kept, 2), ("قمة", gone, 3), ("مؤتمر", gone, 1), ("حفل", wrong, 0)):
        judge(text, "ar", row.document_id, grade, editor)
    judge("summit", "en", english.document_id, 1, editor)
    withdraw(gone)
    (question,) = judged_questions("ar")
    assert (question.text, question.grades) == ("قمة", {kept.document_id: 2})
    assert [one.text for one in judged_questions("en")] == ["summit"]
