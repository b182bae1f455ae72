"""Pieces written back: into every kind of block, nothing else changed, nothing hostile let in."""

import html
from typing import Any
from uuid import UUID

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.translation.pieces import FIELDS, pieces, settled
from news.translation.writing import write
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")
LETTERS = st.text(st.sampled_from("اب تyz&<>\"'é1\u00a0\u200f"), min_size=0, max_size=12)
WORDS = LETTERS.map(lambda text: f"م{text}م")
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


MARKED = st.sampled_from(
    ["{}", "<b>{}</b>", "س <i>{}</i> ص", '<a href="https://a.example/?a=1&amp;b=2">{}</a>', "{}<br/>و"]
)


def prose(words: Any = WORDS) -> Any:
    """Rich text as the editor stores it."""
    return st.builds(
        lambda marked, text: f'<p data-block-key="a1b2c">{marked.format(html.escape(text, quote=False))}</p>',
        MARKED,
        words,
    )


def block(kind: str, value: Any) -> Any:
    return st.fixed_dictionaries({"type": st.just(kind), "id": st.uuids().map(str), "value": value})


EMPTY_OR_WORDS = st.one_of(st.just(""), WORDS)
BLOCKS = st.one_of(
    block("paragraph", prose()),
    block("heading", st.fixed_dictionaries({"text": WORDS, "level": st.sampled_from("23")})),
    block(
        "list",
        st.fixed_dictionaries(
            {
                "ordered": st.booleans(),
                "items": st.lists(
                    st.fixed_dictionaries(
                        {
                            "type": st.just("item"),
                            "id": st.uuids().map(str),
                            "value": st.one_of(st.just(""), prose()),
                        }
                    ),
                    max_size=4,
                ),
            }
        ),
    ),
    block("quote", st.fixed_dictionaries({"text": LINES, "attribution": EMPTY_OR_WORDS})),
    block(
        "image",
        st.fixed_dictionaries(
            {
                "image": st.integers(1, 9),
                "alt": EMPTY_OR_WORDS,
                "caption": EMPTY_OR_WORDS,
                "credit": EMPTY_OR_WORDS,
            }
        ),
    ),
    block("related", st.fixed_dictionaries({"articles": st.just([])})),
)
STORIES = st.fixed_dictionaries(
    {
        "body": st.lists(BLOCKS, max_size=6, unique_by=lambda one: one["id"]),
        "title": WORDS,
        "standfirst": st.one_of(st.just(""), LINES),
        **dict.fromkeys(FIELDS[2:], EMPTY_OR_WORDS),
    }
)
QUIETLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def article_of(story: dict[str, Any]) -> ArticlePage:
    page = ArticlePage(**{**story, "body": []})
    page.body = page.body.stream_block.to_python(story["body"])
    return page


def frame(page: ArticlePage) -> list[Any]:
    """A body without its words."""

    def without(kind: str, value: Any) -> Any:
        if kind == "paragraph":
            return None
        if kind == "list":
            return {**value, "items": [{**item, "value": bool(item["value"])} for item in value["items"]]}
        words = {"heading": ["text"], "quote": ["text", "attribution"], "image": ["alt", "caption"]}
        return {name: part for name, part in value.items() if name not in words.get(kind, [])}

    blocks = page.body.get_prep_value()
    return [(one["id"], one["type"], without(one["type"], one["value"])) for one in blocks]


@QUIETLY
@given(STORIES)
def test_writing_what_it_says_changes_nothing(story: dict[str, Any]) -> None:
    page = article_of(story)
    write(page, pieces(page))
    assert list(page.body.get_prep_value()) == story["body"]
    assert {name: getattr(page, name) for name in FIELDS} == {name: story[name] for name in FIELDS}


@QUIETLY
@given(STORIES, st.data())
def test_what_was_written_is_read_and_all_else_stays(story: dict[str, Any], data: Any) -> None:
    page = article_of(story)
    before, shape = pieces(page), frame(page)
    chosen = data.draw(st.sets(st.sampled_from(sorted(before))))
    kinds = {one["id"]: one["type"] for one in story["body"]}
    texts = {}
    for key in chosen:
        many = kinds.get(key) in {"paragraph", "list"}
        lines = [
            data.draw(prose() if many else WORDS.map(escape)) if line else ""
            for line in before[key].split("\n")
        ]
        texts[key] = "\n".join(lines)
    write(page, texts)
    assert pieces(page) == {**before, **{key: settled(text) for key, text in texts.items()}}
    assert frame(page) == shape


HOSTILE = [
    "<script>alert(1)</script><p>نص</p>",
    '<p onclick="steal()">نص</p>',
    '<p><a href="javascript:alert(1)">نص</a></p>',
    '<p>نص<img src="x" onerror="alert(1)"/></p>',
    '<iframe src="https://evil.example/"></iframe><p>نص</p>',
    '<p><a href="https://ok.example/" style="x" onmouseover="y">نص</a></p>',
    "<p>نص</p><style>p{}</style><embed embedtype='image' id='1'/>",
]


