"""Files of translations in the admin: who may export and import them, what they are told."""

import html
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from news.editorial.refusals import Refusal
from news.editorial.spikes import spike
from news.publication.desk.registry import ACTIONS, perform
from tests import factories
from tests.news.admin.support import client_for, edit_url, messages_in
from tests.news.publication.support import fresh
from tests.news.translation.exchanging import (
    exported,
    keys,
    put,
    said,
    state_of_things,
    story,
    translated_in,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def editor() -> Client:
    return client_for(factories.user("Translation editor"))


def export_url(page: Any) -> str:
    return reverse("newsroom_xliff_export", args=[page.pk])


def import_url(page: Any) -> str:
    return reverse("newsroom_xliff_import", args=[page.pk])


def send(client: Client, page: Any, data: bytes, **options: Any) -> Any:
    file = SimpleUploadedFile("story.xlf", data, "application/xliff+xml")
    return client.post(import_url(page), {"file": file}, **options)


def words(code: str) -> str:
    """What the admin says of a refusal."""
    with translation.override("ar"):
        return Refusal(code).message


def test_it_is_exported_translated_and_imported(editor: Client) -> None:
    _source, page = story()
    shown = editor.get(edit_url(page)).content.decode()
    assert export_url(page) in shown
    assert import_url(page) in shown
    answer = editor.get(export_url(page))
    assert answer["Content-Type"] == "application/xliff+xml"
    named = unquote(answer["Content-Disposition"].removeprefix("attachment; filename*=utf-8''"))
    assert named == f"{page.slug}.en.xlf"
    assert "private" in answer["Cache-Control"]
    assert 'enctype="multipart/form-data"' in editor.get(import_url(page)).content.decode()
    heading, last = keys(page)[1], keys(page)[4]
    data = translated_in(answer.content, {"title": "Grows <em>", heading: "Figures", last: "The end."})
    put(page, 1, {"text": "Numbers", "level": "2"})
    answer = send(editor, page, data)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert [line.key for line in answer.context["report"].taken] == ["title", last]
    assert words("xliff_changed") in told
    assert "Figures" in told
    assert "Grows &lt;em&gt;" in told
    assert said(page)["title"] == "Grows &lt;em&gt;"
    again = send(editor, page, translated_in(exported(page), {}))
    assert again.context["report"].revision is None
    assert "help-block" in again.content.decode()


def test_a_file_that_is_refused_is_asked_for_again(editor: Client, settings: Any) -> None:
    _source, page = story()
    before = state_of_things(page)
    for data, word in (
        (b"<x", words("xliff_malformed")),
        (b"\xff\xfe", words("xliff_encoding")),
        (b"<!DOCTYPE x><x/>", words("xliff_doctype")),
        (b"", "فارغ"),
    ):
        answer = send(editor, page, data)
        assert answer.status_code == 200
        assert word in html.unescape(str(answer.context["form"].errors))
    settings.XLIFF_MEGABYTES = 1
    large = send(editor, page, b"x" * (1024 * 1024 + 1))
    assert "1" in str(large.context["form"].errors)
    assert "report" not in large.context
    assert editor.post(import_url(page)).context["form"].errors
    assert state_of_things(page) == before


def test_who_may_not_write_the_story_neither_exports_nor_imports() -> None:
    _source, page = story()
    data = translated_in(exported(page), {"title": "The port"})
    before = state_of_things(page)
    for role in ("Reporter", "Reviewer", "Legal", "Admin", ""):
        client = client_for(factories.user(role))
        for answer in (client.get(export_url(page)), client.get(import_url(page)), send(client, page, data)):
            assert answer.status_code == 302
        shown = client.get(edit_url(page))
        assert shown.status_code != 200 or export_url(page) not in shown.content.decode()
    for url in (export_url(page), import_url(page)):
        assert "/login/" in Client().get(url).url
    assert state_of_things(page) == before
    assert client_for(factories.user("Translation editor")).get(export_url(page)).status_code == 200


def test_killed_spiked_locked_or_no_translation_it_is_refused(editor: Client) -> None:
    source, page = story()
    data = translated_in(exported(page), {"title": "The port"})
    answer = editor.get(export_url(source), follow=True)
    assert messages_in(answer) == words("not_a_translation")
    assert export_url(source) not in editor.get(edit_url(source)).content.decode()
    duty = factories.user("Duty editor")
    locked = fresh(page)
    locked.locked, locked.locked_by = True, duty
    locked.save()
    assert editor.get(export_url(page)).status_code == 200
    assert editor.get(import_url(page)).status_code == 302
    assert send(editor, page, data).status_code == 302
    fresh(page).__class__.objects.filter(pk=page.pk).update(locked=False, locked_by=None)
    spike(fresh(page), reason="لا خبر", by=duty)
    for attempt in (editor.get(export_url(page)), send(editor, page, data)):
        assert attempt.status_code == 302
    assert said(page)["title"] != "The port"
    other_source, other = story()
    kill = {"notice": "سُحب", "reason": "خطأ", "all_locales": True, "redact": False}
    perform(ACTIONS["kill"], fresh(other_source), duty, kill)
    before = state_of_things(other)
    for attempt in (editor.get(export_url(other)), send(editor, other, data)):
        assert attempt.status_code == 302
    assert state_of_things(other) == before


def test_the_words_of_a_killed_source_do_not_leave(editor: Client) -> None:
    source, page = story()
    data = translated_in(exported(page), {"title": "The port"})
    kill = {"notice": "سُحب", "reason": "خطأ", "all_locales": False, "redact": False}
    perform(ACTIONS["kill"], fresh(source), factories.user("Duty editor"), kill)
    before = state_of_things(page)
    for attempt in (editor.get(export_url(page)), editor.get(import_url(page)), send(editor, page, data)):
        assert attempt.status_code == 302
    assert words("source_gone") in messages_in(editor.get(export_url(page), follow=True))
    assert state_of_things(page) == before


def test_nothing_is_done_by_a_get_or_from_another_site(editor: Client) -> None:
    _source, page = story()
    data = translated_in(exported(page), {"title": "The port"})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.user("Translation editor"))
    assert send(strict, page, data).status_code == 403
    assert editor.put(import_url(page), data).status_code in {403, 405}
    assert said(page)["title"] != "The port"


def test_questions_to_the_database_do_not_grow_with_the_file(editor: Client) -> None:
    counts = []
    for blocks in (3, 40, 40):  # the first request of all asks more
        _source, page = story(body=[("paragraph", f"<p>فقرة {place}</p>") for place in range(blocks)])
        data = translated_in(exported(page), {key: f"Paragraph {key}" for key in keys(page)})
        with CaptureQueriesContext(connection) as asked:
            answer = send(editor, page, data)
        assert len(answer.context["report"].taken) == blocks
        counts.append(len(asked))
    assert counts[2] <= counts[0]
