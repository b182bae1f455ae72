"""What the types whose sources are pages share."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import Page

from news.models import ArticlePage, SectionPage
from news.publication.gate import Verdict, judge


def lock_pages(page_ids: Iterable[int]) -> None:
    """Lock these pages' rows in the order of their ids, until the transaction ends."""
    rows = Page.objects.filter(pk__in=list(page_ids)).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def public_roots(roots: QuerySet) -> dict[Page, Verdict]:
    """Those of these root pages of locales that the gate lets through, with its verdict."""
    pages = list(roots.select_related("locale"))
    verdicts = judge(pages)
    return {page: verdicts[page.pk] for page in pages if verdicts[page.pk].public}


def sections_above(paths: Collection[str]) -> dict[str, list[SectionPage]]:
    """For each tree path, the sections above it, outermost first; one query."""
    steps = {path: [path[:end] for end in range(Page.steplen, len(path), Page.steplen)] for path in paths}
    wanted = {step for prefixes in steps.values() for step in prefixes}
    found = {section.path: section for section in SectionPage.objects.filter(path__in=wanted)}
    return {path: [found[step] for step in prefixes if step in found] for path, prefixes in steps.items()}


def pages_below(root: Page, after: int, limit: int) -> list[tuple[int, str, UUID]]:
    """The next `limit` sections and articles under `root` as (page id, type, public id)."""
    below = Q(path__startswith=root.path) & ~Q(pk=root.pk) & Q(pk__gt=after)
    found = [
        (pk, name, public_id)
        for name, model in (("section", SectionPage), ("article", ArticlePage))
        for pk, public_id in model.objects.filter(below).order_by("pk").values_list("pk", "uuid")[:limit]
    ]
    return sorted(found)[:limit]
