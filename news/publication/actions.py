"""What editors do to what is public, answered once it is done."""

from typing import Any

from news.models import ArticlePage
from news.publication.sync import sync
from news.record.models import Publication


def withdraw(article: ArticlePage, *, by: Any) -> list[Publication]:
    """Take an article down; it can be published again. Returns the rows appended to the log."""
    article.unpublish(user=by, commit=True)
    return sync([("article", article.uuid)])
