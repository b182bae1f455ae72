"""What the delivery API asks the record: only what is public now, each answer by one query."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from news.http.pagination import Page, Walk
from news.http.parameters import slug_or_id
from news.http.problems import Problem, killed, not_found
from news.record.models import FormerPath, PublicState, PublishedDocument, Term, live_now
from news.record.prepared import ask, type_of

NEWEST_FIRST = ("-published_at", "-document_id")
IN_ORDER = ("order", "slug", "document_id")
WITHOUT_LOCALE = {"tag", "locale"}
LISTED = ("card", "visible_until")
STORED = ("document_id", "group", "body", "digest", "visible_until", "changed_at", "cache_tags")
NAMED = ("section", "topic", "tag", "author")
ARTICLE_FILTERS = ("locale", "kind", "published_after", "published_before", "updated_after", "ids", "group")


@dataclass(frozen=True)
class Stored:
    """A public document as it goes out, and what its caches need to know."""

    document_id: UUID
    group: UUID | None
    body: bytes
    digest: str
    visible_until: datetime | None
    changed_at: datetime | None
    cache_tags: str


def public(kind: str, now: datetime) -> QuerySet[PublishedDocument]:
    """The documents of one type that the public may read at `now`."""
    return PublishedDocument.objects.filter(live_now(now), type=kind)


def by_id(kind: str, document_id: UUID, now: datetime) -> Stored | None:
    """The public document of that type and id, by one query."""
    values = {"id": document_id, "now": now}
    return _first(
        ask((kind, "by id"), values, lambda it: stored(public(kind, it["now"]).filter(document_id=it["id"])))
    )


def by_path(path: str, now: datetime) -> Stored | None:
    """The public story at `path`, by one query."""
    values = {"path": path, "now": now}
    return _first(
        ask("story by path", values, lambda it: stored(public("article", it["now"]).filter(path=it["path"])))
    )


def read(queryset: QuerySet[PublishedDocument]) -> Stored | None:
    """The first document of `queryset`, by one query."""
    return _first(stored(queryset))


def stored(queryset: QuerySet[PublishedDocument]) -> QuerySet[PublishedDocument, Any]:
    """The first row of `queryset` as `Stored` takes it."""
    return queryset.values_list(*STORED)[:1]


def article_page(chosen: dict[str, Any], now: datetime) -> Page:
    """The page that the parameters of a list choose, by one query. Raises Problem 400 on a bad cursor."""
    walk = Walk(NEWEST_FIRST, LISTED, chosen["limit"]).at(chosen.get("cursor"), PublishedDocument)
    values = {**filters(chosen), "now": now}
    if walk.position:
        values["position"] = walk.position

    def make(it: Mapping[str, Any]) -> QuerySet[PublishedDocument, Any]:
        found = filtered_articles(it, it["now"])
        return replace(walk, position=it.get("position")).over(found)

    # How rare a section or tag is decides which index is the better one.
    kept = not any(name in values for name in NAMED)
    return walk.page(ask(("articles", walk.forward, walk.limit), values, make, kept=kept))


def article_count(chosen: dict[str, Any], now: datetime) -> int:
    """How many stories the parameters of a list choose."""
    return filtered_articles(filters(chosen), now).count()


def filters(chosen: dict[str, Any]) -> dict[str, Any]:
    """What of the parameters of a list restricts it, names as the slugs or ids they are."""
    given = {name: chosen[name] for name in ARTICLE_FILTERS if name in chosen}
    return given | {name: [slug_or_id(text) for text in chosen[name]] for name in NAMED if name in chosen}


def filtered_articles(chosen: Mapping[str, Any], now: datetime) -> QuerySet[PublishedDocument]:
    """The public stories that these filters choose."""
    locale = chosen.get("locale")
    columns = {
        "locale": locale,
        "kind__in": chosen.get("kind"),
        "published_at__gte": chosen.get("published_after"),
        "published_at__lt": chosen.get("published_before"),
        "updated_at__gte": chosen.get("updated_after"),
        "document_id__in": chosen.get("ids"),
        "group": chosen.get("group"),
    }
    found = public("article", now).filter(**{name: value for name, value in columns.items() if value})
    for field in NAMED:
        if names := chosen.get(field):
            found = found.filter(_has_term(field, names, locale, now))
    return found


def named(kind: str, name: str, locale: str | None, now: datetime) -> QuerySet[PublishedDocument]:
    """The public thing of that slug in `locale`, or of that id; raises Problem 404 on what can be neither."""
    if "\x00" in name:
        raise not_found()
    value = slug_or_id(unicodedata.normalize("NFC", name))
    if isinstance(value, UUID):
        return public(kind, now).filter(document_id=value)
    return public(kind, now).filter(slug=value, **({"locale": locale} if locale else {})).order_by(*IN_ORDER)


def translations(group: UUID | Subquery, now: datetime) -> QuerySet[PublishedDocument]:
    """The public stories of a translation group, by locale."""
    return public("article", now).filter(group=group).order_by("locale", "document_id")


def group_of(document_id: UUID, now: datetime) -> Subquery:
    """The translation group of a public story, for use inside another query."""
    return Subquery(public("article", now).filter(document_id=document_id).values("group")[:1])


def missing(kind: str, document_id: UUID) -> Problem:
    """Why a document is not there, by one query: 410 where it was killed, else 404."""
    tombstones = PublishedDocument.objects.filter(
        type=kind, document_id=document_id, state=PublicState.KILLED
    )
    notice = tombstones.values_list("notice", flat=True).first()
    return not_found() if notice is None else killed(notice)


def missing_at(path: str, now: datetime) -> Problem:
    """Why no story is at `path`, by one query: it was killed, has moved on, or there is nothing."""
    moved_away = FormerPath.objects.filter(path=path, type="article").values("document_id")
    here = Q(path=path, state=PublicState.KILLED) | Q(document_id__in=moved_away)
    rows = PublishedDocument.objects.filter(here, type="article").order_by("-sequence")
    found = list(rows.annotate(live=Q(live_now(now))).values_list("state", "notice", "path", "live"))
    for state, notice, _, _ in found:
        if state == PublicState.KILLED:
            return killed(notice)
    for _, _, new_path, live in found:
        if live:
            return Problem(404, "moved", redirect_to=new_path)
    return not_found()


def as_stored(path: str) -> str:
    """`path` as the store spells it: decoded, NFC, a slash at both ends.

    Raises Problem 404 on what no path could be.
    """
    decoded = unquote(path) if "%" in path else path
    if "\x00" in decoded:
        raise not_found()
    trimmed = unicodedata.normalize("NFC", decoded).strip("/")
    return f"/{trimmed}/" if trimmed else "/"


def _first(rows: Iterable[Any]) -> Stored | None:
    for document_id, group, body, *facts in rows:
        return Stored(document_id, group, bytes(body), *facts)
    return None


def _has_term(field: str, values: Sequence[Any], locale: str | None, now: datetime) -> Exists:
    """Carries one of the things of these slugs or ids, the slugs looked up inside the same query."""
    condition = Q(value__in=[value for value in values if type_of(value) is UUID])
    if slugs := [value for value in values if type_of(value) is str]:
        things = public(field, now).filter(slug__in=slugs)
        if locale and field not in WITHOUT_LOCALE:
            things = things.filter(locale=locale)
        condition |= Q(value__in=things.values("document_id"))
    return Exists(Term.objects.filter(condition, document=OuterRef("pk"), field=field))
