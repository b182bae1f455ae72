"""Registers the newsroom's content."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Articles, sections, people, topics, images."""

    name = "news"
    default_auto_field = "django.db.models.BigAutoField"
