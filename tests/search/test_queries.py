"""Questions are answered with cards from the store: only what is public now, with the words marked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from news.record.models import PublishedDocument
from search.engines.base import IndexMissingError
from search.engines.factory import engine
from search.queries import Answer, Question, ask
from search.queries.highlights import SNIPPET, Marker
from search.queries.phrases import phrases_in
from tests.record_factory import (
    kill,
    paragraph,
    publish_article,
    publish_author,
    publish_section,
    publish_tag,
    publish_topic,
    withdraw,
)
from tests.search.following import index

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=400)
in_store = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def found(answer: Answer) -> list[object]:
    """The ids of an answer."""
    return [result.id for result in answer.results]


class TestAnswers:
    pytestmark = in_store

    def test_a_card_with_its_score_and_words(self) -> None:
        row = publish_article(title="قمة بيروت تختتم أعمالها")
        index()
        answer = ask(Question("القمّة", "ar"))
        assert found(answer) == [row.document_id]
        assert answer.results[0].card["title"] == "قمة بيروت تختتم أعمالها"
        assert answer.results[0].score > 0
        assert (answer.total, answer.open_ended, answer.weak, answer.engine) == (
            1,
            False,
            False,
            engine().name,
        )
        assert answer.words == ("القمه",)

    @pytest.mark.parametrize("remove", [withdraw, kill])
    def test_what_is_gone_never_shows_however_late_the_index(self, remove: object) -> None:
        row, other = publish_article(title="قمة بيروت"), publish_article(title="قمة الرياض")
        index()
        remove(row)
        assert found(ask(Question("قمة", "ar"))) == [other.document_id]

    def test_what_has_ended_never_shows(self) -> None:
        moment = timezone.now()
        row = publish_article(title="قمة بيروت", visible_until=moment + timedelta(hours=1))
        index()
        assert found(ask(Question("قمة", "ar"), moment)) == [row.document_id]
        assert found(ask(Question("قمة", "ar"), moment + timedelta(hours=2))) == []

    def test_slugs_and_ids_filter_alike(self) -> None:
        section, topic, tag, author = publish_section(), publish_topic(), publish_tag(), publish_author()
        row = publish_article(section=section, topics=[topic], tags=[tag], authors=[author], title="قمة")
        publish_article(title="قمة أخرى")
        index()
        things = {"section": section, "topic": topic, "tag": tag, "author": author}
        for name, thing in things.items():
            for value in (thing.slug, thing.document_id):
                assert found(ask(Question("قمة", "ar", **{name: (value,)}))) == [row.document_id]
        assert found(ask(Question("قمة", "ar", section=("لا-قسم",)))) == []
        assert len(found(ask(Question("قمة", "ar", section=())))) == 2

    def test_facets_are_named(self) -> None:
        section, author = publish_section(title="العالم"), publish_author()
        publish_article(section=section, authors=[author], title="قمة")
        index()
        facets = ask(Question("قمة", "ar", facets=("section", "author", "year", "topic"))).facets
        assert [(one.name, one.count, one.slug) for one in facets["section"]] == [("العالم", 1, section.slug)]
        assert [one.name for one in facets["author"]] == ["سلمى الحدّاد"]
        assert [one.value for one in facets["year"]] == ["2026"]
        assert facets["topic"] == ()

    def test_sections_make_a_tree_whose_counts_include_what_is_below(self) -> None:
        world = publish_section(title="العالم")
        asia = publish_section(title="آسيا", parent=str(world.document_id))
        china = publish_section(title="الصين", parent=str(asia.document_id))
        publish_article(section=china, above=[world, asia], title="قمة")
        publish_article(section=world, title="قمة")
        index()
        tree = {one.name: one for one in ask(Question("قمة", "ar", facets=("section",))).facets["section"]}
        assert {name: one.count for name, one in tree.items()} == {"العالم": 2, "آسيا": 1, "الصين": 1}
        assert [tree[name].parent for name in ("العالم", "آسيا", "الصين")] == [
            None,
            tree["العالم"].value,
            tree["آسيا"].value,
        ]
        withdraw(asia)
        left = ask(Question("قمة", "ar", facets=("section",))).facets["section"]
        assert [(one.name, one.parent) for one in left] == [("العالم", None), ("الصين", None)]

    def test_choosing_a_section_leaves_the_others_to_be_chosen(self) -> None:
        world, sport = publish_section(title="العالم"), publish_section(title="رياضة")
        publish_article(section=world, title="قمة")
        publish_article(section=sport, title="قمة")
        index()
        answer = ask(Question("قمة", "ar", section=(world.slug,), facets=("section", "year")))
        assert answer.total == 1
        assert {one.name: one.count for one in answer.facets["section"]} == {"العالم": 1, "رياضة": 1}
        assert [one.count for one in answer.facets["year"]] == [1]

    def test_a_locale_without_stories_answers_nothing(self) -> None:
        assert ask(Question("summit", "en")).results == ()

    def test_a_lost_index_is_not_taken_for_an_empty_one(self) -> None:
        publish_article(title="قمة")
        with pytest.raises(IndexMissingError):
            ask(Question("قمة", "ar"))

    def test_quoted_words_stand_together(self) -> None:
        together = publish_article(title="جلسة مجلس الأمن")
        publish_article(title="مجلس النواب", body=[paragraph("الأمن يستنفر")])
        index()
        answer = ask(Question("«مجلس الامن»", "ar"))
        assert found(answer) == [together.document_id]
        assert answer.phrases == ("مجلس الامن",)

    def test_pages_of_three_queries_each(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for number in range(5):
            publish_article(title=f"قمة {number}")
        index()
        with django_assert_num_queries(3):
            first = ask(Question("قمة", "ar", page_size=3))
        second = ask(Question("قمة", "ar", page_size=3, page=2))
        assert len({*found(first), *found(second)}) == 5

    def test_a_damaged_document_is_an_error_and_not_an_empty_answer(self) -> None:
        row = publish_article(title="قمة")
        index()
        PublishedDocument.objects.filter(pk=row.pk).update(body=b"[]")
        with pytest.raises(ValueError, match="no data"):
            ask(Question("قمة", "ar"))


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ('أزمة "مجلس الأمن" اليوم', ("مجلس الأمن",)),
        ("«مجلس الأمن» و“صندوق النقد”", ("مجلس الأمن", "صندوق النقد")),
        ("«القدس»", ()),
        ('"مجلس الأمن', ()),
        ('"" «»', ()),
        ("'مجلس الأمن'", ()),
    ],
)
def test_phrases(typed: str, phrases: tuple[str, ...]) -> None:
    assert phrases_in(typed, "ar") == phrases


def document(**texts: str) -> dict[str, object]:
    """A public object with these words."""
    return {
        "title": texts.get("title", ""),
        "summary": texts.get("summary", ""),
        "body": [paragraph(texts.get("body", ""))],
    }


def marked(asked: str, exact: bool = False, **texts: str) -> dict[str, list[str]]:
    """The marked words by field."""
    highlights = Marker(asked, "ar", exact=exact).highlights(document(**texts))
    return {one.field: [one.text[start:end] for start, end in one.ranges] for one in highlights}


def test_words_are_marked_as_they_stand() -> None:
    assert marked("اقتصاد لبنان", title="الإقتصادُ اللبناني يتعافى", summary="نمو في لُبنان") == {
        "title": ["الإقتصادُ", "اللبناني"],
        "summary": ["لُبنان"],
    }


def test_exact_marks_only_the_spelling() -> None:
    assert marked("لبنان", exact=True, title="لبنان واللبنانيون") == {"title": ["لبنان"]}


def test_stop_words_are_not_marked_beside_others() -> None:
    assert marked("في بيروت", title="قمة في بيروت") == {"title": ["بيروت"]}
    assert marked("من هو", title="من هو؟") == {"title": ["من", "هو"]}


def test_a_misspelled_word_marks_what_it_may_have_meant() -> None:
    assert marked("برشلوتة", title="برشلونة يفوز", body="فاز أمس") == {"title": ["برشلونة"]}


def test_the_snippet_is_where_most_words_are() -> None:
    filler = "كلام كثير لا صلة له بما يبحث عنه القارئ هنا. " * 20
    body = f"بيروت {filler} قمة بيروت في قصر بيروت {filler}"
    (highlight,) = Marker("قمة بيروت", "ar", exact=False).highlights(document(body=body))
    assert len(highlight.text) <= SNIPPET + 2
    assert highlight.text.startswith("…")
    assert highlight.text.endswith("…")
    assert [highlight.text[start:end] for start, end in highlight.ranges] == ["قمة", "بيروت", "بيروت"]


@given(asked=ANY_TEXT, title=ANY_TEXT, body=ANY_TEXT)
def test_marks_lie_in_their_text(asked: str, title: str, body: str) -> None:
    for highlight in Marker(asked, "ar", exact=False).highlights(document(title=title, body=body)):
        end_before = 0
        for start, end in highlight.ranges:
            assert end_before <= start < end <= len(highlight.text)
            end_before = end
