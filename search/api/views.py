"""Search, for anyone."""

import logging
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from news.http.conditional import Caching, cacheable
from news.http.openapi import operation
from news.http.parameters import slug_or_id
from news.http.problems import unavailable
from news.http.views import PublicView
from news.record.documents import to_bytes
from search.analysis.offsets import Utf16
from search.api.parameters import SearchParameters
from search.api.shapes import SEARCH
from search.asked import note
from search.engines.base import MAX_DEPTH, EngineError
from search.queries import Answer, Found, Highlight, Question, ask
from search.queries.asking import NAMED_FILTERS

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10
PAGED = ("page", "page_size")


class Search(PublicView):
    """Stories by their words."""

    @operation("search", SEARCH, 503, parameters=SearchParameters, tags=("Search",))
    def get(self, request: HttpRequest) -> HttpResponse:
        """Cards of what was found with the places of the words. 503 while the search engine is away."""
        chosen, now = SearchParameters.parse(request), timezone.now()
        question = question_of(chosen)
        try:
            answer = ask(question, now)
        except EngineError as error:
            logger.warning("The search engine does not answer", exc_info=True)
            raise unavailable("The search engine is away.", RETRY_SECONDS) from error
        note(question, answer, now)
        body = to_bytes(
            {
                "data": [result_of(found) for found in answer.results],
                "meta": meta_of(answer, chosen),
                "links": links_of(request, answer, chosen),
            }
        )
        ends = [found.visible_until for found in answer.results if found.visible_until]
        locales = [code for code, _ in settings.LANGUAGES] if chosen["across"] else chosen["locale"]
        tags = [f"l-{locale}" for locale in locales]
        return cacheable(request, body, Caching(tags=tags, visible_until=min(ends, default=None), now=now))


def question_of(chosen: dict[str, Any]) -> Question:
    """The parameters as a question."""
    parts: dict[str, Any] = {name: value for name, value in chosen.items() if name != "q"}
    parts |= {name: tuple(map(slug_or_id, chosen.get(name, ()))) for name in NAMED_FILTERS}
    parts |= {name: tuple(chosen.get(name, ())) for name in ("kind", "facets")}
    parts["locale"], *parts["also"] = chosen["locale"]
    return Question(text=chosen["q"], **parts)


def result_of(found: Found) -> dict[str, Any]:
    """One result as it goes out."""
    highlights = [highlight_of(highlight) for highlight in found.highlights]
    return {**found.card, "highlights": highlights, "found_by": "meaning" if found.wordless else "words"}


def highlight_of(highlight: Highlight) -> dict[str, Any]:
    """One highlight with its places in UTF-16 code units."""
    units = Utf16(highlight.text)
    ranges = [[units(start), units(end)] for start, end in highlight.ranges]
    return {"field": highlight.field, "text": highlight.text, "ranges": ranges}


def meta_of(answer: Answer, chosen: dict[str, Any]) -> dict[str, Any]:
    """What is said about the answer."""
    facets = {name: [vars(value) for value in values] for name, values in answer.facets.items()}
    return {
        "total": answer.total,
        "open_ended": answer.open_ended,
        **{name: chosen[name] for name in PAGED},
        "weak": answer.weak,
        "did_you_mean": answer.did_you_mean or None,
        "interpreted": {"words": list(answer.words), "phrases": list(answer.phrases)},
        "facets": facets,
        "engine": answer.engine,
        "meaning": answer.meaning,
    }


def links_of(request: HttpRequest, answer: Answer, chosen: dict[str, Any]) -> dict[str, str | None]:
    """The addresses of the pages before and after, without scheme and host."""
    page, size = (chosen[name] for name in PAGED)
    reachable = (page + 1) * size <= MAX_DEPTH
    more = reachable and (answer.open_ended or page * size < answer.total)
    return {
        "next": page_link(request, page + 1) if more else None,
        "prev": page_link(request, page - 1) if page > 1 else None,
    }


def page_link(request: HttpRequest, page: int) -> str:
    """This request's address with another page."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{quote(request.path)}?{query.urlencode(safe=',')}"
