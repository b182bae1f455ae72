"""The editorial API, described to who may use it."""

from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer
from news.api.editorial.openapi import openapi_document, operation
from news.http.parameters import NoParameters
from news.http.problems import not_found

OPENAPI = inline_serializer("OpenApiDocument", {"openapi": serializers.CharField()})


class Schema(PrivateView):
    """This document."""

    scopes = {"GET": Scope.READ}

    @operation("schema", OPENAPI, 400, tags=["This API"])
    def get(self, request: Request) -> HttpResponse:
        """The OpenAPI 3.1 document of this API."""
        NoParameters.parse(request)
        return answer(openapi_document())


class NothingHere(PrivateView):
    """404 for every address under it that nothing else answered."""

    schema = None

    def required_scope(self) -> Scope | None:
        """Always raises the 404, to who is let in."""
        raise not_found("There is nothing at this address.")
