"""What editors type finds what is meant, whichever database keeps the index."""

import pytest
from modelsearch.query import Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from news.models import Author, NewsImage
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")

AR, EN, FR, TR = (
    "تأجيل افتتاح مدرسة الموانئ الكبرى إلى ١٥ أكتوبر ٢٠٢٦",
    "Government's naïve café reform: 1,400 owners protest in İzmir",
    "L'école d'été où l'eau coûte 3,5 euros",
    "Kıyı Işıkları: İstanbul'da 12 bin öğrenci çağrıldı",
)
HEADLINES = {"ar": AR, "en": EN, "fr": FR, "tr": TR}
# The headline of a draft, and what people type for it; the last word may be half typed.
FOUND = [
    (AR, "تاجيل افتتاح مدرسه"),  # bare alef, ha for ta marbuta
    (AR, "الموانيء الكبري"),  # hamza off its carrier, ya for alef maqsura
    (AR, "تَأْجيل افتِتاح مَدْرَسَةِ"),  # vowel signs
    (AR, "المـــوانئ الكـــبرى"),  # tatweel
    (AR, "والموانئ"),  # a conjunction stuck on
    (AR, "بالموانئ"),  # a preposition stuck on
    (AR, "وبالمدرسة"),  # both
    (AR, "موانئ كبرى"),  # without the article
    (AR, "15 اكتوبر 2026"),  # Western digits
    (AR, "۱۵ أكتوبر"),  # Persian digits
    (AR, "افتتاح في المدرسة"),  # a stop word that is not there
    (AR, "الموا"),  # half a word
    (AR, "افتتاح مدر"),
    (AR, "ﺍﻟﻤﻮﺍﻧﺊ"),  # presentation forms
    (AR, "«تأجيل افتتاح»"),  # quotation marks
    (EN, "governments naive cafe"),
    (EN, "GOVERNMENT"),
    (EN, "protesting owner"),  # other endings
    (EN, "1400 owners"),
    (EN, "١٤٠٠ owners"),
    (EN, "izmir"),
    (EN, "the reform of gov"),
    (FR, "ecole d’ete"),  # no accents, a typographer's apostrophe
    (FR, "eau coute"),
    (FR, "ÉCOLE"),
    (FR, "leau coûte"),
    (FR, "3,5 eur"),
    (TR, "kiyi isiklari"),  # dots on every i
    (TR, "KIYI IŞIKLARI"),
    (TR, "istanbul"),
    (TR, "İstanbulda"),
    (TR, "ISTANBUL’DA ogrenci"),
    (TR, "cagrildi"),
    (TR, "öğrenciler"),  # an ending
]
# What must not be taken for what.
APART = [
    "افتتاح جامعة",
    "وانئ",  # the middle of a word
    "governess",
    "140 owners",
    "école privée",
    "kapı ışıkları",
]


def titles(query: object) -> list[str]:
    """The draft titles of the pages found, best first."""
    return [page.draft_title for page in Page.objects.all().autocomplete(query)]


@pytest.fixture
def stories(newsroom: None) -> None:
    for locale, headline in HEADLINES.items():
        factories.article(headline, locale=locale, standfirst="", body=[])


@pytest.mark.usefixtures("stories")
def test_what_people_type_finds_the_draft_and_no_other() -> None:
    for headline, asked in FOUND:
        assert titles(asked) == [headline], asked
        assert [page.title for page in Page.objects.all().search(asked)] == [headline], asked


@pytest.mark.usefixtures("stories")
def test_other_words_do_not() -> None:
    for asked in APART:
        assert titles(asked) == [], asked


def test_words_of_the_text_are_found_as_those_of_the_title_are() -> None:
    body = [
        ("heading", {"text": "أسئلة القرّاء", "level": "2"}),
        ("paragraph", "<p>رست <b>الس</b>فينة عند الفجر</p>"),
        ("quote", {"text": "لم نتوقّع هذا", "attribution": "قبطان الباخرة"}),
    ]
    factories.article("خبر قصير", standfirst="موجز الصباح", body=body)
    for asked in ("اسئله القراء", "السفينه", "نتوقع", "قبطان", "موجز الصب", "قصير والسفينة"):
        assert titles(asked) == ["خبر قصير"], asked


