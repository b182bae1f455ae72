"""Shows a refusal to the person or the program it concerns, instead of an error page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from news.editorial.refusals import Refused

ADMIN_API = "wagtailadmin_api"
TRANSLATE = "copy_for_translation"


class ViewMiddleware:
    """Lets every request through; what derives from it looks at views, before or after them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)


class RefusalMiddleware(ViewMiddleware):
    """In the admin, turns `Refused` into a message where the person came from; in its API, into JSON."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refused action; None leaves other errors to others."""
        return answer_to(request, exception)


def answer_to(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """What the person or the program is told of a refusal; None for other errors."""
    if (match := request.resolver_match) and ADMIN_API in match.namespaces:
        return answer_of_api(exception, match.kwargs.get("action_name", ""))
    if not isinstance(exception, Refused):
        return None
    for refusal in exception.refusals:
        messages.error(request, refusal.message)
    came_from = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        came_from = "wagtailadmin_home"
    answer = redirect(came_from)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": answer.url})
    return answer


def answer_of_api(exception: Exception, action: str) -> JsonResponse | None:
    """What the admin's API says to an action that failed for a reason of the newsroom's; None for others."""
    if isinstance(exception, ValidationError):
        return JsonResponse({"detail": " ".join(exception.messages), "refusals": ["not_valid"]}, status=400)
    if isinstance(exception, IntegrityError) and action == TRANSLATE:
        exception = Refused("translated")  # a page is once in each language
    if not isinstance(exception, Refused):
        return None
    status = 403 if exception.code == "not_allowed" else 409
    return JsonResponse({"detail": exception.message, "refusals": exception.codes}, status=status)


class HoldingMiddleware(ViewMiddleware):
    """Holds what a request is about for as long as its view works, where `hold` says so."""

    def hold(self, request: HttpRequest) -> Callable[[], None] | None:
        """What locks the rows that must not change meanwhile; None leaves the request as it is."""
        return None

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The view's answer, given while the rows are held; None for all other requests."""
        if request.method != "POST" or (hold := self.hold(request)) is None:
            return None
        try:
            with transaction.atomic():
                hold()
                return view(request, *args, **kwargs)
        except Refused as refusal:
            return answer_to(request, refusal)
