"""Terms are found in sources with what the other language calls them, and warned of where it does not."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from news.models import ArticlePage
from news.text.plain import plain_text
from news.translation.glossary import terms_in, terms_of, warnings_of, warnings_on
from news.translation.models import Term, TermForm, Translation
from news.translation.terms import searched
from tests import factories
from tests.news.publication.support import fresh

pytestmark = pytest.mark.usefixtures("newsroom")
BANK, RATE = "البنك المركزي", "سعر الفائدة"


def source(*paragraphs: str, **fields: Any) -> ArticlePage:
    body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    return factories.published("قرار جديد", standfirst="خطوة جديدة.", body=body, **fields)


def translated(page: ArticlePage, *paragraphs: str) -> ArticlePage:
    """The draft of a translation into English that says this."""
    factories.section(locale="en", translation_key=page.get_parent().specific.translation_key)
    copy = fresh(page.copy_for_translation(factories.home("en").locale))
    draft = copy.get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    for place, text in enumerate(paragraphs):
        raw[place] = {**raw[place], "value": f"<p>{text}</p>"}
    draft.body = draft.body.stream_block.to_python(raw)
    draft.save_revision()
    return fresh(copy).get_latest_revision_as_object()


def warned(draft: ArticlePage) -> list[tuple[str, str]]:
    """The codes of a draft's warnings, with the terms."""
    return [(one.code, one.params["term"]) for one in warnings_of(draft.translation, draft)]


def test_a_term_is_found_with_its_form_its_note_and_its_place() -> None:
    factories.term(ar=BANK, en="Central Bank", note="No acronym.")
    factories.term(ar="بنك", en="bank")
    html = "<p>أعلن <b>البنك</b> المركزي، وقال بنك آخر: «للبنك المركزى».</p>"
    found = terms_in(html, "ar", "en")
    assert [(one.term, one.form, one.note) for one in found] == [
        (BANK, "Central Bank", "No acronym."), ("بنك", "bank", ""), (BANK, "Central Bank", "No acronym."),
    ]  # fmt: skip
    text = plain_text(html)
    assert [text[one.start : one.end] for one in found] == [BANK, "بنك", "للبنك المركزى"]


def test_a_term_without_a_form_there_is_found_all_the_same() -> None:
    factories.term(ar=BANK, en="Central Bank")
    (found,) = terms_in(BANK, "ar", "fr")
    assert (found.term, found.form) == (BANK, "")
    assert terms_in("Central Bank", "tr", "ar") == []


def test_a_discouraged_form_in_the_source_is_the_term_too() -> None:
    factories.term(ar="الأمم المتحدة", en="United Nations", discouraged={"ar": "هيئة الأمم\nمنظمة الأمم"})
    (found,) = terms_in("قالت هيئة الأمم", "ar", "en")
    assert (found.term, found.form) == ("الأمم المتحدة", "United Nations")


def test_names_of_authors_and_topics_are_in_it_without_being_typed() -> None:
    author = factories.author("ليلى حداد")
    factories.author("Leila Haddad", locale="en", translation_key=author.translation_key)
    topic = factories.topic("الموانئ")
    factories.topic("Ports", locale="en", translation_key=topic.translation_key)
    factories.topic("الري")
    found = terms_in("كتبت ليلى حداد عن الموانئ والري", "ar", "en")
    assert [(one.term, one.form) for one in found] == [("ليلى حداد", "Leila Haddad"), ("الموانئ", "Ports")]
    factories.term(ar="الموانئ", en="Harbours")
    assert terms_in("الموانئ", "ar", "en")[0].form == "Harbours", "what was typed goes before names"


def test_a_whole_story_takes_as_many_queries_as_a_word() -> None:
    for number in range(5):
        factories.term(ar=f"مصطلح{number}", en=f"term{number}")
    texts = {str(number): f"<p>هذا مصطلح{number % 5}</p>" for number in range(50)}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = terms_of(texts, "ar", "en")
    assert len(queries) == 3
    assert {key: one.form for key, (one,) in found.items()} == {key: f"term{int(key) % 5}" for key in texts}


