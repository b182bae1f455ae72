"""The view that everything anyone may read is built on."""

from functools import lru_cache, update_wrapper
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from news.http import problems
from news.http.cors import allow_any_origin, options_response

JSON_RANGES = {"*/*", "application/*", "application/json", "application/problem+json"}


class PublicView(APIView):
    """Reads only, for anyone, from any origin, as JSON; knows no client: no cookie, no token.

    The REST framework describes it. Handlers are given Django's own request: to parse a body, to choose a
    renderer or to ask who somebody is would cost more than most answers do. A view that answers whatever
    the client accepts sets `only_json` to False.
    """

    http_method_names = ["get", "head", "options"]
    authentication_classes = []
    permission_classes = []
    throttle_classes = []
    renderer_classes = [JSONRenderer]
    only_json = True
    get: Any  # each view's own

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """One view for all requests, since it keeps nothing of any; described as the framework does it."""
        described = super().as_view(**initkwargs)
        lone = cls(**initkwargs)

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return lone.dispatch(request, *args, **kwargs)

        return update_wrapper(view, described)

    def head(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As GET; answers leave the body out by themselves."""
        return self.get(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, whatever happens, open to every origin."""
        try:
            response = self.answered(request, *args, **kwargs)
        except Exception as error:
            response = problems.handle(error, {"request": request, "view": self})
        return allow_any_origin(response)

    def answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the handler of the method answers. Raises NotAcceptable and MethodNotAllowed."""
        if self.only_json and not takes_json(request.META.get("HTTP_ACCEPT") or "*/*"):
            raise NotAcceptable
        method = (request.method or "").lower()
        if method not in self.http_method_names:
            raise MethodNotAllowed(request.method or "")
        return getattr(self, method)(request, *args, **kwargs)

    # The stubs of the framework contradict Django's here, so no signature satisfies both.
    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """What may be asked here."""
        return options_response(self.allowed_methods)


@lru_cache(maxsize=256)
def takes_json(accept: str) -> bool:
    """Whether an Accept header names a range that holds JSON."""
    return any(part.partition(";")[0].strip().lower() in JSON_RANGES for part in accept.split(","))


class NothingHere(PublicView):
    """404 for every address under it that nothing else answered."""

    schema = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Always raises the 404."""
        raise problems.not_found()
