"""Checks a name and a password, unless too many were tried."""

import logging
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from news.access import attempts
from news.access.limits import password_rules

logger = logging.getLogger(__name__)
WAIT = "sign_in_wait"  # how long to wait, on the request that was refused


class GuardedBackend(ModelBackend):
    """Django's own users and permissions; every door that takes a password comes by here.

    Wrong passwords and unknown users take the same time, for a hash is computed for either. One who has to
    wait is told so whether the user exists or not, and whatever the password.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The user, or None. Raises PermissionDenied where one has to wait, so that no other is asked."""
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        rules = password_rules(request, username)
        try:
            attempts.admit(rules)
        except attempts.TooManyAttempts as refusal:
            setattr(request, WAIT, refusal.wait)
            logger.warning("Too many attempts to sign in; the next may be made in %s.", refusal.wait)
            raise PermissionDenied from refusal
        user = super().authenticate(request, username, password, **kwargs)
        if user is not None:
            attempts.forgive(rules)
        return user

    async def aauthenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """As `authenticate`; Django's own would come by no count."""
        return await sync_to_async(self.authenticate)(request, username, password, **kwargs)
