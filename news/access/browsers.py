"""Recognizes a browser in which somebody signed in before, so that guessing elsewhere does not hold it up."""

import unicodedata
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "nashra_browser"
PATH = "/admin/"
SALT = "news.access.browsers"
REMEMBERED = timedelta(days=180)
ACCOUNTS = 8  # people who share a browser


def account_of(username: str) -> str:
    """A user name as it is counted: every spelling a reader takes for the same is one."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def known(request: HttpRequest, username: str) -> str:
    """The name of this browser where this user signed in with it before, else ""."""
    browser = read(request)
    return str(browser["name"]) if digest(username) in browser["accounts"] else ""


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Note in a cookie that this user signed in here. It opens nothing: it spares a wait."""
    browser = read(request)
    others = [account for account in browser["accounts"] if account != digest(username)]
    accounts = [digest(username), *others][:ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps({"name": browser["name"], "accounts": accounts}, salt=SALT),
        max_age=REMEMBERED,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read(request: HttpRequest) -> dict[str, Any]:
    """What the cookie says; a new name and no account where there is none of ours."""
    try:
        found: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return {"name": token_urlsafe(12), "accounts": []}
    return found


def digest(username: str) -> str:
    """What stands for a user name in the cookie."""
    return salted_hmac(SALT, account_of(username), algorithm="sha256").hexdigest()[:16]
