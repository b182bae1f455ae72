"""Registers search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over public documents."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"
