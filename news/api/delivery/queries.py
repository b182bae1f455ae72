"""What the delivery API asks the record: only what is public now, each answer by one query."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.db.models import Aggregate, CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from news.http.parameters import slug_or_id
from news.http.problems import Problem, killed, not_found
from news.record.models import FormerPath, Publication, PublicState, PublishedDocument, Term, live_now

NEWEST_FIRST = ("-published_at", "-document_id")
IN_ORDER = ("order", "slug", "document_id")
WITHOUT_LOCALE = {"tag", "locale"}


class Joined(Aggregate):
    """The texts of a group with commas between them, on either database."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """PostgreSQL's name for it, which wants the comma said."""
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')"
        )


@dataclass(frozen=True)
class Stored:
    """A public document as it goes out, and what its caches need to know."""

    document_id: UUID
    group: UUID | None
    locale: str
    body: bytes
    digest: str
    visible_until: datetime | None
    changed_at: datetime | None
    sections: tuple[UUID, ...]


def public(kind: str, now: datetime) -> QuerySet[PublishedDocument]:
    """The documents of one type that the public may read at `now`."""
    return PublishedDocument.objects.filter(live_now(now), type=kind)


def sections_of(outer: str) -> Subquery:
    """The ids of the sections over the document whose primary key is `outer`, as one text."""
    terms = Term.objects.filter(document=OuterRef(outer), field="section").order_by().values("document")
    return Subquery(terms.annotate(joined=Joined(Cast("value", CharField()))).values("joined"))


def section_ids(joined: str | None) -> tuple[UUID, ...]:
    """The ids in what `sections_of` gave, which databases spell differently."""
    return tuple(sorted(UUID(text) for text in joined.split(","))) if joined else ()


def read(queryset: QuerySet[PublishedDocument]) -> Stored | None:
    """The first document of `queryset`, by one query.

    When it changed is the moment of its log row: `updated_at` stays where only the representation moved.
    """
    changed_at = Publication.objects.filter(sequence=OuterRef("sequence")).values("occurred_at")
    row = (
        queryset.annotate(changed_at=Subquery(changed_at[:1]), joined=sections_of("pk"))
        .values_list(
            "document_id", "group", "locale", "body", "digest", "visible_until", "changed_at", "joined"
        )
        .first()
    )
    if row is None:
        return None
    document_id, group, locale, body, digest, visible_until, changed, joined = row
    return Stored(
        document_id, group, locale, bytes(body), digest, visible_until, changed, section_ids(joined)
    )


def filtered_articles(
    chosen: dict[str, Any], locale: str | None, now: datetime
) -> QuerySet[PublishedDocument]:
    """The public stories that the parameters of a list choose."""
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
    for field in ("section", "topic", "tag", "author"):
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


def cache_tags(
    kind: str, document_id: UUID, group: UUID | None, locale: str, sections: Iterable[UUID] = ()
) -> list[str]:
    """The tags of a document's answers, by which a change of it is purged."""
    tags = [f"{'s' if kind == 'section' else 'a'}-{document_id}"]
    tags += [f"g-{group}"] if group else []
    tags += [f"s-{section}" for section in sections]
    return [*tags, locale_tag(locale)]


def locale_tag(locale: str | None) -> str:
    """The tag of every list of a locale; `l-all` where things have none."""
    return f"l-{locale or 'all'}"


def _has_term(field: str, names: Sequence[str], locale: str | None, now: datetime) -> Exists:
    """Carries one of the things of these slugs or ids, the slugs looked up inside the same query."""
    values = [slug_or_id(name) for name in names]
    condition = Q(value__in=[value for value in values if isinstance(value, UUID)])
    if slugs := [value for value in values if isinstance(value, str)]:
        things = public(field, now).filter(slug__in=slugs)
        if locale and field not in WITHOUT_LOCALE:
            things = things.filter(locale=locale)
        condition |= Q(value__in=things.values("document_id"))
    return Exists(Term.objects.filter(condition, document=OuterRef("pk"), field=field))
