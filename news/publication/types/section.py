"""Sections as documents."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from news.models import SectionPage
from news.publication.gate import Verdict, judge
from news.publication.render.common import address, identity, renderer, url_for
from news.publication.types.base import Leaf
from news.publication.types.pages import lock_pages, pages_below, sections_above
from news.record.documents import Rendered, sha256, to_bytes
from news.text.plain import clean


class SectionType(Leaf):
    """A section in one locale; it names its translations, so they are synced together."""

    name = "section"
    dependents = "section"

    def all_ids(self) -> Iterable[UUID]:
        """Every section."""
        return SectionPage.objects.order_by("path").values_list("uuid", flat=True).iterator()

    def group(self, ids: Collection[UUID]) -> set[UUID]:
        """The sections with all their translations."""
        keys = SectionPage.objects.filter(uuid__in=ids).values("translation_key")
        return set(ids) | set(
            SectionPage.objects.filter(translation_key__in=keys).values_list("uuid", flat=True)
        )

    def lock(self, ids: Collection[UUID]) -> None:
        """Lock the pages."""
        lock_pages(SectionPage.objects.filter(uuid__in=ids).values_list("pk", flat=True))

    def public(self, ids: Collection[UUID]) -> set[UUID]:
        """Those the gate lets through."""
        return {section.uuid for section in self._judged(ids)[0]}

    def render(self, ids: Collection[UUID]) -> Mapping[UUID, Rendered]:
        """The documents of those the gate lets through."""
        public, verdicts = self._judged(ids)
        trails = sections_above([section.path for section in public])
        return {
            section.uuid: render_section(section, trails[section.path], public, verdicts[section.pk])
            for section in public
        }

    def below(self, public_id: UUID, after: int, limit: int) -> list[tuple[int, str, UUID]]:
        """Its sub-sections and articles."""
        section = SectionPage.objects.filter(uuid=public_id).first()
        return pages_below(section, after, limit) if section else []

    def _judged(self, ids: Collection[UUID]) -> tuple[list[SectionPage], dict[int, Verdict]]:
        sections = list(SectionPage.objects.filter(uuid__in=ids).select_related("locale").order_by("path"))
        verdicts = judge(sections)
        return [section for section in sections if verdicts[section.pk].public], verdicts


def render_section(
    section: SectionPage, above: list[SectionPage], public: Iterable[SectionPage], verdict: Verdict
) -> Rendered:
    """`section` as a document; `above` are the sections it stands under, outermost first."""
    siblings = [
        {
            "locale": other.locale.language_code,
            "id": str(other.uuid),
            "path": other.url_path,
            "url": url_for(other.url_path),
        }
        for other in public
        if other.translation_key == section.translation_key and other.pk != section.pk
    ]
    content = {
        **identity("section", section.uuid, section.locale.language_code, section.translation_key),
        **address(section.url_path, section.slug),
        "title": clean(section.title),
        "summary": clean(section.summary),
        "parent": str(above[-1].uuid) if above else None,
        "alternates": siblings,
    }
    return Rendered(
        type="section",
        document_id=section.uuid,
        content=content,
        renderer=renderer(),
        locale=section.locale.language_code,
        group=section.translation_key,
        words=sha256(to_bytes([section.title, section.summary])),
        path=section.url_path,
        slug=section.slug,
        order=order_of(section.path),
        visible_until=verdict.visible_until,
        terms=frozenset(("section", other.uuid) for other in above),
    )


def order_of(path: str) -> int:
    """Where a page stands among its siblings, from its path in the tree."""
    return int(path[-4:], 36)
