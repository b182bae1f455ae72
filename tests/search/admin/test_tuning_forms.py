"""Editors decide about readers' searches in the admin, as their role has it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from news.publication.actions import withdraw
from search.models import BestBet, ProtectedWord, SynonymGroup
from search.queries.tuning import book_of
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")
KINDS = ("search_synonyms", "search_protected", "search_bets")
STRANGERS = (
    "Reporter", "Desk editor", "Copy editor", "Legal", "Translator", "Translation editor", "Reviewer",
    "Admin",
)  # fmt: skip


@pytest.fixture
def client() -> Client:
    return client_for(factories.user("Duty editor"))


def url(kind: str, name: str, *args: Any) -> str:
    return reverse(f"{kind}:{name}", args=args)


def synonyms(words: str = "أمريكا\nواشنطن", also: str = "", **more: str) -> dict[str, str]:
    return {"locale": "ar", "words": words, "also": also, "note": "", **more}


def bet(page: Any, **more: Any) -> dict[str, Any]:
    return {"locale": "ar", "questions": "العاصفة", "story": page.pk, "until": "", "note": "", **more}


def listed(client: Client) -> list[Any]:
    """The best bets on the list."""
    return list(client.get(url("search_bets", "index")).context["object_list"])


def test_synonyms_are_added_changed_and_deleted_and_their_history_kept(client: Client) -> None:
    assert client.post(url("search_synonyms", "add"), synonyms(note="كما تكتبها الوكالات")).status_code == 302
    row = SynonymGroup.objects.get()
    assert (row.locale, row.rule.words) == ("ar", ("أمريكا", "واشنطن"))
    assert "أمريكا = واشنطن" in client.get(url("search_synonyms", "index")).content.decode()
    sent = synonyms("أمريكا", "البيت الأبيض", locale="en")
    assert client.post(url("search_synonyms", "edit", row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert (row.locale, str(row)) == ("ar", "أمريكا ← البيت الأبيض")
    history = client.get(url("search_synonyms", "history", row.pk))
    assert [entry.action for entry in history.context["object_list"]] == ["wagtail.edit", "wagtail.create"]
    assert client.post(url("search_synonyms", "delete", row.pk)).status_code == 302
    assert book_of("ar").rules == ()


def test_a_protected_word_and_a_best_bet_are_kept(client: Client) -> None:
    sent = {"locale": "ar", "word": "صَفَد", "note": ""}
    assert client.post(url("search_protected", "add"), sent).status_code == 302
    page = factories.published("دليل العاصفة")
    until = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    assert client.post(url("search_bets", "add"), bet(page, until=until)).status_code == 302
    row = BestBet.objects.get()
    assert row.story == page.uuid
    book = book_of("ar")
    assert book.protected == {"صفد"}
    assert book.wording("العاصفه").first == (page.uuid,)
    assert client.get(url("search_bets", "edit", row.pk)).context["form"]["story"].value() == page.pk
    assert client.post(url("search_bets", "edit", row.pk), bet(page, questions="الريح")).status_code == 302
    assert book_of("ar").wording("ريح").first == ()
    assert [(one.title, one.public) for one in listed(client)] == [("دليل العاصفة", True)]
    withdraw(page, by=factories.user("Duty editor"))
    assert [(one.title, one.public) for one in listed(client)] == [("دليل العاصفة", False)]


def test_what_is_wrong_is_said_and_nothing_saved() -> None:
    editor = factories.user("Duty editor")
    UserProfile.objects.create(user=editor, preferred_language="en")
    client = client_for(editor)
    wrong = {
        "never looked for": ("search_synonyms", synonyms("أمريكا\nعلى")),
        "Write a single word.": ("search_protected", {"locale": "ar", "word": "بني سويف", "note": ""}),
        "This story is in another language.": (
            "search_bets", bet(factories.published("Guide", locale="en")),
        ),
        "Readers cannot read this story": ("search_bets", bet(factories.article("مسودة"))),
        "Select a valid choice": ("search_synonyms", synonyms(locale="xx")),
    }  # fmt: skip
    for told, (kind, sent) in wrong.items():
        answer = client.post(url(kind, "add"), sent)
        assert answer.status_code == 200
        assert told in answer.content.decode(), told
    assert not any(model.objects.exists() for model in (SynonymGroup, ProtectedWord, BestBet))


def test_a_link_fills_in_a_form_and_fields_run_as_their_language(client: Client) -> None:
    answer = client.get(url("search_synonyms", "add"), {"locale": "en", "words": "strike"})
    form = answer.context["form"]
    assert (form["locale"].value(), form["words"].value()) == ("en", "strike")
    assert form.fields["words"].widget.attrs["dir"] == "auto"
    row = SynonymGroup.objects.create(locale="en", words="strike\nwalkout")
    form = client.get(url("search_synonyms", "edit", row.pk)).context["form"]
    assert form.fields["words"].widget.attrs["dir"] == "ltr"
    assert form.fields["locale"].disabled


def test_lists_are_narrowed_searched_and_take_the_same_queries_however_long(client: Client) -> None:
    def queries(kind: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(kind, "index")).status_code == 200
        return len(captured)

    page = factories.published("دليل")
    SynonymGroup.objects.create(locale="ar", words="أمريكا\nواشنطن")
    SynonymGroup.objects.create(locale="en", words="strike\nwalkout")
    BestBet.objects.create(locale="ar", questions="ريح", story=page.uuid)
    ProtectedWord.objects.create(locale="ar", word="صفد")
    few = [queries(kind) for kind in KINDS * 2][3:]
    found = client.get(url("search_synonyms", "index"), {"locale": "en"}).context["object_list"]
    assert [str(one) for one in found] == ["strike = walkout"]
    for typed in ("واشنطن", "امريكا", "أَمريكا واشنطن"):
        found = client.get(url("search_synonyms", "index"), {"q": typed}).context["object_list"]
        assert [str(one) for one in found] == ["أمريكا = واشنطن"]
    assert not client.get(url("search_synonyms", "index"), {"q": "–"}).context["object_list"]
    for number in range(20):
        SynonymGroup.objects.create(locale="ar", words=f"كلمة{number}\nلفظ{number}")
        ProtectedWord.objects.create(locale="ar", word=f"كلمة{number}")
        BestBet.objects.create(locale="ar", questions=f"ريح {number}", story=page.uuid)
    assert [queries(kind) for kind in KINDS] == few


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_decides(role: str) -> None:
    client = client_for(factories.user(role))
    row = SynonymGroup.objects.create(locale="ar", words="أمريكا\nواشنطن")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for kind in KINDS:
        assert url(kind, "index") not in home
        for address in (url(kind, "index"), url(kind, "add")):
            assert client.get(address).status_code == 302, address
    for name in ("edit", "delete", "history"):
        assert client.get(url("search_synonyms", name, row.pk)).status_code == 302
    client.post(url("search_synonyms", "edit", row.pk), synonyms("باريس\nفرنسا"))
    client.post(url("search_synonyms", "delete", row.pk))
    client.post(url("search_synonyms", "add"), synonyms("باريس\nفرنسا"))
    assert [one.words for one in SynonymGroup.objects.all()] == ["أمريكا\nواشنطن"]


def test_nobody_comes_in_without_logging_in() -> None:
    for kind in KINDS:
        answer = Client().get(url(kind, "index"))
        assert answer["Location"].startswith(reverse("wagtailadmin_login"))
