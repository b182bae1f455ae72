"""Reads the blocks of a body as they are sent: their shapes, their limits, what the editor would keep."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.blocks import StreamBlockValidationError, StreamValue

from news.api.editorial.base import body_of, fault, pointer, unprocessable
from news.models import ArticlePage
from news.models.prose import DEEPEST, LONGEST, UNREADABLE, rich

Fault = dict[str, str]
Block = dict[str, Any]
MOST_BLOCKS = 500
MOST_ITEMS = 200


def wording(longest: int, **options: Any) -> serializers.CharField:
    """Words of a block."""
    return serializers.CharField(max_length=longest, trim_whitespace=False, **options)


class RichTextField(serializers.CharField):
    """Rich text, read as the editor would store it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, trim_whitespace=False, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """What the editor would store; raises ValidationError where it could not."""
        text = super().run_validation(data)
        try:
            return rich(text)
        except UNREADABLE as error:
            detail = f"Marks stand within paragraphs, at most {DEEPEST} deep, and links not in one another."
            raise serializers.ValidationError(detail, code="marks") from error


class HeadingShape(serializers.Serializer):
    """A sub-heading."""

    text = wording(255)
    level = serializers.ChoiceField(["2", "3"], default="2")


class ItemShape(serializers.Serializer):
    """An item of a list, as it is stored."""

    type = serializers.ChoiceField(["item"], default="item")
    id = serializers.UUIDField(required=False)
    value = RichTextField()


class ListShape(serializers.Serializer):
    """A list."""

    ordered = serializers.BooleanField(default=False)
    items: Any = serializers.ListSerializer(child=ItemShape(), max_length=MOST_ITEMS)


class QuoteShape(serializers.Serializer):
    """A quotation."""

    text = wording(LONGEST)
    attribution = wording(255, allow_blank=True, default="")


class PictureShape(serializers.Serializer):
    """An image in the text, by its number."""

    image = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    alt = wording(255, allow_blank=True, default="")
    caption = wording(500, allow_blank=True, default="")
    credit = wording(255, allow_blank=True, default="")


class StoryShape(serializers.Serializer):
    """A story in a block of related ones, by the number of its page."""

    type = serializers.ChoiceField(["item"], default="item")
    id = serializers.UUIDField(required=False)
    value = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class RelatedShape(serializers.Serializer):
    """Related stories."""

    articles: Any = serializers.ListSerializer(child=StoryShape(), max_length=MOST_ITEMS)


SHAPES: Mapping[str, Any] = {
    "paragraph": RichTextField,
    "heading": HeadingShape,
    "list": ListShape,
    "quote": QuoteShape,
    "image": PictureShape,
    "related": RelatedShape,
}


def read_body(sent: Any, stored: list[Block]) -> tuple[list[Block], list[Fault]]:
    """The blocks that were sent in their stored shape, and what is wrong with them.

    Blocks are `{"id", "type", "value"}`; one without id is new. What `stored` holds under an id is kept to
    the letter where nothing changed.
    """
    if not isinstance(sent, list) or len(sent) > MOST_BLOCKS:
        detail = f"Send a list of at most {MOST_BLOCKS} blocks."
        return [], [fault("/body", "invalid", detail)]
    known = {block["id"]: block for block in stored}
    blocks: list[Block] = []
    faults: list[Fault] = []
    for place, block in enumerate(sent):
        read, wrong = read_block(block, place, known)
        faults += wrong
        blocks.append(read)
    ids = [block["id"] for block in blocks if block]
    faults += [
        fault(pointer("body", place, "id"), "repeated", "Two blocks have this id.")
        for place, one in enumerate(ids)
        if one in ids[:place]
    ]
    return blocks, faults


def read_block(sent: Any, place: int, known: Mapping[str, Block]) -> tuple[Block, list[Fault]]:
    """One block in its stored shape, or an empty one and its faults."""
    at = ("body", place)
    if not isinstance(sent, dict) or set(sent) - {"id", "type", "value"}:
        return {}, [fault(pointer(*at), "invalid", "A block has an id, a type and a value.")]
    kind = sent.get("type")
    if not isinstance(kind, str) or kind not in SHAPES:
        return {}, [fault(pointer(*at, "type"), "unknown", f"A type is one of {', '.join(SHAPES)}.")]
    try:
        one = str(UUID(str(sent["id"]))) if "id" in sent else str(uuid4())
    except ValueError:
        return {}, [fault(pointer(*at, "id"), "invalid", "An id is a UUID.")]
    former = known.get(one)
    if former and (former["type"], former["value"]) == (kind, sent.get("value")):
        return dict(former), []
    try:
        value = SHAPES[kind]().run_validation(sent.get("value"))
    except serializers.ValidationError as error:
        return {}, list(faults_of(error.detail, (*at, "value")))
    return {"id": one, "type": kind, "value": as_edited(kind, value)}, []


def as_edited(kind: str, value: Any) -> Any:
    """A value as the editor would store it: items of lists have ids."""
    if kind == "paragraph":
        return value
    if kind == "list":
        return {**value, "items": [with_id(item) for item in value["items"]]}
    if kind == "related":
        return {"articles": [with_id(item) for item in value["articles"]]}
    return dict(value)


def with_id(item: Block) -> Block:
    """An item of a list, with the id it has or a new one."""
    return {**item, "id": str(item.get("id") or uuid4())}


def checked(blocks: list[Block]) -> tuple[StreamValue | None, list[Fault]]:
    """The body of these blocks, once the blocks themselves found nothing wrong with it."""
    field: Any = ArticlePage._meta.get_field("body")
    body = field.stream_block.to_python(blocks)
    try:
        return field.stream_block.clean(body), []
    except StreamBlockValidationError as error:
        return None, [
            fault(pointer("body", place), "invalid", message)
            for place, one in error.block_errors.items()
            for message in messages_of(one)
        ] or [fault("/body", "invalid", str(error))]


def messages_of(error: ValidationError) -> list[str]:
    """The sentences of a block's error, those of its parts included."""
    parts = getattr(error, "block_errors", {})
    inner = parts.values() if isinstance(parts, dict) else [part for part in parts if part]
    found = [message for part in inner for message in messages_of(part)]
    return found or list(error.messages)


def faults_of(detail: Any, at: tuple[Any, ...]) -> Iterator[Fault]:
    """The errors of a shape, each at its place."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from faults_of(inner, at if name == "non_field_errors" else (*at, name))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            plain = isinstance(inner, str)
            yield from faults_of(inner, at if plain else (*at, place))
    else:
        yield fault(pointer(*at), getattr(detail, "code", "invalid"), str(detail))


def read(shape: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What was sent, in this shape; raises a 422."""
    sent = body_of(request)
    unknown = {name: "There is no such member here." for name in sent if name not in shape().fields}
    parser = shape(data=sent)
    if parser.is_valid() and not unknown:
        return dict(parser.validated_data)
    raise unprocessable([*faults_of(unknown, ()), *faults_of(parser.errors, ())])


def image_places(body: Iterable[Block]) -> Iterator[tuple[str, int]]:
    """Where in the blocks of a body an image is named, and its number."""
    for place, block in enumerate(body):
        if block["type"] == "image" and block["value"].get("image"):
            yield pointer("body", place, "value", "image"), block["value"]["image"]


def related_places(body: Iterable[Block]) -> Iterator[tuple[str, int]]:
    """Where in the blocks of a body another story is named, and the number of its page."""
    for place, block in enumerate(body):
        if block["type"] == "related":
            for item, one in enumerate(block["value"]["articles"]):
                yield pointer("body", place, "value", "articles", item), one["value"]
