"""Registers the editorial rules as an app of their own, with tables of their own."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """Review tasks and approvals."""

    name = "news.editorial"
    label = "editorial"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check of roles and reviews, and connect what follows from the log."""
        from news.editorial import checkup, following

        checkup.register_checks()
        following.connect()
