"""Serves private files to people who may use the admin."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

SHOWN_INLINE = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}


@hooks.register("register_admin_urls")
def private_files() -> list[URLPattern]:
    """Originals and renditions, for people who may use the admin; Wagtail asks who they are."""
    return [path("media/<path:name>", private_file, name="nashra_private_file")]


def private_file(request: HttpRequest, name: str) -> FileResponse:
    """One file of private storage; only images are shown, anything else is for saving."""
    try:
        file = default_storage.open(name, "rb")
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or ""
    response = FileResponse(file, as_attachment=kind not in SHOWN_INLINE)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response
