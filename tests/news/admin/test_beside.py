"""The source beside the editor of a translation, and what is said and done from there."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from news.editorial.spikes import spike
from news.models import ArticlePage
from news.publication.kills import ask_to_undo, blank_log, kill, undo
from news.translation.models import Basis, Translation
from news.translation.pieces import digest
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.publication.support import fresh
from tests.news.translation.test_states import FIRST, SECOND, edit, source, translated, write

pytestmark = pytest.mark.usefixtures("newsroom")


def pair() -> tuple[ArticlePage, ArticlePage]:
    """A public story and its translation, of which all but the last paragraph is done."""
    original = source()
    page = translated(original)
    write(page, title="The port grows", standfirst="A new step.")
    edit(page, 0, "Exports rose.")
    return original, page


def translator() -> Client:
    return client_for(factories.user("Translation editor"))


def shown(client: Client, page: ArticlePage) -> dict[str, Any]:
    """What stands beside the translation."""
    answer = client.get(reverse("newsroom_source", args=[page.pk]))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def cards(client: Client, page: ArticlePage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown(client, page)["pieces"]
    return found


def post(client: Client, page: ArticlePage, name: str, body: Any) -> Any:
    address = reverse(f"newsroom_{name}", args=[page.pk])
    return client.post(address, json.dumps(body), content_type="application/json")


def settle(client: Client, page: ArticlePage, *pieces: dict[str, Any]) -> Any:
    """Say that these pieces are right, as they were shown."""
    said = {piece["key"]: {"source": piece["source"], "text": piece["text"]} for piece in pieces}
    return post(client, page, "settle", {"pieces": said})


def correct(original: ArticlePage, place: int = 0, text: str = "انخفضت الصادرات في الميناء.") -> None:
    edit(original, place, text)
    factories.publish(fresh(original))


def words(page: ArticlePage) -> list[str]:
    """What the blocks of the newest draft say."""
    return [str(block.value) for block in fresh(page).get_latest_revision_as_object().body]


def test_the_source_stands_beside_each_piece_in_its_own_language() -> None:
    _original, page = pair()
    found = shown(translator(), page)
    assert (found["lang"], found["dir"]) == ("ar", "rtl")
    assert [card["state"] for card in found["pieces"]] == ["current"] * 3 + ["untranslated"]
    assert [card["words"] for card in found["pieces"][2:]] == [f"<p>{FIRST}</p>", f"<p>{SECOND}</p>"]
    assert found["blocks"] == [card["key"] for card in found["pieces"][2:]]
    assert (found["progress"]["done"], found["progress"]["total"]) == (3, 4)


def test_it_tells_what_changed_in_the_source() -> None:
    original, page = pair()
    correct(original)
    card = cards(translator(), page)[2]
    assert card["state"] == "stale"
    assert "ارتفعت</del>" in card["words"]
    assert "انخفضت</ins>" in card["words"]
    assert card["words"].endswith(" الصادرات في الميناء.")


def test_a_text_of_a_machine_is_taken_over() -> None:
    _original, page = pair()
    Basis.objects.filter(translation__page=page, key="title").update(origin=Basis.Origin.MACHINE)
    client = translator()
    card = cards(client, page)[0]
    assert card["state"] == "machine"
    assert settle(client, page, card).json()["pieces"][0]["state"] == "current"


def test_what_was_left_out_can_be_left_out_again_once_its_source_says_more() -> None:
    original, page = pair()
    client = translator()
    take_out(page, 0)
    settle(client, page, cards(client, page)[2])
    correct(original)
    card = cards(client, page)[2]
    assert (card["state"], card["add"]) == ("stale", True)
    assert settle(client, page, card).json()["pieces"][2]["state"] == "dropped"


def test_terms_of_the_glossary_are_told_when_asked_for() -> None:
    factories.term(ar="الصادرات", en="exports", note="Lower case.")
    _original, page = pair()
    client = translator()
    assert "terms" not in cards(client, page)[2]
    answer = client.get(reverse("newsroom_source", args=[page.pk]), {"terms": "1"})
    found = [card["terms"] for card in answer.json()["pieces"]]
    assert found == [[], [], [{"term": "الصادرات", "form": "exports", "note": "Lower case."}], []]


def test_what_a_source_says_is_shown_and_never_run() -> None:
    original, page = pair()
    evil = '<img src=x onerror="alert(1)"><script>alert(2)</script> خطر'
    correct(original, 0, evil)
    write(page, title="The port grows a lot")
    for card in cards(translator(), page):
        assert "<script" not in card["words"]
        assert "<img" not in card["words"]
    factories.publish(fresh(original), title="<b onclick=x>عنوان</b>")
    card = cards(translator(), page)[0]
    assert "<b onclick" not in card["words"]
    assert "&lt;b" in card["words"]


def test_a_change_of_form_alone_is_called_that() -> None:
    original, page = pair()
    correct(original, 0, f"<b>{FIRST}</b>")
    card = cards(translator(), page)[2]
    assert card["state"] == "stale"
    assert "<del>" not in card["words"]
    assert card["note"]


def test_still_right_and_what_changed_meanwhile() -> None:
    original, page = pair()
    client = translator()
    correct(original)
    stale = cards(client, page)[2]
    answer = settle(client, page, stale)
    assert answer.status_code == 200
    assert answer.json()["pieces"][2]["state"] == "current"
    correct(original, 0, "تراجعت الصادرات.")
    now = cards(client, page)[2]
    for told in ({**now, "source": stale["source"]}, {**now, "text": digest("another")}):
        before = Translation.objects.get(page=page).bases.count()
        answer = settle(client, page, told)
        assert answer.status_code == 409
        assert answer.json()["refusals"] == ["changed_meanwhile"]
        assert Translation.objects.get(page=page).bases.count() == before
    assert cards(client, page)[2]["state"] == "stale"


def test_nothing_is_noted_where_one_of_several_changed() -> None:
    original, page = pair()
    client = translator()
    first, second = cards(client, page)[0], cards(client, page)[3]
    correct(original, 1, "وقال المدير إن العمل توقف.")
    assert settle(client, page, first, second).status_code == 409
    assert cards(client, page)[3]["state"] == "untranslated"


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {"pieces": []}, {"pieces": {"title": "x"}}, {"pieces": {"title": {"source": 1}}},
        {"pieces": {"title": {"source": "a", "text": None}}}, {"keys": [1]},
    ],
)  # fmt: skip
def test_what_no_editor_sends_is_a_bad_request(body: Any) -> None:
    _original, page = pair()
    assert post(translator(), page, "settle", body).status_code == 400


def test_deep_json_is_a_bad_request() -> None:
    _original, page = pair()
    client = translator()
    for name in ("settle", "blocks"):
        address = reverse(f"newsroom_{name}", args=[page.pk])
        answer = client.post(address, "[" * 100_000, content_type="application/json")
        assert answer.status_code == 400


def test_a_piece_nobody_knows_is_refused() -> None:
    _original, page = pair()
    answer = settle(translator(), page, {"key": "x" * 100, "source": digest(""), "text": digest("")})
    assert answer.status_code == 409


def take_out(page: ArticlePage, *places: int) -> None:
    """Save a draft without the blocks at these places."""
    body = fresh(page).get_latest_revision_as_object().body
    kept = [block for place, block in enumerate(body.get_prep_value()) if place not in places]
    write(page, body=body.stream_block.to_python(kept))


def test_a_block_is_left_out_on_purpose_seen_and_added_back() -> None:
    _original, page = pair()
    client = translator()
    take_out(page, 0)
    missing = cards(client, page)[2]
    assert (missing["state"], missing["add"]) == ("missing", True)
    assert settle(client, page, missing).json()["pieces"][2]["state"] == "dropped"
    before = fresh(page).live, fresh(page).revisions.count()
    answer = post(client, page, "blocks", {"keys": [missing["key"]]})
    assert answer.json() == {"added": [missing["key"]]}
    assert words(page) == [f"<p>{FIRST}</p>", f"<p>{SECOND}</p>"]
    assert (fresh(page).live, fresh(page).revisions.count()) == (before[0], before[1] + 1)
    assert [card["state"] for card in cards(client, page)][2:] == ["untranslated"] * 2
    assert post(client, page, "blocks", {"keys": [missing["key"]]}).status_code == 409


def test_the_structure_of_the_source_is_copied_around_what_is_own() -> None:
    body = [("paragraph", f"<p>فقرة {number}</p>") for number in range(4)]
    page = translated(factories.published("الميناء", body=body))
    person = factories.user("Translation editor")
    draft = fresh(page).get_latest_revision_as_object()
    own = {
        "type": "paragraph",
        "value": "<p>For readers abroad.</p>",
        "id": "3f2c1f0e-0000-4000-8000-000000000001",
    }
    raw = draft.body.get_prep_value()
    write(page, body=draft.body.stream_block.to_python([{**raw[1], "value": "<p>One</p>"}, own]))
    answer = post(client_for(person), page, "blocks", {"keys": None})
    assert len(answer.json()["added"]) == 3
    expected = ["فقرة 0", "One", "For readers abroad.", "فقرة 2", "فقرة 3"]
    assert words(page) == [f"<p>{text}</p>" for text in expected]
    assert fresh(page).latest_revision.user == person
    assert fresh(page).live is False


def test_who_may_not_write_may_neither_settle_nor_add() -> None:
    original, page = pair()
    correct(original)
    stale = cards(translator(), page)[2]
    reviewer = client_for(factories.user("Reviewer"))
    for card in cards(reviewer, page):
        assert not card["settle"]
        assert not card.get("add")
    assert settle(reviewer, page, stale).status_code == 403
    assert post(reviewer, page, "blocks", {}).status_code == 403
    assert cards(reviewer, page)[2]["state"] == "stale"


def test_a_stranger_learns_nothing() -> None:
    _original, page = pair()
    stranger = client_for(factories.user())
    for name in ("source", "settle", "blocks"):
        address = reverse(f"newsroom_{name}", args=[page.pk])
        answer = stranger.get(address) if name == "source" else stranger.post(address)
        assert answer.status_code in {302, 403}
        assert FIRST not in answer.content.decode()


def test_it_takes_the_token_of_the_form() -> None:
    _original, page = pair()
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user("Translation editor"))
    card = cards(client, page)[3]
    assert settle(client, page, card).status_code == 403
    assert cards(client, page)[3]["state"] == "untranslated"


def test_words_of_a_killed_source_are_not_shown() -> None:
    original, page = pair()
    kill(original, notice="سُحب.", reason="خطأ", by=factories.user("Duty editor"), all_locales=False)
    answer = translator().get(reverse("newsroom_source", args=[page.pk]))
    assert (answer.status_code, answer.json()["refusals"]) == (409, ["source_gone"])
    assert FIRST not in answer.content.decode()


def test_words_of_a_blanked_source_are_kept_nowhere_and_the_states_stay() -> None:
    original, page = pair()
    correct(original)
    before = cards(translator(), page)
    assert "<ins>" in before[2]["words"]
    duty, other = factories.user("Duty editor"), factories.user("Duty editor")
    row = kill(original, notice="سُحب.", reason="خطأ", by=duty, all_locales=False)
    assert Basis.objects.filter(translation__page=page, source__contains="الميناء").exists()
    blank_log(row, by=duty)
    assert set(Basis.objects.filter(translation__page=page).values_list("source", flat=True)) == {""}
    ask_to_undo(original, reason="الخبر صحيح", by=duty)
    undo(original, by=other)
    after = cards(translator(), page)
    assert [card["state"] for card in after] == [card["state"] for card in before]
    assert after[2]["state"] == "stale"
    assert (after[2]["note"], after[2]["words"]) == ("", "<p>انخفضت الصادرات في الميناء.</p>")


def test_what_a_blanked_translation_was_made_from_is_blanked_and_no_more() -> None:
    original, page = pair()
    row = kill(page, notice="سُحب.", reason="خطأ", by=None, all_locales=False)
    factories.section(locale="fr", translation_key=original.get_parent().specific.translation_key)
    other = original.copy_for_translation(factories.home("fr").locale)
    blank_log(row, by=None)
    assert not Basis.objects.filter(translation__page=page).exclude(source="").exists()
    assert Basis.objects.filter(translation__page=other, source__contains="الميناء").exists()


def test_a_killed_translation_is_left_alone() -> None:
    _original, page = pair()
    card = cards(translator(), page)[3]
    kill(page, notice="سُحب.", reason="خطأ", by=factories.user("Duty editor"), all_locales=False)
    answer = settle(translator(), page, card)
    assert (answer.status_code, answer.json()["refusals"]) == (409, ["killed"])
    assert post(translator(), page, "blocks", {}).json()["refusals"] == ["killed"]


def test_a_spiked_translation_is_left_alone() -> None:
    _original, page = pair()
    card = cards(translator(), page)[3]
    spike(page, reason="أُرجئ", by=factories.user("Duty editor"))
    assert not cards(translator(), page)[3]["settle"]
    assert settle(translator(), page, card).json()["refusals"] == ["spiked"]
    assert post(translator(), page, "blocks", {}).json()["refusals"] == ["spiked"]


def test_a_locked_translation_gets_no_blocks() -> None:
    _original, page = pair()
    take_out(page, 0)
    ArticlePage.objects.filter(pk=page.pk).update(locked=True, locked_by=factories.user("Desk editor"))
    assert post(translator(), page, "blocks", {}).json()["refusals"] == ["locked"]


def test_the_answer_is_not_sent_twice() -> None:
    original, page = pair()
    client = translator()
    address = reverse("newsroom_source", args=[page.pk])
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    correct(original)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("blocks", [2, 200])
def test_its_queries_do_not_grow_with_the_story(
    blocks: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = [("paragraph", f"<p>فقرة {number}</p>") for number in range(blocks)]
    page = translated(factories.published("الميناء", body=body))
    client = translator()
    shown(client, page)
    with django_assert_num_queries(25):
        shown(client, page)
    with django_assert_num_queries(29):
        client.get(reverse("newsroom_source", args=[page.pk]), {"terms": "1"})


def test_a_story_that_is_no_translation_has_nothing_beside_it() -> None:
    original, page = pair()
    client = client_for(factories.user("Desk editor"))
    assert b"data-beside" not in client.get(edit_url(original)).content
    assert b"data-beside" in client.get(edit_url(page)).content
    answer = client.get(reverse("newsroom_source", args=[original.pk]))
    assert answer.status_code == 409


def test_an_older_draft_has_nothing_beside_it() -> None:
    """What is beside it would be said of the newest one."""
    _original, page = pair()
    oldest = fresh(page).revisions.order_by("pk").first()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, oldest.pk])
    answer = translator().get(address)
    assert answer.status_code == 200
    assert b"data-beside" not in answer.content


def save(client: Client, page: ArticlePage, source_shown: str, title: str, **fields: str) -> None:
    """Send the editor's form."""
    draft = fresh(page).get_latest_revision_as_object()
    form = article_form(draft, title=title, source_shown=source_shown, **fields)
    answer = client.post(edit_url(page), form)
    assert answer.status_code == 302


