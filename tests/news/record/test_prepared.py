"""Questions whose SQL is made once: asked with other values they answer as if it were made anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from news.record.models import PublishedDocument
from news.record.prepared import ask
from tests.record_factory import publish_article

pytestmark = pytest.mark.django_db


class Making:
    """Makes the query, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, it: Any) -> Any:
        self.times += 1
        found = PublishedDocument.objects.filter(document_id__in=it["ids"], published_at__lt=it["before"])
        return found.order_by("pk").values_list("document_id", "locale", "published_at", "card")


def plain(rows: list[PublishedDocument]) -> list[tuple[Any, ...]]:
    return [(row.document_id, row.locale, row.published_at, bytes(row.card)) for row in rows]


def asked(making: Making, rows: list[PublishedDocument], **values: Any) -> list[tuple[Any, ...]]:
    given = {
        "ids": [row.document_id for row in rows],
        "before": timezone.now() + timedelta(days=9999),
        **values,
    }
    found = ask("test of ids before", given, making)
    return [(*facts, bytes(card)) for *facts, card in found]


def test_other_values_reuse_what_was_made(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = [publish_article() for _ in range(4)]
    making = Making()
    with django_assert_num_queries(3):
        assert asked(making, rows[:2]) == plain(rows[:2])
        assert asked(making, rows[2:]) == plain(rows[2:])
        assert rows[3].published_at is not None
        assert asked(making, rows[2:], before=rows[3].published_at) == plain(rows[2:3])
    assert making.times <= 1


def test_another_number_of_values_is_another_question() -> None:
    rows = [publish_article() for _ in range(4)]
    making = Making()
    for size in (1, 3, 4, 3, 1):
        assert asked(making, rows[:size]) == plain(rows[:size])
    assert making.times <= 3


def test_a_value_of_another_type_is_another_question() -> None:
    row = publish_article()

    def one(value: Any) -> list[Any]:
        return ask(
            "test by either",
            {"value": value},
            lambda it: PublishedDocument.objects.filter(
                **{"path" if it["value"].kind is str else "document_id": it["value"]}
            ).values_list("pk"),
        )

    assert one(row.path) == one(row.document_id) == [(row.pk,)]
    assert one("/ar/لا-شيء/") == []


def test_shapes_are_kept_within_bounds() -> None:
    row = publish_article()
    for number in range(600):
        found = ask(f"test shape {number}", {"id": row.document_id}, _by_id)
        assert found == [(row.pk,)]


def _by_id(it: Any) -> Any:
    return PublishedDocument.objects.filter(document_id=it["id"]).values_list("pk")
