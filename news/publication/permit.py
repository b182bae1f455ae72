"""What keeps a story from being published at a moment: the same answer on every path."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from news.editorial.approvals import PUBLISHING_KINDS, approvals_of
from news.editorial.completeness import lacks
from news.editorial.embargo import in_force
from news.editorial.fingerprint import fingerprint
from news.editorial.models import Approval
from news.editorial.refusals import Refusal, Refused
from news.editorial.releases import waits_in
from news.editorial.reviews import is_review_of
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.models.corrections import Correction
from news.publication.gate import stored_articles
from news.record.corrections import published_corrections
from news.record.models import PublicState
from news.translation.retractions import is_of_a_retracted_source, retraction_objections
from news.translation.review import objections, source_objections


def refusals(article: ArticlePage, at: datetime | None = None) -> list[Refusal]:
    """Why this content of a story, from a revision or its row, may not go out `at` a moment (now).

    Empty where it may. What an import brought was approved elsewhere, whatever it lacks here.
    """
    state, public = stored_articles([article.uuid]).get(article.uuid, ("", ""))
    if state == PublicState.KILLED:
        return [Refusal("killed")]
    away = [Refusal("spiked")] if is_spiked(article) else []
    release = waits_in(article)
    held = [release.refusal()] if release else []
    found = away + held + [one.refusal() for one in in_force([article.translation_key], at).values()]
    digest = fingerprint(article)
    approvals = [one for one in approvals_of(article.pk, public) if one.fingerprint == digest]
    kinds = {approval.kind for approval in approvals if stands(approval, article)}
    if approvals and not kinds:
        found.append(Refusal("other_review"))
    elif not kinds:
        ever = Approval.objects.filter(page_id=article.pk, kind__in=PUBLISHING_KINDS).exists()
        found.append(Refusal("edited_since_approval" if ever else "not_approved"))
    found += [*correction_refusals(article, ever_public=bool(state)), *retraction_objections(article)]
    if Approval.Kind.IMPORT not in kinds:
        unread = kinds == {Approval.Kind.BREAKING}  # no review has asked for what is missing
        found += [*lacks(article), *objections(article, lacking=unread), *source_objections(article)]
    return found


def stands(approval: Approval, article: ArticlePage) -> bool:
    """Whether an approval counts where the story stands by now: its review had the steps of this place."""
    if approval.kind != Approval.Kind.FINAL or approval.workflow_state is None:
        return True
    return is_review_of(approval.workflow_state, article)


def correction_refusals(article: ArticlePage, *, ever_public: bool) -> Iterator[Refusal]:
    """What its corrections have against publishing a story: readers are told once, and for good.

    What nobody has read has none, but what is translated from a retracted story begins with a retraction.
    """
    present = {str(one.uuid): one.as_document() for one in article.corrections.all()}
    early = {one["type"] for one in present.values()} if not ever_public else set()
    if early and not (early == {Correction.Type.RETRACTION} and is_of_a_retracted_source(article)):
        yield Refusal("correction_early", about="corrections")
    for key, told in published_corrections([article.uuid]).get(article.uuid, {}).items():
        if present.get(key) != {**told, "at": None}:
            yield Refusal("correction_changed", about="corrections")


def check_publication(article: ArticlePage, revision: Any, **kwargs: Any) -> None:
    """Refuse to publish or schedule what may not go out then; raises Refused with every reason."""
    content = revision.as_object()
    later = content.go_live_at if content.go_live_at and content.go_live_at > timezone.now() else None
    if found := refusals(content, later):
        raise Refused(*found)
