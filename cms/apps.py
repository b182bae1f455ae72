"""Registers what belongs to the product as a whole: its checks, and the commands for backup and restore."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Has no tables."""

    name = "cms"
    label = "cms"

    def ready(self) -> None:
        """Register the checks."""
        from cms import checks

        checks.register_checks()
