"""A new index that finds less of what editors judged is not put in use, unless somebody says so."""

import logging
from io import StringIO
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cms.settings.search import search_floors
from news.publication.consumers import feeds
from news.record.models import PublishedDocument
from search.engines.base import EngineError, SearchEngine, SearchQuery, SearchResult
from search.engines.factory import engines
from search.indexing import rebuild
from search.judging import gate
from search.models import JudgedAnswer
from tests import search_engines
from tests.record_factory import paragraph, publish_article
from tests.search.entries import ask, ids

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def kept() -> SearchEngine:
    """The engine of the settings."""
    return engines()[0]


def judged(text: str, story: UUID, grade: int = 1) -> JudgedAnswer:
    """What an editor judged."""
    return JudgedAnswer.objects.create(
        locale="ar", text=text, document_id=story, grade=grade, by="سلمى", judged_at=timezone.now()
    )


def run(*arguments: str) -> str:
    """What `rebuild_search` prints."""
    printed = StringIO()
    call_command("rebuild_search", *arguments, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def summit() -> PublishedDocument:
    """The story in the index in use that answers the judged question."""
    row = publish_article(title="قمة بيروت", body=[paragraph("اجتمع الوزراء")])
    judged("قمة بيروت", row.document_id)
    return row


def hide() -> None:
    """Publish eleven stories that the question finds before the one that answers it."""
    for number in range(11):
        publish_article(title=f"قمة بيروت قمة بيروت {number}", body=[paragraph("قمة بيروت " * 5)])


def test_what_was_judged_is_told_with_every_rebuild(summit: PublishedDocument) -> None:
    done = "ar: 1 articles indexed; 1 judged questions, nDCG@10 1.000"
    assert run().splitlines()[0] == done
    assert run().splitlines()[0] == f"{done}, 1.000 in the index in use"


def test_an_index_below_the_one_in_use_is_held_back(summit: PublishedDocument) -> None:
    other = publish_article(title="مهرجان السينما")
    judged("مهرجان السينما", other.document_id)
    run()
    before = kept().health("ar")
    hide()
    with pytest.raises(CommandError) as refused:
        run()
    told = str(refused.value)
    assert "not put in use: 2 judged questions, nDCG@10 0.500, 1.000 in the index in use" in told
    assert "the floor is 0.980" in told
    assert "قمة بيروت: 0.000, before 1.000" in told
    assert "مهرجان" not in told
    assert "--despite-judgements" in told
    assert kept().health("ar") == before
    assert ids(ask(kept(), "قمة بيروت")) == [summit.document_id]


def test_somebody_may_put_it_in_use_all_the_same(summit: PublishedDocument) -> None:
    run()
    hide()
    told = run("--despite-judgements")
    assert "12 articles indexed; 1 judged questions, nDCG@10 0.000, 1.000 in the index in use" in told
    assert "قمة بيروت: 0.000, before 1.000" in told
    assert kept().health("ar").documents == 12


def test_how_small_a_fall_is_borne_is_set(summit: PublishedDocument, settings: Settings) -> None:
    run()
    publish_article(title="قمة بيروت قمة بيروت", body=[paragraph("قمة بيروت " * 5)])
    # The answer is second by now: a fall from 1 to 0.63.
    settings.SEARCH_FLOORS = {"least": 0.0, "fall": 0.36}
    with pytest.raises(CommandError, match=r"the floor is 0\.640"):
        run()
    settings.SEARCH_FLOORS = {"least": 0.0, "fall": 0.37}
    assert "2 articles indexed; 1 judged questions, nDCG@10 0.631" in run()


def test_the_floor_holds_without_an_index_in_use(summit: PublishedDocument, settings: Settings) -> None:
    hide()
    settings.SEARCH_FLOORS = {"least": 0.6, "fall": 0.02}
    with pytest.raises(CommandError, match=r"the floor is 0\.600"):
        run()
    assert not kept().health("ar").usable
    settings.SEARCH_FLOORS = {"least": 0.0, "fall": 0.02}
    run()


def test_other_languages_are_not_held_up(summit: PublishedDocument) -> None:
    run()
    hide()
    publish_article(title="Summit", locale="en")
    with pytest.raises(CommandError):
        run()
    assert kept().health("en").documents == 1


def test_a_lost_index_is_made_again_whatever_was_judged(
    summit: PublishedDocument, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    hide()
    settings.SEARCH_FLOORS = {"least": 0.9, "fall": 0.02}
    settings.LOG_CONSUMERS = {"search": "search.indexing.SearchConsumer"}
    (feed,) = feeds()
    with caplog.at_level(logging.WARNING, "search.judging.gate"):
        assert feed.advance() == 12
    assert kept().health("ar").documents == 12
    (told,) = [record.getMessage() for record in caplog.records if record.name == "search.judging.gate"]
    assert "finds less than editors judged good" in told
    assert "nDCG@10 0.000; the floor is 0.900" in told


def test_quoted_questions_are_asked_as_readers_ask(summit: PublishedDocument) -> None:
    publish_article(title="بيروت تستضيف القمة")
    judged("«قمة بيروت»", summit.document_id)
    assert "2 judged questions, nDCG@10 1.000" in run()


def test_an_index_that_is_lost_is_no_measure(summit: PublishedDocument, settings: Settings) -> None:
    run()
    search_engines.damage(settings.SEARCH)
    hide()
    assert "12 articles indexed; 1 judged questions, nDCG@10 0.000\n" in run()


@pytest.mark.elasticsearch
def test_an_index_that_does_not_answer_is_told_and_holds_nothing_back(
    summit: PublishedDocument, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    hide()
    hurried = {**settings.SEARCH["OPTIONS"], "search_timeout": 1e-6}
    settings.SEARCH = {**settings.SEARCH, "OPTIONS": hurried}
    monkeypatch.setattr(gate, "PAUSE", 0.0)
    told = run()
    assert "1 judged questions, nDCG@10 0.000, while the index in use does not answer" in told
    assert set(kept().inventory("ar")) > {summit.document_id}
    search_engines.close(settings.SEARCH)


def test_a_question_without_an_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PAUSE", 0.0)
    answers = [EngineError("busy"), EngineError("busy"), SearchResult(total=3)]

    def ask(_query: SearchQuery) -> SearchResult:
        answer = answers.pop(0)
        if isinstance(answer, EngineError):
            raise answer
        return answer

    assert gate.patient(ask)(SearchQuery("قمة", "ar")).total == 3


def test_who_examines_may_refuse(summit: PublishedDocument) -> None:
    seen = []
    assert rebuild(kept(), "ar", examine=lambda _engine, build, _locale: seen.append(build.inventory())) == 1
    assert seen == [{summit.document_id: summit.sequence}]


@pytest.mark.parametrize("value", ["-0.1", "1.5"])
def test_floors_that_are_none_are_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search_floors() == {"least": 0.0, "fall": 0.02}
    monkeypatch.setenv("SEARCH_JUDGED_FALL", value)
    with pytest.raises(ImproperlyConfigured, match="SEARCH_JUDGED_FALL is from 0 to 1"):
        search_floors()
