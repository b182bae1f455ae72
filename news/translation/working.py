"""What keeps somebody from working on a translation outside its editor."""

from typing import Any

from news.editorial.changing import cannot_change
from news.editorial.killed import is_killed
from news.editorial.refusals import Refusal
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.models.permissions import may_write
from news.translation.review import translation_of


def cannot_read_out(article: ArticlePage, by: Any) -> Refusal | None:
    """Why `by` may not take the words of this translation out to work on them; None where they may."""
    if not may_write(article, by):
        return Refusal("not_allowed")
    if is_killed(article):
        return Refusal("killed")
    if is_spiked(article):
        return Refusal("spiked")
    translation = translation_of(article)
    if translation is None:
        return Refusal("not_a_translation")
    source = ArticlePage.objects.filter(pk=translation.source_id).first()
    return Refusal("source_gone") if source is None or is_killed(source) else None


def cannot_write_in(article: ArticlePage, by: Any) -> Refusal | None:
    """Why `by` may not write into this translation now; None where they may."""
    return cannot_read_out(article, by) or cannot_change(article, by)
