"""Locales as documents."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from wagtail.models import Locale, Page

from news.models import Author, Topic
from news.publication.gate import Verdict
from news.publication.render.common import direction, renderer, url_for
from news.publication.types.base import Leaf
from news.publication.types.pages import lock_pages, pages_below, public_roots
from news.record.documents import Rendered, sha256, to_bytes
from news.record.ids import number_of, uuid_for
from news.text.plain import clean


class LocaleType(Leaf):
    """A language the newsroom publishes in: public while the root page of its tree is."""

    name = dependents = "locale"

    def all_ids(self) -> Iterable[UUID]:
        """Every locale."""
        return (
            uuid_for("locale", pk) for pk in Locale.all_objects.order_by("pk").values_list("pk", flat=True)
        )

    def lock(self, ids: Collection[UUID]) -> None:
        """Lock the root pages."""
        lock_pages(self._roots(ids).values_list("pk", flat=True))

    def public(self, ids: Collection[UUID]) -> set[UUID]:
        """Those whose root page the gate lets through."""
        return {uuid_for("locale", root.locale_id) for root in public_roots(self._roots(ids))}

    def render(self, ids: Collection[UUID]) -> Mapping[UUID, Rendered]:
        """The documents of those whose root page the gate lets through."""
        roots = public_roots(self._roots(ids))
        return {
            uuid_for("locale", root.locale_id): render_locale(root, verdict)
            for root, verdict in roots.items()
        }

    def below(self, public_id: UUID, after: int, limit: int) -> list[tuple[int, str, UUID]]:
        """The authors and topics of the locale, with the first portion, and its sections and articles."""
        root = self._roots([public_id]).first()
        if root is None:
            return []
        named = [] if after else names_in(root.locale_id)
        return [*named, *pages_below(root, after, limit)]

    def _roots(self, ids: Collection[UUID]) -> "QuerySet[Page]":
        numbers = [number_of("locale", public_id) for public_id in ids]
        return Page.objects.filter(depth=2, locale_id__in=[number for number in numbers if number]).order_by(
            "path"
        )


def names_in(locale_id: int) -> list[tuple[int, str, UUID]]:
    """The authors and topics of a locale; no page has the number 0."""
    return [
        (0, name, public_id)
        for name, model in (("author", Author), ("topic", Topic))
        for public_id in model.objects.filter(locale_id=locale_id)
        .order_by("pk")
        .values_list("uuid", flat=True)
    ]


def render_locale(root: Page, verdict: Verdict) -> Rendered:
    """The locale whose tree begins at `root` as a document."""
    code = root.locale.language_code
    public_id = uuid_for("locale", root.locale_id)
    content = {
        "id": str(public_id),
        "type": "locale",
        "status": "live",
        "code": code,
        "name": get_language_info(code)["name_local"],
        "dir": direction(code),
        "is_default": code == settings.LANGUAGE_CODE,
        "path": root.url_path,
        "url": url_for(root.url_path),
        "title": clean(root.title),
    }
    return Rendered(
        type="locale",
        document_id=public_id,
        content=content,
        renderer=renderer(),
        locale=code,
        words=sha256(to_bytes([root.title])),
        path=root.url_path,
        slug=code,
        order=0 if code == settings.LANGUAGE_CODE else 1,
        visible_until=verdict.visible_until,
    )
