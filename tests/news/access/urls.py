"""A newsroom with one endpoint of the editorial API."""

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from cms.urls import handler400, handler404, handler500
from cms.urls import urlpatterns as newsroom_patterns
from news.access.api.views import EditorialView
from news.access.scopes import Scope

__all__ = ["handler400", "handler404", "handler500"]


class WhoView(EditorialView):
    """Says who asks; something may be written, but nothing deleted."""

    scopes = {"GET": Scope.READ, "POST": Scope.WRITE}

    def get(self, request: Request) -> Response:
        """The user's name."""
        return Response({"user": request.user.get_username(), "may_publish": request.user.has_perm("x.y")})

    def post(self, request: Request) -> Response:
        """As GET, for who may write."""
        return self.get(request)

    def delete(self, request: Request) -> Response:
        """Has no scope, so nobody may."""
        raise AssertionError


urlpatterns: list[Any] = [path("api/editorial/who/", WhoView.as_view()), *newsroom_patterns]
