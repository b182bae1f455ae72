"""Recognizes values no newsroom should run on, and says what to set instead."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# What people put where a password belongs, and what examples print there.
PLACEHOLDER = re.compile(
    r".*change.?(me|this|it).*|.*placeholder.*|your.*|pass(word|wd)?\d*|secret|admin|root|postgres(ql)?|nashra(-demo)?"
    r"|test|example|1234\d*|x+|\*+|<.*>|\$\{?.*",
    re.IGNORECASE,
)
REAL_MAIL = "django.core.mail.backends.smtp.EmailBackend"
LOCAL = ("localhost", "127.0.0.1", "::1")


def refuse_unsafe(advice: Iterable[str]) -> None:
    """Raise ImproperlyConfigured with every sentence of `advice` that is not empty."""
    if told := [sentence for sentence in advice if sentence]:
        raise ImproperlyConfigured("Correct the environment: " + " ".join(told))


def secret_key(value: str) -> str:
    """What to do about a secret that can be guessed; "" where nothing is wrong, as in all the others."""
    guessable = len(value) < 50 or len(set(value)) < 5 or value.startswith(("development", "django-insecure"))
    make = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    return f"SECRET_KEY must be at least 50 random characters; make some with: {make}" if guessable else ""


def allowed_hosts(hosts: list[str]) -> str:
    """What to do about hosts that are missing, any, or addresses instead of names."""
    wrong = not hosts or any("*" in host or "/" in host for host in hosts)
    return (
        "ALLOWED_HOSTS must name your hosts, without scheme: news.example,www.news.example." if wrong else ""
    )


def https(name: str, url: str) -> str:
    """What to do about an address readers or editors would use without encryption."""
    parts = urlsplit(url)
    fine = parts.scheme == "https" and parts.netloc
    return "" if fine else f"{name} must begin with https:// and name a host."


def https_or_path(name: str, url: str) -> str:
    """What to do about an address that is neither a path of our own nor encrypted."""
    return "" if re.match("/(?!/)", url) else https(name, url)


def no_debugging(on: bool) -> str:
    """What to do about error pages that show settings and variables to readers."""
    return "DEBUG must not be set: its error pages show what readers must not see." if on else ""


def database(setting: Mapping[str, Any]) -> str:
    """What to do about a database whose password anybody would try first."""
    password = str(setting.get("PASSWORD") or "")
    if password and (PLACEHOLDER.fullmatch(password) or password == setting.get("USER")):
        return "DATABASE_URL must carry a password of your own, not a placeholder or the user's name."
    return ""


def email(setting: Mapping[str, Any]) -> str:
    """What to do about mail that would go nowhere, or a mail password sent in the clear."""
    password = setting.get("EMAIL_HOST_PASSWORD") or ""
    encrypted = setting.get("EMAIL_USE_TLS") or setting.get("EMAIL_USE_SSL")
    if setting.get("EMAIL_BACKEND") != REAL_MAIL or not setting.get("EMAIL_HOST"):
        return "EMAIL_URL must name a mail server: submission://user:password@host:587, or smtp://host:25."
    if PLACEHOLDER.fullmatch(password):
        return "EMAIL_URL must carry a password of your own, not a placeholder."
    if password and not encrypted and setting["EMAIL_HOST"] not in LOCAL:
        return "EMAIL_URL must not send a password unencrypted: begin it with submission://."
    return ""


def origins(names: list[str]) -> str:
    """What to do about origins that may post to the admin without encryption."""
    wrong = any(https("", name) for name in names)
    return "CSRF_TRUSTED_ORIGINS must be origins that begin with https://." if wrong else ""