SIGNS = ("<script", "onclick", "onerror", "onmouseover", "javascript:", "<iframe", "<img", "<style", "<embed")


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_html_does_not_get_in(evil: str) -> None:
    body = [("paragraph", "<p>أصل</p>"), ("heading", {"text": "أصل", "level": "2"})]
    page = factories.article("خبر", body=body)
    first, second = [one["id"] for one in page.body.get_prep_value()]
    write(page, {first: evil, second: evil, "title": evil})
    for text in pieces(page).values():
        for sign in (
            "<script",
            "onclick",
            "onerror",
            "onmouseover",
            "javascript:",
            "<iframe",
            "<img",
            "<style",
        ):
            assert sign not in text
    assert "نص" in pieces(page)[first]
    heading = page.body.get_prep_value()[1]["value"]["text"]
    assert "<" not in page.title + heading


def refused(page: ArticlePage, texts: dict[str, str], source: Any = None) -> list[tuple[str, str]]:
    """The refusals that writing these texts meets; the draft must be as it was."""
    before = pieces(page), list(page.body.get_prep_value())
    with pytest.raises(Refused) as caught:
        write(page, texts, source)
    assert (pieces(page), list(page.body.get_prep_value())) == before
    assert all(refusal.message for refusal in caught.value.refusals)
    return [(one.code, one.about) for one in caught.value.refusals]


def test_what_does_not_fit_is_refused_and_nothing_done() -> None:
    items = [{"type": "item", "id": str(UUID(int=place)), "value": "<p>بند</p>"} for place in range(2)]
    page = factories.article("خبر", standfirst="", body=[("paragraph", "<p>نص</p>")])
    raw = [
        *page.body.get_prep_value(),
        {"type": "list", "id": "list", "value": {"ordered": True, "items": items}},
        {"type": "quote", "id": "quote", "value": {"text": "قول", "attribution": "قائل"}},
        {"type": "image", "id": "image", "value": {"image": 1, "alt": "رافعة", "caption": "", "credit": ""}},
        {"type": "related", "id": "related", "value": {"articles": []}},
    ]
    page.body = page.body.stream_block.to_python(raw)
    deep = "<b><i>" * 15 + "x" + "</i></b>" * 15
    assert refused(page, {"title": "One\nTwo", "list": "<p>one</p>", "quote": "a\nb\nc"}) == [
        ("piece_lines", "title"), ("piece_lines", "list"), ("piece_lines", "quote")
    ]  # fmt: skip
    assert refused(page, {"nowhere": "x", "related": "x", "slug": "x"}) == [
        ("piece_unknown", "nowhere"), ("piece_unknown", "related"), ("piece_unknown", "slug")
    ]  # fmt: skip
    assert refused(page, {"title": "x" * 256, "image": "y" * 256}) == [
        ("piece_long", "title"), ("piece_long", "image")
    ]  # fmt: skip
    first = raw[0]["id"]
    assert refused(page, {first: f"<p>{deep}</p>"}) == [("piece_markup", first)]
    assert refused(page, {first: "<p>" + "x" * 20_001 + "</p>"}) == [("piece_long", first)]
    assert refused(page, {"standfirst": "Fits", "title": "<p>\u200f </p>"}) == [("piece_empty", "title")]


def test_what_the_draft_lacks_comes_from_the_source_to_its_place() -> None:
    body = [("paragraph", f"<p>أصل {place}</p>") for place in range(4)]
    source = factories.article("خبر", body=body)
    a, b, c, d = (one["id"] for one in source.body.get_prep_value())
    page = factories.article("Story", locale="en")
    raw = list(source.body.get_prep_value())
    own = {"type": "paragraph", "id": "own", "value": "<p>Ours</p>"}
    page.body = page.body.stream_block.to_python([raw[2], own])
    assert refused(page, {a: "<p>First</p>"}) == [("piece_unknown", a)]
    write(page, {d: "<p>Fourth</p>", b: "<p>Second</p>", a: "<p>First</p>"}, source)
    assert list(pieces(page))[2:] == [a, b, c, d, "own"]
    assert pieces(page)[b] == "<p>Second</p>"


def test_a_list_grows_with_the_list_of_the_source() -> None:
    def listed(*texts: str) -> dict[str, Any]:
        items = [
            {"type": "item", "id": str(UUID(int=n)), "value": f"<p>{t}</p>"} for n, t in enumerate(texts)
        ]
        return {"type": "list", "id": "list", "value": {"ordered": bool(len(texts) % 2), "items": items}}

    source, page = factories.article("خبر"), factories.article("Story", locale="en")
    source.body = source.body.stream_block.to_python([listed("ا", "ب", "ج")])
    page.body = page.body.stream_block.to_python([listed("a", "b")])
    assert refused(page, {"list": "<p>1</p>\n<p>2</p>\n<p>3</p>"}) == [("piece_lines", "list")]
    write(page, {"list": "<p>1</p>\n<p>2</p>\n<p>3</p>"}, source)
    (block,) = page.body.get_prep_value()
    assert pieces(page)["list"] == "<p>1</p>\n<p>2</p>\n<p>3</p>"
    assert block["value"]["ordered"] is False
    assert [item["id"] for item in block["value"]["items"]] == [str(UUID(int=n)) for n in range(3)]
