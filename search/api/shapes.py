"""The shapes of search answers, for the OpenAPI document."""

from typing import Any, Final

from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

from news.http.openapi import many

# The delivery API, in the same document, describes cards under this name.
CARD: Final = {"$ref": "#/components/schemas/ArticleCard"}


class HighlightSerializer(serializers.Serializer):
    """A piece of one field and where the words of the question are in it."""

    field = serializers.ChoiceField(choices=["title", "summary", "body"])
    text = serializers.CharField(help_text="All of title or summary, a part of the body; plain text.")
    ranges = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Start and end of each place in `text`, in UTF-16 code units as JavaScript slices.",
    )


class CardSerializer(serializers.Serializer):
    """A story as lists show it."""


class ResultSerializer(serializers.Serializer):
    """A story found: its card, its highlights, and by what it was found."""

    highlights = HighlightSerializer(many=True)
    found_by = serializers.ChoiceField(
        choices=["words", "meaning"], help_text="`meaning` where it has no word of the question."
    )


# The library's base class is not annotated.
class CardShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Describes a card by the delivery API's own description."""

    target_class = "search.api.shapes.CardSerializer"

    def get_name(self, auto_schema: Any, direction: Any) -> str | None:
        """No component of its own."""
        return None

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The card."""
        return CARD


# The library's base class is not annotated.
class ResultShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Describes a result as a card with more members."""

    target_class = "search.api.shapes.ResultSerializer"

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The card and its highlights."""
        own = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {"allOf": [CARD, own]}


class InterpretedSerializer(serializers.Serializer):
    """How the question was understood."""

    words = serializers.ListField(child=serializers.CharField(), help_text="Folded; stop words left out.")
    phrases = serializers.ListField(child=serializers.CharField(), help_text="As they were typed.")


class FacetValueSerializer(serializers.Serializer):
    """One value with the number of stories found under it."""

    value = serializers.CharField(help_text="An id, or a year of four digits.")
    count = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField(allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Adds `parent`, which as a class attribute would hide that of every field."""
        told = "Of a section: the value above it, whose count includes it. Null at the top."
        return {**super().get_fields(), "parent": serializers.CharField(allow_null=True, help_text=told)}


class FacetsSerializer(serializers.Serializer):
    """The facets asked for."""

    section = FacetValueSerializer(many=True, required=False)
    topic = FacetValueSerializer(many=True, required=False)
    author = FacetValueSerializer(many=True, required=False)
    year = FacetValueSerializer(many=True, required=False)


class SearchMetaSerializer(serializers.Serializer):
    """About the answer."""

    total = serializers.IntegerField(help_text="Stories found, counted up to 10,000.")
    open_ended = serializers.BooleanField(help_text="There are more than `total`.")
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    weak = serializers.BooleanField(help_text="No story has a word of the question, only similar letters.")
    did_you_mean = serializers.CharField(
        allow_null=True,
        help_text="On the first page: a question with words that stories have for those that none has.",
    )
    interpreted = InterpretedSerializer()
    facets = FacetsSerializer()
    engine = serializers.CharField(help_text="Who answered; several with commas between them.")
    meaning = serializers.BooleanField(help_text="What stories mean took part, not their words alone.")


class RelatedMetaSerializer(serializers.Serializer):
    """About the list: how many of it, from the first on, are there for more than their section.

    The last `abroad` are in other languages.
    """

    limit = serializers.IntegerField()
    picked = serializers.IntegerField(help_text="How many, from the first on, the story's editors named.")
    similar = serializers.IntegerField(help_text="How many these are with those that share its words.")
    abroad = serializers.IntegerField()


class SuggestionSerializer(serializers.Serializer):
    """One completion of what was typed."""

    type = serializers.ChoiceField(choices=["section", "topic", "author", "article"])
    id = serializers.UUIDField()
    locale = serializers.CharField()
    text = serializers.CharField(help_text="A name, or the title of a story; plain text.")
    ranges = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Start and end of each word of `text` that was typed or begun, in UTF-16 code units.",
    )
    slug = serializers.CharField()
    path = serializers.CharField(allow_null=True, help_text="Null for what has no page of its own.")


class SuggestMetaSerializer(serializers.Serializer):
    """About the list."""

    limit = serializers.IntegerField()
    engine = serializers.CharField(
        allow_null=True,
        help_text="Who found the titles; null while no engine answers: then they are missing.",
    )


SUGGEST: Final = many("SuggestAnswer", SuggestionSerializer, SuggestMetaSerializer)
SEARCH: Final = many("SearchAnswer", ResultSerializer, SearchMetaSerializer)
RELATED: Final = many("RelatedAnswer", CardSerializer, RelatedMetaSerializer)
