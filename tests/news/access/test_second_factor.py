"""The second factor: who must have one, that nothing opens without it, and that a code works once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from news.access import audit
from news.access.limits import CODE
from news.access.models import AttemptCount
from news.editorial.models import FinalApproval
from tests import factories
from tests.news.access.support import (
    CODE_PAGE,
    ENROL,
    LOGIN,
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


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.TWO_FACTOR = True


def waiting(user: Any, client: Client | None = None) -> Client:
    """A browser in which the password was given."""
    client = client or Client()
    assert give_password(client, user).status_code == 302
    return client


@pytest.mark.usefixtures("newsroom")
class TestWhoMust:
    def test_the_roles_that_publish_or_administer(self) -> None:
        asked = {
            role: give_password(Client(), factories.user(role)).url == ENROL
            for role in ("Reporter", "Translator", "Desk editor", "Duty editor")
        }
        assert asked == {"Reporter": False, "Translator": False, "Desk editor": False, "Duty editor": True}
        assert give_password(Client(), chief()).url == ENROL
        assert give_password(Client(), administrator()).url == ENROL

    def test_a_desk_editor_who_may_publish_somewhere(self) -> None:
        desk = factories.user("Desk editor")
        GroupPagePermission.objects.create(
            group=factories.group("Desk editor"),
            page=factories.section(),
            permission=Permission.objects.get(codename="publish_page"),
        )
        assert give_password(Client(), desk).url == ENROL

    def test_whoever_gives_the_final_approval(self) -> None:
        desk = factories.user("Desk editor")
        FinalApproval.objects.get(translationreview=None).groups.add(factories.group("Desk editor"))
        assert give_password(Client(), desk).url == ENROL

    def test_nobody_where_the_newsroom_does_not_ask(self, settings: Settings) -> None:
        settings.TWO_FACTOR = False
        assert give_password(Client(), factories.user("Duty editor")).url == "/admin/"

    def test_who_comes_to_publish_signs_in_again(self) -> None:
        user = factories.user("Reporter")
        client = sign_in(user)
        user.groups.add(factories.group("Duty editor"))
        assert not signed_in(client)
        assert "عامل ثانٍ" in page_text(client.get(LOGIN))
        assert give_password(client, user).url == ENROL


@pytest.mark.django_db
class TestTurningItOn:
    def test_it_is_turned_on_before_anything_opens(self) -> None:
        user = chief("layla")
        client = waiting(user)
        page = client.get(ENROL)
        assert page["Cache-Control"].startswith("no-store, private")
        assert "<svg" in page_text(page)
        assert "http" not in page_text(page).split("<svg")[1].split("</svg>")[0].replace("http://www.w3", "")
        assert not signed_in(client)
        key = offered_key(page)
        answer = client.post(ENROL, {"code": code_of(key)})
        assert answer.status_code == 200
        assert page_text(answer).count("<li><code>") == 10
        assert signed_in(client)
        assert history(user) == [(audit.FACTOR_ON, user)]

    def test_a_wrong_code_leaves_it_off_and_the_offer_as_it_was(self) -> None:
        user = chief()
        client = waiting(user)
        key = offered_key(client.get(ENROL))
        answer = client.post(ENROL, {"code": "x23456"})
        assert (answer.status_code, offered_key(answer)) == (200, key)
        assert not TOTPDevice.objects.exists()
        assert not signed_in(client)

    def test_everybody_is_offered_a_secret_of_their_own(self) -> None:
        user = chief()
        keys = {offered_key(waiting(user).get(ENROL)) for _thief_and_owner in range(2)}
        assert len(keys) == 2

    def test_the_code_that_proved_it_is_spent(self) -> None:
        user = chief()
        client = waiting(user)
        spent = code_of(offered_key(client.get(ENROL)))
        client.post(ENROL, {"code": spent})
        other = waiting(user)
        assert other.post(CODE_PAGE, {"code": spent}).status_code == 200
        assert not signed_in(other)

    def test_a_password_alone_replaces_nothing(self) -> None:
        user = chief()
        owner, thief = waiting(user), waiting(user)
        stolen = offered_key(thief.get(ENROL))
        owner.post(ENROL, {"code": code_of(offered_key(owner.get(ENROL)))})
        assert thief.post(ENROL, {"code": code_of(stolen)}).url == CODE_PAGE
        assert thief.get(ENROL).url == CODE_PAGE
        assert not signed_in(thief)
        assert TOTPDevice.objects.count() == 1


@pytest.mark.django_db
class TestTheCode:
    def test_it_is_asked_for_at_each_sign_in(self) -> None:
        user = chief()
        enrolled(user)
        client = waiting(user)
        assert not signed_in(client)
        before = client.session.session_key
        assert client.post(CODE_PAGE, {"code": code(user)}).url == "/admin/"
        assert client.session.session_key != before
        assert signed_in(client)
        client.post("/admin/logout/")
        assert give_password(client, user).url == CODE_PAGE
        assert not signed_in(client)

    def test_it_leads_to_where_one_wanted_to_go(self) -> None:
        user, client = chief(), Client()
        enrolled(user)
        give_password(client, user, next="/admin/reports/site-history/")
        assert client.post(CODE_PAGE, {"code": code(user)}).url == "/admin/reports/site-history/"

    def test_whoever_has_one_is_asked_though_nobody_must(self, settings: Settings) -> None:
        settings.TWO_FACTOR = False
        user = person()
        enrolled(user)
        client = waiting(user)
        assert not signed_in(client)
        assert client.post(CODE_PAGE, {"code": code(user)}).status_code == 302
        assert signed_in(client)

    def test_it_works_once(self) -> None:
        user = chief()
        enrolled(user)
        shown = code(user)
        first, second = waiting(user), waiting(user)
        assert first.post(CODE_PAGE, {"code": shown}).status_code == 302
        assert second.post(CODE_PAGE, {"code": shown}).status_code == 200
        assert (signed_in(first), signed_in(second)) == (True, False)

    def test_it_may_be_typed_as_people_type(self) -> None:
        user = chief()
        enrolled(user)
        digits = code(user).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert waiting(user).post(CODE_PAGE, {"code": f" {digits[:3]} {digits[3:]} "}).status_code == 302

    @pytest.mark.parametrize("text", ["", " ", "12345", "1234567", "-12345", "12e456", "۱", "x" * 33])
    def test_nonsense_is_refused(self, text: str) -> None:
        user = chief()
        enrolled(user)
        client = waiting(user)
        assert client.post(CODE_PAGE, {"code": text}).status_code == 200
        assert not signed_in(client)

    def test_guessing_has_an_end_and_shuts_nobody_out_for_ever(self) -> None:
        user = chief()
        enrolled(user)
        client = waiting(user)
        for _guess in range(CODE.limit):
            assert client.post(CODE_PAGE, {"code": wrong_code(user)}).status_code == 200
        assert client.post(CODE_PAGE, {"code": code(user)}).status_code == 429
        assert not signed_in(client)
        for row in AttemptCount.objects.all():
            AttemptCount.objects.filter(pk=row.pk).update(last_at=row.last_at - CODE.pause)
        assert client.post(CODE_PAGE, {"code": code(user)}).status_code == 302

    def test_whoever_knows_the_password_does_not_hold_up_a_known_browser(self) -> None:
        user = chief()
        enrolled(user)
        owner = sign_in(user)
        owner.post("/admin/logout/")
        thief = waiting(user)
        for _guess in range(CODE.limit + 1):
            answer = thief.post(CODE_PAGE, {"code": wrong_code(user)})
        assert answer.status_code == 429
        assert sign_in(user, owner)

    def test_the_page_speaks_the_language_of_the_account(self) -> None:
        user = chief()
        enrolled(user)
        assert 'lang="ar" dir="rtl"' in page_text(waiting(user).get(CODE_PAGE))
        UserProfile.objects.create(user=user, preferred_language="en")
        page = page_text(waiting(user).get(CODE_PAGE))
        assert 'lang="en" dir="ltr"' in page
        assert "One more step" in page


@pytest.mark.django_db
class TestWaiting:
    @pytest.mark.parametrize("address", [CODE_PAGE, ENROL])
    def test_the_second_step_needs_the_first(self, address: str) -> None:
        assert Client().get(address).url == LOGIN
        assert Client().post(address, {"code": "123456"}).url == LOGIN

    @pytest.mark.parametrize("change", ["late", "password", "inactive", "deleted"])
    def test_it_ends(self, change: str) -> None:
        user = chief()
        enrolled(user)
        client, shown = waiting(user), code(user)
        if change == "late":
            session = client.session
            session["access_waiting"]["began"] -= timedelta(minutes=11).total_seconds()
            session.save()
        elif change == "password":
            user.set_password("كلمة سر أخرى تمامًا")
            user.save()
        elif change == "inactive":
            get_user_model().objects.update(is_active=False)
        else:
            user.delete()
        assert client.post(CODE_PAGE, {"code": shown}).url == LOGIN
        assert not signed_in(client)

    def test_another_password_does_not_inherit_it(self) -> None:
        user, other = chief(), chief()
        enrolled(user)
        enrolled(other)
        client = waiting(other, waiting(user))
        assert client.post(CODE_PAGE, {"code": code(user)}).status_code == 200
        assert not signed_in(client)


@pytest.mark.django_db
class TestRecoveryCodes:
    def test_each_lets_in_once_and_is_told_and_logged(self) -> None:
        user = chief()
        codes = enrolled(user)
        client = waiting(user)
        assert client.post(CODE_PAGE, {"code": codes[3].upper().replace("-", " ")}).status_code == 302
        assert "9 رموز" in page_text(client.get("/admin/account/"))
        assert history(user)[-1] == (audit.CODE_USED, user)
        again = waiting(user)
        assert again.post(CODE_PAGE, {"code": codes[3]}).status_code == 200
        assert again.post(CODE_PAGE, {"code": codes[4]}).status_code == 302

    def test_nobody_can_read_them(self) -> None:
        user = chief()
        codes = enrolled(user)
        kept = {row.token for row in StaticToken.objects.all()}
        assert len(kept) == 10
        assert not [one for one in codes if one in kept or one.replace("-", "") in kept]
        client = waiting(user)
        assert client.post(CODE_PAGE, {"code": kept.pop()}).status_code == 200  # what is kept is no code
        assert not signed_in(client)

    def test_those_of_somebody_else_open_nothing(self) -> None:
        user, other = chief(), chief()
        enrolled(user)
        client = waiting(user)
        assert client.post(CODE_PAGE, {"code": enrolled(other)[0]}).status_code == 200
        assert not signed_in(client)
