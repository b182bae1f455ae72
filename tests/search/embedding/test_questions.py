"""Questions find by meaning what no word finds; words alone answer where meaning cannot be told."""

from collections.abc import Callable
from time import monotonic
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from news.publication.consumers import feeds
from news.record.models import PublishedDocument
from search.breaker import THRESHOLD
from search.models import Embedding
from search.queries import Answer, Question, ask, meaning
from tests.journeys.running import wait_for
from tests.record_factory import kill, paragraph, publish_article, publish_section, republish, withdraw
from tests.search.embedding.conftest import Embed
from tests.search.embedding.services import Service, embedding, saying, setting
from tests.search.following import catch_up

pytestmark = pytest.mark.django_db
# Nothing in common with each other, nor with what the tests ask.
OTHERS = (
    "نفط رياضة مسرح طيران قطار جامعة مستشفى بنك غابة سفينة متحف "
    "لقاح ملعب سينما كتاب قمر بحر جبل نهر مطار ميناء"
)


def archive(locale: str = "ar") -> list[PublishedDocument]:
    """Enough stories to tell what is ordinary."""
    return [
        publish_article(title=f"{word} {locale}", summary="", body=[], locale=locale)
        for word in OTHERS.split()
    ]


def bread(title: str = "غلاء رغيف", **facts: object) -> PublishedDocument:
    """A story that means bread and does not say so."""
    return publish_article(**{"title": title, "summary": "", "body": [], **facts})


def found(answer: Answer) -> list[UUID]:
    """The ids of an answer."""
    return [result.id for result in answer.results]


def test_a_question_finds_what_it_means(embedder: Service) -> None:
    archive()
    said, meant = bread("أزمة الخبز"), bread()
    catch_up()
    answer = ask(Question("الخبز", "ar"))
    assert found(answer) == [said.document_id, meant.document_id]
    assert [result.wordless for result in answer.results] == [False, True]
    assert (answer.total, answer.weak, answer.meaning) == (2, False, True)
    alone = ask(Question("الخبز", "ar", meaning=False))
    assert (found(alone), alone.meaning) == ([said.document_id], False)


def test_nonsense_means_nothing(embedder: Service) -> None:
    archive()
    catch_up()
    answer = ask(Question("ضطصغظق حششحث", "ar"))
    assert (found(answer), answer.weak) == ([], True)


@pytest.mark.parametrize(
    "asked",
    [
        {"mode": "exact"},
        {"sort": "newest"},
        {"text": "«أزمة الخبز»"},
        {"text": "من هو"},
        {"text": "؟!"},
    ],
)
def test_spelling_phrases_and_dates_are_left_alone(embedder: Service, asked: dict[str, str]) -> None:
    archive()
    said, _ = bread("أزمة الخبز"), bread()
    catch_up()
    done = len(embedder.asked)
    answer = ask(Question(**{"text": "الخبز", "locale": "ar", **asked}))
    assert set(found(answer)) <= {said.document_id}
    assert (answer.meaning, len(embedder.asked)) == (False, done)


def test_filters_hold(embedder: Service) -> None:
    archive()
    section = publish_section()
    inside, _ = bread(section=section), bread()
    catch_up()
    assert found(ask(Question("الخبز", "ar", section=(section.slug,)))) == [inside.document_id]
    assert found(ask(Question("الخبز", "ar", section=(uuid4(),)))) == []


def correct(row: PublishedDocument) -> None:
    """It says something else now."""
    republish(row, title="مباراة", body=[paragraph("نص بعد التصحيح")])


@pytest.mark.parametrize("change", [withdraw, kill, correct])
def test_vectors_that_are_behind_tell_nothing(
    embedder: Service, change: Callable[[PublishedDocument], object]
) -> None:
    archive()
    row = bread()
    catch_up()
    assert found(ask(Question("الخبز", "ar"))) == [row.document_id]
    change(row)
    assert found(ask(Question("الخبز", "ar"))) == []
    next(feed for feed in feeds() if feed.name in {"search", "elasticsearch"}).advance()
    assert found(ask(Question("الخبز", "ar"))) == []  # the index of words knows, that of vectors does not
    catch_up()
    assert found(ask(Question("الخبز", "ar"))) == []


