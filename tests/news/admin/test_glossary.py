"""Editors keep the glossary in the admin: they find, add, change and delete terms, as their role has it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from news.translation.models import Term
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")
KEEPERS = ("Translation editor", "Desk editor", "Duty editor")
STRANGERS = ("Reporter", "Copy editor", "Legal", "Reviewer", "Admin")


@pytest.fixture
def client() -> Client:
    return client_for(factories.user("Translation editor"))


def url(name: str, *args: Any) -> str:
    return reverse(f"glossary:{name}", args=args)


def term_form(
    term: Term | None = None, *forms: tuple[str, str, str], kind: str = "organisation"
) -> dict[str, Any]:
    """The form of a term, saved or not, with these forms: language, text, discouraged."""
    rows = list(term.forms.all()) if term else []
    sent = {
        "kind": kind, "forms-TOTAL_FORMS": len(forms), "forms-INITIAL_FORMS": len(rows),
        "forms-MIN_NUM_FORMS": 1, "forms-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for place, (code, text, discouraged) in enumerate(forms):
        own = {
            "id": rows[place].pk if place < len(rows) else "",
            "locale": Locale.objects.get(language_code=code).pk,
            "text": text, "discouraged": discouraged, "note": "", "DELETE": "",
        }  # fmt: skip
        sent |= {f"forms-{place}-{name}": value for name, value in own.items()}
    return sent


def forms_of(term: Term) -> dict[str, tuple[str, str]]:
    rows = term.forms.select_related("locale")
    return {row.locale.language_code: (row.text, row.discouraged) for row in rows}


def test_a_term_is_added_changed_and_deleted_and_its_history_kept(client: Client) -> None:
    sent = term_form(None, ("ar", "الأمم المتحدة", "هيئة الأمم"), ("en", "United Nations", "UN\nUNO"))
    assert client.post(url("add"), sent).status_code == 302
    term = Term.objects.get()
    assert (str(term), term.kind) == ("الأمم المتحدة", "organisation")
    assert forms_of(term)["en"] == ("United Nations", "UN\nUNO")
    sent = term_form(term, ("ar", "الأمم المتحدة", ""), ("en", "UN", ""), ("fr", "ONU", ""), kind="name")
    assert client.post(url("edit", term.pk), sent).status_code == 302
    assert forms_of(term) == {"ar": ("الأمم المتحدة", ""), "en": ("UN", ""), "fr": ("ONU", "")}
    history = client.get(url("history", term.pk))
    assert [entry.action for entry in history.context["object_list"]] == ["wagtail.edit", "wagtail.create"]
    assert client.post(url("delete", term.pk)).status_code == 302
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("forms", "told"),
    [
        ([("ar", "\u200f", "")], "There is nothing to see here but invisible characters."),
        ([("ar", "–", "")], "There is no word in it."),
        ([("ar", "البنك المركزى", "")], "Another term has this form in this language already."),
        ([("ar", "هيئة", "هَيْئه")], "The preferred form is among the discouraged ones."),
        ([("en", "port", ""), ("en", "harbour", "")], "A term has one form in each language."),
        ([], "Please submit at least 1 form."),
    ],
)
def test_what_is_wrong_with_a_term_is_said(forms: list[Any], told: str) -> None:
    editor = factories.user("Translation editor")
    UserProfile.objects.create(user=editor, preferred_language="en")
    factories.term(ar="البنك المركزي")
    answer = client_for(editor).post(url("add"), term_form(None, *forms))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Term.objects.count() == 1


def test_each_form_runs_as_its_language_does(client: Client) -> None:
    term = factories.term(ar="ميناء", en="port")
    forms = client.get(url("edit", term.pk)).context["form"].formsets["forms"]
    found = [(form["locale"].value(), form.fields["text"].widget.attrs) for form in forms.forms]
    codes = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    directions = {codes[pk]: (attrs["lang"], attrs["dir"]) for pk, attrs in found}
    assert directions == {"ar": ("ar", "rtl"), "en": ("en", "ltr")}
    assert forms.empty_form.fields["note"].widget.attrs["dir"] == "auto"
    sent = term_form(None, ("en", "port", "port"))
    (form,) = client.post(url("add"), sent).context["form"].formsets["forms"].forms
    assert form.fields["discouraged"].widget.attrs["dir"] == "ltr"


def listed(client: Client, **asked: Any) -> set[str]:
    answer = client.get(url("index"), asked)
    return {str(term) for term in answer.context["object_list"]}


def test_terms_are_found_without_hamzas_and_filtered(client: Client) -> None:
    factories.term("organisation", ar="الأمم المتحدة", en="United Nations")
    factories.term("place", ar="إسطنبول", tr="İstanbul")
    locale = {one.language_code: one.pk for one in Locale.objects.all()}
    assert listed(client) == {"الأمم المتحدة", "إسطنبول"}
    assert listed(client, q="امم متحده") == {"الأمم المتحدة"}
    assert listed(client, q="istanbul") == {"إسطنبول"}
    assert listed(client, kind="place") == {"إسطنبول"}
    assert listed(client, locale=locale["en"]) == {"الأمم المتحدة"}
    assert listed(client, lacks=locale["en"]) == {"إسطنبول"}
    assert 'dir="ltr">İstanbul</bdi>' in client.get(url("index")).content.decode()


def test_a_list_takes_the_same_queries_however_long(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url("index"))
        return len(captured)

    factories.term(ar="مصطلح", en="term")
    queries()
    few = queries()
    for number in range(20):
        factories.term(ar=f"مصطلح{number}", en=f"term {number}", fr=f"terme {number}")
    assert queries() == few


@pytest.mark.parametrize("role", [*KEEPERS, "Translator"])
def test_who_works_with_it_reads_it(role: str) -> None:
    client = client_for(factories.user(role))
    factories.term(ar="ميناء", en="port")
    assert listed(client) == {"ميناء"}
    assert url("index") in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_does(role: str) -> None:
    client = client_for(factories.user(role))
    term = factories.term(ar="ميناء")
    for address in (url("index"), url("edit", term.pk), url("import"), url("history", term.pk)):
        assert client.get(address).status_code == 302, address
    assert url("index") not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", ["Translator", "Desk editor", *STRANGERS])
def test_only_duty_and_translation_editors_delete(role: str) -> None:
    term = factories.term(ar="ميناء")
    client_for(factories.user(role)).post(url("delete", term.pk))
    assert Term.objects.exists()
    client_for(factories.user("Duty editor")).post(url("delete", term.pk))
    assert not Term.objects.exists()


def test_translators_change_nothing() -> None:
    client = client_for(factories.user("Translator"))
    term = factories.term(ar="ميناء")
    sent = term_form(term, ("ar", "مرفأ", ""))
    for address in (url("edit", term.pk), url("add"), url("import")):
        assert client.post(address, sent)["Location"] == reverse("wagtailadmin_home")
    assert forms_of(term) == {"ar": ("ميناء", "")}
    assert Term.objects.count() == 1


def test_nobody_comes_in_without_logging_in() -> None:
    answer = Client().get(url("index"))
    assert answer["Location"].startswith(reverse("wagtailadmin_login"))
