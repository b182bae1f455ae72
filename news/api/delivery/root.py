"""The way in: links to everything, the OpenAPI document, and the same for people."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers

from news.api.delivery.schema import API_VERSION, BASE, DOCUMENT_VERSION, openapi_document
from news.http.conditional import DOCUMENT_SECONDS, Caching, cacheable
from news.http.openapi import operation
from news.http.parameters import NoParameters
from news.http.problems import EXPLANATIONS
from news.http.views import PublicView
from news.record.documents import to_bytes

HERE = ("This API",)
LINKS = {
    "self": "",
    "articles": "articles/",
    "article": "articles/{document_id}/",
    "article_by_path": "articles/by-path/{?path}",
    "article_translations": "articles/{document_id}/translations/",
    "article_related": "articles/{document_id}/related/",
    "article_corrections": "articles/{document_id}/corrections/",
    "article_versions": "articles/{document_id}/versions/",
    "article_version": "articles/{document_id}/versions/{version}/",
    "sections": "sections/",
    "section": "sections/{slug}/{?locale}",
    "topics": "topics/",
    "topic": "topics/{slug}/{?locale}",
    "authors": "authors/",
    "author": "authors/{slug}/{?locale}",
    "tags": "tags/",
    "locales": "locales/",
    "search": "search/{?q,locale}",
    "search_suggest": "search/suggest/{?q,locale}",
    "corrections": "corrections/{?locale}",
    "changes": "changes/{?cursor}",
    "schema": "schema/",
    "docs": "docs/",
}


class VersionsSerializer(serializers.Serializer):
    """Which API this is, and which shape of documents it serves."""

    api_version = serializers.CharField()
    document_version = serializers.CharField()


LINKS_FIELD = serializers.DictField(
    child=serializers.CharField(), help_text="Addresses, or URI templates (RFC 6570)."
)
ROOT = inline_serializer("Root", {"data": VersionsSerializer(), "links": LINKS_FIELD})
OPENAPI = inline_serializer("OpenApiDocument", {"openapi": serializers.CharField()})


class Root(PublicView):
    """The way in."""

    @operation("root", ROOT, tags=HERE)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Links to everything this API has."""
        NoParameters.parse(request)
        answer = {
            "data": {"api_version": API_VERSION, "document_version": DOCUMENT_VERSION},
            "links": {name: f"{BASE}{rest}" for name, rest in LINKS.items()},
        }
        return cacheable(request, to_bytes(answer), Caching(max_age=DOCUMENT_SECONDS))


class Schema(PublicView):
    """This document."""

    @operation("schema", OPENAPI, tags=HERE)
    def get(self, request: HttpRequest) -> HttpResponse:
        """The OpenAPI 3.1 document of this API."""
        NoParameters.parse(request)
        return cacheable(request, to_bytes(openapi_document()), Caching(max_age=DOCUMENT_SECONDS))


@extend_schema(exclude=True)
class Docs(PublicView):
    """The same for people, as a page that loads nothing."""

    only_json = False

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        NoParameters.parse(request)
        page = render_to_string("api/docs.html", docs_context(openapi_document()))
        caching = Caching(max_age=DOCUMENT_SECONDS, content_type="text/html; charset=utf-8")
        response = cacheable(request, page.encode(), caching)
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
        return response


def docs_context(document: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of an OpenAPI document: its groups of operations, its problems."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for described in operations.values():
            groups.setdefault(described["tags"][0], []).append(_operation(path, described))
    problems = [{"code": code, "explanation": text} for code, text in EXPLANATIONS.items()]
    return {"info": document["info"], "groups": groups, "problems": problems}


def _operation(path: str, described: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {"status": status, "phrase": HTTPStatus(int(status)).phrase, "description": answer.get("description")}
        for status, answer in described["responses"].items()
    ]
    return {
        "id": described["operationId"],
        "path": path,
        "description": described.get("description", ""),
        "parameters": [_parameter(parameter) for parameter in described.get("parameters", ())],
        "answers": answers,
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    item = schema.get("items", schema)
    return {
        "name": parameter["name"],
        "required": parameter.get("required", False),
        "type": item.get("format") or item.get("type", "string"),
        "many": schema.get("type") == "array",
        "choices": item.get("enum", ()),
        "default": schema.get("default"),
        "description": parameter.get("description", ""),
    }
