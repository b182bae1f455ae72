"""What editors decide about searches: nonsense is refused, and what holds is taken at the next question."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from search.engines.wording import MOST_ALTERNATIVES, MOST_SLOTS, Book, Rule
from search.models import BestBet, ProtectedWord, SynonymGroup
from search.queries import Question, ask
from search.queries.tuning import book_of
from tests.record_factory import paragraph, publish_article, withdraw
from tests.search.following import index

pytestmark = pytest.mark.django_db
LETTERS = st.text(alphabet="ابتةهىيوالـ أمريكا", max_size=24)


def synonyms(words: str, also: str = "", locale: str = "ar") -> SynonymGroup:
    """A group that was checked and saved; lines are parted by slashes."""
    return kept(SynonymGroup(locale=locale, words=words.replace("/", "\n"), also=also.replace("/", "\n")))


def kept(row: Any) -> Any:
    """A row after its form took it."""
    with override("en"):
        row.full_clean()
    row.save()
    return row


def refused(row: Any) -> str:
    """What is said of a row that is refused."""
    with override("en"):
        with pytest.raises(ValidationError) as raised:
            row.full_clean()
        return " ".join(raised.value.messages)


@pytest.mark.parametrize(
    ("words", "also", "told"),
    [
        ("", "", "This field cannot be blank."),
        ("\u200f\n \n", "", "Write at least one word."),
        ("أمريكا", "", "Write at least two that mean the same"),
        ("أمريكا\n–", "", "There is no word in “–”."),
        ("أمريكا\nعلى", "", "“على” is made of words that are never looked for."),
        ("أمريكا\nمن هو", "", "“من هو” is made of words that are never looked for."),
        ("أمريكا\n" + "كلمة " * 7, "", "is too long"),
        ("أمريكا\n" + "ك" * 101, "", "is too long"),
        ("\n".join(f"كلمة{number}" for number in range(21)), "", "There are too many lines"),
        ("أمريكا\nأَمريكا", "", "“أمريكا” and “أَمريكا” are the same to the search already."),
        ("أمريكا\nوأمريكا", "", "“أمريكا” and “وأمريكا” are the same"),
        ("أمريكا", "أمريكا", "are the same"),
        ("لندن\nالبيت الأبيض", "", "“البيت الأبيض” is in another group already (واشنطن = البيت الأبيض)"),
        ("الدوحة", "قطر", "There is a rule from “الدوحة” to “قطر” already (الدوحة ← قطر)."),
        ("قطر", "الدوحة", "There is a rule the other way round already (الدوحة ← قطر)"),
        ("واشنطن", "البيت الأبيض", "There is a rule from “واشنطن” to “البيت الأبيض” already"),
    ],
)
def test_nonsense_among_synonyms_is_refused(words: str, also: str, told: str) -> None:
    synonyms("واشنطن/البيت الأبيض")
    synonyms("الدوحة", "قطر")
    assert told in refused(SynonymGroup(locale="ar", words=words, also=also))
    assert SynonymGroup.objects.count() == 2


def test_each_language_has_its_own_and_a_group_is_no_other_of_itself() -> None:
    group = synonyms("أمريكا/ واشنطن \u200f/أمريكا")
    assert (group.words, str(group)) == ("أمريكا\nواشنطن", "أمريكا = واشنطن")
    assert str(synonyms("strike", "walkout", "en")) == "strike → walkout"
    kept(group)
    assert book_of("ar").rules == (Rule(("أمريكا", "واشنطن")),)
    assert book_of("tr") == Book("tr")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("", "This field cannot be blank."),
        ("«»", "There is no word in “«»”."),
        ("في", "never looked for"),
        ("بني سويف", "Write a single word."),
        ("صَفَد", "“صفد” is protected already."),
        ("ك" * 65, "at most 64 characters"),
    ],
)
def test_nonsense_among_protected_words_is_refused(word: str, told: str) -> None:
    kept(ProtectedWord(locale="ar", word="صفد"))
    assert told in refused(ProtectedWord(locale="ar", word=word))
    kept(ProtectedWord(locale="tr", word="صفد"))


def test_nonsense_among_best_bets_is_refused() -> None:
    stories = [publish_article(title=f"دليل {number}").document_id for number in range(4)]
    english = publish_article(title="Guide", locale="en").document_id
    for story in stories[:3]:
        kept(BestBet(locale="ar", questions="العاصفة\nامطار", story=story))
    wrong = {
        "Write at least one word.": BestBet(locale="ar", questions="\u200f\n", story=stories[3]),
        "There is no word in “؟”.": BestBet(locale="ar", questions="؟", story=stories[3]),
        "cannot read this story in this language": BestBet(locale="ar", questions="ريح", story=english),
        "Readers cannot": BestBet(locale="ar", questions="ريح", story=uuid4()),
        "has 3 best bets already": BestBet(locale="ar", questions="أمطار", story=stories[3]),
        "is a best bet for “العاصفه” already": BestBet(locale="ar", questions="العاصفه", story=stories[0]),
        "This moment is over.": BestBet(
            locale="ar", questions="ريح", story=stories[3], until=timezone.now() - timedelta(seconds=1)
        ),
    }
    for told, row in wrong.items():
        assert told in refused(row)
    BestBet.objects.filter(story=stories[0]).update(until=timezone.now())
    kept(BestBet(locale="ar", questions="أمطار", story=stories[3]))


@pytest.mark.usefixtures("search_index")
class TestQuestions:
    def test_a_change_holds_at_the_next_question_and_costs_one_query(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        row = publish_article(title="واشنطن توقع الاتفاق", body=[paragraph("في البيت الأبيض")])
        index()
        asked = Question("أمريكا", "ar")
        assert not ask(asked).results
        group = synonyms("أمريكا/واشنطن")
        answer = ask(asked)
        assert [one.id for one in answer.results] == [row.document_id]
        assert [slot.alternatives for slot in answer.wordings["ar"].slots] == [("واشنطن",)]
        assert [(mark.text, mark.ranges) for mark in answer.results[0].highlights] == [
            (row_title(row), ((0, 6),))
        ]
        with django_assert_num_queries(1):
            book_of("ar")
        group.words = "أمريكا\nالبيت الأبيض"
        kept(group)
        (body,) = ask(asked).results[0].highlights
        assert [body.text[start:end] for start, end in body.ranges] == ["البيت", "الأبيض"]
        group.delete()
        assert not ask(asked).results

    def test_a_change_that_was_undone_never_held(self) -> None:
        synonyms("أمريكا/واشنطن")
        before = book_of("ar")
        with transaction.atomic():
            synonyms("باريس/فرنسا")
            assert len(book_of("ar").rules) == 2
            transaction.set_rollback(True)
        assert book_of("ar") == before

    def test_a_best_bet_is_first_while_it_is_public(self) -> None:
        guide = publish_article(title="دليل العاصفة")
        story = publish_article(title="أمطار اليوم")
        index()
        bet = kept(BestBet(locale="ar", questions="الأمطار", story=guide.document_id))
        asked = Question("الامطار؟", "ar")
        assert [one.id for one in ask(asked).results] == [guide.document_id, story.document_id]
        assert ask(asked).wordings["ar"].first == (guide.document_id,)
        bet.until = timezone.now() + timedelta(hours=1)
        kept(bet)
        later = timezone.now() + timedelta(hours=2)
        assert [one.id for one in ask(asked, later).results] == [story.document_id]
        withdraw(guide)
        assert [one.id for one in ask(asked).results] == [story.document_id]
        index()
        assert ask(asked).total == 1

    def test_a_protected_word_is_found_and_marked_as_it_is_spelled(self) -> None:
        row = publish_article(title="صفد والصفدي")
        publish_article(title="الصفدي وحده")
        index()
        kept(ProtectedWord(locale="ar", word="صَفد"))
        (one,) = ask(Question("صفد", "ar")).results
        assert (one.id, one.highlights[0].ranges) == (row.document_id, ((0, 3),))
        assert len(ask(Question("صفد", "ar", mode="exact")).results) == 1
        assert not ask(Question("صفد", "ar", mode="exact")).wordings["ar"]


def row_title(row: Any) -> str:
    """The title of a public story."""
    return str(ask(Question("واشنطن", row.locale)).results[0].card["title"])


@settings(max_examples=200)
@given(st.lists(st.tuples(st.lists(LETTERS, max_size=4), st.lists(LETTERS, max_size=3)), max_size=6), LETTERS)
def test_whatever_the_rules_a_question_stays_bounded(
    rules: list[tuple[list[str], list[str]]], asked: str
) -> None:
    book = Book("ar", tuple(Rule(tuple(words), tuple(also)) for words, also in rules))
    text = f"{asked} {asked}"
    wording = book.wording(text)
    places = [number for slot in wording.slots for number in range(slot.start, slot.end)]
    assert len(places) == len(set(places))
    assert len(wording.slots) <= MOST_SLOTS
    found = [book.key(other) for slot in wording.slots for other in slot.alternatives]
    assert len(found) == len(set(found)) <= MOST_ALTERNATIVES
    assert not any(contains(book.key(text), key) for key in found)


def contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether `part` stands in `whole`, its words in a row."""
    return any(whole[start : start + len(part)] == part for start in range(len(whole)))
