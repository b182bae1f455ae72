"""Suggestions while a reader types, for anyone."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers

from news.http.conditional import Caching, cacheable
from news.http.openapi import operation
from news.http.parameters import Parameters, limit_field
from news.http.views import PublicView
from news.record.documents import to_bytes
from news.text.folding import fold, word_spans
from search.analysis.offsets import Utf16
from search.api.parameters import locales_field
from search.api.shapes import SUGGEST
from search.suggest import Suggestion, suggest

SHORTEST: Final = 2
LONGEST: Final = 100
DEFAULT_LIMIT: Final = 8
MOST: Final = 20


class SuggestParameters(Parameters):
    """What was typed, and how many completions of it."""

    q = serializers.CharField(
        min_length=SHORTEST,
        max_length=LONGEST,
        trim_whitespace=False,
        help_text="What was typed, from two letters on; the last word may be but begun.",
    )
    locale = locales_field()
    limit = limit_field(default=DEFAULT_LIMIT, maximum=MOST)

    def validate_q(self, text: str) -> str:
        """Refuses what has too few letters to go on from."""
        if sum(len(fold(word)) for _, _, word in word_spans(text)) < SHORTEST:
            message = f"Type {SHORTEST} letters or digits at least."
            raise serializers.ValidationError(message, code="min_length")
        return text


class Suggest(PublicView):
    """Sections, topics, authors and titles by how they begin."""

    @operation("search_suggest", SUGGEST, parameters=SuggestParameters, tags=("Search",))
    def get(self, request: HttpRequest) -> HttpResponse:
        """Completions of what was typed, in any spelling; titles are missing while the engine is away."""
        chosen, now = SuggestParameters.parse(request), timezone.now()
        found = suggest(chosen["q"], chosen["locale"], chosen["limit"], now)
        body = to_bytes(
            {
                "data": [suggestion_of(one) for one in found.suggestions],
                "meta": {"limit": chosen["limit"], "engine": found.engine or None},
                "links": {"next": None, "prev": None},
            }
        )
        ends = [one.visible_until for one in found.suggestions if one.visible_until]
        tags = [f"l-{locale}" for locale in chosen["locale"]]
        return cacheable(request, body, Caching(tags=tags, visible_until=min(ends, default=None), now=now))


def suggestion_of(one: Suggestion) -> dict[str, Any]:
    """One completion as it goes out, its places in UTF-16 code units."""
    units = Utf16(one.text)
    return {
        "type": one.type,
        "id": str(one.id),
        "locale": one.locale,
        "text": one.text,
        "ranges": [[units(start), units(end)] for start, end in one.ranges],
        "slug": one.slug,
        "path": one.path or None,
    }
