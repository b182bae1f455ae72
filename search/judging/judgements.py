"""Notes and reads what editors judged: which story is how good an answer to which question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from news.record.models import PublishedDocument, live_now
from news.text.plain import WHITE, clean, shows
from search.documents import ARTICLE
from search.evaluation.measures import Grades, right_of
from search.models import JudgedAnswer

RIGHT: Final = "search.judge_answers"
LARGEST_GRADE: Final = 10
LONGEST_TEXT: Final = 500


@dataclass(frozen=True)
class JudgedQuestion:
    """One question with the grades of stories that are public now."""

    text: str
    grades: Grades


def may_judge(user: Any) -> bool:
    """Whether this user may say which story answers which question."""
    return bool(user.is_active and user.has_perm(RIGHT))


def judge(query: str, locale: str, story: UUID, grade: int, by: Any) -> JudgedAnswer:
    """Note how good an answer `story` is, in place of what was noted before; `by` is the user who judges.

    `grade` is from 0, no answer, to LARGEST_GRADE. Raises PermissionDenied, and ValidationError by field
    where the question says nothing, the story is not public in that language, or the grade is none.
    """
    if not may_judge(by):
        raise PermissionDenied
    text, graded = question_of(query), grade_of(grade)
    if locale not in dict(settings.LANGUAGES):
        raise ValidationError({"locale": _("Nothing is published in this language.")})
    public = PublishedDocument.objects.filter(live_now(timezone.now()), type=ARTICLE, locale=locale)
    if not public.filter(document_id=story).exists():
        raise ValidationError({"story": _("This story is not public in this language.")})
    row, _new = JudgedAnswer.objects.update_or_create(
        locale=locale,
        text=text,
        document_id=story,
        defaults={"grade": graded, "by": by.get_username(), "judged_at": timezone.now()},
    )
    return row


def forget(query: str, locale: str, story: UUID, by: Any) -> bool:
    """Forget what was noted; whether there was anything. Raises PermissionDenied."""
    if not may_judge(by):
        raise PermissionDenied
    rows = JudgedAnswer.objects.filter(locale=locale, text=question_of(query), document_id=story)
    return bool(rows.delete()[0])


def question_of(query: str) -> str:
    """The question as it is kept: on one line. Raises ValidationError where it is empty or too long."""
    text = WHITE.sub(" ", clean(query)).strip()
    if not shows(text):
        raise ValidationError({"query": _("The question says nothing.")})
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            {"query": _("The question has more than %(most)d signs.") % {"most": LONGEST_TEXT}}
        )
    return text


def grade_of(grade: int) -> int:
    """The grade. Raises ValidationError where it is none."""
    if isinstance(grade, bool) or not isinstance(grade, int) or not 0 <= grade <= LARGEST_GRADE:
        raise ValidationError(
            {"grade": _("A grade is a whole number from 0 to %(most)d.") % {"most": LARGEST_GRADE}}
        )
    return grade


def judged_questions(locale: str) -> list[JudgedQuestion]:
    """The questions of a language that a public story answers, by text; of other stories nothing counts."""
    return [JudgedQuestion(text, grades) for text, grades in graded(locale) if right_of(grades)]


def graded(locale: str) -> Iterator[tuple[str, dict[UUID, int]]]:
    """Each question with the grades of public stories."""
    rows = list(
        JudgedAnswer.objects.filter(locale=locale)
        .order_by("text", "document_id")
        .values_list("text", "document_id", "grade")
    )
    public = public_ids(locale, {story for _, story, _ in rows})
    questions: dict[str, dict[UUID, int]] = {}
    for text, story, grade in rows:
        if story in public:
            questions.setdefault(text, {})[story] = grade
    yield from questions.items()


def public_ids(locale: str, stories: set[UUID]) -> set[UUID]:
    """Those of `stories` that are public in `locale` now."""
    found: set[UUID] = set()
    ordered = sorted(stories)
    live = PublishedDocument.objects.filter(live_now(timezone.now()), type=ARTICLE, locale=locale)
    for first in range(0, len(ordered), 500):
        chunk = live.filter(document_id__in=ordered[first : first + 500])
        found.update(chunk.values_list("document_id", flat=True))
    return found
