"""The users of programs and their tokens, made and ended on the server."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from news.access import audit, tokens
from news.access.admission import is_service_account
from news.access.models import AccessToken
from tests import factories
from tests.news.access.support import PASSWORD, chief, give_password, history, person, token_of

pytestmark = pytest.mark.usefixtures("newsroom")
WHO = "/api/editorial/who/"


def run(*words: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip()


def account(name: str = "wire") -> Any:
    return get_user_model().objects.get(username=name)


def test_a_service_account_has_no_password_and_may_do_nothing() -> None:
    assert "wire is a service account" in run("service_account", "wire")
    user = account()
    assert is_service_account(user)
    assert not user.has_usable_password()
    assert user.get_all_permissions() == set()
    assert give_password(Client(), "wire", "").status_code == 200
    assert "wire is a service account" in run("service_account", "wire")
    assert get_user_model().objects.filter(username="wire").count() == 1


def test_its_token_is_printed_once_and_opens_the_api(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.news.access.urls"
    settings.TWO_FACTOR = True
    boss = chief()
    secret = run(
        "service_account", "wire", "--token", "وكالة", "--scopes", "read, write",
        "--days", "7", "--by", boss.username,
    )  # fmt: skip
    token = AccessToken.objects.get()
    assert tokens.find(secret) == token
    assert (token.user, token.name, token.scopes) == (account(), "وكالة", ["read", "write"])
    assert history(account()) == [(audit.TOKEN_MADE, boss)]
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(WHO, headers=headers).json() == {"user": "wire", "may_publish": False}
    assert Client().get("/admin/", headers=headers).status_code == 302


def test_with_rights_to_publish_it_needs_no_phone(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.news.access.urls"
    settings.TWO_FACTOR = True
    secret = run("service_account", "wire", "--token", "x", "--scopes", "read")
    account().groups.add(factories.group("Duty editor"))
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(WHO, headers=headers).status_code == 200
    user = account()
    user.set_password(PASSWORD)  # a program with a password is a person
    user.save()
    assert Client().get(WHO, headers=headers).status_code == 401


def test_a_token_ends_when_its_account_leaves_the_role(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.news.access.urls"
    secret = run("service_account", "wire", "--token", "x", "--scopes", "read")
    account().groups.clear()
    assert Client().get(WHO, headers={"Authorization": f"Bearer {secret}"}).status_code == 401


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--token", "x"), "Scopes are read, write"),
        (("--token", "x", "--scopes", "everything"), "Scopes are read, write"),
        (("--token", "x", "--scopes", "read", "--days", "91"), "between 1 and 90 days"),
        (("--token", "x", "--scopes", "read", "--days", "0"), "between 1 and 90 days"),
        (("--token", "x", "--scopes", "read", "--by", "nobody"), "no user 'nobody'"),
    ],
)
def test_what_makes_no_sense_makes_nothing(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run("service_account", "wire", *words)
    assert not get_user_model().objects.filter(username="wire").exists()
    assert not AccessToken.objects.exists()


def test_nobody_makes_a_token_for_a_person() -> None:
    for user in (person("layla"), chief("omar"), factories.user("Reporter", "sami")):
        with pytest.raises(CommandError, match="is a person"):
            run("service_account", user.username, "--token", "x", "--scopes", "read")
    assert not AccessToken.objects.exists()


def test_nor_for_an_account_that_was_switched_off() -> None:
    run("service_account", "wire")
    get_user_model().objects.filter(username="wire").update(is_active=False)
    with pytest.raises(CommandError, match="switched off"):
        run("service_account", "wire", "--token", "x", "--scopes", "read")


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError):
        run("service_account", "two words")


def test_without_the_role_it_says_what_to_do() -> None:
    factories.group("Service account").delete()
    with pytest.raises(CommandError, match=r"manage\.py newsroom"):
        run("service_account", "wire")


def test_all_tokens_of_a_user_are_revoked_and_nobody_elses() -> None:
    user, other, boss = person("layla"), person(), chief("omar")
    secrets = [token_of(user)[1] for _ in range(3)]
    tokens.revoke(AccessToken.objects.filter(digest=tokens.digest(secrets[0])), by=user)
    _token, theirs = token_of(other)
    assert run("revoke_tokens", "layla", "--by", "omar") == "2 access tokens of layla revoked."
    found = [tokens.find(secret) for secret in (*secrets, theirs)]
    assert [token is not None and token.is_working for token in found] == [False, False, False, True]
    assert history(user)[-2:] == [(audit.TOKEN_REVOKED, boss)] * 2
    assert run("revoke_tokens", "layla") == "0 access tokens of layla revoked."


@pytest.mark.parametrize("words", [("nobody",), ("layla", "--by", "nobody")])
def test_revoking_for_nobody_says_so(words: tuple[str, ...]) -> None:
    token_of(person("layla"))
    with pytest.raises(CommandError, match="no user 'nobody'"):
        run("revoke_tokens", *words)
    assert AccessToken.objects.get().is_working
