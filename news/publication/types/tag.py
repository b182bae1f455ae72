"""Tags as documents."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from taggit.models import Tag

from news.publication.render.common import renderer
from news.publication.types.base import Leaf
from news.record.documents import Rendered, sha256, to_bytes
from news.record.ids import number_of, uuid_for
from news.record.models import PublicState, Term
from news.text.plain import clean


class TagType(Leaf):
    """Tags come into being as reporters type them, so one is public only while a public story carries it."""

    name = dependents = "tag"

    def all_ids(self) -> Iterable[UUID]:
        """Every tag."""
        return (
            uuid_for("tag", pk) for pk in Tag.objects.order_by("pk").values_list("pk", flat=True).iterator()
        )

    def lock(self, ids: Collection[UUID]) -> None:
        """Lock the rows."""
        list(self._rows(ids).select_for_update(no_key=True).values_list("pk"))

    def public(self, ids: Collection[UUID]) -> set[UUID]:
        """Those that a live story carries."""
        return set(self._carried(ids))

    def render(self, ids: Collection[UUID]) -> Mapping[UUID, Rendered]:
        """The documents of those that a live story carries."""
        return {public_id: render_tag(tag, public_id) for public_id, tag in self._carried(ids).items()}

    def _carried(self, ids: Collection[UUID]) -> dict[UUID, Tag]:
        carried = Term.objects.filter(field="tag", value__in=list(ids), document__state=PublicState.LIVE)
        used = set(carried.values_list("value", flat=True))
        tags = {uuid_for("tag", tag.pk): tag for tag in self._rows(ids)}
        return {public_id: tag for public_id, tag in tags.items() if public_id in used}

    def _rows(self, ids: Collection[UUID]) -> QuerySet:
        numbers = [number_of("tag", public_id) for public_id in ids]
        return Tag.objects.filter(pk__in=[number for number in numbers if number]).order_by("pk")


def render_tag(tag: Tag, public_id: UUID) -> Rendered:
    """`tag` as a document."""
    name = clean(tag.name)
    return Rendered(
        type="tag",
        document_id=public_id,
        content={"id": str(public_id), "type": "tag", "status": "live", "slug": tag.slug, "name": name},
        renderer=renderer(),
        words=sha256(to_bytes([name])),
        slug=tag.slug,
    )
