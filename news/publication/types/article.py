"""Articles as documents."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from wagtail.models import Page

from news.editorial.breaking import breaking_until
from news.models import ArticlePage, NewsImage, NewsRendition
from news.publication import presets
from news.publication.gate import Verdict, judge
from news.publication.render.article import render_article
from news.publication.render.body import Link, Material, linked_pages_in, related_pages_in
from news.publication.types.base import Leaf
from news.publication.types.pages import lock_pages, sections_above
from news.record import memory
from news.record.corrections import published_corrections
from news.record.documents import Rendered
from news.record.ids import uuid_for
from news.record.models import PublicState, PublishedDocument
from news.translation.standing import standings

Renditions = Callable[[Iterable[NewsImage]], Mapping[int, Mapping[str, NewsRendition]]]


READ = ("bylines__author", "topics", "tags", "tagged_items", "corrections")


class ArticleType(Leaf):
    """One story in one locale; its translations are synced with it, for each names the others."""

    name = "article"
    dependents = "link"

    def all_ids(self) -> Iterable[UUID]:
        """Every article, draft or not."""
        return ArticlePage.objects.order_by("pk").values_list("uuid", flat=True).iterator()

    def group(self, ids: Collection[UUID]) -> set[UUID]:
        """The articles with all their translations."""
        keys = ArticlePage.objects.filter(uuid__in=ids).values("translation_key")
        return set(ids) | set(
            ArticlePage.objects.filter(translation_key__in=keys).values_list("uuid", flat=True)
        )

    def prepare(self, ids: Collection[UUID]) -> None:
        """Make the presets of images in those the gate lets through, and their public copies."""
        presets.prepare(images_of(self._judged(ids)[0]).values())

    def lock(self, ids: Collection[UUID]) -> None:
        """Lock the pages."""
        lock_pages(ArticlePage.objects.filter(uuid__in=ids).values_list("pk", flat=True))

    def public(self, ids: Collection[UUID]) -> set[UUID]:
        """Those the gate lets through."""
        return {article.uuid for article in self._judged(ids)[0]}

    def render(self, ids: Collection[UUID]) -> Mapping[UUID, Rendered]:
        """The documents of those the gate lets through."""
        public, verdicts = self._judged(ids)
        return {item.document_id: item for item in render_all(public, verdicts, presets.renditions_of)}

    def _judged(self, ids: Collection[UUID]) -> tuple[list[ArticlePage], dict[int, Verdict]]:
        """Those the gate lets through, with all that rendering reads of them, and its verdicts."""
        rows = ArticlePage.objects.filter(uuid__in=ids).select_related("locale").order_by("pk")
        articles = list(rows.prefetch_related(*READ))
        verdicts = judge(articles)
        return [article for article in articles if verdicts[article.pk].public], verdicts


def render_all(
    articles: Sequence[ArticlePage],
    verdicts: Mapping[int, Verdict],
    renditions: Renditions,
    url_of: Callable[[NewsRendition], str] = presets.public_url,
) -> Iterable[Rendered]:
    """The documents of `articles`, which name one another as translations."""
    material = material_of(articles, renditions, url_of)
    trails = sections_above([article.path for article in articles])
    for article in articles:
        siblings = [
            other
            for other in articles
            if other.translation_key == article.translation_key and other.pk != article.pk
        ]
        yield render_article(
            article,
            verdict=verdicts[article.pk],
            sections=trails[article.path],
            siblings=sorted(siblings, key=lambda other: other.locale.language_code),
            material=material,
        )


def material_of(
    articles: Sequence[ArticlePage], renditions: Renditions, url_of: Callable[[NewsRendition], str]
) -> Material:
    """Everything the articles' bodies name, in a query each."""
    raw = [block for article in articles for block in article.body.get_prep_value()]
    images = images_of(articles)
    named = {*linked_pages_in(raw), *related_pages_in(raw)}
    return Material(
        images=images,
        renditions=renditions(images.values()),
        links=links_to(named),
        breaking=breaking_until(article.pk for article in articles),
        corrected=published_corrections(article.uuid for article in articles),
        standings=standings(articles),
        url_of=url_of,
    )


def images_of(articles: Iterable[ArticlePage]) -> dict[int, NewsImage]:
    """The images that these articles show, by id."""
    ids = {pk for article in articles for pk in article.image_ids()}
    return {image.pk: image for image in NewsImage.objects.filter(pk__in=ids)}


def links_to(page_ids: Collection[int]) -> dict[int, Link]:
    """These pages with the addresses they have in public; a page that has none may get one yet."""
    if not page_ids:
        return {}
    ids = {
        page.pk: public_id_of(page) for page in Page.objects.filter(pk__in=page_ids, depth__gt=1).specific()
    }
    rows = PublishedDocument.objects.filter(document_id__in=ids.values())
    found = {key: (state, path) for key, state, path in rows.values_list("document_id", "state", "path")}
    # What the store has lost, and the log has not, is about to come back while the store is written anew.
    lost = set(ids.values()) - found.keys()
    for name in ("article", "section", "locale") if lost else ():
        found |= {key: (row.state, row.path) for key, row in memory.remembered(name, lost).items()}
    paths = {public_id: path for public_id, (state, path) in found.items() if state == PublicState.LIVE}
    return {pk: Link(public_id, paths.get(public_id, "")) for pk, public_id in ids.items()}


def public_id_of(page: Page) -> UUID:
    """The id of the document a specific page stands for; a home page stands for its locale."""
    return uuid_for("locale", page.locale_id) if page.depth == 2 else page.uuid
