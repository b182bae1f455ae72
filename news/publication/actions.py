"""What editors do to what is public, answered once it is done."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from news.editorial.breaking import CHECK_WITHIN, Breaking, raise_breaking
from news.editorial.embargo import has_right, lock_group
from news.editorial.models import Approval
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication.sync import sync
from news.record.models import Publication, PublicState, PublishedDocument


def withdraw(article: ArticlePage, *, by: Any) -> list[Publication]:
    """Take an article down; it can be published again. Returns the rows appended to the log."""
    article.unpublish(user=by, commit=True)
    return sync([("article", article.uuid)])


@transaction.atomic
def publish_breaking(article: ArticlePage, *, by: Any, until: datetime | None = None) -> Breaking:
    """Publish a brief as breaking news before anybody else has read it; a check is due soon after.

    All in one transaction, and public as soon as that commits. Raises Refused unless `by` may publish here,
    it is a brief that never was public, and nothing but the missing approval stands against it.
    """
    if not has_right(article, by, "publish"):
        raise Refused("not_allowed")
    lock_group(article)
    page = ArticlePage.objects.get(pk=article.pk)
    content = page.get_latest_revision_as_object()
    if content.kind != ArticlePage.Kind.BRIEF:
        raise Refused("breaking_kind")
    # What somebody else published a moment ago is live, and not in the record yet.
    if page.live or PublishedDocument.objects.filter(type="article", document_id=article.uuid).exclude(
        state=PublicState.KILLED
    ):
        raise Refused("breaking_public")
    Approval.give(content, kind=Approval.Kind.BREAKING, approved_by=by)
    row = raise_breaking(article, by=by, until=until)
    row.raised_by = by  # whoever raised it before may be the one who checks it
    row.check_due = timezone.now() + CHECK_WITHIN
    row.save()
    content.latest_revision.publish(user=by)
    log(article, "nashra.breaking.publish", user=by, data={"check_due": row.check_due.isoformat()})
    return row