def test_whole_titles_come_first_then_titles_with_the_words_then_texts_and_the_newer_before_the_older() -> (
    None
):
    factories.article("ميناء اللؤلؤ")
    for headline in ("توسعة ميناء اللؤلؤ", "ميناء اللؤلؤ يتوسع"):
        factories.article(headline)
    factories.article("خبر آخر", standfirst="عن ميناء اللؤلؤ")
    best = ["ميناء اللؤلؤ", "ميناء اللؤلؤ يتوسع", "توسعة ميناء اللؤلؤ", "خبر آخر"]
    assert titles("مينا اللولو") == best
    assert [page.title for page in Page.objects.all().autocomplete("ميناء اللؤلؤ")[1:3]] == best[1:3]
    assert Page.objects.all().autocomplete("ميناء اللؤلؤ").count() == 4


def test_an_order_that_was_asked_for_is_kept() -> None:
    for headline in ("ب ميناء", "ا ميناء", "ج ميناء"):
        factories.article(headline)
    by_title = Page.objects.order_by("title").autocomplete("ميناء", order_by_relevance=False)
    assert [page.title[0] for page in by_title] == ["ا", "ب", "ج"]


def test_quotation_marks_ask_for_words_in_a_row() -> None:
    factories.article("وزير النقل يزور الميناء")
    factories.article("النقل: وزير جديد")
    assert titles(Phrase("وزير النقل")) == ["وزير النقل يزور الميناء"]
    assert titles(PlainText("يزور") & Phrase("وَزِيرُ النّقل")) == ["وزير النقل يزور الميناء"]
    assert len(titles("وزير النقل")) == 2


def test_no_word_finds_nothing_and_breaks_nothing() -> None:
    factories.article("خبر")
    for nothing in ("", " ", "!؟", '"', "' OR 1=1 --", "\x00", "\ud800", "*", "«»", "-", "ـ"):
        assert titles(nothing) == [], nothing
        assert Page.objects.all().autocomplete(nothing).count() == 0


def test_signs_beside_words_are_no_commands() -> None:
    factories.article("سعر القمح")
    for sign in ('"', "'", "\\", "*", "(", ")", ":", "&", "|", "!", "<->", "^", "-", "+", "%", "_"):
        for asked in (f"سعر{sign} القمح", f"{sign}سعر القمح", f"سعر القمح{sign}"):
            assert titles(asked) == ["سعر القمح"], asked


def test_a_long_query_and_a_very_long_text_are_managed() -> None:
    words = " ".join(f"كلمة{number}" for number in range(40_000))
    factories.article("نص طويل", body=[("paragraph", f"<p>{words}</p>")])
    assert titles("كلمه7 طويل") == ["نص طويل"]
    assert titles(" ".join(words.split()[:3000])) == ["نص طويل"]


def test_images_and_authors_are_found_by_all_that_is_written_of_them() -> None:
    image = factories.image("رصيف الميناء", default_alt="رافعات عند الغروب", credit="وكالة الأنباء")
    image.tags.add("أرشيف")
    image.save()
    for asked in ("رصيف المينا", "رافعات الغرو", "وكاله الانباء", "ارشيف"):
        assert [one.title for one in NewsImage.objects.all().autocomplete(asked)] == ["رصيف الميناء"], asked
    factories.author("آمنة الرفاعي")
    found = get_search_backend().autocomplete("امنه الرفا", Author)
    assert [one.name for one in found] == ["آمنة الرفاعي"]


def test_what_the_index_cannot_tell_is_refused_and_not_answered_wrongly() -> None:
    with pytest.raises(NotImplementedError, match="leave `fields` out"):
        Page.objects.all().search("ميناء", fields=["title"])
    with pytest.raises(NotImplementedError, match="leave `operator` out"):
        Page.objects.all().search("ميناء", operator="or")
    with pytest.raises(NotImplementedError):
        Page.objects.all().search(PlainText("ميناء") | PlainText("مطار"))
