"""The editorial API asks who comes, with which scope and how often; readers' API asks nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoAssertNumQueries, Settings

from news.access import audit, tokens
from news.access.models import AccessToken
from tests.news.access.support import chief, enrolled, history, person, sign_in, token_of

pytestmark = pytest.mark.django_db
WHO = "/api/editorial/who/"
JSON = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def _endpoint(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.news.access.urls"
    cache.clear()


def ask(secret: str, method: str = "get", scheme: str = "Bearer", **more: Any) -> Any:
    """Ask the endpoint with a token."""
    headers = {"Authorization": f"{scheme} {secret}", **more.pop("headers", {})}
    return getattr(Client(), method)(WHO, headers=headers, **(JSON if method == "post" else {}), **more)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem an answer is."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert "no-store" in answer["Cache-Control"]
    found: dict[str, Any] = answer.json()
    assert (found["code"], found["type"]) == (code, f"/api/v1/docs/#problem-{code}")
    return found


class TestWhoComesIn:
    def test_a_token_is_its_user(self) -> None:
        user = person("layla")
        _token, secret = token_of(user)
        answer = ask(secret)
        assert (answer.status_code, answer.json()["user"]) == (200, "layla")
        assert answer["Cache-Control"] == "no-store, private"
        assert "sessionid" not in answer.cookies
        assert ask(secret, scheme="bearer").status_code == 200

    def test_nobody_is_asked_for_a_token(self) -> None:
        answer = Client().get(WHO)
        assert problem(answer, 401, "not_authenticated")
        assert answer["WWW-Authenticate"] == 'Bearer realm="editorial"'

    @pytest.mark.parametrize(
        "header",
        [
            "Bearer", "Bearer ", "Bearer nashra_", "Bearer x y", "Bearer ضض", "Token abc",
            "Basic bGF5bGE6eA==", "nashra_abc", "Bearer " + "x" * 5000, "Bearer \x00",
        ],
    )  # fmt: skip
    def test_what_is_no_token_opens_nothing(self, header: str) -> None:
        answer = Client().get(WHO, headers={"Authorization": header})
        problem(answer, 401, "not_authenticated")
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert "abc" not in answer.content.decode()

    def test_neither_its_prefix_nor_its_digest_is_the_token(self) -> None:
        token, secret = token_of(person())
        for text in (token.prefix, token.digest, secret[:-1], secret + "A", secret.upper()):
            problem(ask(text), 401, "not_authenticated")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"revoked_at": timezone.now()}, "revoked"),
            ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expired"),
            ({"created_at": timezone.now() - timedelta(days=91)}, "expired"),
        ],
    )
    def test_a_token_that_ended_says_so_to_who_holds_it(self, change: dict[str, Any], said: str) -> None:
        token, secret = token_of(person())
        AccessToken.objects.filter(pk=token.pk).update(**change)
        answer = ask(secret)
        assert said in problem(answer, 401, "not_authenticated")["detail"]
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]

    def test_a_shorter_longest_lifetime_ends_older_tokens(self, settings: Settings) -> None:
        token, secret = token_of(person(), days=30)
        AccessToken.objects.filter(pk=token.pk).update(created_at=timezone.now() - timedelta(days=8))
        assert ask(secret).status_code == 200
        settings.TOKEN_DAYS = 7
        problem(ask(secret), 401, "not_authenticated")

    def test_it_ends_with_its_user(self) -> None:
        user = person()
        _token, secret = token_of(user)
        user.is_active = False
        user.save()
        problem(ask(secret), 401, "not_authenticated")

    def test_it_ends_when_its_user_may_no_longer_enter(self) -> None:
        user = person()
        _token, secret = token_of(user)
        user.user_permissions.clear()
        problem(ask(secret), 401, "not_authenticated")

    def test_rights_are_those_of_this_moment(self) -> None:
        user = chief()
        _token, secret = token_of(user)
        assert ask(secret).json()["may_publish"] is True
        user.is_superuser = False
        user.save()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        assert ask(secret).json()["may_publish"] is False

    def test_who_must_have_a_second_factor_turns_it_on_first(self, settings: Settings) -> None:
        user = chief()
        _token, secret = token_of(user)
        settings.TWO_FACTOR = True
        assert "second factor" in problem(ask(secret), 401, "not_authenticated")["detail"]
        enrolled(user)
        assert ask(secret).status_code == 200

    def test_a_cookie_beside_a_bad_token_does_not_help(self) -> None:
        client = sign_in(person())
        problem(client.get(WHO, headers={"Authorization": "Bearer nashra_x"}), 401, "not_authenticated")


class TestSessions:
    def test_whoever_is_signed_in_may_ask_and_needs_a_csrf_token_to_change(self) -> None:
        user = person("layla")
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        assert client.get(WHO).json()["user"] == "layla"
        problem(client.post(WHO, {}, **JSON), 403, "permission_denied")
        client.get("/admin/login/")
        client.get("/admin/tokens/")
        token = client.cookies["csrftoken"].value
        assert client.post(WHO, {}, headers={"X-CSRFToken": token}, **JSON).status_code == 200

    def test_who_may_not_use_the_admin_may_not_use_this(self) -> None:
        user = person()
        user.user_permissions.clear()
        client = Client()
        client.force_login(user)
        problem(client.get(WHO), 401, "not_authenticated")

    def test_a_session_without_the_second_factor_is_nobodys(self, settings: Settings) -> None:
        settings.TWO_FACTOR = True
        client = Client()
        client.force_login(chief())
        problem(client.get(WHO), 401, "not_authenticated")
        assert TOTPDevice.objects.count() == 0


class TestScopes:
    def test_a_scope_opens_what_it_names_and_nothing_else(self) -> None:
        user = chief()
        _token, reading = token_of(user, "read")
        _token, writing = token_of(user, "write")
        assert (ask(reading).status_code, ask(writing, "post").status_code) == (200, 200)
        found = problem(ask(reading, "post"), 403, "scope")
        assert found["scope"] == "write"
        assert problem(ask(writing), 403, "scope")["scope"] == "read"

    def test_what_has_no_scope_is_open_to_nobody(self) -> None:
        user = chief()
        _token, secret = token_of(user, "read", "write", "publish", "kill")
        problem(ask(secret, "delete"), 403, "permission_denied")
        problem(sign_in(user).delete(WHO), 403, "permission_denied")

    def test_a_scope_gives_no_right(self) -> None:
        _token, secret = token_of(person(), "read", "publish")
        assert ask(secret).json()["may_publish"] is False


class TestUse:
    def test_it_is_noted_to_the_minute_and_the_first_time_logged(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        user = person()
        _token, secret = token_of(user)
        ask(secret)
        first = AccessToken.objects.get().last_used_at
        assert first is not None
        with django_assert_num_queries(3):  # the token with its user, and the user's rights
            ask(secret)
        assert AccessToken.objects.get().last_used_at == first
        AccessToken.objects.update(last_used_at=first - timedelta(seconds=61))
        ask(secret)
        assert AccessToken.objects.get().last_used_at >= first
        assert history(user) == [(audit.TOKEN_MADE, user), (audit.TOKEN_FIRST_USED, user)]

    def test_what_was_refused_was_not_used(self) -> None:
        _token, secret = token_of(person())
        tokens.revoke(AccessToken.objects.all(), by=None)
        ask(secret)
        assert AccessToken.objects.get().last_used_at is None


class TestHowOften:
    def test_by_token(self, settings: Settings) -> None:
        settings.API_RATES = {"token": "3/minute", "address": "100/minute"}
        user = person()
        _token, secret = token_of(user)
        _token, another = token_of(user)
        assert [ask(secret)["RateLimit"].split(";t")[0] for _ in range(3)] == [
            '"token";r=2', '"token";r=1', '"token";r=0',
        ]  # fmt: skip
        answer = ask(secret)
        problem(answer, 429, "throttled")
        assert 0 < int(answer["Retry-After"]) <= 60
        assert answer["RateLimit"].startswith('"token";r=0;t=')
        assert ask(another).status_code == 200

    def test_by_address_before_a_token_is_looked_up(
        self, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        settings.API_RATES = {"token": "100/minute", "address": "5/minute"}
        for number in range(5):
            problem(ask(f"nashra_guess{number}"), 401, "not_authenticated")
        _token, secret = token_of(person())
        with django_assert_num_queries(0):
            problem(ask(secret), 429, "throttled")
        assert ask(secret, REMOTE_ADDR="192.0.2.10").status_code == 200

    def test_a_client_does_not_choose_its_address(self, settings: Settings) -> None:
        settings.API_RATES = {"token": "100/minute", "address": "2/minute"}
        settings.PROXIES = 1
        status = [
            ask("nashra_x", headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}).status_code
            for number in range(3)
        ]
        assert status == [401, 401, 429]


class TestReaders:
    @pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/articles/", "/api/v1/changes/"])
    def test_a_token_changes_nothing_for_readers(self, address: str) -> None:
        _token, secret = token_of(chief(), "read")
        plain = Client().get(address)
        for header in (f"Bearer {secret}", "Bearer nashra_x", "nonsense"):
            answer = Client().get(address, headers={"Authorization": header})
            assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
            assert answer.get("Vary") == plain.get("Vary")
        assert AccessToken.objects.get().last_used_at is None
