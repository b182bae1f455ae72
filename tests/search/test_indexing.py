"""The index follows the log, comes again in any order, and is mended or rebuilt from the store."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from news.record.models import Publication, PublishedDocument
from search.documents import entry_from
from search.engines.base import EngineError, SearchEngine
from search.engines.factory import engines
from search.indexing import SearchConsumer, compare_index, difference, rebuild, repair
from tests import search_engines
from tests.record_factory import (
    kill,
    paragraph,
    publish_article,
    publish_author,
    publish_section,
    publish_tag,
    publish_topic,
    republish,
    withdraw,
)
from tests.search.entries import ask, entry, ids

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def log() -> list[Publication]:
    """The whole log."""
    return list(Publication.objects.order_by("sequence"))


def consume(*batch: Publication) -> None:
    """Hand a batch, all of the log by default, to the consumer."""
    SearchConsumer().handle(batch or log())


def kept() -> SearchEngine:
    """The engine of the settings."""
    return engines()[0]


def found(text: str) -> list[object]:
    """What the index alone answers."""
    return list(ids(ask(kept(), text)))


def test_an_entry_has_the_words_and_terms_of_the_story() -> None:
    above, section = publish_section(), publish_section()
    topic, tag, author = publish_topic(), publish_tag(), publish_author()
    items = [{"html": "بند", "text": "بند أول"}, {"html": "بند", "text": "بند ثان"}]
    row = publish_article(
        section=section,
        above=[above],
        topics=[topic],
        tags=[tag],
        authors=[author],
        title="عنوان",
        summary="مقدمة",
        body=[
            paragraph("فقرة"),
            {"id": str(uuid4()), "type": "list", "value": {"ordered": False, "items": items}},
            {"id": str(uuid4()), "type": "quote", "value": {"text": "قول", "attribution": "قائل"}},
            {"id": str(uuid4()), "type": "related", "value": {"articles": [str(uuid4())]}},
        ],
    )
    made = entry_from(row)
    assert made.body == "فقرة\nبند أول\nبند ثان\nقول\nقائل"
    assert made.text == "مقدمة\n" + made.body
    assert made.section == section.document_id
    assert set(made.sections) == {above.document_id, section.document_id}
    assert made.topics == (topic.document_id,)
    assert made.tags == (tag.document_id,)
    assert made.authors == (author.document_id,)
    assert (made.sequence, made.group, made.kind) == (row.sequence, row.group, "story")


def test_only_articles_are_indexed() -> None:
    with pytest.raises(ValueError, match="not an article"):
        entry_from(publish_section())
    consume()
    assert list(kept().locales()) == []


def test_publishing_updating_and_withdrawing_are_followed() -> None:
    row = publish_article(title="قمة بيروت")
    consume()
    assert found("بيروت") == [row.document_id]
    row = republish(row, title="مؤتمر الرياض")
    consume(log()[-1])
    assert (found("بيروت"), found("الرياض")) == ([], [row.document_id])
    withdraw(row)
    consume(log()[-1])
    assert found("الرياض") == []
    republish(row)
    consume(log()[-1])
    assert found("الرياض") == [row.document_id]
    kill(row)
    consume(log()[-1])
    assert found("الرياض") == []


def test_any_order_and_any_repetition_lead_to_the_store() -> None:
    first, second = publish_article(title="قمة أولى"), publish_article(title="قمة ثانية")
    withdraw(republish(first, title="قمة أخيرة"))
    rows = log()
    for batch in (rows[::-1], rows[:1], rows[1:3], rows, rows[:2]):
        consume(*batch)
        assert found("قمة") == [second.document_id]
    assert difference(kept()) == []


def test_a_batch_of_several_locales() -> None:
    publish_article(title="قمة")
    english = publish_article(title="Summit", locale="en")
    consume()
    assert list(ids(ask(kept(), "summits", locale="en"))) == [english.document_id]


def test_a_missing_index_is_rebuilt_whole(settings: Settings) -> None:
    first = publish_article(title="قمة أولى")
    consume()
    search_engines.remove(settings.SEARCH)
    second = publish_article(title="قمة ثانية")
    consume(log()[-1])
    assert set(found("قمة")) == {first.document_id, second.document_id}


def test_a_damaged_index_is_rebuilt_whole(settings: Settings) -> None:
    first = publish_article(title="قمة أولى")
    consume()
    search_engines.damage(settings.SEARCH)
    second = publish_article(title="قمة ثانية")
    consume(log()[-1])
    assert set(found("قمة")) == {first.document_id, second.document_id}


def test_difference_names_and_repair_mends() -> None:
    same, lost, stale = (publish_article(title=f"قمة {number}") for number in range(3))
    consume()
    stale = republish(stale, title="قمة محدثة")
    new = publish_article(title="قمة جديدة")
    withdraw(lost)
    (found_difference,) = difference(kept())
    assert found_difference.missing == (new.document_id,)
    assert found_difference.surplus == (lost.document_id,)
    assert found_difference.outdated == (stale.document_id,)
    assert str(found_difference) == "search index ar: 1 missing, 1 surplus, 1 outdated"
    repair(kept(), [found_difference])
    assert difference(kept()) == []
    assert set(found("قمة")) == {same.document_id, stale.document_id, new.document_id}


def test_repair_removes_what_the_store_never_knew() -> None:
    publish_article(title="قمة")
    consume()
    kept().index([entry("قمة غريبة")])
    assert len(difference(kept())[0].surplus) == 1
    repair(kept(), difference(kept()))
    assert difference(kept()) == []


def test_an_index_ahead_of_a_restored_store_is_rebuilt() -> None:
    row = publish_article(title="قمة بيروت")
    consume()
    PublishedDocument.objects.filter(pk=row.pk).update(sequence=row.sequence - 1)
    (found_difference,) = difference(kept())
    assert "restore" in found_difference.reason
    repair(kept(), [found_difference])
    assert difference(kept()) == []


def test_an_index_that_is_not_there_differs() -> None:
    row = publish_article(title="قمة")
    (found_difference,) = difference(kept())
    assert found_difference.missing == (row.document_id,)
    assert SearchConsumer().reconcile(mend=False) == [str(found_difference)]
    assert len(SearchConsumer().reconcile(mend=True)) == 1
    assert SearchConsumer().reconcile(mend=True) == []
    assert found("قمة") == [row.document_id]


def test_comparing_is_a_pure_function() -> None:
    one, two, three = sorted(uuid4() for _ in range(3))
    assert compare_index("ar", {one: 1}, {one: 1}) is None
    compared = compare_index("ar", {one: 1, two: 5}, {two: 4, three: 2})
    assert compared is not None
    assert (compared.missing, compared.surplus, compared.outdated) == ((one,), (three,), (two,))


def test_a_rebuild_follows_what_is_published_meanwhile() -> None:
    first = publish_article(title="قمة أولى")
    late = []

    def publish_another(_: int) -> None:
        if not late:
            late.append(publish_article(title="قمة متأخرة"))
            withdraw(first)

    assert rebuild(kept(), "ar", publish_another) == 1
    assert found("قمة") == [late[0].document_id]
    assert difference(kept()) == []


def test_a_rebuild_that_cannot_equal_the_store_leaves_the_old_index() -> None:
    row = publish_article(title="قمة")
    consume()

    def lose_a_log_row(_: int) -> None:
        PublishedDocument.objects.filter(pk=row.pk).update(sequence=row.sequence + 100)

    with pytest.raises(EngineError):
        rebuild(kept(), "ar", lose_a_log_row)
    assert found("قمة") == [row.document_id]


def run(*arguments: str) -> str:
    """What `manage.py rebuild_search` prints."""
    printed = StringIO()
    call_command("rebuild_search", *arguments, stdout=printed)
    return printed.getvalue()


def test_the_command_rebuilds_and_rolls_back(capsys: pytest.CaptureFixture[str]) -> None:
    publish_article(title="قمة")
    publish_article(title="Summit", locale="en")
    done = "the relay chooses related stories anew\n"
    assert run() == f"ar: 1 articles indexed\nen: 1 articles indexed\n{done}"
    assert run("--locale", "ar") == f"ar: 1 articles indexed\n{done}"
    assert run("--locale", "ar", "--roll-back") == "ar: returned to the former index\n"
    with pytest.raises(CommandError, match="no former"):
        run("--locale", "en", "--roll-back")
    assert capsys.readouterr().err == ""