def test_a_translation_is_warned_where_it_lacks_the_preferred_form() -> None:
    factories.term(ar=BANK, en="Central Bank")
    factories.term(ar=RATE, en="interest rate")
    page = source(f"أعلن {BANK} {RATE}.", f"وقال {BANK}.")
    draft = translated(page, "The central bank's decision.", "It said so.")
    assert warned(draft) == [("term_form", RATE), ("term_form", BANK)]
    first, second = warnings_of(draft.translation, draft)
    keys = [block["id"] for block in draft.body.get_prep_value()]
    assert (first.about, second.about) == tuple(keys)
    assert first.params == {"piece": "The central bank's decision.", "term": RATE, "form": "interest rate"}
    assert RATE in first.message
    assert "interest rate" in first.message


def test_a_discouraged_form_is_warned_of_unless_it_is_within_a_preferred_one() -> None:
    factories.term(ar=BANK, en="Central Bank", discouraged={"en": "the bank\nbank of banks"})
    factories.term(ar="صاحب", en="friend of the bank")
    page = source(f"{BANK} أعلن.", f"{BANK} وصاحب.", "لا شيء هنا.")
    draft = translated(
        page, "The Bank said, the Central Bank.", "Central Bank, friend of the bank", "The bank."
    )
    assert warned(draft) == [("term_discouraged", BANK)]
    (warning,) = warnings_of(draft.translation, draft)
    assert warning.params["used"] == "The Bank"
    assert "The Bank" in warning.message
    assert "Central Bank" in warning.message


def test_what_is_yet_to_be_translated_or_was_left_out_is_not_warned_of() -> None:
    factories.term(ar=BANK, en="Central Bank")
    page = source(f"{BANK} أعلن.", f"{BANK} قال.")
    draft = translated(page)
    assert warned(draft) == []
    draft.body = draft.body.stream_block.to_python(list(draft.body.get_prep_value())[:1])
    assert warned(draft) == []
    assert warnings_on(draft) == []


def test_other_stories_and_translations_without_source_are_not_warned() -> None:
    factories.term(ar=BANK, en="Central Bank")
    page = source(f"{BANK} أعلن.")
    assert warnings_on(page) == []
    draft = translated(page, "It said so.")
    assert [one.code for one in warnings_on(draft)] == ["term_form"]
    fresh(page).delete()
    assert warnings_on(draft) == []
    assert warnings_of(Translation.objects.get(page_id=draft.pk), draft) == []


def test_a_field_is_called_by_its_name() -> None:
    factories.term(ar="قرار", en="decision")
    draft = translated(source("نص."))
    draft.title = "Another one"
    (warning,) = warnings_on(draft)
    assert (warning.about, warning.params["piece"]) == ("title", "العنوان")


def form(code: str = "ar", **fields: str) -> TermForm:
    return TermForm(term=Term.objects.create(), locale=Locale.objects.get(language_code=code), **fields)


def test_what_cannot_be_seen_is_taken_out_of_a_form() -> None:
    one = form(
        text=" \u200fالأمم\u00a0 المتحدة\u202c\n", discouraged="\u200b\n هيئة \u200f \nهيئة\n", note=" لا\r\n"
    )
    one.full_clean()
    assert (one.text, one.discouraged, one.note) == ("الأمم المتحدة", "هيئة", "لا")


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"text": "\u200f\u202c"}, "text"),
        ({"text": "–!"}, "text"),
        ({"text": "الأُمم المتّحدة"}, "text"),
        ({"text": "\ufdfa" * 200}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"text": "هيئة", "discouraged": "منظمة\nهَيئه"}, "discouraged"),
    ],
)
def test_a_form_is_refused_that_finds_nothing_or_is_there_already(fields: dict[str, str], about: str) -> None:
    factories.term(ar="الأمم المتحدة", en="United Nations")
    with pytest.raises(ValidationError) as caught:
        form(**fields).full_clean()
    assert about in caught.value.message_dict


def test_the_same_form_may_stand_in_two_languages() -> None:
    factories.term(fr="Port")
    form("en", text="port").full_clean()


@pytest.mark.parametrize(
    "asked", ["الامم", "المتحده", "أُمم متحدة", "unit", "NATIONS الامم", "هييه", "turkiye"]
)
def test_terms_are_found_as_editors_type(asked: str) -> None:
    term = factories.term(ar="الأمم المتحدة", en="United Nations", tr="Türkiye", discouraged={"ar": "هيئة"})
    factories.term(ar="البنك", en="Bank")
    assert list(searched(Term.objects.all(), asked)) == [term]
    assert not searched(Term.objects.all(), f"{asked} كلمة").exists()
    assert not searched(Term.objects.all(), "–").exists()
