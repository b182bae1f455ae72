"""The only code that answers whether the public may read a page now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from news.editorial.approvals import approved_fingerprints
from news.editorial.embargo import in_force
from news.editorial.fingerprint import fingerprint
from news.editorial.models import ReleaseItem, Spike
from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument

REASONS: dict[str, Promise | str] = {
    "not_live": _("It is not published."),
    "expired": _("Its time of publication is over."),
    "alias": _("It is an alias of another page."),
    "restricted": _("It, or a page above it, is private."),
    "ancestor_not_live": _("A page above it is not published."),
    "not_approved": _("Its present content was never finally approved."),
    "embargoed": _("It is under embargo."),
    "killed": _("It was killed."),
    "spiked": _("It is spiked."),
    "in_release": _("It waits for a release, and goes out with that."),
}


@dataclass(frozen=True)
class Verdict:
    """The gate's answer: public (`reason` empty) until `visible_until`, or a code of REASONS."""

    reason: str = ""
    visible_until: datetime | None = None

    @property
    def public(self) -> bool:
        """Whether the public may read it now."""
        return not self.reason


@dataclass(frozen=True)
class _Tree:
    """What the pages above, and the page itself, say by their tree path."""

    live: dict[str, bool]
    ends: dict[str, datetime | None]
    restricted: frozenset[str]
    spiked: frozenset[str]
    waiting: frozenset[str]


def judge(pages: Sequence[Page]) -> dict[int, Verdict]:
    """The verdict on each of `pages` by primary key: base or specific pages, in a few queries however many.

    Whatever is an ArticlePage needs an approval of exactly its present content, and no embargo, as well. One
    that waits for a release keeps the words it has in public until then, or stays in.
    """
    tree = _tree_above(pages)
    now = timezone.now()
    verdicts = {page.pk: _judge_place(page, tree, now) for page in pages}
    articles = [page for page in pages if isinstance(page, ArticlePage) and verdicts[page.pk].public]
    if articles:
        prefetch_related_objects(articles, "bylines", "topics", "tagged_items", "corrections")
        stored = stored_articles(article.uuid for article in articles)
        public = {article.pk: stored[article.uuid][1] for article in articles if article.uuid in stored}
        approved = approved_fingerprints((article.pk for article in articles), public)
        embargoed = in_force((article.translation_key for article in articles), now)
        for article in articles:
            if stored.get(article.uuid, ("", ""))[0] == PublicState.KILLED:
                verdicts[article.pk] = Verdict("killed")
            elif article.path in tree.spiked:
                verdicts[article.pk] = Verdict("spiked")
            elif article.translation_key in embargoed:
                verdicts[article.pk] = Verdict("embargoed")
            elif (digest := fingerprint(article)) not in approved.get(article.pk, set()):
                verdicts[article.pk] = Verdict("not_approved")
            elif article.path in tree.waiting and digest != public.get(article.pk):
                verdicts[article.pk] = Verdict("in_release")
    return verdicts


def stored_articles(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """What the store says of these articles: their state, and the fingerprint of their last public words."""
    rows = PublishedDocument.objects.filter(type="article", document_id__in=list(ids))
    return {
        public_id: (state, words)
        for public_id, state, words in rows.values_list("document_id", "state", "words")
    }


def _prefixes(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _tree_above(pages: Sequence[Page]) -> _Tree:
    paths = {prefix for page in pages for prefix in _prefixes(page.path)}
    away = Exists(Spike.objects.filter(page=OuterRef("pk"), restored_at__isnull=True))
    waits = Exists(ReleaseItem.objects.filter(page=OuterRef("pk"), waits=True))
    rows = list(Page.objects.filter(path__in=paths).values_list("path", "live", "expire_at", away, waits))
    restrictions = PageViewRestriction.objects.filter(page__path__in=paths)
    return _Tree(
        live={path: live for path, live, *_rest in rows},
        ends={path: end for path, _live, end, *_rest in rows},
        spiked=frozenset(path for path, _live, _end, away, _waits in rows if away),
        waiting=frozenset(path for path, *_rest, waits in rows if waits),
        restricted=frozenset(restrictions.values_list("page__path", flat=True)),
    )


def _judge_place(page: Page, tree: _Tree, now: datetime) -> Verdict:
    own_and_above = _prefixes(page.path)
    ends = [end for path in own_and_above if (end := tree.ends.get(path))]
    if not tree.live.get(page.path):
        return Verdict("not_live")
    if page.alias_of_id is not None:
        return Verdict("alias")
    if not all(tree.live.get(path) for path in own_and_above):
        return Verdict("ancestor_not_live")
    if tree.restricted.intersection(own_and_above):
        return Verdict("restricted")
    if any(end <= now for end in ends):
        return Verdict("expired")
    return Verdict(visible_until=min(ends, default=None))
