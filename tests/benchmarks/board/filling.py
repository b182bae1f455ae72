"""Fills a newsroom with stories and their translations, straight into its tables."""

from typing import Any

from tqdm import tqdm
from wagtail.models import Page

from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument
from news.translation.models import Translation, TranslationRequest
from tests import factories
from tests.long.filling import Words, page_row, store

LOCALES = ("ar", "en", "fr", "tr")
CHUNK = 1000


def fill(stories: int) -> None:
    """So many Arabic stories, each translated into the other languages in one state or another."""
    section = factories.section("أخبار")
    places = [section]
    places += [
        factories.section("News", locale=code, translation_key=section.translation_key)
        for code in LOCALES[1:]
    ]
    words, numbers = Words(), [0] * len(places)
    with tqdm(total=stories * len(places), unit="page", disable=None) as bar:
        for start in range(0, stories, CHUNK):
            size = min(CHUNK, stories - start)
            for number in range(len(places)):
                store(start, [number] * size, places, numbers, words)
                bar.update(size)
    link(places)


def link(places: list[Any]) -> None:
    """Make the pages of the other languages translations of the Arabic ones, some live, some stale."""
    sources = list(Page.objects.filter(path__startswith=places[0].path, depth=places[0].depth + 1))
    keys = [page.translation_key for page in sources]
    for number, place in enumerate(places[1:], start=1):
        pages = list(ArticlePage.objects.filter(path__startswith=place.path).order_by("path"))
        for page, key in zip(pages, keys, strict=True):
            page.translation_key, page.live = key, page.pk % 4 != 0
        Page.objects.bulk_update(
            [page_row_of(page) for page in pages], ["translation_key", "live"], batch_size=CHUNK
        )
        made = Translation.objects.bulk_create(
            (
                Translation(
                    page_id=page.pk, source_id=source.pk, pieces=8, untranslated=(page.pk % 4 == 0) * 5,
                    stale_public=(page.pk % 20 == 1) * 2, severity=(page.pk % 20 == 1) * 2,
                )
                for page, source in zip(pages, sources, strict=True)
            ),
            batch_size=CHUNK,
        )  # fmt: skip
        TranslationRequest.objects.bulk_create(
            (TranslationRequest(translation=row) for row in made if row.page_id % 4 == 0), batch_size=CHUNK
        )
        PublishedDocument.objects.bulk_create(
            (
                PublishedDocument(
                    type="article", document_id=page.uuid, state=PublicState.LIVE, version=1,
                    sequence=number, group=page.translation_key,
                )
                for page in pages
                if page.live
            ),
            batch_size=CHUNK,
        )  # fmt: skip


def page_row_of(page: ArticlePage) -> Page:
    """The row of a page below its article."""
    row = page_row(page)
    row.pk = page.pk
    return row
