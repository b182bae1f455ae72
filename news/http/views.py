"""The view that everything anyone may read is built on."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from news.http import problems
from news.http.cors import allow_any_origin, options_response

JSON_RANGES = {"*/*", "application/*", "application/json", "application/problem+json"}


class JsonOnly(BaseContentNegotiation):
    """Answers JSON to whoever takes JSON, refuses the rest, and looks at no parameter for it."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The first: there is one."""
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The JSON renderer; raises NotAcceptable where Accept names no range that holds JSON."""
        accepted = request.META.get("HTTP_ACCEPT") or "*/*"
        ranges = {part.split(";")[0].strip().lower() for part in accepted.split(",")}
        if not ranges & JSON_RANGES:
            raise NotAcceptable
        return next(iter(renderers)), "application/json"


class PublicView(APIView):
    """Reads only, for anyone, from any origin, as JSON; knows no client: no cookie, no token."""

    http_method_names = ["get", "head", "options"]
    authentication_classes = []
    permission_classes = []
    throttle_classes = []
    renderer_classes = [JSONRenderer]
    content_negotiation_class = JsonOnly

    def perform_authentication(self, request: Request) -> None:
        """Nobody is asked who they are."""

    def get_exception_handler(self) -> Any:
        """Problems, whatever the settings of the process say."""
        return problems.handle

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: Allow is said where it matters, and nothing varies by Accept."""
        return {}

    # The stubs of the framework contradict Django's here, so no signature satisfies both.
    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """What may be asked here."""
        return options_response(self.allowed_methods)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Open to every origin, refusals included."""
        return allow_any_origin(super().finalize_response(request, response, *args, **kwargs))


class NothingHere(PublicView):
    """404 for every address under it that nothing else answered."""

    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Always raises the 404."""
        raise problems.not_found()
