"""How long one stays signed in, and what the cookie of a session is like."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from news.access.sessions import BEGAN, SEEN
from tests.cms.processes import SAFE, manage
from tests.news.access.support import LOGIN, give_password, person, sign_in, signed_in

MINUTE, HOUR = 60, 3600


def later(client: Client, seconds: int) -> None:
    """Let time pass for a session."""
    session = client.session
    session[BEGAN] -= seconds
    session[SEEN] -= seconds
    session.save()


@pytest.mark.django_db
class TestHowLong:
    def test_it_ends_when_nobody_does_anything(self, settings: Settings) -> None:
        client = sign_in(person())
        later(client, settings.SESSION_IDLE_SECONDS - 30)
        assert signed_in(client)
        later(client, settings.SESSION_IDLE_SECONDS + 1)
        assert not signed_in(client)
        assert not Session.objects.exists()

    def test_it_ends_after_a_shift_whatever_one_does(self, settings: Settings) -> None:
        client = sign_in(person())
        for _hour in range(settings.SESSION_COOKIE_AGE // HOUR):
            assert signed_in(client)
            later(client, HOUR)
        later(client, MINUTE)
        assert not signed_in(client)

    def test_an_open_editor_that_asks_by_itself_is_nobody(self, settings: Settings) -> None:
        client = sign_in(person())
        later(client, 5 * MINUTE)
        client.post("/admin/editing-sessions/release/1/")
        client.get("/admin/newsroom/translations/1/source/")
        assert client.session[SEEN] < client.session[BEGAN] + MINUTE
        assert signed_in(client)
        assert client.session[SEEN] > client.session[BEGAN] + MINUTE

    def test_it_is_noted_by_the_minute(self) -> None:
        client = sign_in(person())
        seen = client.session[SEEN]
        assert signed_in(client)
        assert client.session[SEEN] == seen

    def test_signing_in_again_counts_anew(self, settings: Settings) -> None:
        user = person()
        client = sign_in(user)
        later(client, settings.SESSION_IDLE_SECONDS + 1)
        assert give_password(client, user).status_code == 302
        assert signed_in(client)

    def test_a_session_from_before_is_counted_from_now(self) -> None:
        client = Client()
        client.force_login(person())
        assert signed_in(client)
        assert client.session[SEEN] == client.session[BEGAN]

    @pytest.mark.parametrize("remember", [True, False])
    def test_the_cookie_outlives_the_browser_only_where_that_was_asked(
        self, settings: Settings, remember: bool
    ) -> None:
        client = Client()
        give_password(client, person(), **({"remember": "on"} if remember else {}))
        assert client.cookies["sessionid"]["max-age"] == (settings.SESSION_COOKIE_AGE if remember else "")

    def test_signing_out_leaves_nothing(self) -> None:
        client = sign_in(person())
        client.post("/admin/logout/")
        assert not Session.objects.exists()
        assert not signed_in(client)

    def test_no_page_of_signing_in_is_kept_by_a_cache(self) -> None:
        assert "no-store" in Client().get(LOGIN)["Cache-Control"]


COOKIES = """
import json
from django.conf import settings
names = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE",
         "SESSION_IDLE_SECONDS", "SESSION_COOKIE_AGE", "TWO_FACTOR", "PROXIES", "TOKEN_DAYS"]
print(json.dumps([getattr(settings, name) for name in names]))
"""
PRODUCTION = "cms.settings.production"


def told(settings: str, directory: Any, **environment: str) -> str:
    done = manage(settings, directory, "shell", "--no-imports", "-c", COOKIES, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_production_sends_cookies_encrypted_only_and_asks_for_a_second_factor(tmp_path: Any) -> None:
    asked = '[true, true, "Lax", true, 7200, 43200, true, 1, 90]'
    assert told(PRODUCTION, tmp_path, **SAFE) == asked


def test_the_environment_chooses(tmp_path: Any) -> None:
    given = {"SESSION_IDLE_MINUTES": "30", "SESSION_HOURS": "8", "TOKEN_DAYS": "7"}
    chosen = told(PRODUCTION, tmp_path, **SAFE, **given, TWO_FACTOR="false", PROXIES="2")
    assert chosen == '[true, true, "Lax", true, 1800, 28800, false, 2, 7]'
    development = '[false, true, "Lax", false, 7200, 43200, false, 0, 90]'
    assert told("cms.settings.development", tmp_path) == development


def test_production_warns_where_a_password_is_enough(tmp_path: Any) -> None:
    check = ("check", "--deploy", "--fail-level", "WARNING")
    done = manage(PRODUCTION, tmp_path, *check, **SAFE, TWO_FACTOR="false")
    assert done.returncode != 0
    assert "access.W001" in done.stderr
    assert manage(PRODUCTION, tmp_path, "check", "--deploy", **SAFE, TWO_FACTOR="false").returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_HOURS", "-1"),
        ("TOKEN_DAYS", "0"),
        ("PROXIES", "-1"),
        ("TWO_FACTOR", "perhaps"),
        ("API_TOKEN_RATE", "lots"),
        ("API_ADDRESS_RATE", "0/minute"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_and_named(tmp_path: Any, name: str, value: str) -> None:
    done = manage("cms.settings.development", tmp_path, "check", **{name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]
