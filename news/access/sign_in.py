"""Keeps in the session who gave the right password and still has to give the second factor."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from news.access import sessions
from news.access.second_factor import new_key

WAITING = "access_waiting"
SECONDS = 600  # from the password to the code


@dataclass(frozen=True)
class Waiting:
    """Somebody between password and code: nobody is signed in yet, so no door is open.

    `key` is the secret offered to an app where there is none yet; it belongs to this attempt alone, so that
    whoever learned the password earlier has not seen it.
    """

    user_id: int
    backend: str
    password: str
    began: float
    next: str
    remember: bool
    key: str


def begin(request: HttpRequest, user: Any, *, next_url: str, remember: bool) -> None:
    """The password was right."""
    waiting = Waiting(
        user_id=user.pk, backend=user.backend, password=user.get_session_auth_hash(),
        began=timezone.now().timestamp(), next=next_url, remember=remember, key=new_key(),
    )  # fmt: skip
    request.session.flush()
    request.session[WAITING] = asdict(waiting)


def waiting(request: HttpRequest) -> tuple[Waiting, Any] | None:
    """Who waits in this session; None once it took too long, or user or password are not as they were."""
    if (kept := request.session.get(WAITING)) is None:
        return None
    found = Waiting(**kept)
    user = get_user_model()._default_manager.filter(pk=found.user_id, is_active=True).first()
    late = timezone.now().timestamp() - found.began > SECONDS
    if late or user is None or not constant_time_compare(found.password, user.get_session_auth_hash()):
        del request.session[WAITING]
        return None
    return found, user


def complete(request: HttpRequest, user: Any, device: Device, found: Waiting) -> None:
    """The second factor was right: sign in."""
    request.session.pop(WAITING, None)
    login(request, user, backend=found.backend)
    trust(request, device)
    sessions.begin(request.session)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if found.remember else 0)


def trust(request: HttpRequest, device: Device) -> None:
    """Note in a session that is signed in that its second factor was shown."""
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
