"""Retractions of what a translation was made from: it tells its own readers the same, or is not public."""

from datetime import UTC, datetime

from news.editorial.refusals import Refusal
from news.models import ArticlePage
from news.models.corrections import Correction
from news.record.corrections import Moments, correction_moments
from news.translation.sources import sources_of

NEVER = datetime.min.replace(tzinfo=UTC)
SOON = datetime.max.replace(tzinfo=UTC)  # with a publication that is under way, or about to be


def retraction_objections(article: ArticlePage) -> list[Refusal]:
    """Why this row or draft of a translation may not be public: its source was retracted, in public.

    It may with a retraction of its own; one that its readers knew before those of the source is about
    something else. What that was translated from counts as well.
    """
    sources = list(sources_of(article))
    if not sources:
        return []
    told = correction_moments(page.uuid for page in (article, *sources))
    return [Refusal("source_retracted")] if last_of(sources, told) > last(article, told, SOON) else []


def is_of_a_retracted_source(article: ArticlePage) -> bool:
    """Whether readers know, or are about to, that what this was translated from is retracted."""
    sources = list(sources_of(article))
    return last_of(sources, correction_moments(source.uuid for source in sources)) > NEVER


def last_of(sources: list[ArticlePage], told: Moments) -> datetime:
    """When any of these stories was last retracted in public; `told` as the log has it."""
    return max((last(one, told, SOON if one.live else NEVER) for one in sources), default=NEVER)


def last(article: ArticlePage, told: Moments, untold: datetime) -> datetime:
    """When a story was last retracted; `untold` is when readers hear of what they were not told yet."""
    moments = told.get(article.uuid, {})
    retractions = [one for one in article.corrections.all() if one.type == Correction.Type.RETRACTION]
    return max((moments.get(str(one.uuid), untold) for one in retractions), default=NEVER)
