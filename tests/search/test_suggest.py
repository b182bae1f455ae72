"""Suggestions while a reader types: names and titles as they are public now, in any spelling."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from news.record.models import Publication, PublishedDocument
from search.engines.factory import engine
from search.suggest.names import MOST_BEHIND
from tests.record_factory import (
    kill,
    publish_article,
    publish_author,
    publish_section,
    publish_tag,
    publish_topic,
    republish,
    withdraw,
)
from tests.search.conftest import Get
from tests.search.following import index

ADDRESS = "search/suggest/"


def texts(response: HttpResponse) -> list[str]:
    """What is suggested, in order."""
    assert response.status_code == 200, response.content
    return [one["text"] for one in response.json()["data"]]


def marked(suggestion: dict[str, object]) -> list[str]:
    """The words that a suggestion marks, sliced as JavaScript does."""
    units = str(suggestion["text"]).encode("utf-16-le")
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in suggestion["ranges"]]


def test_all_that_a_front_end_needs(get: Get) -> None:
    section = publish_section(title="الاقتصاد")
    topic = publish_topic(name="اقتصاد أخضر")
    author = publish_author(name="سلمى اقتصادي")
    publish_tag(name="اقتصاد")
    story = publish_article(title="🎉 الإقتصادُ ينمو")
    index()
    answer = get(ADDRESS, q="اقت").json()
    assert answer["data"] == [
        {
            "type": kind,
            "id": str(row.document_id),
            "locale": "ar",
            "text": text,
            "ranges": [places],
            "slug": row.slug,
            "path": row.path or None,
        }
        for kind, row, text, places in (
            ("section", section, "الاقتصاد", [0, 8]),
            ("topic", topic, "اقتصاد أخضر", [0, 6]),
            ("author", author, "سلمى اقتصادي", [5, 12]),
            ("article", story, "🎉 الإقتصادُ ينمو", [3, 12]),
        )
    ]
    assert answer["meta"] == {"limit": 8, "engine": engine().name}
    assert answer["links"] == {"next": None, "prev": None}


@pytest.mark.parametrize(
    "typed",
    [
        "أخ",
        "اخ",
        "الاخضر",
        "والأخ",
        "اقتصاد أخ",
        "الاقتصاد الاخض",
        "إقتصـــاد",
        "اقْتِصَاد",
        "موازنه",
        "الموازنة",
        "موازنة ال",
    ],
)
def test_any_spelling_completes_a_name(get: Get, typed: str) -> None:
    publish_topic(name="موازنة الاقتصاد الأخضر")
    assert texts(get(ADDRESS, q=typed)) == ["موازنة الاقتصاد الأخضر"]


def test_what_was_typed_is_marked_in_whole_words(get: Get) -> None:
    publish_article(title="قمّة «بيروت» تُختتم: القمة العربيّة")
    index()
    for typed, words in (("القمة العر", ["قمّة", "القمة", "العربيّة"]), ("بيروت ", ["بيروت"])):
        (one,) = get(ADDRESS, q=typed).json()["data"]
        assert marked(one) == words


def test_what_begins_as_typed_comes_first_then_the_newest(get: Get) -> None:
    titles = ["قمة المناخ", "ما بعد قمة المناخ", "المناخ والقمة", "قمة المناخ تفتتح", "قمة المناخ"]
    for title in titles:
        publish_article(title=title)
    index()
    wanted = ["قمة المناخ", "قمة المناخ تفتتح", "ما بعد قمة المناخ", "المناخ والقمة"]
    assert texts(get(ADDRESS, q="قمة المن")) == wanted
    assert texts(get(ADDRESS, q="قمة المن", limit=2)) == wanted[:2]


def test_names_leave_room_for_titles_and_fill_it_where_there_are_none(get: Get) -> None:
    names = [f"ملف {word}" for word in ("أ", "ب", "ت", "ث", "ج", "ح")]
    for name in names:
        publish_topic(name=name)
    assert texts(get(ADDRESS, q="ملف", limit=5)) == names[:5]
    for number in range(4):
        publish_article(title=f"ملف {number}")
    index()
    assert texts(get(ADDRESS, q="ملف", limit=5)) == [*names[:3], "ملف 3", "ملف 2"]
    assert texts(get(ADDRESS, q="ملف", limit=9)) == [
        *names[:5],
        *(f"ملف {number}" for number in (3, 2, 1, 0)),
    ]


def test_only_what_is_public_now_is_suggested(get: Get) -> None:
    section, topic, author = (
        publish_section(title="ملفات"),
        publish_topic(name="ملف"),
        publish_author(name="ملفي"),
    )
    story, dead = publish_article(title="ملف أول"), publish_article(title="ملف ثان")
    ended = publish_article(title="ملف منته", visible_until=timezone.now() - timedelta(seconds=1))
    index()
    assert texts(get(ADDRESS, q="ملف")) == ["ملفات", "ملف", "ملفي", "ملف ثان", "ملف أول"]
    assert ended.pk
    for row, remove in ((topic, withdraw), (author, kill), (story, withdraw), (dead, kill)):
        remove(row)
    republish(section, title="دفاتر")
    assert texts(get(ADDRESS, q="ملف")) == []
    assert texts(get(ADDRESS, q="دفا")) == ["دفاتر"]
    publish_topic(name="ملف جديد")
    assert texts(get(ADDRESS, q="ملف")) == ["ملف جديد"]


def test_a_title_that_changed_is_not_suggested_by_what_it_was(get: Get) -> None:
    row = publish_article(title="ملف سري")
    index()
    republish(row, title="دفتر علني")
    assert texts(get(ADDRESS, q="ملف")) == []
    index()
    assert texts(get(ADDRESS, q="دفت")) == ["دفتر علني"]


def test_names_are_read_anew_when_much_happened_or_the_log_is_another(get: Get) -> None:
    publish_topic(name="ملف أول")
    assert texts(get(ADDRESS, q="ملف")) == ["ملف أول"]
    moment = timezone.now()
    last = Publication.objects.latest("sequence").sequence
    new = publish_topic(name="ملف ثان")
    Publication.objects.bulk_create(
        Publication(
            sequence=last + 2 + number,
            type="article",
            document_id=new.document_id,
            version=number,
            event="refreshed",
            occurred_at=moment,
        )
        for number in range(MOST_BEHIND)
    )
    assert texts(get(ADDRESS, q="ملف")) == ["ملف أول", "ملف ثان"]
    Publication.objects.all().delete()
    PublishedDocument.objects.all().delete()
    publish_topic(name="ملف ثالث")
    assert texts(get(ADDRESS, q="ملف")) == ["ملف ثالث"]


def test_several_locales_are_completed_together(get: Get) -> None:
    publish_topic(name="Summit ملف", locale="en")
    publish_topic(name="Summit قمة")
    old, new = publish_article(title="Summits open", locale="en"), publish_article(title="Summit بيروت")
    index()
    assert texts(get(ADDRESS, q="summ")) == ["Summit قمة", "Summit بيروت"]
    both = get(ADDRESS, q="SUMM", locale="ar,en")
    assert texts(both) == ["Summit قمة", "Summit ملف", "Summit بيروت", "Summits open"]
    assert both["Cache-Tag"] == "l-ar,l-en"
    assert [one["id"] for one in both.json()["data"][2:]] == [str(new.document_id), str(old.document_id)]
    assert texts(get(ADDRESS, q="zir", locale="tr")) == []


def test_names_are_suggested_while_the_engine_is_away(get: Get) -> None:
    publish_topic(name="ملف")
    publish_article(title="ملف")
    answer = get(ADDRESS, q="ملف").json()
    assert [one["type"] for one in answer["data"]] == ["topic"]
    assert answer["meta"]["engine"] is None


@pytest.mark.parametrize(
    ("parameters", "name", "code"),
    [
        ({}, "q", "required"),
        ({"q": ""}, "q", "blank"),
        ({"q": "ق"}, "q", "min_length"),
        ({"q": " قـ\u200f "}, "q", "min_length"),
        ({"q": "؟!"}, "q", "min_length"),
        ({"q": "ق" * 101}, "q", "max_length"),
        ({"q": "قم", "limit": "21"}, "limit", "max_value"),
        ({"q": "قم", "limit": "0"}, "limit", "min_value"),
        ({"q": "قم", "locale": "xx"}, "locale", "invalid_choice"),
        ({"q": "قم", "locale": "ar,xx"}, "locale", "invalid_choice"),
        ({"q": "قم", "page": "2"}, "page", "unknown"),
    ],
)
def test_bad_parameters_are_named(get: Get, parameters: dict[str, str], name: str, code: str) -> None:
    response = get(ADDRESS, **parameters)
    assert response.status_code == 400
    assert [(one["parameter"], one["code"]) for one in response.json()["errors"]] == [(name, code)]


def test_two_letters_are_enough(get: Get) -> None:
    publish_article(title="قمة")
    index()
    for typed in ("قم", " قم", "٢٠", "ا ب"):
        assert get(ADDRESS, q=typed).status_code == 200
    assert texts(get(ADDRESS, q="قم")) == ["قمة"]


def test_suggestions_are_three_queries_however_many(
    get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        publish_article(title=f"قمة {number}")
        publish_topic(name=f"قمة {number}")
    index()
    get(ADDRESS, q="قمة")
    for locales in ("ar", "ar,en,fr,tr"):
        with django_assert_num_queries(3):
            assert len(texts(get(ADDRESS, q="قمة", locale=locales, limit=20))) == 20


def test_caches_are_told_what_they_may_keep(get: Get) -> None:
    publish_article(title="قمة", visible_until=timezone.now() + timedelta(seconds=12))
    index()
    response = get(ADDRESS, q="قمة")
    assert response["Cache-Tag"] == "l-ar"
    assert int(response["Cache-Control"].rpartition("=")[2]) <= 12
    again = get(ADDRESS, q="قمة", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert response["Access-Control-Allow-Origin"] == "*"
