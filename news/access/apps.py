"""Registers the doors of the newsroom as an app of their own, with tables of their own."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access tokens and the counts of attempts to sign in."""

    name = "news.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from news.access import checks

        checks.register_checks()
