"""What the newsroom adds to Wagtail's admin; a module for each part of it."""

from wagtail.permissions import register_permission_policy

from news.admin import spreadsheets
from news.models import NewsImage
from news.publication.guards import SettledImagePolicy
from news.wagtail_hooks import (
    api,
    comments,
    desk,
    exchange,
    files,
    glossary,
    history,
    home,
    places,
    publishing,
    translation,
)

__all__ = [
    "api",
    "comments",
    "desk",
    "exchange",
    "files",
    "glossary",
    "history",
    "home",
    "places",
    "publishing",
    "translation",
]  # fmt: skip

# Wagtail's own policy for the image model is registered for its subclasses too; an exact class goes first.
register_permission_policy(NewsImage, SettledImagePolicy(), exact_class=True)

spreadsheets.keep_text()
