"""What the newsroom adds to Wagtail's own pages."""

from typing import Any

from django import template

from news.models import ArticlePage
from news.translation.review import translation_of

register = template.Library()


@register.simple_tag
def source_locale(page: Any) -> Any:
    """The language of what a story is translated from; None where it is no translation. One query."""
    translation = translation_of(page) if isinstance(page, ArticlePage) else None
    return translation.source.locale if translation and translation.source else None
