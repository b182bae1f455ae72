"""What stories are filed under: sections, topics, authors, tags, and the locales they are written in."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from news.api.delivery import queries
from news.api.delivery.answers import document_answer, list_answer
from news.api.delivery.parameters import LocalePageParameters, LocaleParameters, PageParameters
from news.api.delivery.shapes import (
    AuthorSerializer,
    LocaleSerializer,
    SectionSerializer,
    TagSerializer,
    TopicSerializer,
)
from news.http.openapi import many, one, operation
from news.http.pagination import read_page
from news.http.parameters import Parameters
from news.http.problems import not_found
from news.http.views import PublicView
from news.record.tags import locale_tag

FILING = ("Sections, topics, people",)


class ThingList(PublicView):
    """The public documents of one type, in their order."""

    kind: ClassVar[str]
    parameters: ClassVar[type[Parameters]] = LocalePageParameters

    def answer(self, request: HttpRequest) -> HttpResponse:
        """A page of cards."""
        chosen, now = self.parameters.parse(request), timezone.now()
        locale = chosen.get("locale")
        found = queries.public(self.kind, now).filter(**({"locale": locale} if locale else {}))
        page = read_page(found, queries.IN_ORDER, queries.LISTED, chosen["limit"], chosen.get("cursor"))
        return list_answer(request, page, {"limit": chosen["limit"]}, [locale_tag(locale)], now)


class ThingDetail(PublicView):
    """One public document by its slug in a locale, or by its id."""

    kind: ClassVar[str]

    def answer(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The stored bytes; raises Problem 404."""
        chosen, now = LocaleParameters.parse(request), timezone.now()
        found = queries.read(queries.named(self.kind, slug, chosen["locale"], now))
        if found is None:
            raise not_found()
        return document_answer(request, found, now)


class SectionList(ThingList):
    """The sections of a locale."""

    kind = "section"

    @operation(
        "section_list",
        many("SectionListAnswer", SectionSerializer),
        parameters=LocalePageParameters,
        tags=FILING,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """All sections of a locale, each with the id of the one above it."""
        return self.answer(request)


class SectionDetail(ThingDetail):
    """One section."""

    kind = "section"

    @operation(
        "section", one("SectionAnswer", SectionSerializer), 404, parameters=LocaleParameters, tags=FILING
    )
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A section by slug or id."""
        return self.answer(request, slug)


class TopicList(ThingList):
    """The topics of a locale."""

    kind = "topic"

    @operation(
        "topic_list", many("TopicListAnswer", TopicSerializer), parameters=LocalePageParameters, tags=FILING
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """All topics of a locale."""
        return self.answer(request)


class TopicDetail(ThingDetail):
    """One topic."""

    kind = "topic"

    @operation("topic", one("TopicAnswer", TopicSerializer), 404, parameters=LocaleParameters, tags=FILING)
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A topic by slug or id."""
        return self.answer(request, slug)


class AuthorList(ThingList):
    """The authors of a locale."""

    kind = "author"

    @operation(
        "author_list",
        many("AuthorListAnswer", AuthorSerializer),
        parameters=LocalePageParameters,
        tags=FILING,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """All authors of a locale."""
        return self.answer(request)


class AuthorDetail(ThingDetail):
    """One author."""

    kind = "author"

    @operation("author", one("AuthorAnswer", AuthorSerializer), 404, parameters=LocaleParameters, tags=FILING)
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """An author by slug or id."""
        return self.answer(request, slug)


class TagList(ThingList):
    """The tags, which all locales share."""

    kind = "tag"
    parameters = PageParameters

    @operation("tag_list", many("TagListAnswer", TagSerializer), parameters=PageParameters, tags=FILING)
    def get(self, request: HttpRequest) -> HttpResponse:
        """All tags."""
        return self.answer(request)


class LocaleList(ThingList):
    """The locales."""

    kind = "locale"
    parameters = PageParameters

    @operation(
        "locale_list", many("LocaleListAnswer", LocaleSerializer), parameters=PageParameters, tags=FILING
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The languages the newsroom publishes in."""
        return self.answer(request)
