"""What every document's rendering shares: addresses, direction, the renderer's own version."""

import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language_info

from news.models.sizes import SPECS
from news.publication import presets

VERSION = "5"


def renderer() -> str:
    """Names this renderer and the settings it depends on; documents of another one are rendered again."""
    facts = [VERSION, presets.VERSION, *SPECS, settings.PUBLIC_URL, settings.PUBLIC_MEDIA_URL]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def url_for(path: str) -> str:
    """The percent-encoded address of `path`, absolute where `PUBLIC_URL` is set."""
    return f"{settings.PUBLIC_URL}{iri_to_uri(path)}"


def direction(language_code: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if get_language_info(language_code)["bidi"] else "ltr"


def identity(type_name: str, public_id: UUID, locale: str, group: UUID) -> dict[str, Any]:
    """The members with which every document of a locale begins."""
    return {
        "id": str(public_id),
        "type": type_name,
        "locale": locale,
        "dir": direction(locale),
        "translation_group": str(group),
        "status": "live",
    }


def address(path: str, slug: str) -> dict[str, str]:
    """Where readers find a page."""
    return {"path": path, "url": url_for(path), "slug": slug}
