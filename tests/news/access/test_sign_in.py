"""Signing in with a password: the same answer to whoever guesses, and no way to shut others out."""

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import SESSION_KEY, aauthenticate, get_user_model
from django.test import Client, RequestFactory
from pytest_django import Settings

from news.access.limits import ACCOUNT, ADDRESS, PERSON
from news.access.models import AttemptCount
from tests.news.access.support import (
    LOGIN,
    PASSWORD,
    administrator,
    give_password,
    page_text,
    person,
    sign_in,
    signed_in,
)

pytestmark = pytest.mark.django_db
HOME, AWAY = "192.0.2.10", "198.51.100.77"


def at(address: str) -> Client:
    """A browser nobody knows, at an address."""
    return Client(REMOTE_ADDR=address)


def guess(client: Client, user: Any, times: int) -> Any:
    """The answer to the last of some wrong passwords."""
    answers = [give_password(client, user, f"تخمين {number}") for number in range(times)]
    return answers[-1]


def later(**time: Any) -> None:
    """Let time pass for everything that is counted."""
    for row in AttemptCount.objects.all():
        AttemptCount.objects.filter(pk=row.pk).update(last_at=row.last_at - timedelta(**time))


def without_token(answer: Any) -> str:
    """A page without what differs from one to the next by itself."""
    lines = page_text(answer).splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())


def test_a_password_lets_in_and_the_session_gets_another_name() -> None:
    user, client = person(), Client()
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    assert give_password(client, user).url == "/admin/"
    assert client.session.session_key != before
    assert client.session[SESSION_KEY] == str(user.pk)
    assert signed_in(client)


def test_an_unknown_user_is_answered_as_a_wrong_password() -> None:
    user, off = person("layla"), person("omar", is_active=False)
    wrong = give_password(Client(), user, "غير صحيحة")
    for name, password in (("nobody", PASSWORD), (off.username, PASSWORD)):
        answer = give_password(Client(), name, password)
        assert answer.status_code == wrong.status_code == 200
        assert without_token(answer).replace(name, "layla") == without_token(wrong)
    assert not signed_in(Client())


@pytest.mark.parametrize("name", ["layla", "nobody"])
def test_a_password_is_hashed_whether_the_user_exists_or_not(settings: Settings, name: str) -> None:
    settings.PASSWORD_HASHERS = ["tests.news.access.hashing.CountingHasher"]
    from tests.news.access.hashing import CountingHasher  # noqa: PLC0415 - read again with these settings

    person("layla")
    CountingHasher.rounds = 0
    give_password(Client(), name, "غير صحيحة")
    assert CountingHasher.rounds == 1


def test_after_five_wrong_passwords_one_has_to_wait() -> None:
    user, client = person(), at(AWAY)
    assert guess(client, user, PERSON.limit).status_code == 200
    answer = give_password(client, user)
    assert (answer.status_code, signed_in(client)) == (429, False)
    assert 0 < int(answer["Retry-After"]) <= 901
    assert "15 دقيقة" in page_text(answer)
    later(minutes=14)
    assert give_password(client, user).status_code == 429
    later(minutes=1, seconds=1)
    assert give_password(client, user).status_code == 302
    assert signed_in(client)


def test_an_unknown_user_has_to_wait_as_well() -> None:
    assert guess(at(AWAY), "nobody", PERSON.limit + 1).status_code == 429


def test_the_right_password_makes_a_new_beginning() -> None:
    user, client = person(), at(HOME)
    for _round in range(3):
        guess(client, user, PERSON.limit - 1)
        assert give_password(client, user).status_code == 302


def test_guessing_elsewhere_shuts_nobody_out() -> None:
    user = person()
    assert guess(at(AWAY), user, PERSON.limit + 1).status_code == 429
    assert sign_in(user, at(HOME))


