"""The door: whoever has not shown all that is asked of them is nobody, wherever it is asked who they are."""

from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from news.access import sessions
from news.access.admission import needs_second_factor


class DoorMiddleware(AuthenticationMiddleware):
    """Takes the place of Django's middleware for users, so that no view has to remember to ask.

    The user is looked up when somebody asks, for readers' answers must not vary with cookies.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Say who asks."""
        known: Any = request
        known.user = SimpleLazyObject(partial(admitted, request))
        known.auser = sync_to_async(partial(admitted, request))


def admitted(request: HttpRequest) -> Any:
    """The user of a session, if all that is asked of them was shown in it; else AnonymousUser."""
    known: Any = request
    if not hasattr(known, "_admitted_user"):
        known._admitted_user = _admitted(request)
    return known._admitted_user


def _admitted(request: HttpRequest) -> Any:
    user: Any = get_user(request)
    if not user.is_authenticated:
        return user
    if sessions.is_over(request):
        request.session.flush()
        return AnonymousUser()
    if device_shown(request, user) is None and needs_second_factor(user):
        return AnonymousUser()
    return user


def device_shown(request: HttpRequest, user: Any) -> Device | None:
    """The second factor that was shown in this session, while it is still the user's."""
    name = request.session.get(DEVICE_ID_SESSION_KEY)
    device = Device.from_persistent_id(name) if name else None
    return device if device is not None and device.user_id == user.pk and device.confirmed else None
