"""Ends a session in which nobody does anything, and every session after a while."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

BEGAN, SEEN = "access_began", "access_seen"
NOTED_EVERY = timedelta(minutes=1)
# What an open page of the editor asks by itself says nothing of a person.
BY_ITSELF = ("wagtailadmin_editing_sessions:", "newsroom_source")


def begin(session: SessionBase) -> None:
    """Count the time of a session anew: somebody has just signed in."""
    session[BEGAN] = session[SEEN] = timezone.now().timestamp()


def is_over(request: HttpRequest) -> bool:
    """Whether a session was left alone too long or is too old; else notes, by the minute, that it is used."""
    session, now = request.session, timezone.now().timestamp()
    if SEEN not in session:
        begin(session)
    idle = now - session[SEEN]
    if idle > settings.SESSION_IDLE_SECONDS or now - session[BEGAN] > settings.SESSION_COOKIE_AGE:
        return True
    match = request.resolver_match
    if idle > NOTED_EVERY.total_seconds() and match is not None and not match.view_name.startswith(BY_ITSELF):
        session[SEEN] = now
    return False
