"""Chooses stories for the lists of the editorial API."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from news.editorial.assignments import current
from news.editorial.states import EditorialState
from news.http.parameters import slug_or_id
from news.models import ArticlePage, SectionPage
from news.publication.finding import NEEDS, in_editorial_state, in_public_state
from news.publication.states import PublicAxis


def in_states(articles: QuerySet[ArticlePage], wanted: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` that are in one of these states of the editorial axis."""
    return any_of(articles, (in_editorial_state(all_stories(), EditorialState(one)) for one in wanted))


def in_public_states(articles: QuerySet[ArticlePage], wanted: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` of which readers have one of these."""
    return any_of(articles, (in_public_state(all_stories(), PublicAxis(one)) for one in wanted))


def in_need(articles: QuerySet[ArticlePage], wanted: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` that need somebody to look at them for one of these reasons."""
    now = timezone.now()
    return any_of(articles, (NEEDS[one](all_stories(), now) for one in wanted))


def assigned(articles: QuerySet[ArticlePage], name: str, user: Any) -> QuerySet[ArticlePage]:
    """Those of `articles` that are this person's: a user name, or `me`, who is `user`, or `nobody`."""
    if name == "nobody":
        return articles.exclude(pk__in=current().values("page_id"))
    whose = Q(assignee=user) if name == "me" else Q(assignee__username=name)
    return articles.filter(pk__in=current().filter(whose).values("page_id"))


def all_stories() -> QuerySet[ArticlePage]:
    """Every story, to choose from."""
    stories: QuerySet[ArticlePage] = ArticlePage.objects.order_by()
    return stories


def any_of(
    articles: QuerySet[ArticlePage], choices: Iterable[QuerySet[ArticlePage]]
) -> QuerySet[ArticlePage]:
    """Those of `articles` that are in any of `choices`; one query."""
    chosen = Q(pk__in=[])
    for choice in choices:
        chosen |= Q(pk__in=choice.values("pk"))
    return articles.filter(chosen)


def below_sections(articles: QuerySet[ArticlePage], names: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` that stand below one of these sections, each named by slug or id."""
    given = [slug_or_id(name) for name in names]
    ids = [one for one in given if isinstance(one, UUID)]
    slugs = [one for one in given if isinstance(one, str)]
    sections = SectionPage.objects.filter(Q(uuid__in=ids) | Q(slug__in=slugs)).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in sections:
        below |= Q(path__startswith=path)
    return articles.filter(below)
