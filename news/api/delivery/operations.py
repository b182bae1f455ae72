"""Describes operations to the OpenAPI document: what they answer, and the one shape of every refusal."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from news.http.parameters import Parameters
from news.http.problems import CONTENT_TYPE

Shape = type[serializers.Serializer]


class FaultShape(serializers.Serializer):
    """One thing that is wrong with a request: `parameter` in its address, `field` in its body."""

    parameter = serializers.CharField(required=False)
    field = serializers.CharField(required=False)
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemShape(serializers.Serializer):
    """A refusal or failure, as RFC 9457 has it."""

    type = serializers.CharField(help_text="Where the problem is explained.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="The path that was asked for.")
    code = serializers.CharField(help_text="What a program goes by.")
    request_id = serializers.CharField()
    errors = FaultShape(many=True)
    redirect_to = serializers.CharField(required=False, help_text="With `moved`: the path it has now.")
    notice = serializers.CharField(
        required=False, allow_null=True, help_text="With `killed`: what the newsroom says about it."
    )


class MetaShape(serializers.Serializer):
    """Nothing yet."""


class ListMetaShape(serializers.Serializer):
    """About the list: `count` only where it was asked for."""

    limit = serializers.IntegerField()
    count = serializers.IntegerField(required=False)


class LinksShape(serializers.Serializer):
    """The neighbouring pages, null at the ends."""

    next = serializers.CharField(allow_null=True)
    prev = serializers.CharField(allow_null=True)


REFUSALS = {
    400: "A parameter is unknown, repeated or not valid.",
    404: "Nothing public is there.",
    406: "Only JSON is served.",
    410: "It was killed; `notice` says why.",
}


def operation(
    answer: serializers.Serializer | Shape,
    *refusals: int,
    parameters: type[Parameters] | None = None,
    tags: tuple[str, ...] = ("Stories",),
) -> Callable[[Any], Any]:
    """Documents a `get` that answers `answer`; 304, 400 and 406 go without saying."""
    statuses: dict[Any, Any] = {200: answer, 304: OpenApiResponse(description="You have it already.")}
    for status in sorted({400, 406, *refusals}):
        statuses[(status, CONTENT_TYPE)] = OpenApiResponse(ProblemShape, description=REFUSALS[status])
    return extend_schema(responses=statuses, parameters=[parameters] if parameters else [], tags=list(tags))


def one(name: str, data: Shape, **more: Any) -> serializers.Serializer:
    """The shape of an answer about one thing."""
    return inline_serializer(name, {"data": data(), "meta": MetaShape(), **more})


def many(name: str, data: Shape, meta: Shape = ListMetaShape) -> serializers.Serializer:
    """The shape of an answer that lists."""
    return inline_serializer(name, {"data": data(many=True), "meta": meta(), "links": LinksShape()})


ANY_OBJECT = OpenApiTypes.OBJECT
