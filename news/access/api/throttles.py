"""How often the editorial API may be asked: by address before anything is looked up, then by token."""

from math import ceil
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from news.access.models import AccessToken
from news.http.client import client_address


class Throttle(SimpleRateThrottle):
    """Counts in the configured cache; rates are the setting API_RATES."""

    num_requests: int
    duration: int

    def get_rate(self) -> str:
        """The rate, such as 600/minute."""
        rate: str = settings.API_RATES[str(self.scope)]
        return rate

    def counted(self, name: str) -> str:
        """Where it is counted."""
        return self.cache_format % {"scope": f"editorial_{self.scope}", "ident": name}

    def header(self) -> str:
        """What is left, as the header RateLimit tells it; only after `allow_request`."""
        left = max(0, self.num_requests - len(self.history))
        oldest = self.history[-1] if self.history else self.now
        reset = max(1, ceil(self.duration - (self.now - oldest)))
        return f'"{self.scope}";r={left};t={reset}'


class AddressThrottle(Throttle):
    """By the address of the client."""

    scope = "address"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """One count an address."""
        return self.counted(client_address(request._request))


class TokenThrottle(Throttle):
    """By token; a session counts as one of its user's."""

    scope = "token"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """One count a token."""
        if isinstance(request.auth, AccessToken):
            return self.counted(f"token-{request.auth.pk}")
        return self.counted(f"user-{request.user.pk}")
