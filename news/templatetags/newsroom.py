"""What the newsroom adds to Wagtail's own pages."""

from typing import Any

from django import template

from news.models import ArticlePage
from news.translation.sources import translation_of

EDITOR = "wagtailadmin_pages:edit"
register = template.Library()


@register.simple_tag(takes_context=True)
def source_locale(context: Any, page: Any) -> Any:
    """The language of what a story is translated from, in the editor of its newest draft; else None.

    One query for a story, three for a translation.
    """
    match = context["request"].resolver_match
    if not isinstance(page, ArticlePage) or match.view_name != EDITOR:
        return None
    translation = translation_of(page)
    return translation.source.locale if translation and translation.source else None
