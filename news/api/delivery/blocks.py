"""The shapes of what a story is made of: images and blocks."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers


def constant(value: str) -> serializers.ChoiceField:
    """A member that always has this value."""
    return serializers.ChoiceField(choices=[value])


class RenditionSerializer(serializers.Serializer):
    """One file of an image; sizes in pixels."""

    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class SourceSerializer(serializers.Serializer):
    """The files of an image in one format, smallest first."""

    type = serializers.CharField(help_text="A media type: `image/webp`, `image/jpeg`.")
    srcset = RenditionSerializer(many=True)


class ImageSerializer(serializers.Serializer):
    """An image with every file made of it."""

    alt = serializers.CharField()
    caption = serializers.CharField()
    credit = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    focal = serializers.ListField(
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        allow_null=True,
        help_text="What must stay visible, as fractions of width and height.",
    )
    sources = SourceSerializer(many=True)


class TextSerializer(serializers.Serializer):
    """Words as cleaned HTML and as plain text."""

    html = serializers.CharField(help_text="Holds p, br, b, i and a only.")
    text = serializers.CharField()


class HeadingSerializer(serializers.Serializer):
    """A heading inside a story."""

    text = serializers.CharField()
    level = serializers.ChoiceField(choices=[2, 3])


class ListSerializer(serializers.Serializer):
    """A list, numbered or not."""

    ordered = serializers.BooleanField()
    items = TextSerializer(many=True)


class QuoteSerializer(serializers.Serializer):
    """What somebody said."""

    text = serializers.CharField()
    attribution = serializers.CharField()


class RelatedSerializer(serializers.Serializer):
    """Other stories, by id: `articles/?ids=` gives the cards of those that are public."""

    articles = serializers.ListField(child=serializers.UUIDField())


BLOCK_VALUES = {
    "paragraph": TextSerializer,
    "heading": HeadingSerializer,
    "list": ListSerializer,
    "quote": QuoteSerializer,
    "image": ImageSerializer,
    "related": RelatedSerializer,
}


def block_shape(kind: str, value: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The serializer of blocks of one type."""
    fields: dict[str, Any] = {
        "__doc__": f"A block of type `{kind}`.",
        "id": serializers.UUIDField(),
        "type": constant(kind),
        "value": value(),
    }
    return type(f"{kind.title()}BlockSerializer", (serializers.Serializer,), fields)


BLOCKS = PolymorphicProxySerializer(
    component_name="Block",
    serializers={kind: block_shape(kind, value) for kind, value in BLOCK_VALUES.items()},
    resource_type_field_name="type",
    many=True,
)


@extend_schema_field(BLOCKS)
class BodyField(serializers.ListField):
    """The blocks of a story; `type` says what `value` holds."""
