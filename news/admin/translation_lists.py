"""The lists of a desk that are about translations: what is to be taken, and what is stale."""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from news.admin.facts import Fact, named, timed
from news.admin.lists import SHOWN, Desk, Row, is_over
from news.editorial.assignments import current
from news.record.models import PublicState, PublishedDocument
from news.translation.models import Translation, TranslationRequest
from news.translation.severity import LABELS, Severity


def asked_for(desk: Desk) -> list[Row]:
    """Translations that somebody asked for and nobody has taken; what is urgent, then what is due first."""
    rows = TranslationRequest.objects.filter(
        ended_at__isnull=True, translation__page_id__in=desk.known, translation__source__isnull=False
    ).exclude(Exists(current().filter(page_id=OuterRef("translation__page_id"))))
    rows = rows.select_related("translation").order_by("-priority", F("due").asc(nulls_last=True), "pk")
    return [
        Row(row.translation.page_id, facts_of(row), is_over(row.due, desk.now)) for row in rows[: SHOWN + 1]
    ]


def facts_of(row: TranslationRequest) -> list[Fact]:
    """How urgent it is, when it is due, and what was said of it."""
    urgent = row.priority > TranslationRequest.Priority.NORMAL
    found = [named("%(name)s", str(row.get_priority_display()))] if urgent else []
    found += [timed(_("due %(when)s"), row.due)] if row.due else []
    return [*found, *([named("%(name)s", row.note)] if row.note else [])]


def stale(desk: Desk) -> list[Row]:
    """What readers have in translation that its source says otherwise by now; what weighs most is first."""
    live = PublishedDocument.objects.filter(
        type="article", document_id=OuterRef("page__articlepage__uuid"), state=PublicState.LIVE
    )
    rows = Translation.objects.filter(Exists(live), stale_public__gt=0, page_id__in=desk.known)
    found = rows.order_by("-severity", "-stale_public", "pk")[: SHOWN + 1]
    return [
        Row(row.page_id, [named(LABELS[Severity(row.severity)])], row.severity > Severity.TYPO)
        for row in found
        if row.severity
    ]
