"""Registers the way to the public: its receivers, and a check that its plug-ins can be imported."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Gate, rendering, sync and relay; its tables are those of kills."""

    name = "news.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers that leave marks, and register the checks."""
        from news.publication import checks, receivers

        receivers.connect()
        checks.register_checks()
