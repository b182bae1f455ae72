"""Shows a refusal to the person it concerns, instead of an error page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from news.editorial.refusals import Refused


class RefusalMiddleware:
    """In the admin, turns `Refused` into a message on the page the person came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refused action; None leaves other errors to others."""
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
