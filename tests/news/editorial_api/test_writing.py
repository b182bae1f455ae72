"""Drafts are begun and changed over the editorial API as by the admin's form."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from news.models import ArticlePage
from news.record.models import PublishedDocument
from tests import factories
from tests.news.editorial.support import fresh, people, submit
from tests.news.editorial_api.support import Program, data, pointers, problem

pytestmark = pytest.mark.usefixtures("newsroom")
PARAGRAPH = "<p>نص جديد <b>مهم</b></p>"


def change(program: Program, page: ArticlePage, body: Any, **headers: str) -> Any:
    """Change the draft as it is now."""
    at = f"articles/{page.uuid}/"
    return program.patch(at, body, **{"If_Match": program.get(at)["ETag"], **headers})


def words(page: ArticlePage) -> ArticlePage:
    return fresh(page).get_latest_revision_as_object()


def test_a_draft_is_changed_as_a_revision_of_who_asks() -> None:
    desk = factories.user("Desk editor")
    page = factories.published("ما يراه القراء")
    before = PublishedDocument.objects.get(document_id=page.uuid).body
    told = data(change(Program(desk), page, {"title": "عنوان أفضل", "tags": ["موانئ", "تجارة, نقل"]}))
    assert (told["title"], told["tags"]) == ("عنوان أفضل", ["تجارة, نقل", "موانئ"])
    assert (words(page).title, fresh(page).title) == ("عنوان أفضل", "ما يراه القراء")
    assert fresh(page).latest_revision.user == desk
    assert PublishedDocument.objects.get(document_id=page.uuid).body == before
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit", user=desk).exists()
    assert told["standfirst"] == page.standfirst


def test_a_draft_that_readers_never_saw_is_changed_with_its_row() -> None:
    reporter = factories.user("Reporter")
    author, topic = factories.author(), factories.topic()
    page = factories.article("قديم", user=reporter)
    sent = {"title": "جديد", "kind": "opinion", "authors": [str(author.uuid)], "topics": [str(topic.uuid)]}
    data(change(Program(reporter), page, sent))
    now = fresh(page)
    assert (now.title, now.kind, now.get_workflow()) == ("جديد", "opinion", words(page).get_workflow())
    assert [line.author for line in words(page).bylines.all()] == [author]
    assert list(words(page).topics.all()) == [topic]
    data(change(Program(reporter), page, {"authors": []}))
    assert list(words(page).bylines.all()) == []
    assert list(words(page).topics.all()) == [topic]


def test_if_match_keeps_two_writers_apart() -> None:
    desk = Program(factories.user("Desk editor"))
    page = factories.article("أول")
    at = f"articles/{page.uuid}/"
    read = desk.get(at)["ETag"]
    problem(desk.patch(at, {"title": "ثان"}), 428, "precondition_required")
    data(desk.patch(at, {"title": "ثان"}, If_Match=read))
    late = desk.patch(at, {"title": "ثالث"}, If_Match=read)
    problem(late, 412, "precondition_failed")
    assert late["ETag"] == desk.get(at)["ETag"]
    problem(desk.patch(at, {"title": "ثالث"}, If_Match="nonsense"), 412, "precondition_failed")
    assert words(page).title == "ثان"
    data(desk.patch(at, {"title": "رابع"}, If_Match=f'"x", {late["ETag"]}'))


def test_a_body_keeps_what_did_not_change_and_only_what_the_editor_has_a_button_for() -> None:
    desk = Program(factories.user("Desk editor"))
    page = factories.article("متن")
    image, other = factories.image(), factories.article("صلة")
    (kept,) = data(desk.get(f"articles/{page.uuid}/"))["body"]
    sent = [
        kept,
        {"type": "paragraph", "value": PARAGRAPH + "<script>alert(1)</script><h2 onclick='x'>عنوان</h2>"},
        {"type": "heading", "value": {"text": "فرعي", "level": "3"}},
        {"type": "list", "value": {"ordered": True, "items": [{"value": "<p>أول</p>"}]}},
        {"type": "quote", "value": {"text": "قال", "attribution": "مصدر"}},
        {"type": "image", "value": {"image": image.pk}},
        {"type": "related", "value": {"articles": [{"value": other.pk}]}},
    ]
    told = data(change(desk, page, {"body": sent}))["body"]
    assert told[0] == kept
    assert [block["type"] for block in told] == [block["type"] for block in sent]
    assert "<b>مهم</b>" in told[1]["value"]
    assert not any(mark in told[1]["value"] for mark in ("script", "onclick", "<h2"))
    assert told[3]["value"]["items"][0]["type"] == "item"
    again = change(desk, page, {"body": told})
    assert data(again)["body"] == told


@pytest.mark.parametrize(
    "html",
    [
        "<p>نص</b></p>",
        "<p><b>نص</p>",
        "<p><b>نص",
        "<p><i><b>نص</i></b></p>",
        '<p><a linktype="page" id="x">نص</a></p>',
        '<p><a linktype="page">نص</a></p>',
    ],
)
def test_rich_text_that_is_not_well_formed_is_put_right(html: str) -> None:
    desk, page = Program(factories.user("Desk editor")), factories.article("متن")
    blocks = [
        {"type": "paragraph", "value": html},
        {"type": "list", "value": {"ordered": False, "items": [{"value": html}]}},
    ]
    paragraph, listed = data(change(desk, page, {"body": blocks}))["body"]
    for told in (paragraph["value"], listed["value"]["items"][0]["value"]):
        assert "نص" in told
        assert "linktype" not in told


def test_a_wrong_body_is_refused_where_it_is_wrong() -> None:
    desk = Program(factories.user("Desk editor"))
    page = factories.article("متن")
    (kept,) = data(desk.get(f"articles/{page.uuid}/"))["body"]
    wrong: list[tuple[Any, list[str]]] = [
        ("نص", ["/body"]),
        ([{"type": "paragraph", "value": "x"}] * 501, ["/body"]),
        ([kept, 5], ["/body/1"]),
        ([{"type": "video", "value": ""}], ["/body/0/type"]),
        ([{"type": [], "value": ""}], ["/body/0/type"]),
        ([{"type": "paragraph", "value": 5.5, "id": "x"}], ["/body/0/id"]),
        ([{"type": "paragraph", "value": {}}], ["/body/0/value"]),
        ([{"type": "paragraph", "value": "x" * 20_001}], ["/body/0/value"]),
        ([{"type": "heading", "value": {"level": "9"}}], ["/body/0/value/text", "/body/0/value/level"]),
        ([{"type": "heading", "value": "عنوان"}], ["/body/0/value"]),
        ([{"type": "list", "value": {"items": [{"value": "a"}, {}]}}], ["/body/0/value/items/1/value"]),
        ([{"type": "image", "value": {"image": 999_999}}], ["/body/0/value/image"]),
        ([{"type": "image", "value": {"image": 10**30}}], ["/body/0/value/image"]),
        ([{"type": "related", "value": {"articles": [{"value": 999_999}]}}],
         ["/body/0/value/articles/0"]),
        ([kept, {**kept, "value": PARAGRAPH}], ["/body/1/id"]),
    ]  # fmt: skip
    for body, places in wrong:
        assert pointers(change(desk, page, {"body": body})) == places, json.dumps(body)[:200]
    assert fresh(page).revisions.count() == 1


def test_what_the_admins_form_refuses_is_refused() -> None:
    desk = Program(factories.user("Desk editor"))
    page, other = factories.article("عنوان"), factories.article("آخر", slug="مأخوذ")
    english = factories.author("Editor", locale="en")
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"title": "\u200f\u200b"}, ["/title"]),
        ({"title": ""}, ["/title"]),
        ({"slug": other.slug}, ["/slug"]),
        ({"authors": [str(english.uuid)]}, [""]),
        ({"authors": [str(uuid4())], "topics": ["x"]}, ["/topics/0"]),
        ({"authors": [str(uuid4())]}, ["/authors/0"]),
        ({"topics": [str(uuid4())]}, ["/topics/0"]),
        ({"lead_image": {"id": 999_999}}, ["/lead_image/id"]),
        ({"lead_image": {"alt": "س" * 256}}, ["/lead_image/alt"]),
        ({"kind": "poem"}, ["/kind"]),
        ({"live": True, "owner": 1}, ["/live", "/owner"]),
        ({"tags": ['a"b']}, ["/tags/0"]),
        ({"tags": ["\u200b"]}, ["/tags"]),
        ({"corrections": [{"note": "\u200b"}]}, ["/corrections/0/note"]),
        ({"corrections": [{"note": "x", "type": "lie"}]}, ["/corrections/0/type"]),
        ({"corrections": [{"note": "x", "id": str(uuid4())}]}, ["/corrections/0/id"]),
    ]  # fmt: skip
    for body, places in wrong:
        assert pointers(change(desk, page, body)) == places, body
    assert fresh(page).revisions.count() == 1


def test_a_correction_is_added_and_one_that_was_told_stays() -> None:
    desk, duty = Program(factories.user("Desk editor")), factories.user("Duty editor")
    page = factories.published("خطأ")
    told = data(change(desk, page, {"title": "صواب", "corrections": [{"note": "صُحح العنوان."}]}))
    (one,) = told["corrections"]
    assert (one["note"], one["type"], one["at"]) == ("صُحح العنوان.", "correction", None)
    factories.publish(fresh(page))
    (known,) = data(desk.get(f"articles/{page.uuid}/"))["corrections"]
    assert known["at"]
    assert pointers(change(desk, page, {"corrections": []})) == ["/corrections"]
    twice = {"corrections": [known, {"id": known["id"], "note": "y"}]}
    assert pointers(change(desk, page, twice))[-1] == "/corrections/1/id"
    changed = {"id": known["id"], "note": "لا شيء", "type": "correction"}
    assert pointers(change(desk, page, {"corrections": [changed]})) == ["/corrections/0"]
    same = {"id": known["id"], "note": known["note"], "type": known["type"]}
    assert len(data(change(desk, page, {"corrections": [same, {"note": "ثانٍ"}]}))["corrections"]) == 2
    assert duty.is_active


def test_who_may_not_change_it_is_refused() -> None:
    reporter, desk, duty = people()
    page = factories.article("خبر", user=reporter)
    problem(change(Program(factories.user("Reporter")), page, {"title": "س"}), 403, "not_allowed")
    problem(change(Program(reporter, "read"), page, {"title": "س"}), 403, "scope")
    submit(page, reporter)
    problem(change(Program(reporter), page, {"title": "س"}), 409, "review_locked")
    data(change(Program(desk), page, {"title": "من المكتب"}))
    locked = factories.article("مقفل", user=reporter)
    locked.locked, locked.locked_by, locked.locked_at = True, duty, timezone.now()
    locked.save()
    problem(change(Program(desk), locked, {"title": "س"}), 409, "locked")
    data(change(Program(duty), locked, {"title": "لي"}))


def test_a_story_is_begun_below_a_section() -> None:
    reporter = factories.user("Reporter")
    section, program = factories.section("اقتصاد"), Program(reporter)
    paragraph = {"type": "paragraph", "value": PARAGRAPH}
    sent = {"section": str(section.uuid), "title": "بداية", "body": [paragraph]}
    answer = program.post("articles/", sent, Idempotency_Key="begin")
    told = data(answer, 201)
    page = ArticlePage.objects.get(uuid=told["id"])
    assert answer["Location"].endswith(f"/{page.uuid}/")
    assert data(program.get(answer["Location"])) == told
    assert (page.live, page.owner, page.get_parent().pk) == (False, reporter, section.pk)
    assert told["state"] == {"editorial": "draft", "public": "none"}
    assert data(program.post("articles/", sent, Idempotency_Key="begin"), 201) == told
    assert ArticlePage.objects.count() == 1
    assert data(program.post("articles/", sent), 201)["slug"] == f"{page.slug}-2"


def test_who_may_not_begin_stories_there_does_not() -> None:
    section = factories.section("اقتصاد")
    sent = {"section": str(section.uuid), "title": "بداية"}
    problem(Program(factories.user("Copy editor")).post("articles/", sent), 403, "not_allowed")
    program = Program(factories.user("Reporter"))
    assert pointers(program.post("articles/", {**sent, "section": str(uuid4())})) == ["/section"]
    assert pointers(program.post("articles/", {"title": "بلا قسم"})) == ["/section"]
    assert pointers(program.post("articles/", [])) == [""]
    assert not ArticlePage.objects.exists()


DEEP = "<b>" * 3000 + "نص"


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{DEEP}</p>",
        "<b><p>نص</p></b>",
        '<p><a href="https://a.example/"><a href="https://b.example/">نص</p>',
    ],
    ids=["too deep", "a paragraph within a mark", "a link within a link"],
)
def test_marks_that_no_editor_could_hold_are_refused_where_they_stand(html: str) -> None:
    reporter = factories.user("Reporter")
    page = factories.article("علامات", user=reporter)
    listed = {"items": [{"value": "<p>بند</p>"}, {"value": html}]}
    body = [{"type": "paragraph", "value": html}, {"type": "list", "value": listed}]
    places = ["/body/0/value", "/body/1/value/items/1/value"]
    assert pointers(change(Program(reporter), page, {"body": body})) == places
    new = {"section": str(page.get_parent().specific.uuid), "title": "قصة جديدة", "body": body}
    assert pointers(Program(reporter).post("articles/", new)) == places


def test_many_marks_beside_one_another_are_kept() -> None:
    reporter = factories.user("Reporter")
    page = factories.article("علامات", user=reporter)
    html = "<p>" + "<b>نص</b> <i>آخر</i> " * 200 + "</p>" + "<p>فقرة" * 50
    told = data(change(Program(reporter), page, {"body": [{"type": "paragraph", "value": html}]}))
    assert told["body"][0]["value"].count("<b>") == 200
