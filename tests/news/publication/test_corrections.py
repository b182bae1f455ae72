"""A correction: approved with the change it is about, told with its date, and never untold."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.models.corrections import Correction
from news.record.models import Publication
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.editorial.support import act, submit
from tests.news.publication.support import assert_in_step, document, events, fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom")
NOTE = "ذكرت نسخة سابقة رقمًا خاطئًا."


def corrected(page: ArticlePage, note: str = NOTE, **fields: Any) -> ArticlePage:
    """A draft of `page` with another correction."""
    draft = fresh(page).get_latest_revision_as_object()
    draft.standfirst = f"{draft.standfirst} ثم صُحّح."
    draft.corrections.add(Correction(note=note, **fields))
    draft.save_revision()
    return fresh(page)


def publish(page: ArticlePage) -> ArticlePage:
    return factories.publish(page)


def test_it_goes_out_with_the_change_through_two_people() -> None:
    page = factories.published("أرقام الموازنة")
    block = page.body.get_prep_value()[0]["id"]
    draft = corrected(page, blocks=[block])
    settle()
    assert document(page)["corrections"] == []
    submit(draft, factories.user("Reporter"))
    for role in ("Desk editor", "Duty editor"):
        act(draft, factories.user(role))
    assert events(page) == ["published", "corrected"]
    (told,) = document(page)["corrections"]
    assert (told["type"], told["note"], told["blocks"]) == ("correction", NOTE, [block])
    assert told["at"] == document(page)["updated_at"]
    logged = Publication.objects.get(document_id=page.uuid, event="corrected")
    assert logged.note["correction"] == [told]
    assert_in_step()


def test_its_date_stays_whatever_happens_later() -> None:
    page = publish(corrected(factories.published()))
    first = document(page)["corrections"]
    publish(fresh(page))
    page.unpublish()
    publish(fresh(page))
    page = publish(corrected(page, "وصُحّح اسم."))
    newest, oldest = document(page)["corrections"]
    assert [oldest] == first
    assert newest["note"] == "وصُحّح اسم."
    assert events(page) == ["published", "corrected", "withdrawn", "published", "corrected"]
    assert_in_step()


def test_it_is_part_of_what_is_approved() -> None:
    page = factories.published()
    draft = corrected(page)
    with pytest.raises(Refused, match="edited_since_approval"):
        draft.latest_revision.publish()


def test_an_update_is_told_and_is_no_correction() -> None:
    page = publish(corrected(factories.published(), "أضيف تصريح الوزارة.", type="update"))
    assert events(page) == ["published", "updated"]
    assert document(page)["corrections"][0]["type"] == "update"
    assert Client().get("/api/v1/corrections/").json()["data"] == []


def test_what_was_never_public_has_nothing_to_correct() -> None:
    page = corrected(factories.article())
    with pytest.raises(Refused, match="correction_early"):
        publish(page)
    assert not is_public(page)


@pytest.mark.parametrize("change", ["removed", "reworded", "retyped"])
def test_what_readers_were_told_is_never_untold(change: str) -> None:
    page = publish(corrected(factories.published()))
    draft = fresh(page).get_latest_revision_as_object()
    (told,) = draft.corrections.all()
    if change == "removed":
        draft.corrections.remove(told)
    else:
        told.note, told.type = ("نص آخر", told.type) if change == "reworded" else (told.note, "update")
        draft.corrections.add(told)
    draft.save_revision()
    with pytest.raises(Refused, match="correction_changed"):
        publish(fresh(page))
    assert document(page)["corrections"][0]["note"] == NOTE


def test_a_copy_and_a_translation_have_none_of_their_own() -> None:
    page = publish(corrected(factories.published()))
    factories.section(locale="en", translation_key=page.get_parent().specific.translation_key)
    copy = page.copy(update_attrs={"slug": "نسخة"})
    translated = page.copy_for_translation(factories.home("en").locale)
    assert not copy.corrections.exists()
    assert not translated.corrections.exists()


def test_the_api_lists_them() -> None:
    page = publish(corrected(factories.published()))
    (told,) = document(page)["corrections"]
    own = Client().get(f"/api/v1/articles/{page.uuid}/corrections/")
    assert own.json()["data"] == [told]
    assert f"a-{page.uuid}" in own["Cache-Tag"]
    article = {"id": str(page.uuid), "locale": "ar", "path": page.url_path}
    assert Client().get("/api/v1/corrections/").json()["data"] == [{**told, "article": article}]
    assert Client().get("/api/v1/corrections/?locale=en").json()["data"] == []
    versions = Client().get(f"/api/v1/articles/{page.uuid}/versions/").json()["data"]
    assert versions[0]["note"] == {"corrections": [told]}
    page.unpublish()
    assert Client().get(f"/api/v1/articles/{page.uuid}/corrections/").status_code == 404
    assert Client().get("/api/v1/corrections/").json()["data"] == []


def test_readers_see_it_dated_and_search_engines_too() -> None:
    page = publish(corrected(factories.published("</script><b>عنوان"), "خطأ </script> في رقم."))
    html = Client().get(page.url_path).content.decode()
    assert "تصحيحات وتحديثات" in html
    assert "خطأ &lt;/script&gt; في رقم." in html
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    told = json.loads(text)
    assert told["correction"][0]["text"] == "خطأ </script> في رقم."
    assert told["correction"][0]["datePublished"] == document(page)["corrections"][0]["at"]
    assert told["headline"] == "</script><b>عنوان"


def test_the_editor_shows_what_readers_were_told_and_offers_the_blocks() -> None:
    page = publish(corrected(factories.published()))
    text = client_for(factories.user("Duty editor")).get(edit_url(page)).content.decode()
    block = page.body.get_prep_value()[0]["id"]
    assert f'value="{block}"' in text
    (note,) = re.findall(r"<textarea[^>]*corrections-0-note[^>]*>", text)
    assert "disabled" in note
    (blank,) = re.findall(r"<textarea[^>]*corrections-__prefix__-note[^>]*>", text)
    assert "disabled" not in blank


def test_saving_a_draft_again_leaves_its_correction_what_it_is() -> None:
    page = factories.published("أرقام الموازنة")
    client = client_for(factories.user("Duty editor"))
    form = article_form(page) | {
        "corrections-TOTAL_FORMS": "2", "corrections-0-note": NOTE, "corrections-0-type": "correction",
        "corrections-1-note": "وصُحّح اسم.", "corrections-1-type": "clarification",
    }  # fmt: skip
    client.post(edit_url(page), form)
    before = identities(page)
    assert len(set(before)) == 2
    answer = client.get(edit_url(page))
    formset = answer.context["form"].formsets["corrections"]
    again = article_form(page) | {
        f"corrections-{number}-{name}": str(one[name].value() or "")
        for number, one in enumerate(formset.forms)
        for name in ("id", "uuid", "note", "type")
    }
    number = str(len(formset.forms))
    client.post(
        edit_url(page), again | {"corrections-TOTAL_FORMS": number, "corrections-INITIAL_FORMS": number}
    )
    assert identities(page) == before


def identities(page: ArticlePage) -> list[tuple[str, str]]:
    """The corrections of the newest draft."""
    rows = fresh(page).get_latest_revision_as_object().corrections.all()
    return [(str(one.uuid), one.note) for one in rows]
