"""Refuses to start where readers are with a value that is missing or unsafe."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

RULES = {
    "SECRET_KEY": "is at least 50 random characters",
    "ALLOWED_HOSTS": "names your hosts",
    "PUBLIC_URL": "begins with https://",
}


def refuse_unsafe(secret_key: str, allowed_hosts: Sequence[str], public_url: str = "https://") -> None:
    """Raise ImproperlyConfigured that names every unsafe value and what it must be."""
    unsafe = {
        "SECRET_KEY": len(secret_key) < 50 or secret_key.startswith("development"),
        "ALLOWED_HOSTS": not allowed_hosts or "*" in allowed_hosts,
        "PUBLIC_URL": not public_url.startswith("https://"),
    }
    if names := sorted(name for name, wrong in unsafe.items() if wrong):
        rules = ", ".join(f"{name} {RULES[name]}" for name in names)
        raise ImproperlyConfigured(f"Set {', '.join(names)} in the environment: {rules}.")
