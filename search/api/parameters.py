"""The query parameters of search."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from news.http.parameters import CommaList, Moment, Parameters, SlugOrId, locale_codes, locale_field
from search.documents import KINDS
from search.engines.base import FACETS, MAX_DEPTH
from search.queries.asking import LONGEST_TEXT

MAX_PAGE_SIZE = 50


def names_field(thing: str, more: str = "") -> CommaList:
    """Slugs or ids of one kind of thing."""
    return CommaList(
        child=SlugOrId(), required=False, help_text=f"Slugs or ids of {thing}; a comma means or.{more}"
    )


def locales_field() -> CommaList:
    """The languages to search; each story is read by the rules of its own."""
    return CommaList(
        child=locale_field(),
        max_length=len(locale_codes()),
        default=[settings.LANGUAGE_CODE],
        help_text="One language or several with commas between them, answered in one order.",
    )


class SearchParameters(Parameters):
    """A question and what restricts it."""

    q = serializers.CharField(
        max_length=LONGEST_TEXT,
        help_text="Words, in any spelling or inflection; quoted words stand together.",
    )
    locale = locales_field()
    section = names_field("sections", " Sections below count in.")
    topic = names_field("topics")
    tag = names_field("tags")
    author = names_field("authors")
    kind = CommaList(
        child=serializers.ChoiceField(choices=KINDS), required=False, help_text="A comma means or."
    )
    published_after = Moment(required=False, help_text="This moment or later: RFC 3339, or a date in UTC.")
    published_before = Moment(required=False, help_text="Before this moment.")
    sort = serializers.ChoiceField(choices=["relevance", "newest"], default="relevance")
    mode = serializers.ChoiceField(
        choices=["smart", "exact"], default="smart", help_text="`exact` wants every word as it is spelled."
    )
    meaning = serializers.BooleanField(
        default=True,
        help_text="Let what stories mean count too, where it can be told; `false` is words alone.",
    )
    across = serializers.BooleanField(
        default=False, help_text="Find stories in other languages too, by what they mean."
    )
    facets = CommaList(
        child=serializers.ChoiceField(choices=FACETS),
        required=False,
        help_text="What to count by; a filter by the same thing does not narrow its counts.",
    )
    page = serializers.IntegerField(default=1, min_value=1, max_value=MAX_DEPTH)
    page_size = serializers.IntegerField(default=20, min_value=1, max_value=MAX_PAGE_SIZE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuses pages beyond what engines rank."""
        if attrs["page"] * attrs["page_size"] > MAX_DEPTH:
            raise serializers.ValidationError({"page": f"Only the first {MAX_DEPTH} results can be read."})
        return attrs
