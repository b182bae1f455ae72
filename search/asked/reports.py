"""Tells what readers ask: most often, in vain, more than before."""

from datetime import date, timedelta
from typing import Any, Final, Literal

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from search.models import AskedQuestion

Kind = Literal["top", "empty", "weak", "rising"]
KINDS: Final[tuple[Kind, ...]] = ("top", "empty", "weak", "rising")
SPANS: Final = (1, 7, 30, 90)
# A question rises where it was asked at least so many times as often as in the days before.
RISE: Final = 2


def asked(kind: Kind, locale: str, days: int, today: date | None = None) -> QuerySet[Any, Any]:
    """Questions of the last `days`, today's included, each with its counts.

    A row has `text`; `times`, of these `empty_times` and `weak_times`; `most` is how many stories it found at
    most, `before` how often it was asked in as many days before. Days on which too few asked it are left out.
    `top` has all of them, the most frequent first; `empty` those that found nothing and `weak` those that
    found only what is spelled alike, more often than not; `rising` those asked far more than before.
    """
    today = today or timezone.now().date()
    first = today - timedelta(days=days - 1)
    within, before = Q(day__gte=first), Q(day__lt=first)
    rows = shown(locale).filter(day__gt=first - timedelta(days=days + 1), day__lte=today)
    told = rows.values("text").annotate(
        times=total("asked", within),
        empty_times=total("empty", within),
        weak_times=total("weak", within),
        most=Max("found", filter=within),
        before=total("asked", before),
    )
    told = told.filter(times__gt=0)
    if kind in ("empty", "weak"):
        in_vain = f"{kind}_times"
        return told.filter(**{f"{in_vain}__gt": F("times") / 2}).order_by(f"-{in_vain}", "text")
    if kind == "rising":
        return told.filter(times__gte=F("before") * RISE).order_by(F("before") - F("times"), "text")
    return told.order_by("-times", "text")


def shown(locale: str) -> QuerySet[AskedQuestion]:
    """What may be told: what enough asked in a day that it is about none of them."""
    return AskedQuestion.objects.filter(locale=locale, asked__gte=settings.SEARCH_REPORTS_AT_LEAST)


def total(name: str, days: Q) -> Coalesce:
    """The sum of a count over some days."""
    return Coalesce(Sum(name, filter=days), 0)


def recent_questions(locale: str, most: int, days: int = 30) -> list[str]:
    """The questions asked most often of late, at most so many."""
    return [row["text"] for row in asked("top", locale, days)[:most]]
