"""Registers the way to the public: its receivers, and a check that its plug-ins can be imported."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Gate, rendering, sync and relay; it has no tables."""

    name = "news.publication"
    label = "publication"

    def ready(self) -> None:
        """Connect the receivers that leave marks, and register the checks."""
        from news.publication import checks, receivers

        receivers.connect()
        checks.register_checks()
