"""While an index is behind, it finds and counts nothing by words that are not public any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.record.models import Event, PublishedDocument
from search.queries import Question, ask
from search.queries.current import outdated
from tests.record_factory import kill, paragraph, publish_article, publish_section, republish, withdraw
from tests.search.following import catch_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
SECRET = "زعفرانستان"


def correct(row: PublishedDocument) -> None:
    republish(row, body=[paragraph("نص بعد التصحيح")], event=Event.CORRECTED)


def end(row: PublishedDocument) -> None:
    """Its time is over, and the clock has not looked yet."""
    PublishedDocument.objects.filter(pk=row.pk).update(visible_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("change", [withdraw, kill, correct, end])
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_an_index_that_is_behind_tells_nothing(
    change: Callable[[PublishedDocument], object], sort: str
) -> None:
    row = publish_article(
        title="خبر", body=[paragraph(f"ورد اسم {SECRET} في النص")], section=publish_section()
    )
    publish_article(title="خبر آخر")
    catch_up()
    question = Question(SECRET, "ar", sort=sort, facets=("section", "year"))
    assert ask(question).total == 1
    change(row)
    answer = ask(question)
    assert (answer.total, answer.results) == (0, ())
    assert not any(answer.facets.values())


def test_what_is_behind_is_found_again_once_it_is_indexed() -> None:
    row = publish_article(title="قمة بيروت")
    catch_up()
    republish(row, title="قمة الرياض")
    assert ask(Question("قمة", "ar")).total == 0
    catch_up()
    assert [one.id for one in ask(Question("الرياض", "ar")).results] == [row.document_id]


def test_a_refresh_hides_nothing() -> None:
    row = publish_article(title="قمة بيروت")
    catch_up()
    republish(row, image=None)
    assert ask(Question("قمة", "ar")).total == 1


@pytest.mark.sqlite  # PostgreSQL chooses by what it has counted
def test_what_is_behind_is_found_without_a_look_at_every_article() -> None:
    """Every question asks this, so it must cost the same however large the archive is."""
    with CaptureQueriesContext(connection) as asked:
        outdated("search")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "sequence>?" in plan
    assert "document_end" in plan
    assert "(type=?" not in plan