def test_a_few_stories_with_vectors_are_not_put_before_all_others(embedder: Service) -> None:
    archive()
    row = bread()
    catch_up()
    Embedding.objects.exclude(document_id=row.document_id).delete()
    meaning.forget()
    assert not ask(Question("الخبز", "ar")).meaning


def test_it_takes_two_queries_more(
    embedder: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    archive()
    bread("أزمة الخبز")
    catch_up()
    ask(Question("الخبز", "ar"))
    with django_assert_num_queries(3):
        ask(Question("الخبز", "ar", meaning=False))
    # What vectors are behind on, and whether there are others than those that are held.
    with django_assert_num_queries(5):
        ask(Question("الخبز", "ar"))


def test_a_question_is_embedded_once(embedder: Service) -> None:
    archive()
    catch_up()
    for page in (1, 2, 1):
        ask(Question("سعر الخُبز", "ar", page=page))
    ask(Question("سعر الخبز", "ar"))
    assert embedder.texts.count("سعر الخبز") == 1


def test_an_embedder_that_is_away_costs_words_nothing(embedder: Service) -> None:
    archive()
    said = bread("أزمة الخبز")
    catch_up()
    embedder.answer = saying(500)
    for number in range(THRESHOLD + 3):
        answer = ask(Question(f"الخبز {number}", "ar"))
        assert (found(answer), answer.meaning) == ([said.document_id], False)
    source = meaning.source()
    assert source is not None
    assert source.questions.breaker.refuses  # type: ignore[attr-defined]  # the one there is
    embedder.answer = embedding
    wait_for(lambda: ask(Question("الخبز", "ar")).meaning)


def test_a_slow_embedder_is_not_waited_for(server: Service, embed_by: Embed) -> None:
    embed_by(setting(server))
    archive()
    said = bread("أزمة الخبز")
    catch_up()
    embed_by(setting(server, patience=0.1))
    server.answer = saying(200, b"drip")
    start = monotonic()
    asked = 10 * THRESHOLD
    for number in range(asked):
        answer = ask(Question(f"الخبز {number}", "ar"))
        assert (found(answer), answer.meaning) == ([said.document_id], False)
    assert monotonic() - start < asked  # the breaker saw to it: one second for each is far too long


class TestAcross:
    def test_stories_of_other_languages_are_found_by_what_they_mean(self, embedder: Service) -> None:
        for locale in ("ar", "en"):
            archive(locale)
        home, abroad = bread("bread prices", locale="en"), bread()
        catch_up()
        assert found(ask(Question("bread", "en"))) == [home.document_id]
        answer = ask(Question("bread", "en", across=True))
        assert found(answer) == [home.document_id, abroad.document_id]
        assert (answer.total, answer.meaning) == (2, True)
        assert [result.wordless for result in answer.results] == [False, True]

    def test_a_story_is_not_shown_in_two_languages(self, embedder: Service) -> None:
        for locale in ("ar", "en", "tr"):
            archive(locale)
        group = str(uuid4())
        home = bread("bread prices", locale="en", translation_group=group)
        bread(translation_group=group)
        one = bread("غلاء الرغيف")
        other = bread("pain", locale="tr", translation_group=str(one.group))
        catch_up()
        answer = ask(Question("bread", "en", across=True))
        assert found(answer)[0] == home.document_id
        assert len(answer.results) == answer.total == 2
        assert found(answer)[1] in {one.document_id, other.document_id}

    def test_pages_join(self, embedder: Service) -> None:
        for locale in ("ar", "en"):
            archive(locale)
        home = [bread(f"bread {number}", locale="en") for number in range(5)]
        abroad = [bread(f"رغيف {number}") for number in range(4)]
        catch_up()
        whole = found(ask(Question("bread", "en", across=True)))
        assert set(whole) == {row.document_id for row in (*home, *abroad)}
        pages = [ask(Question("bread", "en", across=True, page=page, page_size=2)) for page in range(1, 6)]
        assert [story for page in pages for story in found(page)] == whole
        assert {page.total for page in pages} == {9}

    def test_without_an_embedder_it_is_as_without(self, search_index: None) -> None:
        row = bread("bread", locale="en")
        catch_up()
        answer = ask(Question("bread", "en", across=True))
        assert (found(answer), answer.meaning) == ([row.document_id], False)