def test_what_is_written_with_the_source_in_sight_is_current() -> None:
    original, page = pair()
    client = translator()
    before = cards(client, page)[0]["source"]
    factories.publish(fresh(original), title="الميناء يتوسع كثيرًا")
    save(client, page, json.dumps({"title": before}), "The port grows on")
    assert cards(client, page)[0]["state"] == "stale", "the source changed while the editor was open"
    save(client, page, json.dumps({"title": cards(client, page)[0]["source"]}), "The port grows a lot")
    assert cards(client, page)[0]["state"] == "current"


NO_DIGESTS = {
    "nothing": "", "no JSON": "x", "a list": "[]", "too deep": "[" * 100_000, "a number": '{"title": 1}',
    "an object": '{"title": {}}', "NUL": "\x00", "one": "1", "too long": json.dumps({"standfirst": "a" * 65}),
}  # fmt: skip


@pytest.mark.parametrize("told", NO_DIGESTS.values(), ids=NO_DIGESTS)
def test_what_the_form_says_was_shown_may_be_anything(told: str) -> None:
    original, page = pair()
    factories.publish(fresh(original), title="الميناء يتوسع كثيرًا", standfirst="")
    write(page, standfirst="")
    factories.publish(fresh(original), standfirst="خطوة أخرى.")
    save(translator(), page, told, "The port grows on", standfirst="Another step.")
    assert [card["state"] for card in cards(translator(), page)[:2]] == ["stale", "current"]


def test_what_was_shown_is_no_edit() -> None:
    _original, page = pair()
    draft = fresh(page).get_latest_revision_as_object()
    form_class = page.get_edit_handler().get_form_class()
    data = {**article_form(draft), "source_shown": '{"title": "x"}'}
    form = form_class(data, instance=draft, parent_page=page.get_parent(), for_user=factories.user())
    assert "source_shown" not in form.changed_data
