"""The OpenAPI document of the delivery plane, generated once per process."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.settings import patched_settings, spectacular_settings

API_VERSION = "1.0.0"
DOCUMENT_VERSION = "1"
BASE = "/api/v1/"


def only_this_plane(endpoints: Iterable[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """The endpoints under this plane's base, whichever app answers them."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(BASE)]


def commas_in_arrays(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Says of every list parameter that its values stand in one, with commas between them."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["schema"].get("type") == "array":
                    parameter |= {"style": "form", "explode": False}
    return result


def plain_enumerations(result: Any, **context: Any) -> Any:
    """Takes out the marks by which the generator tells enumerations apart."""
    if isinstance(result, dict):
        return {name: plain_enumerations(value) for name, value in result.items() if name != "x-spec-enum-id"}
    return [plain_enumerations(item) for item in result] if isinstance(result, list) else result


SETTINGS = {
    "TITLE": "Nashra delivery API",
    "DESCRIPTION": "What readers may read, as stored when it passed the gate. GET, HEAD and OPTIONS only.",
    "VERSION": API_VERSION,
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": BASE,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["news.api.delivery.schema.only_this_plane"],
    # Without the hook that names enumerations, a block's `type` stays beside it and tells unions apart.
    "POSTPROCESSING_HOOKS": [
        "news.api.delivery.schema.commas_in_arrays",
        "news.api.delivery.schema.plain_enumerations",
    ],
}


def openapi_document() -> dict[str, Any]:
    """The document as an object; treat it as read-only."""
    return _generated(settings.PUBLIC_URLCONF)


@cache
def _generated(urlconf: str) -> dict[str, Any]:
    with patched_settings(SETTINGS), translation.override("en"):
        generator: Any = spectacular_settings.DEFAULT_GENERATOR_CLASS(urlconf=urlconf)
        return generator.get_schema(request=None, public=True)
