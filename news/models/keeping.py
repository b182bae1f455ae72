"""Which stories are never deleted: what is known of them must be told as long as the newsroom stands."""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.models import Page, PageQuerySet, Revision

from news.record.models import PublishedDocument

KEPT = "kept"  # what lists call it, so that they need not ask for each of their pages


def with_kept(pages: PageQuerySet) -> PageQuerySet:
    """`pages`, each told whether it is a story that readers saw, that was killed, or is scheduled."""
    stored = PublishedDocument.objects.filter(type="article", document_id=OuterRef("articlepage__uuid"))
    own = Revision.page_revisions.filter(object_id=Cast(OuterRef("pk"), CharField()))
    scheduled = Exists(own.filter(approved_go_live_at__isnull=False)) & Q(articlepage__isnull=False)
    return pages.annotate(**{KEPT: Exists(stored) | scheduled})


def is_kept(page: Page) -> bool:
    """Whether such a story is `page`, or stands below it; at most one query."""
    if page.is_leaf() and hasattr(page, KEPT):
        return bool(getattr(page, KEPT))
    below = Page.objects.filter(path__startswith=page.path)
    return bool(with_kept(below).filter(**{KEPT: True}).exists())
