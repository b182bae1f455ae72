"""Seeing to one's own second factor, and resetting somebody else's."""

from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from news.access import audit, second_factor
from news.access.limits import CODE
from tests.news.access.support import (
    CODE_PAGE,
    FACTOR,
    administrator,
    chief,
    code,
    code_of,
    enrolled,
    give_password,
    history,
    offered_key,
    page_text,
    person,
    sign_in,
    signed_in,
    wrong_code,
)

pytestmark = pytest.mark.django_db


def reset(user: Any) -> str:
    return f"{FACTOR}{user.pk}/reset/"


def has_factor(user: Any) -> bool:
    return second_factor.turned_on_at(user) is not None


def fresh_code(user: Any) -> str:
    """The code of this moment, as if it had not been used to sign in."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return code(user)


class TestOnesOwn:
    def test_anybody_may_turn_it_on(self) -> None:
        user = person()
        client, elsewhere = sign_in(user), sign_in(user)
        page = client.get(FACTOR)
        assert offered_key(client.get(FACTOR)) == offered_key(page)
        answer = client.post(FACTOR, {"code": code_of(offered_key(page))})
        assert page_text(answer).count("<li><code>") == 10
        assert signed_in(client)
        assert not signed_in(elsewhere)  # there it was not shown
        assert history(user) == [(audit.FACTOR_ON, user)]
        assert give_password(Client(), user).url == CODE_PAGE

    def test_not_without_an_app_that_shows_the_right_code(self) -> None:
        user = person()
        client = sign_in(user)
        client.get(FACTOR)
        assert client.post(FACTOR, {"code": "abcdef"}).status_code == 200
        assert not has_factor(user)

    def test_not_with_a_secret_that_was_never_offered(self) -> None:
        user = person()
        client = sign_in(user)
        assert client.post(FACTOR, {"code": code_of("")}).url == FACTOR
        assert not has_factor(user)

    def test_it_is_turned_off_with_a_code(self) -> None:
        user = person()
        enrolled(user)
        client = sign_in(user)
        assert client.post(FACTOR, {"code": wrong_code(user), "change": "off"}).status_code == 200
        assert client.post(FACTOR, {"change": "off"}).status_code == 200
        assert has_factor(user)
        assert client.post(FACTOR, {"code": fresh_code(user), "change": "off"}).url == FACTOR
        assert not has_factor(user)
        assert not StaticToken.objects.exists()
        assert history(user)[-1] == (audit.FACTOR_OFF, user)
        assert give_password(Client(), user).url == "/admin/"

    def test_who_must_have_it_cannot_turn_it_off(self, settings: Settings) -> None:
        settings.TWO_FACTOR = True
        user = chief()
        enrolled(user)
        client = sign_in(user)
        assert 'value="off"' not in page_text(client.get(FACTOR))
        assert client.post(FACTOR, {"code": fresh_code(user), "change": "off"}).url == "/admin/"
        assert has_factor(user)

    def test_new_recovery_codes_replace_the_old_ones(self) -> None:
        user = person()
        old = enrolled(user)
        client = sign_in(user)
        assert client.post(FACTOR, {"code": wrong_code(user), "change": "codes"}).status_code == 200
        answer = client.post(FACTOR, {"code": fresh_code(user), "change": "codes"})
        assert page_text(answer).count("<li><code>") == 10
        assert second_factor.verify(user, old[0]) is None
        assert history(user)[-1] == (audit.CODES_RENEWED, user)
        assert signed_in(client)

    def test_guessing_has_an_end(self) -> None:
        user = person()
        enrolled(user)
        client = sign_in(user)
        for _guess in range(CODE.limit):
            assert client.post(FACTOR, {"code": wrong_code(user), "change": "off"}).status_code == 200
        assert client.post(FACTOR, {"code": fresh_code(user), "change": "off"}).status_code == 429
        assert has_factor(user)

    def test_the_account_page_leads_here(self) -> None:
        page = page_text(sign_in(person()).get("/admin/account/"))
        assert f'href="{FACTOR}"' in page
        assert 'href="/admin/tokens/"' in page


class TestResetting:
    def test_an_administrator_resets_it_and_it_is_logged(self) -> None:
        user, boss = person("layla"), administrator()
        enrolled(user)
        theirs, client = sign_in(user), sign_in(boss)
        assert "layla" in page_text(client.get(reset(user)))
        assert has_factor(user)  # looking changes nothing
        assert client.post(reset(user)).url == "/admin/users/"
        assert not has_factor(user)
        assert not StaticToken.objects.exists()
        assert history(user)[-1] == (audit.FACTOR_RESET, boss)
        assert signed_in(theirs)
        log = page_text(sign_in(chief()).get(f"/admin/users/history/{user.pk}/"))
        assert "أعاد مدير ضبط العامل الثاني" in log

    def test_who_must_have_one_is_out_until_it_is_on_again(self, settings: Settings) -> None:
        settings.TWO_FACTOR = True
        user, boss = chief(), chief()
        enrolled(user)
        enrolled(boss)
        theirs, client = sign_in(user), sign_in(boss)
        client.post(reset(user))
        assert not signed_in(theirs)

    def test_nobody_resets_their_own(self) -> None:
        boss = chief()
        enrolled(boss)
        client = sign_in(boss)
        for ask in (client.get, client.post):
            assert ask(reset(boss)).url == FACTOR
        assert has_factor(boss)

    @pytest.mark.parametrize("who", [person, administrator])
    def test_nobody_resets_one_above_them(self, who: Any) -> None:
        above, client = chief(), sign_in(who())
        enrolled(above)
        for ask in (client.get, client.post):
            assert ask(reset(above)).url == "/admin/"
        assert has_factor(above)

    def test_who_administers_nobody_resets_nothing(self) -> None:
        user, client = person(), sign_in(person())
        enrolled(user)
        for ask in (client.get, client.post):
            assert ask(reset(user)).url == "/admin/"
            assert ask(f"{FACTOR}999999/reset/").url == "/admin/"  # nor learns who exists
        assert Client().post(reset(user)).url.startswith("/admin/login/")
        assert has_factor(user)

    def test_where_there_is_none_it_says_so(self) -> None:
        user, client = person(), sign_in(administrator())
        assert "<form method=" not in page_text(client.get(reset(user)))
        assert client.post(reset(user)).url == "/admin/users/"
        assert history(user) == []
        assert client.get(f"{FACTOR}999999/reset/").status_code == 404

    def test_the_list_of_users_leads_here(self) -> None:
        user, boss = person(), chief()
        page = page_text(sign_in(boss).get("/admin/users/"))
        assert reset(user) in page
        assert reset(boss) not in page
