"""The query parameters of the delivery API."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from news.http.parameters import (
    CommaList,
    Flag,
    Moment,
    Parameters,
    SlugOrId,
    cursor_field,
    limit_field,
    locale_field,
)

KINDS = ("story", "brief", "opinion", "analysis")
INCLUDES = ("translations",)
FIRST_SEQUENCE, LAST_SEQUENCE = 0, 2**63 - 1


def names_field(thing: str, more: str = "") -> CommaList:
    """Slugs or ids of one kind of thing."""
    return CommaList(
        child=SlugOrId(), required=False, help_text=f"Slugs or ids of {thing}; a comma means or.{more}"
    )


class ArticleListParameters(Parameters):
    """What chooses stories; everything given must hold."""

    locale = locale_field(
        required=False, help_text="Default: the newsroom's own; none where `ids` or `group` choose."
    )
    section = names_field("sections", " Sections below count in.")
    topic = names_field("topics")
    tag = names_field("tags")
    author = names_field("authors")
    kind = CommaList(
        child=serializers.ChoiceField(choices=KINDS), required=False, help_text="A comma means or."
    )
    published_after = Moment(required=False, help_text="This moment or later: RFC 3339, or a date in UTC.")
    published_before = Moment(required=False, help_text="Before this moment.")
    updated_after = Moment(required=False, help_text="Words changed at this moment or later.")
    ids = CommaList(
        child=serializers.UUIDField(),
        required=False,
        help_text="At most 100; those that are public come back, newest first, on one page.",
    )
    group = serializers.UUIDField(
        required=False, help_text="The `translation_group`: a story in all its languages."
    )
    limit = limit_field(default=None)
    cursor = cursor_field()
    count = Flag(default=False, help_text="Adds `meta.count`, for one more query.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Fills in what depends on other parameters."""
        if "ids" not in attrs and "group" not in attrs:
            attrs.setdefault("locale", settings.LANGUAGE_CODE)
        attrs.setdefault("limit", max(20, len(attrs.get("ids", ()))))
        return attrs


class DocumentParameters(Parameters):
    """How much of a story to send."""

    include = CommaList(
        child=serializers.ChoiceField(choices=INCLUDES),
        required=False,
        help_text="`translations` adds the cards of its translations as `included.translations`.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """Adds `fields`, which as a class attribute would hide that of every serializer."""
        chosen = CommaList(
            child=serializers.CharField(max_length=64),
            required=False,
            help_text="Only these members, dots for members of members: `title,image.alt`.",
        )
        return {**super().get_fields(), "fields": chosen}


class ByPathParameters(DocumentParameters):
    """Where a story is."""

    path = serializers.CharField(
        max_length=2048, help_text="Decoded or percent-encoded, with or without the slash at the end."
    )


class PageParameters(Parameters):
    """Where in a list of any length."""

    limit = limit_field(default=100)
    cursor = cursor_field()


class LocalePageParameters(PageParameters):
    """Where in a list of one locale."""

    locale = locale_field(default=settings.LANGUAGE_CODE)


class LocaleParameters(Parameters):
    """The locale a slug is looked up in."""

    locale = locale_field(default=settings.LANGUAGE_CODE, help_text="Of the slug; an id needs none.")


class ChangesParameters(Parameters):
    """Where in the log."""

    cursor = serializers.IntegerField(
        default=0,
        min_value=FIRST_SEQUENCE,
        max_value=LAST_SEQUENCE,
        help_text="The last sequence you have; 0 is the beginning.",
    )
    limit = limit_field(default=100, maximum=500)
    type = CommaList(
        child=serializers.RegexField(r"^[a-z]{1,16}$"),
        required=False,
        help_text="Only these types of document; a comma means or.",
    )
