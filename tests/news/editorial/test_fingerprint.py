"""What an approval covers: every word a story itself makes public, and nothing it only borrows."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from taggit.models import Tag

from news.editorial.fingerprint import canonical, fingerprint
from news.models import ArticlePage, Author, Byline, NewsImage, Topic
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")


def rich_story() -> ArticlePage:
    image = factories.image()
    other = factories.article("خبر آخر")
    return factories.published(
        "افتتاح الرصيف",
        seo_title="عنوان للبحث",
        search_description="وصف للبحث",
        lead_image=image,
        lead_image_alt="رافعات",
        lead_image_caption="في الميناء",
        lead_image_credit="نشرة",
        body=[
            ("paragraph", "<p>فقرة <b>أولى</b></p>"),
            ("heading", {"text": "عنوان فرعي", "level": "2"}),
            ("list", {"ordered": True, "items": ["<p>أ</p>", "<p>ب</p>"]}),
            ("quote", {"text": "قول", "attribution": "قائل"}),
            ("image", {"image": image, "alt": "سفينة", "caption": "شرح", "credit": "وكالة"}),
            ("related", {"articles": [other]}),
        ],
        bylines=[factories.author("أ"), factories.author("ب")],
        topics=[factories.topic()],
        tags=["موانئ", "شحن"],
    )


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def test_row_revision_and_republished_row_have_one_fingerprint() -> None:
    page = rich_story()
    expected = fingerprint(fresh(page))
    revision = fresh(page).save_revision()
    revision.refresh_from_db()
    assert fingerprint(revision.as_object()) == expected
    revision.publish()
    assert fingerprint(fresh(page)) == expected
    assert fingerprint(fresh(page).save_revision().as_object()) == expected
    assert fingerprint(ArticlePage.objects.prefetch_related("bylines", "topics").get(pk=page.pk)) == expected


def block(index: int, **changes: Any) -> Callable[[ArticlePage], None]:
    """Change the value of one block of the body."""

    def change(page: ArticlePage) -> None:
        raw = json.loads(json.dumps(list(page.body.raw_data)))
        raw[index]["value"] |= changes
        page.body = json.dumps(raw)

    return change


def blocks(act: Callable[[list[Any]], Any]) -> Callable[[ArticlePage], None]:
    """Change the list of blocks."""

    def change(page: ArticlePage) -> None:
        raw = json.loads(json.dumps(list(page.body.raw_data)))
        act(raw)
        page.body = json.dumps(raw)

    return change


def attribute(name: str, value: Any) -> Callable[[ArticlePage], None]:
    return lambda page: setattr(page, name, value)


def swap_bylines(page: ArticlePage) -> None:
    first, second = page.bylines.all()
    page.bylines = [
        Byline(author=second.author, sort_order=0),
        Byline(author=first.author, sort_order=1),
    ]


def paragraph(raw: list[Any]) -> None:
    raw[0]["value"] = "<p>فقرة <b>أخرى</b></p>"


CONTENT: dict[str, Callable[[ArticlePage], Any]] = {
    "title": attribute("title", "عنوان آخر"),
    "slug": attribute("slug", "رابط-آخر"),
    "seo title": attribute("seo_title", ""),
    "search description": attribute("search_description", "غيره"),
    "kind": attribute("kind", "opinion"),
    "standfirst": attribute("standfirst", "غيره"),
    "lead image": lambda page: setattr(page, "lead_image", factories.image("أخرى")),
    "no lead image": attribute("lead_image", None),
    "alt": attribute("lead_image_alt", "غيره"),
    "caption": attribute("lead_image_caption", "غيره"),
    "credit": attribute("lead_image_credit", "غيره"),
    "paragraph": blocks(paragraph),
    "heading": block(1, text="غيره"),
    "level": block(1, level="3"),
    "numbers": block(2, ordered=False),
    "list": block(2, items=["<p>أ</p>"]),
    "quote": block(3, attribution=""),
    "image": block(4, image=None),
    "image's alt": block(4, alt="غيره"),
    "image's caption": block(4, caption="غيره"),
    "image's credit": block(4, credit=""),
    "related": block(5, articles=[]),
    "order of blocks": blocks(lambda raw: raw.reverse()),
    "one block less": blocks(lambda raw: raw.pop()),
    "order of authors": swap_bylines,
    "one author less": lambda page: setattr(page, "bylines", list(page.bylines.all())[:1]),
    "no topic": lambda page: page.topics.clear(),
    "another topic": lambda page: page.topics.add(factories.topic("غيره")),
    "another tag": lambda page: page.tags.add("غيره"),
    "one tag less": lambda page: page.tags.remove("شحن"),
}


def test_every_part_of_the_content_has_its_share() -> None:
    page = rich_story()
    expected = fingerprint(fresh(page))
    seen = {expected: "unchanged"}
    for name, change in CONTENT.items():
        edited = fresh(page)
        change(edited)
        edited.lead_image_id = edited.lead_image.pk if edited.lead_image else None
        digest = fingerprint(edited)
        assert digest not in seen, (name, seen[digest])
        seen[digest] = name
        revision = edited.save_revision(clean=False)
        assert fingerprint(revision.as_object()) == digest, name
    assert fingerprint(fresh(page)) == expected


def rename(model: type, **changes: Any) -> Callable[[ArticlePage], None]:
    def change(page: ArticlePage) -> None:
        for thing in model._default_manager.all():
            for name, value in changes.items():
                setattr(thing, name, f"{value} {thing.pk}")
            thing.save()

    return change


BORROWED: dict[str, Callable[[ArticlePage], Any]] = {
    "image's own words": rename(NewsImage, credit="غيره", default_alt="غيره", title="غيره"),
    "authors' names": rename(Author, name="اسم", slug="اسم"),
    "topics' names": rename(Topic, name="موضوع", summary="غيره"),
    "tags' names": rename(Tag, name="وسم"),
    "place": lambda page: page.move(factories.section("قسم آخر"), pos="last-child"),
    "end": lambda page: ArticlePage.objects.filter(pk=page.pk).update(expire_at="2030-01-01T00:00Z"),
    "draft": lambda page: setattr(page, "draft_title", "مسودة"),
}


def test_what_a_story_borrows_is_not_approved_with_it() -> None:
    page = rich_story()
    expected = fingerprint(fresh(page))
    for name, change in BORROWED.items():
        change(fresh(page))
        assert fingerprint(fresh(page)) == expected, name


def test_two_spellings_of_one_value_are_one() -> None:
    items = [{"type": "item", "id": "1", "value": "<p>أ</p>"}]
    others = [{"type": "item", "id": "2", "value": "<p>أ</p>"}]
    assert canonical({"items": items, "ordered": False}) == canonical({"items": others, "note": ""})
    assert canonical({"level": "2"}) != canonical({"level": "3"})
