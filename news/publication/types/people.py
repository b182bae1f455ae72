"""Authors and topics as documents."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from news.models import Author, Topic
from news.publication.render.common import identity, renderer
from news.publication.types.base import Leaf
from news.publication.types.pages import public_roots
from news.record.documents import Rendered, sha256, to_bytes
from news.record.models import PublicState, Term
from news.text.plain import clean


class NamedType(Leaf):
    """Things with a name in one locale, public while a public story names them.

    They have no drafts: whoever may change one that is public publishes the change.
    """

    name: str
    dependents: str
    model: type[Author] | type[Topic]

    def all_ids(self) -> Iterable[UUID]:
        """Every one there is."""
        return self._rows().values_list("uuid", flat=True).iterator()

    def group(self, ids: Collection[UUID]) -> set[UUID]:
        """They and their translations."""
        keys = self._rows().filter(uuid__in=ids).values("translation_key")
        return set(ids) | set(self._rows().filter(translation_key__in=keys).values_list("uuid", flat=True))

    def lock(self, ids: Collection[UUID]) -> None:
        """Lock the rows."""
        rows = self._rows().filter(uuid__in=ids)
        list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))

    def public(self, ids: Collection[UUID]) -> set[UUID]:
        """Those that a live story names, in a locale the gate lets through."""
        return {thing.uuid for thing in self._public(ids)}

    def render(self, ids: Collection[UUID]) -> Mapping[UUID, Rendered]:
        """The documents of those that a live story names, in a locale the gate lets through."""
        things = self._public(ids)
        return {thing.uuid: self._document(thing, things) for thing in things}

    def _public(self, ids: Collection[UUID]) -> list[Author | Topic]:
        naming = Term.objects.filter(field=self.name, document__state=PublicState.LIVE)
        named = set(naming.filter(value__in=list(ids)).values_list("value", flat=True))
        things = list(self._rows().filter(uuid__in=named).select_related("locale"))
        roots = Page.objects.filter(depth=2, locale_id__in={thing.locale_id for thing in things})
        locales = {root.locale_id for root in public_roots(roots)}
        return [thing for thing in things if thing.locale_id in locales]

    def _rows(self) -> QuerySet:
        return self.model._default_manager.order_by("pk")

    def _document(self, thing: Author | Topic, others: Iterable[Author | Topic]) -> Rendered:
        locale = thing.locale.language_code
        alternates = [
            {"locale": other.locale.language_code, "id": str(other.uuid), "slug": other.slug}
            for other in others
            if other.translation_key == thing.translation_key and other.pk != thing.pk
        ]
        content = {
            **identity(self.name, thing.uuid, locale, thing.translation_key),
            "slug": thing.slug,
            "name": clean(thing.name),
            "summary": clean(thing.summary),
            "alternates": sorted(alternates, key=lambda entry: entry["locale"]),
        }
        return Rendered(
            type=self.name,
            document_id=thing.uuid,
            content=content,
            renderer=renderer(),
            locale=locale,
            group=thing.translation_key,
            words=sha256(to_bytes([thing.name, thing.summary])),
            slug=thing.slug,
        )


class AuthorType(NamedType):
    """Bylines."""

    name = dependents = "author"
    model = Author


class TopicType(NamedType):
    """Topics."""

    name = dependents = "topic"
    model = Topic