def test_guessing_next_door_does_not_hold_up_a_known_browser() -> None:
    user, other = person(), person()
    client = sign_in(user, at(HOME))
    client.post("/admin/logout/")
    assert guess(at(HOME), user, PERSON.limit + 1).status_code == 429
    assert give_password(client, user).status_code == 302
    client.post("/admin/logout/")
    assert guess(client, user, PERSON.limit + 1).status_code == 429  # nor may it guess for ever itself
    assert guess(client, other, 1).status_code == 200


def test_a_cookie_of_somebody_elses_making_is_no_known_browser() -> None:
    user, client = person(), at(AWAY)
    client.cookies["nashra_browser"] = "eyJuYW1lIjoieCJ9:1x:forged"
    guess(client, user, PERSON.limit)
    client.cookies["nashra_browser"] = "eyJuYW1lIjoieSJ9:1x:forged"
    assert give_password(client, user).status_code == 429


def test_one_address_may_not_try_all_accounts() -> None:
    for number in range(ADDRESS.limit):
        assert give_password(at(AWAY), f"user{number}", "تخمين").status_code == 200
    user = person()
    assert give_password(at(AWAY), user).status_code == 429
    assert sign_in(user, at(HOME))
    later(seconds=31)
    assert give_password(at(AWAY), "another", "تخمين").status_code == 200  # slower, not shut
    assert give_password(at(AWAY), "another", "تخمين").status_code == 429


def test_an_account_tried_from_everywhere_is_slowed_down_and_not_shut() -> None:
    user = person()
    known = sign_in(user, at(HOME))
    known.post("/admin/logout/")
    for number in range(ACCOUNT.limit):
        assert give_password(at(f"203.0.113.{number}"), user, "تخمين").status_code == 200
    assert give_password(at(AWAY), user).status_code == 429
    assert give_password(known, user).status_code == 302
    later(seconds=11)
    assert give_password(at(AWAY), user).status_code == 302


def test_signing_in_well_is_not_counted_against_an_office() -> None:
    user = person()
    for _morning in range(ADDRESS.limit + 1):
        assert give_password(at(HOME), user).status_code == 302
    assert AttemptCount.objects.filter(count__gt=0).count() == 0


def test_the_proxy_is_not_taken_for_the_client(settings: Settings) -> None:
    settings.PROXIES = 1
    user, proxy = person(), Client(REMOTE_ADDR="10.0.0.1")

    def tried(address: str, password: str) -> int:
        told = f"203.0.113.99, {address}"  # the first is what the client made up
        return give_password(proxy, user, password, headers={"X-Forwarded-For": told}).status_code

    assert [tried(AWAY, "تخمين") for _ in range(PERSON.limit + 1)][-1] == 429
    assert tried(HOME, PASSWORD) == 302


def test_code_that_waits_for_nothing_is_counted_too() -> None:
    user = person()
    request = RequestFactory().post(LOGIN, REMOTE_ADDR=AWAY)

    def tried(password: str) -> Any:
        return async_to_sync(aauthenticate)(request, username=user.username, password=password)

    assert tried(PASSWORD) == user
    assert [tried("تخمين") for _ in range(PERSON.limit)] == [None] * PERSON.limit
    assert tried(PASSWORD) is None


def test_nothing_that_was_typed_is_kept() -> None:
    give_password(at(AWAY), "كلمتي السرية في الخانة الخطأ", "تخمين")
    kept = str(list(AttemptCount.objects.values()))
    assert AWAY not in kept
    assert "السرية" not in kept


def test_old_counts_are_swept_away() -> None:
    guess(at(AWAY), "nobody", 1)
    later(days=3)
    guess(at(HOME), "somebody", 1)
    assert AttemptCount.objects.count() == 5 - 1  # everybody's is used again


def test_whoever_came_in_is_not_asked_again() -> None:
    client = sign_in(administrator())
    assert client.get(LOGIN).url == "/admin/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(target: str) -> None:
    assert give_password(Client(), person(), next=target).url == "/admin/"


def test_a_program_has_no_password_to_guess() -> None:
    user = get_user_model()(username="wire")
    user.set_unusable_password()
    user.save()
    for password in ("", "!", user.password):
        assert give_password(Client(), user, password).status_code in {200, 429}
