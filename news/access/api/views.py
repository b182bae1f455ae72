"""The view that every endpoint of the editorial API is built on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.exceptions import Throttled
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from news.access.api.authentication import SessionAuthentication, TokenAuthentication
from news.access.api.permissions import HasScope, IsAuthenticated
from news.access.api.throttles import AddressThrottle, TokenThrottle
from news.access.scopes import Scope


class EditorialView(APIView):
    """Answers whoever came in, as JSON that no cache keeps; what the user may is asked by each view.

    `scopes` names the scope for each method. Where it depends on more than that, override `required_scope`.
    """

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated, HasScope]
    throttle_classes = [TokenThrottle]
    renderer_classes = [JSONRenderer]
    scopes: ClassVar[Mapping[str, Scope]] = {}
    rate: Any = None  # the throttle that was asked last

    def required_scope(self) -> Scope | None:
        """The scope this request needs; None refuses everybody."""
        method = self.request.method or ""
        return self.scopes.get("GET" if method in {"HEAD", "OPTIONS"} else method)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask how often before asking who, so that guessing tokens has an end."""
        self.rate = AddressThrottle()
        if not self.rate.allow_request(request, self):
            raise Throttled(self.rate.wait())
        super().initial(request, *args, **kwargs)

    def check_throttles(self, request: Request) -> None:
        """Ask how often this token may still be used."""
        for throttle in self.get_throttles():
            self.rate = throttle
            if not throttle.allow_request(request, self):
                raise Throttled(throttle.wait())

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Say what is left of the rate, and that nobody but the one who asked may keep the answer."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        if self.rate is not None:
            answer["RateLimit"] = self.rate.header()
        return answer
