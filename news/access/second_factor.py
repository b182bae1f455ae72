"""The second factor: a code from an app, and recovery codes for the day the phone is lost."""

import base64
import secrets
import time
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from news.access import audit
from news.access.admission import has_second_factor

RECOVERY_CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
CODE_LENGTH = 10
NAME = "Nashra"


class AlreadyOn(Exception):
    """The user has a second factor; it is not replaced without a code of it."""


def new_key() -> str:
    """A new secret for an app, in hexadecimal digits."""
    return default_key()


def address(user: Any, key: str) -> str:
    """What the QR code tells an app."""
    return TOTPDevice(user=user, key=key).config_url


def readable(key: str) -> str:
    """The secret as it is typed into an app: base 32 in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def enrol(user: Any, key: str, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """Turn the second factor on, if `code` shows that an app knows `key`; returns its recovery codes.

    None where the code is wrong. Raises AlreadyOn, so that a password alone never replaces an app.
    """
    if not key:
        raise ValueError("An app must have been offered a secret.")
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time()
    if not (digits := digits_of(code)) or not clock.verify(int(digits), 1):
        return None
    with transaction.atomic():
        get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)
        if has_second_factor(user):
            raise AlreadyOn
        _remove(user)
        # The code that proved it is spent.
        device = TOTPDevice.objects.create(
            user=user, name=NAME, key=key, confirmed=True, last_t=clock.t(), drift=clock.drift
        )
        codes = _new_codes(user)
        audit.note(user, audit.FACTOR_ON, by=user)
    return device, codes


def verify(user: Any, code: str) -> Device | None:
    """The device that accepts `code`, a six-digit one or a recovery code; either works once."""
    if digits := digits_of(code):
        device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
        return verify_token(user, device.persistent_id, digits) if device else None
    static = StaticDevice.objects.filter(user=user, confirmed=True).first()
    accepted = verify_token(user, static.persistent_id, _digest(code)) if static else None
    if accepted:
        audit.note(user, audit.CODE_USED, by=user, left=codes_left(user))
    return accepted


def digits_of(code: str) -> str:
    """The six digits of a code in Latin ones, whichever they were typed in; "" where it has another shape."""
    text = "".join(code.split())
    return f"{int(text):06}" if len(text) == 6 and text.isdecimal() else ""


def renew_codes(user: Any, *, by: Any) -> list[str]:
    """New recovery codes; the former ones are void."""
    with transaction.atomic():
        codes = _new_codes(user)
        audit.note(user, audit.CODES_RENEWED, by=by)
    return codes


def codes_left(user: Any) -> int:
    """How many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user=user).count()


def turned_on_at(user: Any) -> Any:
    """When the second factor was turned on; None where it is off."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return (device.created_at or timezone.now()) if device else None


def turn_off(user: Any, *, action: str, by: Any) -> bool:
    """Remove the second factor with its recovery codes; False where there was none."""
    with transaction.atomic():
        if not has_second_factor(user):
            return False
        _remove(user)
        audit.note(user, action, by=by)
    return True


def _remove(user: Any) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _new_codes(user: Any) -> list[str]:
    device, _created = StaticDevice.objects.get_or_create(
        user=user, confirmed=True, defaults={"name": "Recovery codes"}
    )
    device.token_set.all().delete()
    codes = [
        "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(code: str) -> str:
    """What is kept of a recovery code: it opens nothing without SECRET_KEY, and nothing of it can be read."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("news.access.second_factor", plain, algorithm="sha256").hexdigest()[:16]
