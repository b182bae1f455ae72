"""Says who asks the editorial API: by an access token, or by the session of the admin."""

from typing import Any

from rest_framework import authentication
from rest_framework.request import Request

from news.access import tokens
from news.access.admission import lacks_second_factor, may_enter
from news.access.models import AccessToken
from news.http.problems import Problem

SCHEME = "Bearer"
REALM = 'Bearer realm="editorial"'
UNKNOWN = "This token is not one of ours."
REVOKED = "This token was revoked."
EXPIRED = "This token has expired; make another one."
NOT_LET_IN = "The user of this token may not use the newsroom."
NO_FACTOR = "The user of this token must turn on a second factor first, by signing in to the admin."


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer nashra_…`; the request is its user's, and `request.auth` the token."""

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        """User and token; None where the header names no token. Raises a 401 for one that opens nothing."""
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = tokens.find(secret.strip())
        if token is None:
            raise refused(UNKNOWN)
        if token.revoked_at is not None:
            raise refused(REVOKED)
        if token.is_expired:
            raise refused(EXPIRED)
        if not may_enter(token.user):
            raise refused(NOT_LET_IN)
        if lacks_second_factor(token.user):
            raise refused(NO_FACTOR)
        tokens.note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return REALM


class SessionAuthentication(authentication.SessionAuthentication):
    """Whoever is signed in to the admin, second factor and all; what changes anything needs a CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The user, if they may use the admin."""
        found = super().authenticate(request)
        return found if found and may_enter(found[0]) else None


def refused(why: str) -> Problem:
    """A 401 for a token that was given and opens nothing."""
    challenge = f'{REALM}, error="invalid_token", error_description="{why}"'
    return Problem(401, "not_authenticated", why, headers={"WWW-Authenticate": challenge})
