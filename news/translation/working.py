"""What keeps somebody from working on a translation, beside its source or outside its editor."""

from typing import Any

from news.editorial.changing import cannot_change
from news.editorial.killed import is_killed
from news.editorial.refusals import Refusal
from news.editorial.spikes import put_away
from news.models import ArticlePage
from news.models.permissions import may_write
from news.translation.sources import translation_of


def cannot_work_on(article: ArticlePage, by: Any) -> Refusal | None:
    """Why `by` may not say anything of the pieces of this translation; None where they may."""
    return put_away(article) if may_write(article, by) else Refusal("not_allowed")


def cannot_read_out(article: ArticlePage, by: Any) -> Refusal | None:
    """Why `by` may not take the words of this translation out to work on them; None where they may."""
    if found := cannot_work_on(article, by):
        return found
    translation = translation_of(article)
    if translation is None:
        return Refusal("not_a_translation")
    source = ArticlePage.objects.filter(pk=translation.source_id).first()
    return Refusal("source_gone") if source is None or is_killed(source) else None


def cannot_write_in(article: ArticlePage, by: Any) -> Refusal | None:
    """Why `by` may not write into this translation now; None where they may."""
    return cannot_read_out(article, by) or cannot_change(article, by)
