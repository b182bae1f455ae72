"""Stories as the newsroom has them: lists, and one with its draft."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial import filters
from news.api.editorial.base import PrivateView, answer, body_of, fault, unprocessable
from news.api.editorial.drafts import cards, draft_of
from news.api.editorial.idempotency import KEY, once
from news.api.editorial.openapi import header, operation
from news.api.editorial.shapes import CARDS, DRAFT
from news.api.editorial.stories import story
from news.api.editorial.words import ChangeSerializer, NewStorySerializer, Reading
from news.api.editorial.writing import begin, change
from news.editorial.knowing import known_stories, knows
from news.editorial.states import EditorialState
from news.http.pagination import links, read_page
from news.http.parameters import (
    CommaList,
    NoParameters,
    Parameters,
    SlugOrId,
    cursor_field,
    limit_field,
    locale_field,
)
from news.http.problems import Problem
from news.models import ArticlePage, SectionPage
from news.publication.finding import NEEDS
from news.publication.states import PublicAxis

TAGS = ["Stories"]
NO_SECTION = "There is no such section, or none that you may know of."
IF_MATCH = header("If-Match", "The ETag of the draft that is changed.", required=True)


def one_of(values: Any) -> CommaList:
    """Some of these values, with commas between them."""
    return CommaList(child=serializers.ChoiceField(list(values)), required=False)


class ListParameters(Parameters):
    """What a list of stories is chosen by."""

    state = one_of(state.value for state in EditorialState)
    public = one_of(state.value for state in PublicAxis)
    section = CommaList(
        child=SlugOrId(), required=False, help_text="Slugs or ids; with the sections below them."
    )
    locale = locale_field(required=False)
    kind = one_of(ArticlePage.Kind.values)
    needs = one_of(NEEDS)
    assignee = serializers.CharField(
        required=False, help_text="A user name; `me` is you, `nobody` is nobody."
    )
    limit = limit_field()
    cursor = cursor_field()


class ArticleList(PrivateView):
    """The stories somebody may know of."""

    scopes = {"GET": Scope.READ, "POST": Scope.WRITE}

    @operation("articles_list", CARDS, 400, parameters=[ListParameters], tags=TAGS)
    def get(self, request: Request) -> HttpResponse:
        """Stories you may know of, newest first. All filters given must hold; a comma inside one means or."""
        asked = ListParameters.parse(request)
        page = read_page(
            chosen(known_stories(request.user), asked, request.user),
            ("-id",),
            (),
            asked["limit"],
            asked.get("cursor"),
        )
        found = ArticlePage.objects.in_bulk([row["id"] for row in page.rows])
        told = cards([found[row["id"]] for row in page.rows if row["id"] in found])
        return answer({"data": told, "meta": {"limit": asked["limit"]}, "links": links(request, page)})

    @operation(
        "articles_create", DRAFT, 400, 409, 413, 415, 422,
        status=201, parameters=[KEY], request=NewStorySerializer, tags=TAGS,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        """Begin a story below a section, as a draft of yours."""
        NoParameters.parse(request)
        return once(request, lambda: begun(request))


class ArticleDetail(PrivateView):
    """One story."""

    scopes = {"GET": Scope.READ, "PATCH": Scope.WRITE}

    @operation("articles_read", DRAFT, 400, 404, tags=TAGS)
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """The newest draft of a story, where it is, and every action, with why you cannot take it."""
        NoParameters.parse(request)
        return whole(story(request.user, document_id), request.user)

    @operation(
        "articles_change", DRAFT, 400, 404, 409, 412, 413, 415, 422, 428,
        parameters=[IF_MATCH], request=ChangeSerializer, tags=TAGS,
    )  # fmt: skip
    def patch(self, request: Request, document_id: UUID) -> HttpResponse:
        """Save a draft with what you send changed, as a revision of yours; what readers see stays.

        `If-Match` takes the ETag of the draft you read. A body is sent whole; blocks with their ids.
        """
        NoParameters.parse(request)
        article = story(request.user, document_id)
        if_match = request.META.get("HTTP_IF_MATCH", "")
        if not if_match:
            raise Problem(428, "precondition_required", "Send If-Match with the ETag of the draft.")
        change(article, request.user, Reading(body_of(request), ChangeSerializer, request.user), if_match)
        return whole(story(request.user, document_id), request.user)


def begun(request: Request) -> HttpResponse:
    """The answer that is a new story."""
    sent = body_of(request)
    reading = Reading(sent, NewStorySerializer, request.user)
    if reading.faults:
        raise unprocessable(reading.faults)
    section = SectionPage.objects.filter(uuid=reading.given["section"]).first()
    if section is None or not knows(request.user, section):
        raise unprocessable([fault("/section", "does_not_exist", NO_SECTION)])
    article = begin(section, request.user, reading)
    address = f"{request.path}{article.uuid}/"
    return whole(story(request.user, article.uuid), request.user, 201, Location=address)


def whole(article: ArticlePage, user: Any, status: int = 200, **headers: str) -> HttpResponse:
    """The answer that is a story."""
    told, digest = draft_of(article, user)
    return answer({"data": told}, status, ETag=etag(digest), **headers)


def etag(digest: str) -> str:
    """The entity tag of a draft of this content."""
    return f'"{digest}"'


def chosen(articles: QuerySet[ArticlePage], asked: dict[str, Any], user: Any) -> QuerySet[ArticlePage]:
    """Those of `articles` that `user` asked for."""
    if "locale" in asked:
        articles = articles.filter(locale__language_code=asked["locale"])
    if "kind" in asked:
        articles = articles.filter(kind__in=asked["kind"])
    if "section" in asked:
        articles = filters.below_sections(articles, asked["section"])
    if "state" in asked:
        articles = filters.in_states(articles, asked["state"])
    if "public" in asked:
        articles = filters.in_public_states(articles, asked["public"])
    if "needs" in asked:
        articles = filters.in_need(articles, asked["needs"])
    if "assignee" in asked:
        articles = filters.assigned(articles, asked["assignee"], user)
    return articles
