"""Releases, for programs that put them together and start them, by the rules of the admin."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial.articles import one_of
from news.api.editorial.base import PrivateView, answer, fault, pointer, unprocessable
from news.api.editorial.bodies import read
from news.api.editorial.idempotency import KEY, once
from news.api.editorial.openapi import operation
from news.api.editorial.stories import refused
from news.api.editorial.together import (
    RELEASE,
    RELEASES,
    STATES,
    NewReleaseSerializer,
    ReleaseChangeSerializer,
    ReleaseSerializer,
    card,
    held,
    whole,
)
from news.api.editorial.words import NO_STORY
from news.editorial.gathering import add, make, rename, schedule, take_out
from news.editorial.knowing import known_stories
from news.editorial.refusals import Refused
from news.editorial.releases import NOT_OVER, Release, known_releases
from news.http.pagination import links, read_page
from news.http.parameters import NoParameters, Parameters, cursor_field, limit_field
from news.http.problems import not_found
from news.models import ArticlePage
from news.publication.desk.together import RELEASE_ACTIONS, ReleaseAction, perform
from news.publication.releasing import HeldBack

TAGS = ["Releases"]
NO_RELEASE = "There is no such release, or none that you may know of."
NO_ACTION = "There is no such action; a release lists those there are."
OF_STATE = {
    "open": Q(NOT_OVER, at=None),
    "scheduled": Q(NOT_OVER, at__isnull=False),
    "released": Q(released_at__isnull=False),
    "cancelled": Q(cancelled_at__isnull=False),
}


class ReleaseListParameters(Parameters):
    """What a list of releases is chosen by."""

    state = one_of(STATES)
    limit = limit_field()
    cursor = cursor_field()


class DoneSerializer(serializers.Serializer):
    """What was done, and the release after it."""

    action = serializers.CharField()
    message = serializers.CharField(help_text="What was done, in words for people.")
    release = ReleaseSerializer()


DONE = inline_serializer("ReleaseDoneAnswer", {"data": DoneSerializer()})


class ReleaseList(PrivateView):
    """The releases somebody may know of."""

    scopes = {"GET": Scope.READ, "POST": Scope.PUBLISH}

    @operation("releases_list", RELEASES, 400, parameters=[ReleaseListParameters], tags=TAGS)
    def get(self, request: Request) -> HttpResponse:
        """Releases of yours, or with a story you may know of, newest first."""
        asked = ReleaseListParameters.parse(request)
        chosen = Q(pk__in=[])
        for state in asked.get("state", STATES):
            chosen |= OF_STATE[state]
        rows = releases(request.user).filter(chosen)
        page = read_page(rows, ("-id",), (), asked["limit"], asked.get("cursor"))
        found = releases(request.user).in_bulk([row["id"] for row in page.rows])
        told = [card(found[row["id"]]) for row in page.rows if row["id"] in found]
        return answer({"data": told, "meta": {"limit": asked["limit"]}, "links": links(request, page)})

    @operation(
        "releases_create", RELEASE, 400, 409, 413, 415, 422,
        status=201, parameters=[KEY], request=NewReleaseSerializer, tags=TAGS,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        """Begin a release, with stories or without, for a moment or for somebody to start."""
        NoParameters.parse(request)
        return once(request, lambda: begun(request))


class ReleaseDetail(PrivateView):
    """One release."""

    scopes = {"GET": Scope.READ, "PATCH": Scope.PUBLISH}

    @operation("releases_read", RELEASE, 400, 404, tags=TAGS)
    def get(self, request: Request, pk: int) -> HttpResponse:
        """A release with its stories, and everything that holds each of them back."""
        NoParameters.parse(request)
        return answer({"data": whole(release_of(request.user, pk), request.user)})

    @operation(
        "releases_change", RELEASE, 400, 404, 409, 413, 415, 422, request=ReleaseChangeSerializer, tags=TAGS
    )
    def patch(self, request: Request, pk: int) -> HttpResponse:
        """Change its title, its moment or its stories, which are sent whole; all you send or nothing."""
        NoParameters.parse(request)
        row = release_of(request.user, pk)
        change(row, request.user, read(ReleaseChangeSerializer, request))
        return answer({"data": whole(after(row), request.user)})


class ReleaseActionView(PrivateView):
    """Takes an action on a release as a whole."""

    scopes = {"POST": Scope.PUBLISH}

    @operation("releases_act", DONE, 400, 404, 409, 413, 415, 422, parameters=[KEY], tags=TAGS)
    def post(self, request: Request, pk: int, name: str) -> HttpResponse:
        """`release` publishes all of it at once or nothing, `cancel` ends it. Nothing is sent."""
        NoParameters.parse(request)
        action = RELEASE_ACTIONS.get(name)
        if action is None:
            raise not_found(NO_ACTION)
        row = release_of(request.user, pk)
        return once(request, lambda: done(action, row, request))


def releases(user: Any) -> QuerySet[Release]:
    """The releases that `user` may know of."""
    rows = Release.objects.select_related("made_by", "released_by", "cancelled_by")
    return known_releases(rows, user)


def release_of(user: Any, pk: int) -> Release:
    """The release of this number; raises a 404 where there is none that `user` may know of."""
    found = releases(user).filter(pk=pk).first()
    if found is None:
        raise not_found(NO_RELEASE)
    return found


def after(row: Release) -> Release:
    """A release as it is now, for who has just changed it: they may not know any story in it any more."""
    return Release.objects.select_related("made_by", "released_by", "cancelled_by").get(pk=row.pk)


def begun(request: Request) -> HttpResponse:
    """The answer that is a new release."""
    asked = read(NewReleaseSerializer, request)
    articles = stories(request.user, asked.get("articles", []))
    try:
        with transaction.atomic():
            row = make(asked["title"], by=request.user)
            add(row, articles, by=request.user)
            if asked.get("at"):
                schedule(row, asked["at"], by=request.user)
    except Refused as refusal:
        raise refused(*refusal.refusals) from refusal
    told = whole(after(row), request.user)
    return answer({"data": told}, 201, Location=f"{request.path}{row.pk}/")


def change(row: Release, user: Any, asked: dict[str, Any]) -> None:
    """Change what was sent of a release, all or nothing. Raises Problem 403, 409 or 422."""
    wanted = stories(user, asked["articles"]) if "articles" in asked else None
    try:
        with transaction.atomic():
            if asked.get("title", row.title) != row.title:
                rename(row, asked["title"], by=user)
            if wanted is not None:
                keep = {article.pk for article in wanted}
                known = known_stories(user).filter(pk__in=row.items.values("page_id"))
                take_out(row, known.exclude(pk__in=keep), by=user)
                add(row, wanted, by=user)
            if asked.get("at", row.at) != row.at:
                schedule(row, asked["at"], by=user)
    except Refused as refusal:
        raise refused(*refusal.refusals) from refusal


def stories(user: Any, ids: list[UUID]) -> list[ArticlePage]:
    """The stories of these ids; raises a 422 that names those that `user` may not know of."""
    found = {story.uuid: story for story in known_stories(user).filter(uuid__in=ids)}
    faults = [
        fault(pointer("articles", place), "does_not_exist", NO_STORY)
        for place, one in enumerate(ids)
        if one not in found
    ]
    if faults:
        raise unprocessable(faults)
    return [found[one] for one in dict.fromkeys(ids)]


def done(action: ReleaseAction, row: Release, request: Request) -> HttpResponse:
    """The answer to an action that came off; raises the problem of one that did not."""
    read(serializers.Serializer, request)
    try:
        perform(action, row, request.user)
    except HeldBack as refusal:
        raise held(refusal) from refusal
    except Refused as refusal:
        raise refused(*refusal.refusals) from refusal
    told = {"action": action.name, "message": str(action.done)}
    return answer({"data": {**told, "release": whole(after(row), request.user)}})
