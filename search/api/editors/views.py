"""What editors' programs ask search: what is public beside a draft, and why an answer is as it is."""

import logging
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer, fault, unprocessable
from news.api.editorial.bodies import read
from news.api.editorial.openapi import operation
from news.api.editorial.stories import NOTHING, refused, story
from news.editorial.knowing import known_stories, knows
from news.editorial.refusals import Refusal
from news.http.parameters import NoParameters
from news.http.problems import Problem, not_found, unavailable
from news.models import ArticlePage, SectionPage
from search.admin import drafting, telling
from search.admin.permissions import may_draft, may_edit_stories
from search.api.editors.shapes import EXPLAINED, SUGGESTIONS, DraftInput, ExplainParameters
from search.api.views import RETRY_SECONDS, question_of
from search.engines.base import EngineError
from search.queries.drafting import suggestions
from search.queries.explaining import explain, is_public

logger = logging.getLogger(__name__)
TAGS = ["Search"]
NO_SECTION = "There is no such section, or none that you may know of."


class RelatedSuggestions(PrivateView):
    """What is public beside a story that is being written."""

    scopes = {"POST": Scope.READ}

    @operation(
        "related_suggestions", SUGGESTIONS, 400, 404, 413, 415, 422, 503, request=DraftInput, tags=TAGS
    )
    def post(self, request: Request) -> HttpResponse:
        """Background, likely duplicates and translations of a draft, all public; the draft is not kept."""
        NoParameters.parse(request)
        sent = read(DraftInput, request)
        article = story(request.user, sent["article"]) if "article" in sent else None
        section = section_of(request, sent["section"]) if "section" in sent and not article else None
        if not may_draft(request.user, article, section):
            raise refused(Refusal("not_allowed"))
        draft = drafting.draft_of(sent["title"], sent["text"], article, section, sent["locale"])
        try:
            found = suggestions(draft)
        except EngineError as error:
            raise away(error) from None
        return answer({"data": drafting.told(found)})


class Explain(PrivateView):
    """Why the answers to a question are as they are."""

    scopes = {"GET": Scope.READ}

    @operation("search_explain", EXPLAINED, 400, 404, 503, parameters=[ExplainParameters], tags=TAGS)
    def get(self, request: Request) -> HttpResponse:
        """How a question is understood, what each word adds to the first ten answers, and about a story."""
        if not may_edit_stories(request.user):
            raise refused(Refusal("not_allowed"))
        chosen = ExplainParameters.parse(request)
        named: UUID | None = chosen.pop("story", None)
        article = named_story(request.user, named) if named else None
        try:
            found = explain(question_of(chosen), named)
        except EngineError as error:
            raise away(error) from None
        return answer({"data": telling.told(found, article)})


def section_of(request: Request, public_id: UUID) -> SectionPage:
    """The section a story is begun in; raises Problem 422 where the user may not know of it."""
    section = SectionPage.objects.select_related("locale").filter(uuid=public_id).first()
    if section is None or not knows(request.user, section):
        raise unprocessable([fault("/section", "does_not_exist", NO_SECTION)])
    return section


def named_story(user: Any, public_id: UUID) -> ArticlePage | None:
    """The story of this id if `user` may know of it; raises Problem 404 where it is not public either."""
    article: ArticlePage | None = known_stories(user).filter(uuid=public_id).first()
    if article is None and not is_public(public_id):
        raise not_found(NOTHING)
    return article


def away(error: EngineError) -> Problem:
    """The answer while the search engine is away; what was asked of it is in no log."""
    logger.warning("The search engine does not answer: %s", type(error).__name__)
    return unavailable("The search engine is away.", RETRY_SECONDS)
