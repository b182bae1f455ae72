"""Addresses whose views fail or answer in every way the HTTP helpers must handle."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from news.http.conditional import Caching, cacheable
from news.http.problems import Problem, killed, unavailable
from news.http.request_id import current_request_id
from news.http.views import NothingHere, PublicView

handler400 = "news.http.problems.bad_request_view"
handler404 = "news.http.problems.not_found_view"
handler500 = "news.http.problems.server_error_view"


class Form(serializers.Serializer):
    title = serializers.CharField(max_length=5)
    blocks = serializers.ListField(child=serializers.IntegerField(), required=False)


FAILURES: dict[str, Exception] = {
    "http404": Http404("secret table"),
    "denied": PermissionDenied("secret rule"),
    "suspicious": SuspiciousOperation("secret header"),
    "unexpected": RuntimeError("secret password"),
    "anonymous": exceptions.NotAuthenticated(),
    "wrong-token": exceptions.AuthenticationFailed("secret token"),
    "throttled": exceptions.Throttled(wait=7),
    "parse": exceptions.ParseError("secret byte"),
    "media": exceptions.UnsupportedMediaType("text/plain"),
    "killed": killed("حُذف."),
    "away": unavailable(),
    "conflict": Problem(409, "four_eyes", "Somebody else must approve this.", actions=["approve"]),
}


class Failing(PublicView):
    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        raise FAILURES[name]


class Validating(APIView):
    authentication_classes = []

    def post(self, request: Request) -> HttpResponse:
        Form(data=request.data).is_valid(raise_exception=True)
        return HttpResponse(status=204)


class Answering(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return cacheable(request, b"{}", Caching(last_modified=datetime(2026, 3, 14, tzinfo=UTC)))


def request_id(request: HttpRequest) -> HttpResponse:
    assert vars(request)["request_id"] == current_request_id()
    return HttpResponse(current_request_id())


def broken(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise RuntimeError("secret password")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("secret header")


urlpatterns = [
    path("api/fails/<str:name>/", Failing.as_view()),
    path("api/form/", Validating.as_view()),
    path("api/answers/", Answering.as_view()),
    path("api/request-id/", request_id),
    path("api/broken/", broken),
    path("api/suspicious/", suspicious),
    path("api/nothing/", NothingHere.as_view()),
    path("broken/", broken),
    path("suspicious/", suspicious),
]
