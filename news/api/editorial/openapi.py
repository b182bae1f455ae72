"""The OpenAPI document of the editorial plane, and how its operations are described."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.settings import patched_settings, spectacular_settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from news.api.editorial.shapes import ReasonSerializer
from news.http.openapi import FaultSerializer
from news.http.problems import CONTENT_TYPE

BASES = ("/api/editorial/v1/", "/api/preview/v1/")
SECURITY: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]


class PrivateFaultSerializer(FaultSerializer):
    """One thing that is wrong with a request: `pointer` (RFC 6901) says where in its body."""

    pointer = serializers.CharField(required=False)


class PrivateProblemSerializer(serializers.Serializer):
    """A refusal or failure, as RFC 9457 has it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField(help_text="What a program goes by.")
    request_id = serializers.CharField()
    scope = serializers.CharField(required=False, help_text="With `scope`: what the token lacks.")
    refusals = ReasonSerializer(many=True, required=False, help_text="Every reason there is.")

    def get_fields(self) -> dict[str, serializers.Field]:
        """Adds `errors`, which as a class attribute would hide that of every serializer."""
        return {**super().get_fields(), "errors": PrivateFaultSerializer(many=True)}


REFUSALS = {
    400: "A parameter or a header is not valid, or the body is not JSON.",
    401: "Nobody is signed in, and no token was given that works.",
    403: "`scope`: the token was made for other things. `not_allowed`: you have no right to do this here.",
    404: "There is no such thing, or none you may know of.",
    406: "It is served in no type that you accept.",
    409: "The rules of the newsroom forbid it now; `refusals` says why.",
    410: "The draft changed since this preview was made, or the preview ended.",
    412: "The draft is not the one your If-Match names.",
    413: "The body is too large.",
    415: "The body is of a type that is not taken.",
    422: "The body was understood and refused; `errors` says where.",
    428: "Say by If-Match which draft you change.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "What is needed for it is away; `Retry-After` says when to come back.",
}
ALWAYS = (401, 403, 406, 429)


def operation(
    name: str,
    answer: Any,
    *refusals: int,
    status: int = 200,
    parameters: Iterable[Any] = (),
    media: str = "application/json",
    **more: Any,
) -> Callable[[Any], Any]:
    """Documents a handler under the operation id `name`; 401, 403, 406 and 429 go without saying."""
    statuses: dict[Any, Any] = {(status, media): answer} if answer else {}
    if answer is None:
        statuses[status] = OpenApiResponse(description="Done.")
    for refusal in sorted({*ALWAYS, *refusals}):
        statuses[(refusal, CONTENT_TYPE)] = OpenApiResponse(
            PrivateProblemSerializer, description=REFUSALS[refusal]
        )
    more.setdefault("request", None)
    return extend_schema(operation_id=name, responses=statuses, parameters=list(parameters), **more)


def header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    """A header that an operation reads."""
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description)


def only_this_plane(endpoints: Iterable[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """The endpoints under this plane's bases."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(BASES)]


SETTINGS = {
    "TITLE": "Nashra editorial API",
    "DESCRIPTION": "Drafts, their states and what may be done with them, for who works in the newsroom.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/editorial/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "AUTHENTICATION_WHITELIST": ["rest_framework.authentication.BaseAuthentication"],
    "SECURITY": SECURITY,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "preview": {"type": "http", "scheme": "bearer"},
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        }
    },
    "PREPROCESSING_HOOKS": ["news.api.editorial.openapi.only_this_plane"],
    "POSTPROCESSING_HOOKS": [
        "news.api.delivery.schema.commas_in_arrays",
        "news.api.delivery.schema.plain_enumerations",
    ],
}


@cache
def openapi_document() -> dict[str, Any]:
    """The document as an object; treat it as read-only."""
    with patched_settings(SETTINGS), translation.override("en"):
        generator: Any = spectacular_settings.DEFAULT_GENERATOR_CLASS(urlconf=settings.EDITORIAL_URLCONF)
        return generator.get_schema(request=None, public=True)
