"""Before a decision is saved, editors see what it would do to readers' searches."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from news.record.models import PublishedDocument
from search.admin import preview as room
from search.admin.preview import Preview, preview
from search.models import AskedQuestion, BestBet, JudgedAnswer, ProtectedWord, SynonymGroup
from tests import factories
from tests.news.admin.support import client_for
from tests.record_factory import publish_article, withdraw
from tests.search.following import index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def asked(*questions: str) -> None:
    """What readers asked today, the first most often."""
    for number, text in enumerate(questions):
        today = timezone.now().date()
        AskedQuestion.objects.create(text=text, asked=50 - number, day=today, locale="ar")


def told(found: Preview) -> dict[str, list[tuple[str | None, str | None]]]:
    """Each changed question with titles, now and then."""
    return {
        change.question: [(now and now.title, then and then.title) for _, now, then in change.rows]
        for change in found.shown
    }


@pytest.fixture
def stories() -> list[PublishedDocument]:
    rows = [publish_article(title=title) for title in ("طقس اليوم", "واشنطن توقع", "أمريكا توقع")]
    index()  # of equals the newest comes first
    return rows[::-1]


def test_a_synonym_is_tried_on_its_words_and_on_what_readers_ask(stories: list[PublishedDocument]) -> None:
    asked("طقس", "واشنطن اليوم", "غرينلاند")
    group = SynonymGroup(locale="ar", words="أمريكا\nواشنطن")
    found = preview(group)
    changed = told(found)
    assert changed["أمريكا"] == [("أمريكا توقع", "أمريكا توقع"), (None, "واشنطن توقع")]
    assert set(changed) == {"أمريكا", "واشنطن", "واشنطن اليوم"}
    assert (found.changed, found.same, found.left, found.away) == (3, 2, 0, False)
    assert [(change.gained, change.lost) for change in found.shown][:2] == [(1, 0), (1, 0)]
    assert not SynonymGroup.objects.exists()


def test_a_change_and_an_end_of_it_are_tried_too(stories: list[PublishedDocument]) -> None:
    group = SynonymGroup.objects.create(locale="ar", words="أمريكا\nواشنطن")
    gone = told(preview(group, gone=True))
    assert gone["أمريكا"] == [("أمريكا توقع", "أمريكا توقع"), ("واشنطن توقع", None)]
    assert preview(group).changed == 0
    group.words = "أمريكا\nطقس"
    changed = told(preview(group))
    assert ("واشنطن توقع", "طقس اليوم") in changed["أمريكا"]
    assert SynonymGroup.objects.get().words == "أمريكا\nواشنطن"


def test_a_best_bet_and_a_protected_word_are_tried(stories: list[PublishedDocument]) -> None:
    bet = BestBet(locale="ar", questions="طقس\nواشنطن", story=stories[0].document_id)
    found = preview(bet)
    assert told(found)["طقس"] == [("طقس اليوم", "أمريكا توقع"), (None, "طقس اليوم")]
    (row,) = [change for change in found.shown if change.question == "طقس"]
    assert [(one.place, one.other, one.moved) for one in row.then] == [(1, None, False), (2, 1, True)]
    publish_article(title="الطقس غدا")
    index()
    word = ProtectedWord(locale="ar", word="طقس")
    word.settle()
    assert told(preview(word))["طقس"] == [("طقس اليوم", "طقس اليوم"), ("الطقس غدا", None)]


def test_what_editors_judged_is_tried_too(stories: list[PublishedDocument]) -> None:
    JudgedAnswer.objects.create(
        locale="ar", text="موقف أمريكا", document_id=stories[0].document_id, grade=2, judged_at=timezone.now()
    )
    found = preview(SynonymGroup(locale="ar", words="أمريكا\nواشنطن"))
    assert [change.question for change in found.shown] == ["أمريكا", "واشنطن", "موقف أمريكا"]


def test_what_is_not_public_has_no_title(stories: list[PublishedDocument]) -> None:
    withdraw(stories[1])
    found = preview(SynonymGroup(locale="ar", words="أمريكا\nواشنطن"))
    assert "واشنطن توقع" not in str(told(found))


def test_it_is_bounded_in_time_and_says_what_was_left(stories: list[PublishedDocument]) -> None:
    found = preview(SynonymGroup(locale="ar", words="أمريكا\nواشنطن"), seconds=0)
    assert (found.changed, found.left) == (0, 2)


def test_it_says_that_the_engine_is_away(settings: Settings, tmp_path: Any) -> None:
    publish_article(title="أمريكا توقع")  # and no index of it
    found = preview(SynonymGroup(locale="ar", words="أمريكا\nواشنطن"))
    assert (found.away, found.left) == (True, 2)


@pytest.mark.usefixtures("newsroom")
class TestForms:
    @pytest.fixture
    def client(self) -> Client:
        publish_article(title="أمريكا توقع")
        publish_article(title="واشنطن توقع")
        index()
        return client_for(factories.user("Duty editor"))

    def test_trying_out_saves_nothing(self, client: Client) -> None:
        sent = {"locale": "ar", "words": "أمريكا\nواشنطن", "also": "", "note": "", "preview": "1"}
        answer = client.post(reverse("search_synonyms:add"), sent)
        assert answer.context["preview"].changed == 2
        assert answer.context["form"]["words"].value() == "أمريكا\nواشنطن"
        assert "واشنطن توقع" in answer.content.decode()
        assert not SynonymGroup.objects.exists()
        row = SynonymGroup.objects.create(locale="ar", words="أمريكا\nواشنطن")
        sent["words"] = "أمريكا\nباريس"
        answer = client.post(reverse("search_synonyms:edit", args=[row.pk]), sent)
        assert answer.context["preview"].changed == 2
        assert SynonymGroup.objects.get().words == "أمريكا\nواشنطن"
        answer = client.get(reverse("search_synonyms:delete", args=[row.pk]))
        assert answer.context["preview"].changed == 2
        assert SynonymGroup.objects.exists()

    def test_what_is_wrong_is_said_first(self, client: Client) -> None:
        sent = {"locale": "ar", "words": "على", "also": "", "note": "", "preview": "1"}
        answer = client.post(reverse("search_synonyms:add"), sent)
        assert answer.context["form"].errors
        assert "preview" not in answer.context

    def test_only_so_many_are_shown(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(room, "MOST_SHOWN", 1)
        found = preview(SynonymGroup(locale="ar", words="أمريكا\nواشنطن"))
        assert (found.changed, len(found.shown)) == (2, 1)
