"""Asks the search rooms what the archive has for a question."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from home.reader.asking import Asked
from home.reader.search_page import PAGE_SIZE, Answer, Result
from search.asked import note
from search.queries import Found, Highlight, Question, ask


def found(asked: Asked, locale: str) -> Answer:
    """What the archive of `locale` has. Raises EngineError while no engine answers."""
    if not asked.text:
        return Answer()
    question = Question(
        text=asked.text,
        locale=locale,
        section=(asked.section,) if asked.section else (),
        published_after=asked.after,
        published_before=asked.before,
        page=asked.page,
        page_size=PAGE_SIZE,
    )
    now = timezone.now()
    answer = ask(question, now)
    note(question, answer, now)
    ends = [one.visible_until for one in answer.results if one.visible_until]
    return Answer(
        results=tuple(map(_result, answer.results)),
        total=answer.total,
        open_ended=answer.open_ended,
        weak=answer.weak,
        did_you_mean=answer.did_you_mean,
        visible_until=min(ends, default=None),
    )


def marked(highlight: Highlight) -> SafeString:
    """The text of a highlight as HTML, what was found in mark elements and everything escaped."""
    return mark_safe("".join(_pieces(highlight)))  # noqa: S308 - made of escaped pieces only


def _result(one: Found) -> Result:
    marks = {highlight.field: marked(highlight) for highlight in one.highlights}
    summary = marks.get("summary") or marks.get("body") or one.card["summary"]
    return Result(one.card, title=marks.get("title") or one.card["title"], summary=summary)


def _pieces(highlight: Highlight) -> Iterator[str]:
    reached = 0
    for start, end in highlight.ranges:
        yield escape(highlight.text[reached:start])
        yield f"<mark>{escape(highlight.text[start:end])}</mark>"
        reached = end
    yield escape(highlight.text[reached:])
