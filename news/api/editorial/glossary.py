"""The glossary, for programs that translate; it is kept in the admin."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.permissions import policy_registry

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer
from news.api.editorial.openapi import operation
from news.api.editorial.shapes import ListMetaSerializer
from news.api.editorial.stories import refused
from news.editorial.refusals import Refusal
from news.http.openapi import LinksSerializer
from news.http.pagination import links, read_page
from news.http.parameters import Parameters, cursor_field, limit_field, locale_field
from news.translation.models import Term
from news.translation.terms import searched

READING = ("view", "add", "change", "delete")  # any of these lets somebody read it


class GlossaryParameters(Parameters):
    """Which terms."""

    locale = locale_field(required=False)
    q = serializers.CharField(
        required=False, max_length=200, help_text="Words of a form, with or without hamzas and accents."
    )
    limit = limit_field()
    cursor = cursor_field()


class FormSerializer(serializers.Serializer):
    """What a term is called in one language, and what it is not to be called there."""

    locale = serializers.CharField()
    text = serializers.CharField()
    discouraged = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)


class TermSerializer(serializers.Serializer):
    """A term, with one form in each language that has one."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Term.Kind.values)
    forms = FormSerializer(many=True)


TERMS = inline_serializer(
    "GlossaryAnswer",
    {"data": TermSerializer(many=True), "meta": ListMetaSerializer(), "links": LinksSerializer()},
)


class Glossary(PrivateView):
    """The terms and names, and what they are called in each language."""

    scopes = {"GET": Scope.READ}

    @operation("glossary_list", TERMS, 400, parameters=[GlossaryParameters], tags=["Glossary"])
    def get(self, request: Request) -> HttpResponse:
        """Terms of the glossary, newest first, with all their forms; `locale`: that have one there."""
        if not policy_registry.get_by_type(Term).user_has_any_permission(request.user, READING):
            raise refused(Refusal("not_allowed"))
        asked = GlossaryParameters.parse(request)
        terms = Term.objects.all()
        if "locale" in asked:
            terms = terms.filter(forms__locale__language_code=asked["locale"])
        if "q" in asked:
            terms = searched(terms, asked["q"])
        page = read_page(terms, ("-id",), ("kind",), asked["limit"], asked.get("cursor"))
        ids = [row["id"] for row in page.rows]
        found = Term.objects.prefetch_related("forms__locale").in_bulk(ids)
        told = [told_of(found[pk]) for pk in ids if pk in found]
        return answer({"data": told, "meta": {"limit": asked["limit"]}, "links": links(request, page)})


def told_of(term: Term) -> dict[str, Any]:
    """A term as data."""
    forms = [
        {
            "locale": form.locale.language_code,
            "text": form.text,
            "discouraged": form.variants(),
            "note": form.note,
        }
        for form in term.forms.all()
    ]
    return {"id": term.pk, "kind": term.kind, "forms": forms}
