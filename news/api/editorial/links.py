"""Makes, exchanges and revokes links to previews; their secrets are told once and kept nowhere."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from news.access.admission import may_enter
from news.access.tokens import digest
from news.api.editorial.models import PreviewLink
from news.editorial.embargo import has_right
from news.editorial.fingerprint import fingerprint
from news.editorial.killed import is_killed
from news.editorial.knowing import known_stories
from news.editorial.refusals import Refused
from news.http.problems import Problem
from news.models import ArticlePage

MINUTES, MOST_MINUTES = 30, 24 * 60
LINK, TOKEN = "nashra-link_", "nashra-preview_"
OVER = "This preview is over: it expired, was revoked or used, or never was."
STALE = "The draft was changed since this preview was made; ask for another link."


@transaction.atomic
def make(article: ArticlePage, user: Any, minutes: int) -> tuple[PreviewLink, str]:
    """A new link to the draft of a story as it is now, and its secret. Raises Refused where it was killed."""
    if is_killed(article):
        raise Refused("killed")
    secret = LINK + token_urlsafe(32)
    now = timezone.now()
    row = PreviewLink.objects.create(
        page_id=article.pk,
        fingerprint=fingerprint(article.get_latest_revision_as_object()),
        link_digest=digest(secret),
        made_by=user,
        made_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    log(article, "nashra.preview.make", user=user, data={"link": row.pk, "minutes": minutes})
    return row, secret


@transaction.atomic
def exchange(secret: str) -> tuple[PreviewLink, str]:
    """The token that a link's secret is good for, once. Raises Problem 401 or 410."""
    row = working(link_digest=digest(secret), used_at=None)
    article = current(row)
    token = TOKEN + token_urlsafe(32)
    unused = PreviewLink.objects.filter(pk=row.pk, used_at=None)
    if not unused.update(used_at=timezone.now(), token_digest=digest(token)):
        raise over()
    log(article, "nashra.preview.open", user=None, data={"link": row.pk})
    return row, token


def draft_behind(token: str) -> ArticlePage:
    """The draft that a token shows. Raises Problem 401 or 410."""
    return current(working(token_digest=digest(token))).get_latest_revision_as_object()


def working(**which: Any) -> PreviewLink:
    """The link of this secret, if it still opens something."""
    rows = PreviewLink.objects.select_related("made_by").filter(**which)
    row = rows.filter(revoked_at=None, expires_at__gt=timezone.now()).first()
    if row is None or not may_enter(row.made_by):
        raise over()
    return row


def current(row: PreviewLink) -> ArticlePage:
    """The story of a link, if its maker may still know it and the draft is the one that was meant."""
    article = known_stories(row.made_by).select_related("locale").filter(pk=row.page_id).first()
    if article is None or is_killed(article):
        raise over()
    if fingerprint(article.get_latest_revision_as_object()) != row.fingerprint:
        raise Problem(410, "preview_stale", STALE)
    return article


def may_revoke(row: PreviewLink, article: ArticlePage, user: Any) -> bool:
    """Whether it is theirs, or they may publish the story."""
    return row.made_by_id == user.pk or has_right(article, user, "publish")


@transaction.atomic
def revoke(row: PreviewLink, article: ArticlePage, user: Any) -> None:
    """End a link and the token it was exchanged for; one that ended before stays as it is."""
    if PreviewLink.objects.filter(pk=row.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=user
    ):
        log(article, "nashra.preview.revoke", user=user, data={"link": row.pk})


def over() -> Problem:
    """The one 401 of every secret that opens nothing, so that nobody learns why."""
    return Problem(401, "not_authenticated", OVER, headers={"WWW-Authenticate": 'Bearer realm="preview"'})
