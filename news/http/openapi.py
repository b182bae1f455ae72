"""Describes operations to OpenAPI documents: what they answer, and the one shape of every refusal."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from news.http.parameters import Parameters
from news.http.problems import CONTENT_TYPE

Shape = type[serializers.Serializer]


class FaultSerializer(serializers.Serializer):
    """One thing that is wrong with a request: `parameter` in its address, `field` in its body."""

    parameter = serializers.CharField(required=False)
    field = serializers.CharField(required=False)
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """A refusal or failure, as RFC 9457 has it."""

    type = serializers.CharField(help_text="Where the problem is explained.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="The path that was asked for.")
    code = serializers.CharField(help_text="What a program goes by.")
    request_id = serializers.CharField()
    redirect_to = serializers.CharField(required=False, help_text="With `moved`: the path it has now.")
    notice = serializers.CharField(
        required=False, allow_null=True, help_text="With `killed`: what the newsroom says about it."
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """Adds `errors`, which as a class attribute would hide that of every serializer."""
        return {**super().get_fields(), "errors": FaultSerializer(many=True)}


class MetaSerializer(serializers.Serializer):
    """Nothing yet."""


class ListMetaSerializer(serializers.Serializer):
    """About the list: `count` only where it was asked for."""

    limit = serializers.IntegerField()
    count = serializers.IntegerField(required=False)


class LinksSerializer(serializers.Serializer):
    """The neighbouring pages, null at the ends."""

    next = serializers.CharField(allow_null=True)
    prev = serializers.CharField(allow_null=True)


REFUSALS = {
    400: "A parameter is unknown, repeated or not valid.",
    404: "Nothing public is there.",
    406: "Only JSON is served.",
    410: "It was killed; `notice` says why.",
    503: "The search engine is away; `Retry-After` says when to ask again.",
}


def operation(
    name: str,
    answer: serializers.Serializer | Shape,
    *refusals: int,
    parameters: type[Parameters] | None = None,
    **more: Any,
) -> Callable[[Any], Any]:
    """Documents a `get` under the operation id `name`; 304, 400 and 406 go without saying.

    `more` goes to `extend_schema`: `tags`, `examples`.
    """
    statuses: dict[Any, Any] = {(200, "application/json"): answer}
    statuses[304] = OpenApiResponse(description="You have it already.")
    for status in sorted({400, 406, *refusals}):
        statuses[(status, CONTENT_TYPE)] = OpenApiResponse(ProblemSerializer, description=REFUSALS[status])
    declared = [parameters] if parameters else []
    return extend_schema(operation_id=name, responses=statuses, parameters=declared, **more)


def one(name: str, data: Shape, **more: Any) -> serializers.Serializer:
    """The shape of an answer about one thing."""
    return inline_serializer(name, {"data": data(), "meta": MetaSerializer(), **more})


def many(name: str, data: Shape, meta: Shape = ListMetaSerializer) -> serializers.Serializer:
    """The shape of an answer that lists."""
    return inline_serializer(name, {"data": data(many=True), "meta": meta(), "links": LinksSerializer()})
