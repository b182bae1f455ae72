"""Registers the editorial API as an app of its own, with tables of its own."""

from django.apps import AppConfig


class EditorialApiConfig(AppConfig):
    """Kept answers and preview links."""

    name = "news.api.editorial"
    label = "editorial_api"
    default_auto_field = "django.db.models.BigAutoField"
