"""Puts the demo newsroom into the database, through the same doors editors use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Locale
from wagtail.rich_text import RichText

from home.demo import data
from home.demo.images import illustration
from home.models import HomePage
from news.editorial.approvals import approve_import
from news.models import ArticlePage, Author, Byline, NewsImage, SectionPage, Topic

RUN = "demo"


def stable_key(kind: str, name: str) -> UUID:
    """The translation key of a demo thing, the same on every machine, by which a second run finds it."""
    return uuid5(NAMESPACE_URL, f"nashra-demo/{kind}/{name}")


@dataclass
class Installer:
    """Installs a newsroom; what is already there stays as it is."""

    newsroom: data.Newsroom
    by: Any
    sections: dict[tuple[str, str], SectionPage] = field(default_factory=dict)
    topics: dict[tuple[str, str], Topic] = field(default_factory=dict)
    authors: dict[tuple[str, str], Author] = field(default_factory=dict)
    articles: dict[tuple[str, str], ArticlePage] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def run(self, progress: Callable[[int], object] = lambda _count: None) -> int:
        """Install everything; returns how many articles are new. `progress` is told of each story."""
        for code, locale in self.locales.items():
            self._home(code)
            self._sections(code, locale)
            self._named(Topic, self.topics, self.newsroom.topics, locale)
            self._named(Author, self.authors, self.newsroom.authors, locale)
        new = 0
        for story in self.newsroom.stories:
            new += self._story(story)
            progress(1)
        return new

    def _home(self, code: str) -> None:
        home = HomePage.objects.get(locale__language_code=code)
        title = self.newsroom.home_title[code]
        if home.title != title and home.first_published_at is None:
            home.title = title
            home.save_revision().publish()

    def _sections(self, code: str, locale: Locale) -> None:
        home = HomePage.objects.get(locale=locale)
        for section in self.newsroom.sections:
            key = stable_key("section", section.key)
            page = SectionPage.objects.filter(translation_key=key, locale=locale).first()
            if page is None:
                page = SectionPage(
                    title=section.title[code], slug=section.slug[code], summary=section.standfirst[code],
                    locale=locale, translation_key=key,
                )  # fmt: skip
                home.add_child(instance=page)
            self.sections[section.key, code] = page

    def _named(self, model: Any, known: dict, entries: Any, locale: Locale) -> None:
        code = locale.language_code
        for entry in entries:
            key = stable_key(model.__name__, entry.key)
            thing = model.objects.filter(translation_key=key, locale=locale).first()
            if thing is None:
                slug = entry.slug if isinstance(entry.slug, str) else entry.slug[code]
                summary = entry.bio[code] if isinstance(entry, data.Author) else ""
                thing = model(
                    name=entry.name[code], slug=slug, summary=summary, locale=locale, translation_key=key
                )
                thing.full_clean()
                thing.save()
            known[entry.key, code] = thing

    def _story(self, story: data.Story) -> int:
        """Install what is missing of a story; returns how many articles that were."""
        key = stable_key("story", story.key)
        present = {
            page.locale.language_code: page
            for page in ArticlePage.objects.filter(translation_key=key).select_related("locale", "lead_image")
        }
        missing = [code for code in story.texts if code not in present]
        if missing:
            image = next((page.lead_image for page in present.values()), None) or self._image(story)
            present |= {code: self._article(story, code, image, key) for code in missing}
        self.articles |= {(story.key, code): page for code, page in present.items()}
        return len(missing)

    def _image(self, story: data.Story) -> NewsImage:
        file = ContentFile(illustration(story.image.seed, story.image.subject), name=f"{story.key}.jpg")
        alt = story.image.alt[data.SOURCE_LOCALE]
        return NewsImage.objects.create(
            title=alt, file=file, default_alt=alt, credit=story.image.credit, rights=NewsImage.Rights.OWN
        )

    @transaction.atomic
    def _article(self, story: data.Story, code: str, image: NewsImage, key: UUID) -> ArticlePage:
        """One article, published with its own date: the date is set before anybody can see the page."""
        text = story.texts[code]
        page = ArticlePage(
            title=text.title,
            slug=text.slug or "",
            kind=story.kind,
            standfirst=text.standfirst,
            body=list(self._body(story, code, image)),
            lead_image=image,
            lead_image_alt=story.image.alt[code],
            lead_image_caption=story.image.caption[code],
            locale=self.locales[code],
            translation_key=key,
            first_published_at=story.published_at,
            live=False,
        )
        page.bylines = [
            Byline(author=self.authors[name, code], sort_order=order)
            for order, name in enumerate(story.authors)
        ]
        page.topics = [self.topics[name, code] for name in story.topics]
        page.tags.add(*story.tags)
        self.sections[story.section, code].add_child(instance=page)
        revision = page.save_revision(user=self.by)
        approve_import(revision.as_object(), run=RUN, by=self.by)
        revision.publish(user=self.by, skip_permission_checks=True)
        ArticlePage.objects.filter(pk=page.pk).update(last_published_at=story.published_at)
        return page

    def _body(self, story: data.Story, code: str, image: NewsImage) -> Iterator[tuple[str, Any]]:
        for block in story.texts[code].body:
            if block.kind == "heading":
                yield "heading", {"text": block.value, "level": "2"}
            elif block.kind == "list":
                yield "list", {"ordered": False, "items": [RichText(item) for item in block.value]}
            elif block.kind == "image":
                words = {"alt": story.image.alt[code], "caption": story.image.caption[code]}
                yield "image", {"image": image, "credit": "", **words}
            elif block.kind == "related":
                pages = [self.articles[name, code] for name in block.value if (name, code) in self.articles]
                if pages:
                    yield "related", {"articles": pages}
            elif block.kind == "paragraph":
                yield "paragraph", RichText(block.value)
            else:
                yield block.kind, block.value
