"""The page of a story: everything its document says, in the reader's language and direction."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from news.record.models import PublishedDocument
from tests.home.reader.browsing import visit
from tests.record_factory import (
    kill,
    paragraph,
    picture,
    publish_article,
    publish_author,
    publish_locale,
    publish_section,
    publish_tag,
    publish_topic,
    withdraw,
)


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "type": kind, "value": value}


def quoted(row: PublishedDocument) -> str:
    return quote(row.path)


@pytest.fixture
def locales() -> None:
    for code in ("ar", "en"):
        publish_locale(code)


@pytest.fixture
def economy() -> PublishedDocument:
    return publish_section(slug="اقتصاد")


@pytest.fixture
def banks(economy: PublishedDocument) -> PublishedDocument:
    return publish_section(
        slug="مصارف", title="مصارف", path="/ar/اقتصاد/مصارف/", parent=str(economy.document_id)
    )


@pytest.fixture
def story(locales: None, economy: PublishedDocument, banks: PublishedDocument) -> PublishedDocument:
    return publish_article(
        section=banks,
        above=[economy],
        topics=[publish_topic(name="أسعار الصرف")],
        tags=[publish_tag(name="الليرة")],
        authors=[publish_author(), publish_author(name="John Smith")],
        kind="analysis",
        path="/ar/اقتصاد/مصارف/سعر-الصرف/",
        title="الدولار يرتفع",
        image=picture(),
        published_at=datetime(2026, 3, 14, 9, 20, tzinfo=UTC),
        updated_at=datetime(2026, 3, 14, 11, 5, tzinfo=UTC),
        alternates=[
            {"locale": "en", "id": str(uuid4()), "path": "/en/economy/rate/", "url": "/en/economy/rate/"}
        ],
    )


def test_arabic_runs_from_right_to_left(story: PublishedDocument) -> None:
    page = visit(story.path)
    assert page.status == 200
    html = page.one("html")
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    assert page.response["Content-Language"] == "ar"


def test_english_runs_from_left_to_right(locales: None) -> None:
    page = visit(publish_article(locale="en", path="/en/economy/rate/", title="Rates hold").path)
    html = page.one("html")
    assert (html["lang"], html["dir"]) == ("en", "ltr")
    assert page.text("h1") == "Rates hold"
    assert page.text(".to-top") == "Back to top"
    assert page.text(".dates time").endswith("GMT")


def test_the_head_of_a_story(story: PublishedDocument, banks: PublishedDocument) -> None:
    page = visit(story.path)
    assert page.text("h1") == "الدولار يرتفع"
    assert page.texts(".crumbs a") == ["الرئيسية", "الاقتصاد", "مصارف"]
    assert page.hrefs(".story-head > .label a") == [quoted(banks)]
    assert page.text(".story-head .kind") == "تحليل"
    assert page.text(".story-head .standfirst").startswith("هدأت السوق")
    assert page.text(".authors") == "بقلم سلمى الحدّاد، John Smith"
    assert page.texts(".labels li") == ["أسعار الصرف", "الليرة"]


def test_both_dates_are_read_by_people_and_machines(story: PublishedDocument) -> None:
    page = visit(story.path)
    assert [tag["datetime"] for tag in page.all(".dates time")] == [
        "2026-03-14T09:20:00Z",
        "2026-03-14T11:05:00Z",
    ]
    assert page.texts(".dates time") == [
        "١٤ مارس ٢٠٢٦، ٠٩:٢٠ بتوقيت غرينتش",
        "١٤ مارس ٢٠٢٦، ١١:٠٥ بتوقيت غرينتش",
    ]


def test_an_unchanged_story_shows_one_date() -> None:
    assert len(visit(publish_article().path).all(".dates time")) == 1


def test_the_lead_image_has_its_words_and_its_room(story: PublishedDocument) -> None:
    page = visit(story.path)
    image = page.one(".story > .figure img")
    assert image["alt"] == "واجهة المصرف المركزي صباحاً"
    assert (image["width"], image["height"]) == ("640", "360")
    assert image.get("loading") is None
    assert page.text(".story > .figure figcaption") == "المصرف المركزي الصورة: تصوير ليلى منصور"


def test_a_picture_offers_the_better_format_first() -> None:
    image = picture()
    widths = [
        {"url": f"/media/a.{width}.jpg", "width": width, "height": width // 2} for width in (480, 960, 1600)
    ]
    webp = [{"url": "/media/a.480.webp", "width": 480, "height": 240}]
    image["sources"] = [{"type": "image/webp", "srcset": webp}, {"type": "image/jpeg", "srcset": widths}]
    page = visit(publish_article(image=image).path)
    source, fallback = page.one(".story picture source"), page.one(".story picture img")
    assert (source["type"], source["srcset"]) == ("image/webp", "/media/a.480.webp 480w")
    assert fallback["src"] == "/media/a.960.jpg"
    assert fallback["srcset"] == "/media/a.480.jpg 480w, /media/a.960.jpg 960w, /media/a.1600.jpg 1600w"
    assert (fallback["width"], fallback["height"]) == ("1600", "800")
    assert page.one('meta[property="og:image"]')["content"] == "/media/a.960.jpg"


def test_an_image_without_files_is_left_out() -> None:
    page = visit(publish_article(image=picture() | {"sources": []}).path)
    assert page.status == 200
    assert page.all("img") == []


def test_every_type_of_block(locales: None) -> None:
    body = [
        block("paragraph", {"html": '<p>نص <b>مهم</b> و<a href="/ar/">رابط</a></p>', "text": "نص"}),
        block("heading", {"text": "عنوان ثانٍ", "level": 2}),
        block("heading", {"text": "عنوان ثالث", "level": 3}),
        block("list", {"ordered": False, "items": [{"html": "نقطة", "text": "نقطة"}]}),
        block(
            "list", {"ordered": True, "items": [{"html": "أولًا", "text": ""}, {"html": "ثانيًا", "text": ""}]}
        ),
        block("quote", {"text": "قول", "attribution": "قائل"}),
        block("image", picture("صورة في المتن")),
    ]
    page = visit(publish_article(body=body).path)
    assert page.text(".prose > p") == "نص مهم ورابط"
    assert page.hrefs(".prose > p a") == ["/ar/"]
    assert (page.text(".prose > h2"), page.text(".prose > h3")) == ("عنوان ثانٍ", "عنوان ثالث")
    assert page.texts(".prose > ul > li") == ["نقطة"]
    assert page.texts(".prose > ol > li") == ["أولًا", "ثانيًا"]
    assert (page.text("blockquote"), page.text(".quote figcaption")) == ("قول", "قائل")
    image = page.one(".prose > .figure img")
    assert (image["alt"], image["loading"]) == ("صورة في المتن", "lazy")


def test_headings_never_skip_a_level(story: PublishedDocument) -> None:
    levels = [int(tag.name[1]) for tag in visit(story.path).all("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_related_block_names_only_what_is_public() -> None:
    shown, second = publish_article(title="الأول"), publish_article(title="الثاني")
    gone, killed = publish_article(title="مسحوب"), publish_article(title="مقتول")
    withdraw(gone)
    kill(killed)
    over = publish_article(title="منقضٍ", visible_until=datetime(2026, 1, 1, tzinfo=UTC))
    ids = [str(row.document_id) for row in (second, gone, killed, over, shown)]
    body = [paragraph("نص"), block("related", {"articles": [*ids, str(uuid4())]})]
    page = visit(publish_article(body=body).path)
    assert page.texts(".read-also li") == ["الثاني", "الأول"]


def test_a_related_block_with_nothing_public_is_not_there() -> None:
    body = [block("related", {"articles": [str(uuid4())]})]
    assert visit(publish_article(body=body).path).all(".read-also") == []


def test_a_block_this_site_does_not_know_leaves_the_rest() -> None:
    body = [block("hologram", {"depth": 3}), paragraph("بقية الخبر")]
    assert visit(publish_article(body=body).path).text(".prose") == "بقية الخبر"


def test_other_languages_are_offered_in_their_own_words(story: PublishedDocument) -> None:
    page = visit(story.path)
    link = page.one(".versions a")
    assert (link["href"], link["hreflang"], link["lang"], link["dir"]) == (
        "/en/economy/rate/",
        "en",
        "en",
        "ltr",
    )
    assert link.get_text() == "English"
    alternates = {str(tag["hreflang"]) for tag in page.all('link[rel="alternate"]')}
    assert alternates == {"ar", "en"}


def test_the_way_back_to_the_top_needs_no_script(story: PublishedDocument) -> None:
    page = visit(story.path)
    assert page.hrefs(".to-top") == ["#top"]
    assert page.text(".to-top") == "العودة إلى أعلى الصفحة"
    assert page.one("#top").name == "body"
    assert page.all('script:not([type="application/ld+json"])') == []


def test_what_search_engines_are_told(story: PublishedDocument) -> None:
    page = visit(story.path)
    assert page.text("title") == "سعر الصرف — نشرة"
    assert page.one('meta[name="description"]')["content"] == "حركة السوق اليوم."
    assert page.one('link[rel="canonical"]')["href"] == quoted(story)
    assert page.all('meta[name="robots"]') == []


def test_landmarks_and_the_way_past_them(story: PublishedDocument) -> None:
    page = visit(story.path)
    assert page.hrefs(".skip") == ["#content"]
    assert page.one("#content").name == "main"
    assert all(tag["aria-label"] for tag in page.all("nav"))
    assert len({str(tag["aria-label"]) for tag in page.all("nav")}) == len(page.all("nav"))
