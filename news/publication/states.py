"""Where stories are on both axes, the editorial and the public one, for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from news.editorial.releases import ReleaseItem
from news.editorial.states import EditorialState, editorial_states
from news.models import ArticlePage
from news.publication.gate import stored_articles


class PublicAxis(StrEnum):
    """What readers have of a story."""

    NONE = "none"
    SCHEDULED = "scheduled"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    KILLED = "killed"


PUBLIC_LABELS: dict[PublicAxis, Promise | str] = {
    PublicAxis.NONE: _("Not public yet"),
    PublicAxis.SCHEDULED: _("Scheduled"),
    PublicAxis.LIVE: _("Live"),
    PublicAxis.WITHDRAWN: _("Withdrawn"),
    PublicAxis.KILLED: _("Killed"),
}


@dataclass(frozen=True)
class States:
    """Where one story is on each axis."""

    editorial: EditorialState
    public: PublicAxis


def states(articles: Iterable[ArticlePage]) -> dict[int, States]:
    """Where each of these stories is, by page id; six queries however many, and one for their types."""
    articles = list(articles)
    editorial = editorial_states(articles)
    public = public_axis(articles)
    return {article.pk: States(editorial[article.pk], public[article.pk]) for article in articles}


def public_axis(articles: Iterable[ArticlePage]) -> dict[int, PublicAxis]:
    """What readers have of each of these stories, by page id; three queries.

    The record knows what is or was public; a change of a live story that waits for its moment leaves it live.
    """
    articles = list(articles)
    stored = stored_articles(article.uuid for article in articles)
    waiting = scheduled(article.pk for article in articles)
    found = {}
    for article in articles:
        state = PublicAxis(stored.get(article.uuid, (PublicAxis.NONE, ""))[0])
        may_wait = state in (PublicAxis.NONE, PublicAxis.WITHDRAWN)
        found[article.pk] = PublicAxis.SCHEDULED if may_wait and article.pk in waiting else state
    return found


def scheduled(page_ids: Iterable[int]) -> set[int]:
    """Which of these pages wait for their moment: a revision of theirs, or their release; two queries."""
    ids = list(page_ids)
    rows = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=list(map(str, ids)),
        approved_go_live_at__isnull=False,
    )
    together = ReleaseItem.objects.filter(page_id__in=ids, waits=True, release__at__isnull=False)
    alone = map(int, rows.values_list("object_id", flat=True))
    return {*alone, *together.values_list("page_id", flat=True)}
