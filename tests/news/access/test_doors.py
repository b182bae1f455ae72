"""Every way into the editorial plane leads by the same door, whatever one shows there."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from news.access.middleware import DoorMiddleware
from tests import factories
from tests.news.access.support import (
    CODE_PAGE,
    chief,
    code,
    enrolled,
    give_password,
    sign_in,
    signed_in,
)
from tests.news.access.test_password_reset import asked, link, set_password

pytestmark = pytest.mark.usefixtures("newsroom")

DOORS = {
    "home": "/admin/",
    "pages": "/admin/pages/",
    "users": "/admin/users/",
    "account": "/admin/account/",
    "the admin's own API": "/admin/api/main/pages/",
    "originals": "/admin/media/original_images/port.jpg",
    "documents": "/admin/files/1/contract.pdf",
    "groups": "/admin/groups/",
    "second factor": "/admin/second-factor/",
    "tokens": "/admin/tokens/",
    "all tokens": "/admin/tokens/all/",
    "revoking": "/admin/tokens/999999/revoke/",
    "resetting": "/admin/second-factor/999999/reset/",
    "no such page": "/admin/no-such-page/",
    "editorial API": "/api/editorial/who/",
}
# Open to whoever asks: the steps of signing in, a new password, and what pages are made of.
OPEN = {
    "wagtailadmin_login", "access_code", "access_enrol",
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset", "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _settings(settings: Settings) -> None:
    settings.TWO_FACTOR = True
    settings.ROOT_URLCONF = "tests.news.access.urls"


def nobody() -> Client:
    return Client()


def after_the_password() -> Client:
    client, user = Client(), chief()
    enrolled(user)
    assert give_password(client, user).url == CODE_PAGE
    return client


def before_turning_it_on() -> Client:
    client = Client()
    give_password(client, chief())
    return client


def by_a_session_made_elsewhere() -> Client:
    """Signed in by code that knows nothing of a second factor."""
    client, user = Client(), chief()
    enrolled(user)
    client.force_login(user)
    return client


def with_somebody_elses_device() -> Client:
    client = by_a_session_made_elsewhere()
    other = chief()
    enrolled(other)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=other).persistent_id
    session.save()
    return client


def with_an_unconfirmed_device() -> Client:
    client = by_a_session_made_elsewhere()
    user = TOTPDevice.objects.latest("pk").user
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.create(user=user, confirmed=False).persistent_id
    session.save()
    return client


def after_a_reset() -> Client:
    user = chief()
    enrolled(user)
    client = sign_in(user)
    TOTPDevice.objects.all().delete()
    return client


def switched_off() -> Client:
    user = chief()
    enrolled(user)
    client = sign_in(user)
    user.is_active = False
    user.save()
    return client


STATES = [
    nobody, after_the_password, before_turning_it_on, by_a_session_made_elsewhere,
    with_somebody_elses_device, with_an_unconfirmed_device, after_a_reset, switched_off,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_door_is_shut(state: Callable[[], Client]) -> None:
    client = state()
    for door, address in DOORS.items():
        answer = client.get(address)
        if address.startswith("/api/"):
            assert answer.status_code == 401, door
        else:
            assert answer.status_code == 302, door
            assert answer.url.startswith("/admin/login/"), door
    for address in ("/admin/tokens/", "/admin/second-factor/", "/admin/account/"):
        assert client.post(address, {"name": "x", "scopes": "read", "days": 30}).url.startswith(
            "/admin/login/"
        )
    assert client.post("/api/editorial/who/", {}).status_code in {401, 403}


def test_and_opens_to_who_shows_everything() -> None:
    user = chief()
    enrolled(user)
    client = sign_in(user)
    empty = {"no such page", "documents", "originals", "revoking", "resetting"}
    found = {door: client.get(address).status_code for door, address in DOORS.items()}
    assert found == {door: 404 if door in empty else 200 for door in DOORS}


@pytest.mark.parametrize("address", ["/django-admin/", "/admin/django/", "/accounts/login/", "/_util/login/"])
def test_there_is_no_door_of_django_or_wagtail_beside_it(address: str) -> None:
    assert Client().get(address).status_code in {302, 404}
    assert 'name="password"' not in Client().get(address, follow=False).content.decode()


def named_views(patterns: Any, prefix: str = "") -> list[tuple[str, str, Any]]:
    """Name, route and view of every address."""
    found = []
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += named_views(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.append((pattern.name or "", route, pattern.callback))
    return found


def test_no_view_of_the_admin_is_open_but_those_of_signing_in() -> None:
    """Wagtail decorates what it shuts: what is new and undecorated is seen here."""
    bare = {
        name
        for name, route, view in named_views(get_resolver("cms.urls").url_patterns)
        if route.startswith("admin/") and "require_admin_access" not in decorators(view)
    }
    assert bare - {""} == OPEN


def decorators(view: Any) -> set[str]:
    """The names of the functions a view is wrapped in, the outermost first."""
    names = set()
    while view is not None:
        names.add(getattr(view, "__code__", None) and view.__code__.co_qualname.split(".")[0])
        view = getattr(view, "__wrapped__", None) or inner(view)
    return names


def inner(view: Any) -> Any:
    """The function a decorator without `wraps` holds on to."""
    cells = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
    return next((cell for cell in cells if callable(cell) and hasattr(cell, "__code__")), None)


def test_a_new_password_opens_nothing_by_itself(mailoutbox: list[Any]) -> None:
    user = chief()
    enrolled(user)
    client = Client()
    asked(client, user.email)
    set_password(client, link(mailoutbox[0]), "جملة طويلة لا يعرفها أحد")
    assert not signed_in(client)
    assert give_password(client, user, "جملة طويلة لا يعرفها أحد").url == CODE_PAGE
    assert client.post(CODE_PAGE, {"code": code(user)}).status_code == 302


def test_code_that_waits_for_nothing_sees_the_same_person() -> None:
    client, user = by_a_session_made_elsewhere(), chief()
    enrolled(user)
    for browser, name in ((client, ""), (sign_in(user), user.username)):
        request = RequestFactory().get("/admin/")
        request.session = browser.session
        DoorMiddleware(lambda _request: HttpResponse())(request)
        assert async_to_sync(request.auser)().get_username() == name


def test_readers_answers_do_not_look_at_who_asks() -> None:
    factories.published()
    client = after_the_password()
    for address in ("/ar/", "/api/v1/articles/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Cookie" not in answer.get("Vary", "")
        assert "sessionid" not in answer.cookies
