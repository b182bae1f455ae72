"""The glossary goes out as a table and comes in as one: all of it or nothing."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from news.admin.glossary_file import MOST_BYTES, MOST_ROWS
from news.translation.models import Term, TermForm
from tests import factories
from tests.news.admin.support import client_for, messages_in

pytestmark = pytest.mark.usefixtures("newsroom")
INDEX, IMPORT = "glossary:index", "glossary:import"


@pytest.fixture
def client() -> Client:
    return client_for(factories.user("Desk editor"))


def exported(client: Client) -> bytes:
    answer: Any = client.get(reverse(INDEX), {"export": "csv"})
    return b"".join(answer.streaming_content)


def send(client: Client, content: str | bytes) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile("glossary.csv", raw)}, follow=True)


def problems(client: Client, content: str | bytes) -> list[str]:
    """What is said of a file that is refused, of which nothing may be stored."""
    before = everything()
    answer = send(client, content)
    assert everything() == before
    return list(answer.context["problems"])


def everything() -> set[tuple[str, ...]]:
    rows = TermForm.objects.values_list("term__kind", "locale__language_code", "text", "discouraged", "note")
    return set(rows)


def test_what_went_out_comes_in_and_changes_nothing(client: Client) -> None:
    factories.term("place", ar="ميناء", en="=port", discouraged={"en": "+harbour\nhaven"}, note="@أولًا\nثم")
    factories.term(ar="'بنك", fr='banque; "centrale", d\'abord')
    content, before = exported(client), everything()
    assert content.startswith("\ufeff".encode())
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header[:4] == ["kind", "ar", "ar discouraged", "ar note"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-"))]
    assert "0" in messages_in(send(client, content))
    assert everything() == before
    Term.objects.all().delete()
    send(client, content)
    assert everything() == before


def test_terms_are_added_and_changed_and_what_is_not_named_stays(client: Client) -> None:
    term = factories.term(ar="ميناء", en="port", note="قديم")
    other = factories.term(ar="بنك", en="bank")
    content = "kind;ar;en;fr;fr discouraged\r\nplace;الميناء;;;\r\n;مينا;harbour;port;havre | rade\r\n"
    assert "1" in messages_in(send(client, content))
    rows = {row.locale.language_code: row for row in term.forms.select_related("locale")}
    assert {code: row.text for code, row in rows.items()} == {"ar": "مينا", "en": "harbour", "fr": "port"}
    assert (rows["fr"].discouraged, rows["en"].note) == ("havre\nrade", "قديم")
    assert other.forms.count() == 2
    new = Term.objects.exclude(pk__in=[term.pk, other.pk]).get()
    assert (new.kind, str(new)) == ("place", "الميناء")
    assert set(ModelLogEntry.objects.values_list("action", flat=True)) >= {"wagtail.create", "wagtail.edit"}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (",\u200f,", 2),
        (",–,", 2),
        ("people,ميناء,", 2),
        ("\n,ميناء,\npeople,,haven", 4),
        ("place,,", 2),
        (",ميناء,x,y", 2),
        (",جديد,port\n,آخر,port", 3),
        (",بنك,port", 2),
        (",بنك,\n,جديد,bank", 3),
        (f",{'x' * 201},", 2),
        (',"ميناء', 2),
    ],
)
def test_bad_lines_are_named_and_nothing_is_taken_over(client: Client, rows: str, line: int) -> None:
    factories.term(ar="بنك", en="bank")
    factories.term(ar="مرفأ", en="port")
    found = problems(client, f"kind,ar,en\n,صالح,good\n{rows}\n")
    assert [text for text in found if f"{line + 1}" in text], found


def test_discouraged_forms_and_notes_go_with_a_form(client: Client) -> None:
    assert len(problems(client, "ar,en,en note\nميناء,,ملاحظة\nبنك,,\nمرفأ,,أخرى")) == 2
    assert problems(client, "ar,ar discouraged\nهيئة,هَيئة")


def test_forms_and_notes_are_no_longer_than_they_may_be_typed(client: Client) -> None:
    many = " | ".join(f"{number:04}" for number in range(200))  # 999 letters, one beneath the other
    head = "en,en discouraged,en note\n"
    found = problems(client, f"{head}port,{many} | x,{'x' * 500}\nbank,,{'x' * 501}\nship,,ok\n")
    assert len(found) == 2
    for line, column, problem in zip(("2", "3"), ("en discouraged", "en note"), found, strict=True):
        assert line in problem
        assert column in problem
    send(client, f"{head}port,{many},{'x' * 500}\n")
    form = TermForm.objects.get()
    assert (len(form.discouraged), len(form.note)) == (999, 500)
    before = everything()
    assert problems(client, f"{head}port,,{'y' * 501}\n")
    send(client, exported(client))
    assert everything() == before


@pytest.mark.parametrize(
    "content",
    [
        b"", b"kind,ar\n", b"\xff\xfe\x00", b"ar,colour\nx,y\n", b"ar,ar\nx,y\n", b"kind\nplace\n",
        ("ar\n" + "".join(f"x{n}\n" for n in range(MOST_ROWS + 1))).encode(),
    ],
)  # fmt: skip
def test_what_is_no_table_of_terms_is_refused(client: Client, content: bytes) -> None:
    answer = send(client, content)
    assert answer.context["problems"] if content else answer.context["form"].errors
    assert not Term.objects.exists()


def test_a_file_has_a_size(client: Client) -> None:
    answer = send(client, b"ar\n" + b"x" * MOST_BYTES)
    assert "file" in answer.context["form"].errors
    assert not Term.objects.exists()


@pytest.mark.parametrize("role", ["Translator", "Reporter"])
def test_who_may_not_add_terms_reads_in_none(role: str) -> None:
    client = client_for(factories.user(role))
    send(client, "ar\nميناء\n")
    assert not Term.objects.exists()
    index = client.get(reverse(INDEX))
    assert reverse(IMPORT) not in index.content.decode()
