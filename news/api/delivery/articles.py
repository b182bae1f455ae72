"""Stories: lists of cards, one by id or path, and its translations."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers

from news.api.delivery import queries
from news.api.delivery.answers import (
    caching_of,
    document_answer,
    list_answer,
    list_body,
    with_included,
)
from news.api.delivery.examples import ARTICLE_ANSWER, CARDS_ANSWER
from news.api.delivery.parameters import ArticleListParameters, ByPathParameters, DocumentParameters
from news.api.delivery.queries import LISTED, Stored
from news.api.delivery.shapes import ArticleCardSerializer, ArticleSerializer
from news.api.delivery.sparse import chosen_tree, pruned
from news.http.conditional import Caching, cacheable
from news.http.openapi import many, one, operation
from news.http.parameters import NoParameters
from news.http.views import PublicView
from news.record.documents import to_bytes
from news.record.tags import locale_tag


class IncludedSerializer(serializers.Serializer):
    """What `include` asked for."""

    translations = ArticleCardSerializer(many=True)


STORIES: dict[str, Any] = {"tags": ("Stories",), "examples": [ARTICLE_ANSWER]}
LISTS: dict[str, Any] = {"tags": ("Stories",), "examples": [CARDS_ANSWER]}
ARTICLE = one("ArticleAnswer", ArticleSerializer, included=IncludedSerializer(required=False))
CARDS = many("ArticleListAnswer", ArticleCardSerializer)


class ArticleList(PublicView):
    """Public stories."""

    @operation("article_list", CARDS, parameters=ArticleListParameters, **LISTS)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Cards of stories, newest first. All filters given must hold."""
        chosen, now = ArticleListParameters.parse(request), timezone.now()
        locale = chosen.get("locale")
        page = queries.article_page(chosen, now)
        meta = {"limit": chosen["limit"]}
        if chosen["count"]:
            meta["count"] = queries.article_count(chosen, now)
        return list_answer(request, page, meta, _list_tags(chosen, locale), now)


class ArticleDetail(PublicView):
    """One public story."""

    @operation("article", ARTICLE, 404, 410, parameters=DocumentParameters, **STORIES)
    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """A story with its body. A killed one is 410 with its public notice."""
        chosen, now = DocumentParameters.parse(request), timezone.now()
        found = queries.by_id("article", document_id, now)
        if found is None:
            raise queries.missing("article", document_id)
        return article_answer(request, found, chosen, now)


class ArticleByPath(PublicView):
    """The public story at a path."""

    @operation("article_by_path", ARTICLE, 404, 410, parameters=ByPathParameters, **STORIES)
    def get(self, request: HttpRequest) -> HttpResponse:
        """A story by its path. Where it moved, 404 with code `moved` and `redirect_to`."""
        chosen, now = ByPathParameters.parse(request), timezone.now()
        path = queries.as_stored(chosen["path"])
        found = queries.by_path(path, now)
        if found is None:
            raise queries.missing_at(path, now)
        return article_answer(request, found, chosen, now)


class ArticleTranslations(PublicView):
    """A story in its other languages."""

    @operation("article_translations", CARDS, 404, 410, **LISTS)
    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Cards of the public translations of a story, itself left out, by locale."""
        NoParameters.parse(request)
        now = timezone.now()
        found = queries.translations(queries.group_of(document_id, now), now)
        rows = list(found.values("document_id", "group", *LISTED))
        if not any(row["document_id"] == document_id for row in rows):
            raise queries.missing("article", document_id)
        cards = [row["card"] for row in rows if row["document_id"] != document_id]
        ends = [row["visible_until"] for row in rows if row["visible_until"]]
        tags = [f"a-{document_id}", f"g-{rows[0]['group']}"]
        body = list_body(cards, {"limit": len(cards)}, {"next": None, "prev": None})
        return cacheable(request, body, Caching(tags=tags, visible_until=min(ends, default=None), now=now))


def article_answer(
    request: HttpRequest, found: Stored, chosen: dict[str, Any], now: datetime
) -> HttpResponse:
    """The story, pruned and accompanied as the parameters ask; mostly its stored bytes."""
    names, includes = chosen.get("fields"), chosen.get("include")
    if not names and not includes:
        return document_answer(request, found, now)
    body = found.body
    if names:
        tree, whole = chosen_tree(names), json.loads(body)
        body = to_bytes({**whole, "data": pruned(whole["data"], tree)})
    if not includes:
        return cacheable(request, body, caching_of(found, now))
    rows = (
        queries.translations(found.group, now).exclude(document_id=found.document_id) if found.group else None
    )
    cards = list(rows.values_list(*LISTED)) if rows is not None else []
    ends = [end for end in (found.visible_until, *(end for _, end in cards)) if end]
    # A translation changes without this story's own log row, so there is no date to go by.
    caching = caching_of(found, now, last_modified=None, visible_until=min(ends, default=None))
    return cacheable(request, with_included(body, "translations", [card for card, _ in cards]), caching)


def _list_tags(chosen: dict[str, Any], locale: str | None) -> list[str]:
    tags = [locale_tag(locale)] if locale else []
    tags += [f"g-{chosen['group']}"] if "group" in chosen else []
    return tags + [f"a-{document_id}" for document_id in chosen.get("ids", ())]
