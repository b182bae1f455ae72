"""A forgotten password: the page tells nothing, the link works once and not for long."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from news.access import forms
from news.access.limits import RESET, RESET_ADDRESS
from tests.news.access.support import PASSWORD, give_password, page_text, person, sign_in, signed_in

pytestmark = pytest.mark.django_db
ASK = "/admin/password_reset/"
NEW = "جملة طويلة لا يعرفها أحد"


def asked(client: Client, email: str) -> Any:
    """Ask for a new password; returns the page that says so, once the mail is out."""
    answer = client.post(ASK, {"email": email}, follow=True)
    forms.POST.submit(int).result()  # mail goes out one after the other
    return answer


def link(message: Any) -> str:
    """The path in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found[1]


def set_password(client: Client, path: str, password: str) -> Any:
    """Open a link and type a new password twice."""
    form = client.get(path, follow=True)
    if not form.redirect_chain:
        return form
    return client.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


def without_token(answer: Any) -> str:
    return re.sub(r"\w{32,64}", "", page_text(answer))


def test_a_link_sets_a_new_password(mailoutbox: list[Any], settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://desk.news.example"
    user, client = person(), Client()
    other = sign_in(user)
    asked(client, user.email)
    assert [message.to for message in mailoutbox] == [[user.email]]
    assert "https://desk.news.example/admin/password_reset/confirm/" in mailoutbox[0].body
    assert set_password(client, link(mailoutbox[0]), NEW).status_code == 302
    assert not signed_in(client)  # who has the mail still has to sign in
    assert not signed_in(other)  # and whoever was in is out
    assert give_password(client, user, NEW).status_code == 302


def test_the_host_of_a_link_is_not_the_one_that_was_asked(mailoutbox: list[Any], settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://desk.news.example"
    asked(Client(HTTP_HOST="evil.example"), person().email)
    assert "evil" not in mailoutbox[0].body


@pytest.mark.parametrize("who", ["nobody", "inactive", "program"])
def test_nobody_else_gets_a_mail_and_the_page_is_the_same(mailoutbox: list[Any], who: str) -> None:
    known = asked(Client(), person().email)
    assert len(mailoutbox) == 1
    email = f"{who}@nashra.example"
    if who != "nobody":
        user = person(who, is_active=who != "inactive")
        if who == "program":
            user.set_unusable_password()
            user.save()
    answer = asked(Client(), email)
    assert (answer.status_code, answer.redirect_chain) == (known.status_code, known.redirect_chain)
    assert without_token(answer) == without_token(known)
    assert len(mailoutbox) == 1


def test_the_work_is_the_same_for_nobody() -> None:
    """One question to the database tells who it is for; a mail is written in either case."""
    user = person()
    asked(Client(), "first@nashra.example")
    numbers = []
    for email in (user.email, "nobody@nashra.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked(Client(), email)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_a_link_works_once(mailoutbox: list[Any]) -> None:
    user = person()
    asked(Client(), user.email)
    path = link(mailoutbox[0])
    set_password(Client(), path, NEW)
    assert set_password(Client(), path, "جملة أخرى طويلة أيضًا").status_code == 200
    assert give_password(Client(), user, NEW).status_code == 302


def test_a_link_is_void_once_its_user_signed_in(mailoutbox: list[Any]) -> None:
    user = person()
    asked(Client(), user.email)
    sign_in(user)
    assert set_password(Client(), link(mailoutbox[0]), NEW).status_code == 200
    assert give_password(Client(), user, PASSWORD).status_code == 302


def test_a_link_expires_after_an_hour(mailoutbox: list[Any], settings: Settings) -> None:
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    user = person()
    asked(Client(), user.email)
    settings.PASSWORD_RESET_TIMEOUT = -1  # as if it were later
    assert set_password(Client(), link(mailoutbox[0]), NEW).status_code == 200
    assert give_password(Client(), user, NEW).status_code == 200


@pytest.mark.parametrize("weak", ["قصيرة", "password1234", "123456789012345", "layla-layla-layla"])
def test_a_weak_password_is_refused_with_the_reason(mailoutbox: list[Any], weak: str) -> None:
    user = person("layla-layla-layla")
    asked(Client(), user.email)
    answer = set_password(Client(), link(mailoutbox[0]), weak)
    assert answer.status_code == 200
    assert "error-message" in page_text(answer)
    assert give_password(Client(), user, weak).status_code == 200


def test_no_more_than_a_few_mails_go_out_and_the_page_stays_the_same(mailoutbox: list[Any]) -> None:
    user = person()
    pages = {without_token(asked(Client(), user.email)) for _time in range(RESET.limit + 2)}
    assert (len(pages), len(mailoutbox)) == (1, RESET.limit)


def test_one_address_does_not_ask_for_everybody(mailoutbox: list[Any]) -> None:
    users = [person() for _ in range(RESET_ADDRESS.limit + 2)]
    for user in users:
        asked(Client(REMOTE_ADDR="198.51.100.77"), user.email)
    assert len(mailoutbox) == RESET_ADDRESS.limit
    asked(Client(REMOTE_ADDR="192.0.2.10"), users[-1].email)
    assert len(mailoutbox) == RESET_ADDRESS.limit + 1


def test_a_mail_server_that_is_away_is_told_to_the_log_alone(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    user = person()
    assert asked(Client(), user.email).status_code == 200
    assert f"user {user.pk} was not sent" in caplog.text
    assert user.email not in caplog.text


def test_the_secret_of_a_link_is_in_no_log(mailoutbox: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    user = person()
    asked(Client(), user.email)
    path = link(mailoutbox[0])
    with caplog.at_level("INFO"):
        set_password(Client(), path, NEW)
    assert path.split("/")[-2] not in caplog.text
