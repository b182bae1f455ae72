"""Vectors follow the log: only of what is public, never of what it said before, come what may."""

from collections.abc import Sequence
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from news.publication.consumers import Feed, feeds
from news.record.models import Cursor, Event, Publication, PublishedDocument
from news.record.store import head_sequence
from search.embedding.base import EmbedderError, Vectors
from search.embedding.consumer import EmbeddingConsumer
from search.embedding.factory import embedder as embedder_of_settings
from search.embedding.factory import vector_index
from search.embedding.keeping import Keeper
from search.models import Embedding
from tests.record_factory import kill, paragraph, publish_article, publish_section, republish, withdraw
from tests.search.embedding.conftest import CONSUMER, Embed
from tests.search.embedding.services import DIMENSION, Service, embedding, saying, setting

pytestmark = pytest.mark.django_db
SECRET = "زعفرانستان"


def feed() -> Feed:
    """The feed of the consumer under test."""
    return next(one for one in feeds() if one.name == CONSUMER)


def catch_up() -> None:
    """Hand the consumer what it has not had, as the relay does."""
    following = feed()
    while following.advance():
        pass


def embedded() -> set[UUID]:
    """The stories that have vectors."""
    return set(Embedding.objects.values_list("document_id", flat=True))


def test_each_public_article_is_embedded_once(embedder: Service) -> None:
    rows = [publish_article(title=f"خبر {number}") for number in range(3)]
    publish_section()
    catch_up()
    assert embedded() == {row.document_id for row in rows}
    row = Embedding.objects.get(document_id=rows[0].document_id)
    assert (row.model, row.locale) == (f"words.{DIMENSION}", "ar")
    assert len(row.vectors) % (2 * DIMENSION) == 0
    asked = len(embedder.asked)
    EmbeddingConsumer().handle(list(Publication.objects.all()))
    republish(rows[0], image=None)
    catch_up()
    assert len(embedder.asked) == asked


def test_a_story_that_reads_otherwise_is_embedded_anew(embedder: Service) -> None:
    row = publish_article(title="خبر قديم")
    catch_up()
    before = Embedding.objects.get()
    republish(row, title="خبر جديد")
    catch_up()
    after = Embedding.objects.get()
    assert after.pk > before.pk
    assert any(text.startswith("خبر جديد") for text in embedder.texts)


@pytest.mark.parametrize("remove", [withdraw, kill])
def test_what_goes_leaves_no_vectors(embedder: Service, remove: object) -> None:
    row, other = publish_article(), publish_article()
    catch_up()
    remove(row)  # type: ignore[operator]  # either of two functions
    catch_up()
    assert embedded() == {other.document_id}


def test_no_word_is_sent_that_is_not_public_when_it_is_sent(embedder: Service) -> None:
    gone = publish_article(title=f"خبر {SECRET} سحب")
    withdraw(gone)
    corrected = publish_article(body=[paragraph(f"ورد {SECRET} خطأ")])
    republish(corrected, body=[paragraph("نص صحيح")], event=Event.CORRECTED)
    killed = publish_article(summary=SECRET)
    kill(killed)
    catch_up()
    call_command("rebuild_embeddings", stdout=StringIO())
    assert embedded() == {corrected.document_id}
    assert not any(SECRET in text for text in embedder.texts)


def test_an_embedder_that_is_away_holds_up_nothing(embedder: Service) -> None:
    row, changed = publish_article(), publish_article()
    catch_up()
    embedder.answer = saying(503)
    withdraw(row)
    republish(changed, title="عنوان آخر")
    new = publish_article()
    catch_up()
    assert Cursor.objects.get(consumer=CONSUMER).sequence == head_sequence()
    assert embedded() == set()  # nothing is found by what a story said before
    embedder.answer = embedding
    assert EmbeddingConsumer().reconcile(mend=True) == ["embeddings: 2 missing, 0 surplus"]
    assert embedded() == {changed.document_id, new.document_id}


def test_a_consumer_that_is_behind_asks_again_after_a_while(embedder: Service) -> None:
    consumer = EmbeddingConsumer()
    embedder.answer = saying(503)
    publish_article()
    consumer.handle(list(Publication.objects.all()))
    assert consumer.usable()  # not at once
    consumer.resume = 0.0
    assert not consumer.usable()
    with pytest.raises(EmbedderError):
        consumer.reconcile(mend=True)
    assert consumer.usable()
    embedder.answer, consumer.resume = embedding, 0.0
    consumer.reconcile(mend=True)
    assert consumer.usable()
    assert consumer.reconcile(mend=True) == []


