"""Quoted words and `mode=exact`: which marks quote, what stands together, and what counts as one spelling."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.record.models import Publication
from search.analysis.registry import analyzer_for
from search.indexing import SearchConsumer
from search.queries import Question, ask
from search.queries.phrases import CLOSING, phrases_in
from tests.record_factory import paragraph, publish_article

PHRASE = "مجلس الأمن"
in_store = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


@pytest.mark.parametrize(
    "typed",
    [
        '"مجلس الأمن"',
        "“مجلس الأمن”",
        "”مجلس الأمن“",
        "„مجلس الأمن“",
        "„مجلس الأمن”",
        "«مجلس الأمن»",
        "»مجلس الأمن«",
        "‹مجلس الأمن›",
        "“مجلس الأمن“",
        "“مجلس الأمن\"",
        "\"مجلس الأمن”",
        "＂مجلس الأمن＂",
        "''مجلس الأمن''",
        "« مجلس الأمن »",
        "\u200f«\u200fمجلس الأمن\u200f»",
        'ماذا قال "مجلس الأمن" أمس؟',
        '"مجلس الأمن" و«مجلس الأمن»',
    ],
)  # fmt: skip
def test_every_pair_of_marks_quotes(typed: str) -> None:
    assert [phrase.strip("\u200f") for phrase in phrases_in(typed, "ar")] == [PHRASE]


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("«مجلس الأمن» و“صندوق النقد”", (PHRASE, "صندوق النقد")),
        ('"مجلس الأمن" "صندوق النقد', (PHRASE,)),
        ('قال «رئيس "مجلس الأمن" اليوم»', ('رئيس "مجلس الأمن" اليوم',)),
        ("«القدس»", ()),
        ('"مجلس الأمن', ()),
        ("مجلس الأمن»", ()),
        ('"" «»', ()),
        ('"؟ !"', ()),
        ("'مجلس الأمن'", ()),
        ("(مجلس الأمن)", ()),
        ("[مجلس الأمن]", ()),
        ("«مجلس الأمن”", ()),
        ('قناة 5" و 7"', ()),
    ],
)
def test_which_parts_are_phrases(typed: str, phrases: tuple[str, ...]) -> None:
    assert phrases_in(typed, "ar") == phrases


@given(text=st.text(alphabet=[*"".join(CLOSING), *"''«»", *"مجلس الأمن"], max_size=60))
def test_a_phrase_is_what_stands_between_marks(text: str) -> None:
    for phrase in phrases_in(text, "ar"):
        assert phrase in text
        assert len(analyzer_for("ar").analyze(phrase).words) > 1
        assert re.search("[" + re.escape("".join(CLOSING)) + "]", text)


class TestFinding:
    pytestmark = in_store

    def publish(self, *texts: str) -> list[UUID]:
        """Publish stories with these titles, or bodies where they are long; the ids, in order."""
        facts = [
            {"title": text, "body": []} if len(text) < 40 else {"title": "خبر", "body": [paragraph(text)]}
            for text in texts
        ]
        rows = [publish_article(summary="", **fact) for fact in facts]
        SearchConsumer().handle(list(Publication.objects.order_by("sequence")))
        return [row.document_id for row in rows]

    def found(self, text: str, **options: object) -> set[UUID]:
        """What is found."""
        return {one.id for one in ask(Question(text, "ar", **options)).results}

    def test_marks_and_punctuation_between_words_do_not_part_them(self) -> None:
        comma, quoted, dash, apart = self.publish(
            "مجلس، الأمن", "مجلس «الأمن»", "مجلس - الأمن", "مجلس في الأمن"
        )
        assert self.found("«مجلس الأمن»") == {comma, quoted, dash}
        assert self.found("«مجلس في الأمن»") == {apart}
        assert self.found("«مجلس: الأمن!»") == {comma, quoted, dash}

    def test_a_phrase_stands_in_title_or_body_and_not_across(self) -> None:
        publish_article(title="جلسة مجلس", summary="", body=[paragraph("الأمن يستنفر")])
        (within,) = self.publish("اجتمع أعضاء الهيئة أمس ثم عقد مجلس الأمن جلسة أخرى طويلة")
        assert self.found("“مجلس الأمن”") == {within}

    def test_phrases_want_words_as_they_are_spelled_in_their_order(self) -> None:
        here, *_ = self.publish("قرار مجلس الأمن", "قرار مجالس الأمن", "الأمن مجلس", "قرار بمجلس الأمن")
        assert self.found("“مجلس الأمن”") == {here}
        assert self.found("“مجلس الأمن” “قرار مجلس”") == {here}
        assert self.found("“مجلس الأمن” “الأمن قرار”") == set()

    def test_the_same_spelling_is_one_but_for_what_readers_confuse(self) -> None:
        hamza, ya, waw = self.publish("أسماء مدرسة على", "اسماء مدرسه علي", "مؤتمر أسماء")
        for text in ("أسماء", "إسماء", "آسماء", "اسماء", "أَسْمَـاء"):
            assert self.found(text, mode="exact") == {hamza, ya, waw}
        for text in ("مدرسة", "مدرسه", "على", "علي"):
            assert self.found(text, mode="exact") == {hamza, ya}
        assert self.found("مؤتمر", mode="exact") == {waw}
        for text in ("موتمر", "مؤتمرات", "المؤتمر", "اسما", "أسماءهم"):
            assert self.found(text, mode="exact") == set()

    def test_exact_wants_every_word_stop_words_too(self) -> None:
        with_it, _ = self.publish("قمة في بيروت", "قمة بيروت")
        assert self.found("قمة في بيروت", mode="exact") == {with_it}
        assert self.found("«قمة بيروت» في", mode="exact") == set()
