"""Registers the front door."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home pages, reader site, demo newsroom."""

    name = "home"
    default_auto_field = "django.db.models.BigAutoField"
