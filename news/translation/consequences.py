"""What a correction of a source does to its translations: people are told, a retraction pulls them."""

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.models import Revision

from news.editorial.assignments import assignments_of
from news.editorial.notices import Notice, mail, tell
from news.models import ArticlePage
from news.record.corrections import published_corrections
from news.translation.models import Translation
from news.translation.retractions import retraction_objections
from news.translation.severity import OF_TYPE, Severity


def source_published(source: ArticlePage, *, by: Any) -> None:
    """A story was published, in the same transaction: what its readers are told, is news to its translators.

    A retraction takes down at once whatever was made from it, and what was made from that, and out of the
    schedule, unless a translation tells its own readers the same from now on.
    """
    told = published_corrections([source.uuid]).get(source.uuid, {})
    new = [one for one in source.corrections.all() if str(one.uuid) not in told]
    if not new:
        return
    translations = list(made_from(source))
    words = "\n".join(one.note for one in new)
    weight = max(OF_TYPE[one.type] for one in new)
    pulled = pull(translations, by=by) if weight == Severity.LEGAL else []
    held = assignments_of(page.pk for page in translations)
    for page in translations:
        what = Notice.What.PULLED if page in pulled else Notice.What.SOURCE_CORRECTED
        holder = held[page.pk].assignee if page.pk in held else None
        mail(tell(page, what, [page.owner, holder], by=by, words=words))


def made_from(source: ArticlePage) -> Iterable[ArticlePage]:
    """The translations of a story, and those of its translations."""
    pages = ArticlePage.objects.filter(pk__in=Translation.objects.filter(source=source).values("page_id"))
    for page in pages.select_related("owner"):
        yield page
        yield from made_from(page)


def pull(translations: Sequence[ArticlePage], *, by: Any) -> list[ArticlePage]:
    """Take down those that must not be public now, which it returns, and take back such schedules."""
    pulled = [page for page in translations if page.live and retraction_objections(page)]
    for page in pulled:
        page.unpublish(user=by)
    scheduled = Revision.page_revisions.filter(
        object_id__in=[str(page.pk) for page in translations], approved_go_live_at__isnull=False
    )
    stopped = [one.pk for one in scheduled if retraction_objections(one.as_object())]
    Revision.objects.filter(pk__in=stopped).update(approved_go_live_at=None)
    return pulled
