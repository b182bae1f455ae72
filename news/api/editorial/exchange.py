"""Translations as XLIFF files, for translators' tools: the rules are those of the admin."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer, too_large
from news.api.editorial.openapi import operation
from news.api.editorial.shapes import RefusalSerializer
from news.api.editorial.stories import refused, story
from news.editorial.refusals import Refused
from news.http.parameters import NoParameters
from news.translation.exchange.form import CONTENT_TYPE
from news.translation.exchange.merging import Line, take_in
from news.translation.exchange.reading import most_bytes, read_file
from news.translation.exchange.writing_out import attachment, written_out
from news.translation.working import cannot_read_out, cannot_write_in


class XliffParser(BaseParser):
    """The bytes of a file, of which no more is read than is taken."""

    media_type = CONTENT_TYPE

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The file; raises a 413."""
        try:
            return read_file(stream)
        except Refused as error:
            raise too_large(most_bytes()) from error


class XliffRenderer(BaseRenderer):
    """Lets programs ask for the type of the file; it is written without a renderer."""

    media_type = CONTENT_TYPE
    format = "xliff"


class LineSerializer(serializers.Serializer):
    """A piece of which a file says something new."""

    key = serializers.CharField(help_text="The name of a field or the id of a block.")
    what = serializers.CharField(help_text="What it is called in the admin.")
    text = serializers.CharField(help_text="What the file says, without marks.")
    refusal = RefusalSerializer(allow_null=True, help_text="Why it was not taken.")


class ReportSerializer(serializers.Serializer):
    """What became of a file."""

    taken = LineSerializer(many=True)
    left = LineSerializer(many=True)
    saved = serializers.BooleanField(help_text="Whether a draft was saved.")


class ArticleXliff(PrivateView):
    """The file of a translation."""

    scopes = {"GET": Scope.READ, "PUT": Scope.WRITE}
    parser_classes = [XliffParser]
    renderer_classes = [JSONRenderer, XliffRenderer]
    http_method_names = ["get", "head", "options", "put"]

    def most_bytes(self) -> int:
        """How large a file may be."""
        return most_bytes()

    @operation(
        "articles_export", OpenApiTypes.BINARY, 400, 404, 409, media=CONTENT_TYPE, tags=["Translations"]
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """The newest draft of a translation with its source, as XLIFF 2.0; for who may write it."""
        NoParameters.parse(request)
        article = story(request.user, document_id)
        if found := cannot_read_out(article, request.user):
            raise refused(found)
        file = HttpResponse(written_out(article), content_type=CONTENT_TYPE)
        file["Content-Disposition"] = attachment(article)
        return file

    @operation(
        "articles_import", inline_serializer("ReportAnswer", {"data": ReportSerializer()}),
        400, 404, 409, 413, 415, tags=["Translations"], request={CONTENT_TYPE: OpenApiTypes.BINARY},
    )  # fmt: skip
    def put(self, request: Request, document_id: UUID) -> HttpResponse:
        """Save what was translated in a file as a draft of yours, and tell what was not taken and why.

        What changed since the export is decided piece by piece, so no `If-Match` is asked for. The same file
        again changes nothing.
        """
        NoParameters.parse(request)
        article = story(request.user, document_id)
        if found := cannot_write_in(article, request.user):
            raise refused(found)
        try:
            data: Any = request.data or b""  # without a body, it is no bytes
            report = take_in(article, request.user, data)
        except Refused as refusal:
            raise refused(*refusal.refusals) from refusal
        lines = {"taken": report.taken, "left": report.left}
        told = {name: [told_of(line) for line in some] for name, some in lines.items()}
        return answer({"data": {**told, "saved": report.revision is not None}})


def told_of(line: Line) -> dict[str, Any]:
    """A piece of a report as data."""
    refusal = line.refusal
    reason = refusal and {"code": refusal.code, "message": refusal.message, "about": refusal.about}
    return {"key": line.key, "what": str(line.label), "text": line.text, "refusal": reason}
