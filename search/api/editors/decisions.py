"""What editors decide about readers' searches, for programs, and what readers ask."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.log_actions import log

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer, fault, pointer, unprocessable
from news.api.editorial.bodies import read
from news.api.editorial.idempotency import KEY, once
from news.api.editorial.openapi import operation
from news.api.editorial.stories import refused
from news.editorial.refusals import Refusal
from news.http.pagination import links, read_page
from news.http.parameters import NoParameters
from news.http.problems import not_found
from search.admin.permissions import may_read, may_tune
from search.api.editors import decision_shapes as shapes
from search.asked.reports import asked
from search.models import BestBet, ProtectedWord, SynonymGroup

TAGS: Final = ["Search"]
PATH: Final = "/api/editorial/v1/search"
NOTHING: Final = "There is no such decision about searches."
STAYS: Final = "It stays in its language; make another one."
LINES: Final = ("words", "also", "questions")


@dataclass(frozen=True)
class Kind:
    """One kind of decision: how it is called in addresses and operations, its rows, its shapes."""

    path: str
    model: Any
    taken: type[serializers.Serializer]
    told: type[serializers.Serializer]

    @property
    def name(self) -> str:
        """What its operations begin with."""
        return f"search_{self.path.replace('-', '_')}"


SYNONYMS: Final = Kind("synonyms", SynonymGroup, shapes.SynonymsInput, shapes.SynonymsSerializer)
WORDS: Final = Kind(
    "protected-words", ProtectedWord, shapes.ProtectedWordInput, shapes.ProtectedWordSerializer
)
BETS: Final = Kind("best-bets", BestBet, shapes.BestBetInput, shapes.BestBetSerializer)


def list_view(kind: Kind) -> type[PrivateView]:
    """The view of all decisions of a kind."""
    name = kind.model.__name__

    class Decisions(PrivateView):
        """All decisions of a kind."""

        scopes = {"GET": Scope.READ, "POST": Scope.PUBLISH}

        @operation(
            f"{kind.name}_list", shapes.many(name, kind.told), 400,
            parameters=[shapes.DecisionParameters], tags=TAGS,
        )  # fmt: skip
        def get(self, request: Request) -> HttpResponse:
            """What is decided about readers' searches, newest first."""
            check(request)
            return listed(kind, request)

        @operation(
            f"{kind.name}_create", shapes.one(name, kind.told), 400, 409, 413, 415, 422,
            status=201, parameters=[KEY], request=kind.taken, tags=TAGS,
        )  # fmt: skip
        def post(self, request: Request) -> HttpResponse:
            """Decide; it holds for readers at the next search."""
            check(request)
            NoParameters.parse(request)
            return once(request, lambda: made(kind, request))

    return Decisions


def detail_view(kind: Kind) -> type[PrivateView]:
    """The view of one decision of a kind."""
    name = kind.model.__name__

    class Decision(PrivateView):
        """One decision."""

        scopes = {"PATCH": Scope.PUBLISH, "DELETE": Scope.PUBLISH}

        @operation(
            f"{kind.name}_change", shapes.one(name, kind.told), 400, 404, 413, 415, 422,
            request=kind.taken, tags=TAGS,
        )  # fmt: skip
        def patch(self, request: Request, pk: int) -> HttpResponse:
            """Change a decision; what is left out stays, lists are sent whole."""
            check(request)
            NoParameters.parse(request)
            return changed(kind, row_of(kind, pk), request)

        @operation(f"{kind.name}_delete", None, 400, 404, status=204, tags=TAGS)
        def delete(self, request: Request, pk: int) -> HttpResponse:
            """Take a decision back."""
            check(request)
            NoParameters.parse(request)
            row = row_of(kind, pk)
            with transaction.atomic():
                log(row, "wagtail.delete", user=request.user, deleted=True)
                row.delete()
            return HttpResponse(status=204)

    return Decision


class Asked(PrivateView):
    """What readers ask."""

    scopes = {"GET": Scope.READ}

    @operation("search_asked", shapes.ASKED, 400, parameters=[shapes.AskedParameters], tags=TAGS)
    def get(self, request: Request) -> HttpResponse:
        """Questions of readers, counted by day and without a person; for who works on stories."""
        if not may_read(request.user):
            raise refused(Refusal("not_allowed"))
        chosen = shapes.AskedParameters.parse(request)
        rows = asked(chosen["kind"], chosen["locale"], chosen["days"])[: chosen["limit"]]
        told = [{name: row[name] for name in shapes.AskedSerializer().fields} for row in rows]
        meta = {"limit": chosen["limit"], "least": settings.SEARCH_REPORTS_AT_LEAST}
        return answer({"data": told, "meta": meta})


def check(request: Request) -> None:
    """Raise the refusal of somebody who may not decide about readers' searches."""
    if not may_tune(request.user):
        raise refused(Refusal("not_allowed"))


def listed(kind: Kind, request: Request) -> HttpResponse:
    """A page of decisions."""
    chosen = shapes.DecisionParameters.parse(request)
    rows = kind.model.objects.all()
    if "locale" in chosen:
        rows = rows.filter(locale=chosen["locale"])
    page = read_page(rows, ("-id",), (), chosen["limit"], chosen.get("cursor"))
    found = kind.model.objects.in_bulk([row["id"] for row in page.rows])
    told = [shapes.told_of(found[row["id"]]) for row in page.rows if row["id"] in found]
    return answer({"data": told, "meta": {"limit": chosen["limit"]}, "links": links(request, page)})


def made(kind: Kind, request: Request) -> HttpResponse:
    """The answer that is a new decision."""
    row = saved(kind.model(), read(kind.taken, request), request, "wagtail.create")
    return answer({"data": shapes.told_of(row)}, 201, Location=f"{PATH}/{kind.path}/{row.pk}/")


def changed(kind: Kind, row: Any, request: Request) -> HttpResponse:
    """The answer that is a changed decision."""
    shape: Any = partial(kind.taken, partial=True)  # what is left out has no default then
    sent = read(shape, request)
    if sent.get("locale", row.locale) != row.locale:
        raise unprocessable([fault("/locale", "stays", STAYS)])
    return answer({"data": shapes.told_of(saved(row, sent, request, "wagtail.edit"))})


def row_of(kind: Kind, pk: int) -> Any:
    """The decision of this number; raises a 404."""
    row = kind.model.objects.filter(pk=pk).first()
    if row is None:
        raise not_found(NOTHING)
    return row


def saved(row: Any, sent: dict[str, Any], request: Request, action: str) -> Any:
    """`row` with what was sent, checked as by the admin's form and told in its history; raises a 422."""
    for name, value in sent.items():
        setattr(row, name, "\n".join(value) if name in LINES else value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise unprocessable(
            [
                fault("" if name == NON_FIELD_ERRORS else pointer(name), "invalid", message)
                for name, messages in error.message_dict.items()
                for message in messages
            ]
        ) from error
    with transaction.atomic():
        row.save()
        log(row, action, user=request.user)
    return row
