"""Serves public files where no web server stands before the application."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe


@require_safe
def public_file(request: HttpRequest, name: str) -> FileResponse:
    """One file of public storage. Caches may keep it five minutes, for a killed story's image must go."""
    try:
        file = storages["public"].open(name, "rb")
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file)
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response
