"""Access tokens in the admin: made by whom they belong to, shown once, revoked for good."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from news.access import audit, tokens
from news.access.models import AccessToken
from tests.news.access.support import (
    administrator,
    chief,
    history,
    page_text,
    person,
    sign_in,
    token_of,
)

pytestmark = pytest.mark.django_db
OWN, ALL = "/admin/tokens/", "/admin/tokens/all/"
FORM = {"name": "وكالة الأنباء", "scopes": ["read", "write"], "days": "30"}


def revoking(token: AccessToken) -> str:
    return f"/admin/tokens/{token.pk}/revoke/"


def shown(answer: Any) -> str:
    """The secret on a page, or "" where there is none."""
    found = re.search(r'value="(nashra_[\w-]+)"', page_text(answer))
    return found[1] if found else ""


class TestMaking:
    def test_it_is_shown_once_and_only_its_digest_is_kept(self) -> None:
        user = person()
        client = sign_in(user)
        answer = client.post(OWN, FORM)
        secret = shown(answer)
        assert len(secret) == len("nashra_") + 43
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"  # without any, browsers hide where a form came from
        token = AccessToken.objects.get()
        assert tokens.find(secret) == token
        assert (token.user, token.name, token.scopes) == (user, FORM["name"], ["read", "write"])
        assert secret not in str(AccessToken.objects.values())
        assert secret[len(token.prefix) :] not in str(list(ModelLogEntry.objects.values()))
        page = page_text(client.get(OWN))
        assert secret not in page
        assert token.prefix in page
        assert len(token.prefix) == len("nashra_") + 6
        assert history(user) == [(audit.TOKEN_MADE, user)]

    def test_two_are_never_the_same(self) -> None:
        client = sign_in(person())
        assert len({shown(client.post(OWN, FORM)) for _ in range(3)}) == 3

    def test_it_lasts_as_long_as_was_asked_and_allowed(self, settings: Settings) -> None:
        settings.TOKEN_DAYS = 45
        client = sign_in(person())
        page = page_text(client.get(OWN))
        assert re.findall(r'<option value="(\d+)"', page) == ["7", "30", "45"]
        client.post(OWN, {**FORM, "days": "45"})
        token = AccessToken.objects.get()
        assert token.expires_at - token.created_at == timedelta(days=45)
        assert token.is_working
        settings.TOKEN_DAYS = 40
        assert token.ends_at == token.created_at + timedelta(days=40)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"days": "91"}, {"days": "0"}, {"days": "-1"}, {"days": ""},
            {"scopes": []}, {"scopes": ["everything"]}, {"name": ""}, {"name": " "}, {"name": "ا" * 81},
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused_in_words(self, wrong: dict[str, Any]) -> None:
        answer = sign_in(person()).post(OWN, {**FORM, **wrong})
        assert answer.status_code == 200
        assert "error-message" in page_text(answer)
        assert not AccessToken.objects.exists()

    @pytest.mark.parametrize(("scopes", "days"), [((), 7), (("all",), 7), (("read",), 0), (("read",), 91)])
    def test_nor_by_code(self, scopes: tuple[str, ...], days: int) -> None:
        with pytest.raises(ValueError, match=r"scope|Scope"):
            tokens.make(person(), name="x", scopes=scopes, days=days, by=None)

    def test_nobody_makes_one_for_somebody_else(self) -> None:
        user, boss = person(), chief()
        sign_in(boss).post(OWN, {**FORM, "user": user.pk, "user_id": user.pk})
        assert AccessToken.objects.get().user == boss
        assert sign_in(boss).post(ALL, FORM).status_code == 405

    def test_nobody_makes_one_without_coming_in(self) -> None:
        assert Client().post(OWN, FORM).url.startswith("/admin/login/")
        assert not AccessToken.objects.exists()

    def test_another_site_makes_none(self) -> None:
        user = person()
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        assert client.post(OWN, FORM).status_code == 403


class TestLists:
    def test_everybody_sees_their_own(self) -> None:
        user, other = person(), person()
        token_of(user, name="رمزي")
        token_of(other, name="رمز غيري")
        page = page_text(sign_in(user).get(OWN))
        assert "رمزي" in page
        assert "رمز غيري" not in page
        assert ALL not in page

    def test_administrators_see_all_and_no_secret(self) -> None:
        user = person("layla")
        token, secret = token_of(user, "publish", "audit", name="رمز غيري")
        client = sign_in(administrator())
        page = page_text(client.get(ALL))
        assert "رمز غيري" in page
        assert "layla" in page
        assert revoking(token) in page
        assert secret not in page
        assert 'name="scopes"' not in page
        assert ALL in page_text(client.get("/admin/"))

    def test_others_do_not(self) -> None:
        client = sign_in(person())
        assert client.get(ALL).url == "/admin/"
        assert ALL not in page_text(client.get("/admin/"))

    def test_a_long_list_has_pages_and_costs_no_more(self) -> None:
        client = sign_in(administrator())
        numbers = []
        for number in (2, 70):
            for _token in range(number):
                token_of(person())
            with CaptureQueriesContext(connection) as queries:
                page = page_text(client.get(ALL))
            numbers.append(len(queries))
        assert numbers[1] <= numbers[0] + 1
        assert "?p=2" in page
        assert "?p=1" in page_text(client.get(f"{ALL}?p=2"))
        assert client.get(f"{ALL}?p=x").status_code == 200

    def test_what_became_of_each_is_said(self) -> None:
        user = person()
        past, _secret = token_of(user, name="منتهٍ")
        AccessToken.objects.filter(pk=past.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        tokens.revoke(AccessToken.objects.filter(pk=token_of(user)[0].pk), by=user)
        page = page_text(sign_in(user).get(OWN))
        assert "انتهت مدته" in page
        assert "أُلغي" in page
        assert "/revoke/" not in page


class TestRevoking:
    def test_ones_own(self) -> None:
        user = person()
        token, secret = token_of(user)
        client = sign_in(user)
        assert "لا رجعة" in page_text(client.get(revoking(token)))
        assert AccessToken.objects.working().exists()  # looking changes nothing
        assert client.post(revoking(token)).url == OWN
        found = tokens.find(secret)
        assert found is not None
        assert (found.is_working, found.revoked_by) == (False, user)
        assert history(user)[-1] == (audit.TOKEN_REVOKED, user)

    def test_anybodys_by_an_administrator(self) -> None:
        user, boss = person(), administrator()
        token, _secret = token_of(user)
        client = sign_in(boss)
        assert client.post(revoking(token)).url == ALL
        assert history(user)[-1] == (audit.TOKEN_REVOKED, boss)
        log = page_text(sign_in(chief()).get(f"/admin/users/history/{user.pk}/"))
        assert f"أُلغي رمز الوصول {token}" in log

    def test_not_somebody_elses(self) -> None:
        token, _secret = token_of(chief())
        client = sign_in(person())
        for ask in (client.get, client.post):
            assert ask(revoking(token)).status_code == 404
        assert Client().post(revoking(token)).url.startswith("/admin/login/")
        assert AccessToken.objects.get().is_working

    def test_a_second_time_changes_nothing(self) -> None:
        user = person()
        token, _secret = token_of(user)
        client = sign_in(user)
        client.post(revoking(token))
        first = AccessToken.objects.get().revoked_at
        client.post(revoking(token))
        assert AccessToken.objects.get().revoked_at == first
        assert [action for action, _by in history(user)].count(audit.TOKEN_REVOKED) == 1


def test_they_go_with_their_user() -> None:
    user = person()
    token_of(user)
    user.delete()
    assert not AccessToken.objects.exists()


def test_no_reader_can_look_at_them(settings: Settings) -> None:
    tables = {"access_accesstoken", "access_attemptcount", "otp_totp_totpdevice", "otp_static_statictoken"}
    assert tables <= set(connection.introspection.table_names())
    assert tables & settings.DELIVERY_GRANTS.keys() == set()


def test_working_and_ended_are_all() -> None:
    user = person()
    token_of(user)
    tokens.revoke(AccessToken.objects.filter(pk=token_of(user)[0].pk), by=None)
    past, _secret = token_of(user)
    AccessToken.objects.filter(pk=past.pk).update(expires_at=timezone.now())
    assert (AccessToken.objects.working().count(), AccessToken.objects.ended().count()) == (1, 2)
