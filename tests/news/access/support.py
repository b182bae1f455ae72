"""Comes in as people and programs do: with a password, a code, a token."""

import base64
import re
import time
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from news.access import second_factor, tokens
from news.access.models import AccessToken
from tests import factories

PASSWORD = "كلمة-سر-للتجربة"
LOGIN = "/admin/login/"
CODE_PAGE = "/admin/login/code/"
ENROL = "/admin/login/second-factor/"
FACTOR = "/admin/second-factor/"


def person(name: str = "", **fields: Any) -> Any:
    """Somebody who may use the admin and nothing else."""
    user = factories.user(name=name, **fields)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def administrator(name: str = "") -> Any:
    """Somebody who administers users and is no superuser."""
    user = person(name)
    user.user_permissions.add(Permission.objects.get(codename="change_user"))
    return user


def chief(name: str = "") -> Any:
    """A superuser."""
    return factories.user(name=name, is_superuser=True)


def give_password(client: Client, user: Any, password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of the first step; returns the answer."""
    form = {"username": getattr(user, "username", user), "password": password, **more}
    headers = form.pop("headers", {})
    return client.post(LOGIN, form, headers=headers)


def signed_in(client: Client) -> bool:
    """Whether the admin opens."""
    return client.get("/admin/account/").status_code == 200


def code_of(key: str) -> str:
    """What an app that knows the hexadecimal `key` shows now."""
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time()
    return f"{clock.token():06}"


def enrolled(user: Any) -> list[str]:
    """Turn on a second factor for `user`; returns the recovery codes. The code of this moment is unspent."""
    key = second_factor.new_key()
    found = second_factor.enrol(user, key, code_of(key))
    assert found is not None
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return found[1]


def code(user: Any) -> str:
    """What the app of `user` shows now."""
    return code_of(TOTPDevice.objects.get(user=user).key)


def wrong_code(user: Any) -> str:
    """Six digits the app of `user` shows at none of the moments that count."""
    clock = TOTP(TOTPDevice.objects.get(user=user).bin_key)
    shown = set()
    for step in range(-2, 3):
        clock.time = time.time() + 30 * step
        shown.add(clock.token())
    return next(f"{number:06}" for number in range(10) if number not in shown)


def sign_in(user: Any, client: Client | None = None) -> Client:
    """A browser in which `user` signed in with password and, where there is one, the second factor."""
    client = client or Client()
    answer = give_password(client, user)
    if answer.url == CODE_PAGE:
        TOTPDevice.objects.filter(user=user).update(last_t=-1)
        answer = client.post(CODE_PAGE, {"code": code(user)})
    assert signed_in(client), answer.content
    return client


def offered_key(page: Any) -> str:
    """The secret that a page offers to an app, read from its text as a person would."""
    found = re.search(r'<code class="access-secret"[^>]*>([A-Z2-7 ]+)</code>', page.content.decode())
    assert found
    return secret_of(found[1])


def secret_of(text: str) -> str:
    """The secret that a page shows in letters, in hexadecimal digits."""
    return base64.b32decode(text.replace(" ", "")).hex()


def token_of(user: Any, *scopes: str, days: int = 7, name: str = "وكالة") -> tuple[AccessToken, str]:
    """A token of `user` and its secret."""
    return tokens.make(user, name=name, scopes=scopes or ("read",), days=days, by=user)


def page_text(answer: Any) -> str:
    """The HTML of an answer."""
    return str(answer.content.decode())


def history(user: Any) -> list[tuple[str, Any]]:
    """What Wagtail's log says happened to `user`, oldest first: actions and who did them."""
    entries = ModelLogEntry.objects.for_instance(user).order_by("pk")
    return [(entry.action, entry.user) for entry in entries if entry.action.startswith("access.")]