def test_many_that_are_missing_are_embedded_in_turns_the_newest_first(embedder: Service) -> None:
    rows = [publish_article(title=f"خبر {number}") for number in range(5)]
    consumer = EmbeddingConsumer()
    consumer.at_once = 2
    assert consumer.reconcile(mend=True) == [
        "embeddings: 5 missing, 0 surplus",
        "embeddings: 3 are left for later",
    ]
    assert embedded() == {row.document_id for row in rows[-2:]}
    assert not consumer.usable()
    consumer.reconcile(mend=True)
    consumer.reconcile(mend=True)
    assert embedded() == {row.document_id for row in rows}
    assert consumer.usable()


def test_what_differs_is_named_and_nothing_is_done(embedder: Service) -> None:
    publish_article()
    assert EmbeddingConsumer().reconcile(mend=False)[0] == "embeddings: 1 missing, 0 surplus"
    assert (embedded(), embedder.asked) == (set(), [])


class Meanwhile:
    """An embedder during whose work something happens."""

    model, dimension = f"words.{DIMENSION}", DIMENSION

    def __init__(self, act: object) -> None:
        self.act = act

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.act()  # type: ignore[operator]  # a function of the test
        return embedder_of_settings().passages(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return embedder_of_settings().queries(texts)


def test_a_story_that_goes_while_it_is_embedded_is_not_kept(embedder: Service) -> None:
    row = publish_article()
    Keeper(Meanwhile(lambda: kill(row)), vector_index()).follow([row.document_id])
    assert embedded() == set()


def run(*arguments: str) -> str:
    """What `manage.py rebuild_embeddings` prints."""
    printed = StringIO()
    call_command("rebuild_embeddings", *arguments, stdout=printed)
    return printed.getvalue()


def test_the_command_fills_and_goes_on_where_it_was_stopped(embedder: Service) -> None:
    rows = [publish_article(title=f"خبر {number}") for number in range(40)]
    embedder.answer = lambda question: (503, b"{}") if len(embedder.asked) > 1 else embedding(question)
    with pytest.raises(CommandError, match="run again"):
        run()
    kept = embedded()
    assert 0 < len(kept) < 40
    embedder.answer, done = embedding, len(embedder.texts)
    assert run() == f"40 stories by words.{DIMENSION}\n"
    assert embedded() == {row.document_id for row in rows}
    again = embedder.texts[done:]
    assert len(again) < 2 * (40 - len(kept))  # none of what it had


def test_another_embedder_is_made_ready_beside_the_one_in_use(
    embedder: Service, embed_by: Embed, settings: Settings
) -> None:
    row = publish_article()
    catch_up()
    old = f"words.{DIMENSION}"
    settings.LOG_CONSUMERS = {
        name: dotted for name, dotted in settings.LOG_CONSUMERS.items() if name != CONSUMER
    }
    embed_by(setting(embedder, query_prefix="query: ", passage_prefix="passage: "))
    settings.LOG_CONSUMERS = {"embeddings.next": settings.LOG_CONSUMERS[CONSUMER]}
    new = embedder_of_settings().model
    run()
    assert set(Embedding.objects.values_list("model", flat=True)) == {old, new}
    assert Cursor.objects.get(consumer="embeddings.next").sequence == head_sequence()
    assert "1 of other embedders deleted" in run("--forget-others")
    assert [(one.document_id, one.model) for one in Embedding.objects.all()] == [(row.document_id, new)]
    assert not Cursor.objects.filter(consumer=CONSUMER).exists()


def test_without_an_embedder_the_command_says_what_to_set(search_index: None) -> None:
    with pytest.raises(CommandError, match="SEARCH_EMBEDDER"):
        run()


def test_the_store_is_what_reads_and_not_the_log(embedder: Service) -> None:
    row = publish_article(title="قديم")
    PublishedDocument.objects.filter(pk=row.pk).update(state="withdrawn")
    catch_up()
    assert embedder.asked == []
