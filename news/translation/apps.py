"""Registers the translation desk as an app of its own, with tables of its own."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Translations and what each of their pieces was made from."""

    name = "news.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what follows when a story is copied or a draft saved."""
        from news.translation import following

        following.connect()
