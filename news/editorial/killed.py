"""Whether a story was killed: nobody works on it, or shows it to anybody, until that is undone."""

from typing import Any

from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument


def is_killed(article: Any) -> bool:
    """Whether readers are told that this story was killed; a page that is no story never was. One query."""
    if not isinstance(article, ArticlePage):
        return False
    known = PublishedDocument.objects.filter(type="article", document_id=article.uuid)
    return known.filter(state=PublicState.KILLED).exists()
