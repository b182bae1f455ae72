"""Puts the demo newsroom into the database, through the same doors editors use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.base import ContentFile
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry
from wagtail.rich_text import RichText

from home.demo import data
from home.demo.batches import index, indexed_afterwards, published_together
from home.demo.glossary import install_glossary
from home.demo.images import illustration
from home.models import HomePage
from news.editorial.approvals import approve_import
from news.models import ArticlePage, Author, Byline, NewsImage, SectionPage, Topic
from news.publication import marks
from news.record.models import Publication
from news.translation.bases import begin

RUN = "demo"
MADE = "wagtail.create"
BODY: Any = ArticlePage._meta.get_field("body")


def stable_key(kind: str, name: str) -> UUID:
    """The translation key of a demo thing, the same on every machine, by which a second run finds it."""
    return uuid5(NAMESPACE_URL, f"nashra-demo/{kind}/{name}")


def public_id(kind: str, name: str, code: str) -> UUID:
    """The public id of a demo thing in one language, by which the log remembers it when it is gone."""
    return stable_key(kind, f"{name}/{code}")


def was_public(kind: str, *ids: UUID) -> bool:
    """Whether the log names one of these: then it was installed, and is gone because somebody removed it."""
    return Publication.objects.filter(type=kind, document_id__in=ids).exists()


def was_made(model: Any, identity: UUID) -> bool:
    """Whether this author or topic was installed: readers get one with the first story that names it."""
    made = ModelLogEntry.objects.get_for_model(model).filter(action=MADE, data__id=str(identity))
    return made.exists() or was_public(model.__name__.lower(), identity)


def was_installed(newsroom: data.Newsroom) -> bool:
    """Whether the demo newsroom was installed here, all of it or the beginning, whatever became of it."""
    names = [section.key for section in newsroom.sections]
    present = SectionPage.objects.filter(translation_key__in=[stable_key("section", name) for name in names])
    ids = (public_id("section", name, code) for name in names for code in data.LOCALES)
    return present.exists() or was_public("section", *ids)


def drawn(story: data.Story) -> NewsImage:
    """The picture of a story, ready to be saved."""
    file = ContentFile(illustration(story.image.seed, story.image.subject), name=f"{story.key}.jpg")
    alt = story.image.alt[data.SOURCE_LOCALE]
    image = NewsImage(
        title=alt, file=file, default_alt=alt, credit=story.image.credit, rights=NewsImage.Rights.OWN
    )
    image.clean()
    return image


@dataclass
class Installer:
    """Installs a newsroom, each thing once: what was changed stays changed, what was removed stays away."""

    newsroom: data.Newsroom
    by: Any
    sections: dict[tuple[str, str], SectionPage] = field(default_factory=dict)
    topics: dict[tuple[str, str], Topic] = field(default_factory=dict)
    authors: dict[tuple[str, str], Author] = field(default_factory=dict)
    articles: dict[tuple[str, str], ArticlePage] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = Locale.objects.filter(language_code__in=data.LOCALES)
        self.locales = {locale.language_code: locale for locale in known}

    def run(self, progress: Callable[[int], object] = lambda _count: None) -> int:
        """Install everything; returns how many articles are new. `progress` is told of each story."""
        begins = not was_installed(self.newsroom)
        with published_together():
            for code, locale in self.locales.items():
                self._home(code)
                self._sections(code, locale)
                self._named(Topic, self.topics, self.newsroom.topics, locale)
                self._named(Author, self.authors, self.newsroom.authors, locale)
        install_glossary(self.by)
        # New sections ask for another look at what is below them, which costs nothing while that is nothing.
        while begins and marks.drain():
            pass
        self._find_articles()
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
            key, identity = stable_key("section", section.key), public_id("section", section.key, code)
            page = SectionPage.objects.filter(translation_key=key, locale=locale).first()
            if page is None and not was_public("section", identity):
                page = SectionPage(
                    title=section.title[code], slug=section.slug[code], summary=section.standfirst[code],
                    locale=locale, translation_key=key, uuid=identity,
                )  # fmt: skip
                home.add_child(instance=page)
            if page is not None:
                self.sections[section.key, code] = page

    def _named(self, model: Any, known: dict, entries: Any, locale: Locale) -> None:
        code, kind = locale.language_code, model.__name__
        for entry in entries:
            key, identity = stable_key(kind, entry.key), public_id(kind, entry.key, code)
            thing = model.objects.filter(translation_key=key, locale=locale).first()
            if thing is None and not was_made(model, identity):
                slug = entry.slug if isinstance(entry.slug, str) else entry.slug[code]
                summary = entry.bio[code] if isinstance(entry, data.Author) else ""
                thing = model(
                    name=entry.name[code], slug=slug, summary=summary,
                    locale=locale, translation_key=key, uuid=identity,
                )  # fmt: skip
                thing.full_clean()
                thing.save()
                log(thing, MADE, user=self.by, data={"id": str(identity)})
            if thing is not None:
                known[entry.key, code] = thing

    def _find_articles(self) -> None:
        """Load what is there of the stories already."""
        keys = {stable_key("story", story.key): story.key for story in self.newsroom.stories}
        pages = ArticlePage.objects.filter(translation_key__in=keys).select_related("locale")
        self.articles |= {(keys[page.translation_key], page.locale.language_code): page for page in pages}

    def _story(self, story: data.Story) -> int:
        """Install a story in all its languages, or nothing of it; returns how many articles that made."""
        there = any((story.key, code) in self.articles for code in story.texts)
        codes = [code for code in story.texts if (story.section, code) in self.sections]
        ids = (public_id("story", story.key, code) for code in story.texts)
        if there or not codes or was_public("article", *ids):
            return 0
        image = drawn(story)
        with published_together(), indexed_afterwards():
            image.save()
            first = sorted(codes, key=lambda code: code != data.SOURCE_LOCALE)
            pages: dict[tuple[str, str], ArticlePage] = {}
            for code in first:
                pages[story.key, code] = self._article(story, code, image, pages.get((story.key, first[0])))
        self.articles |= pages
        return len(pages)

    def _article(
        self, story: data.Story, code: str, image: NewsImage, source: ArticlePage | None
    ) -> ArticlePage:
        """One article, published with its own date: the date is set before anybody can see the page.

        It is a translation of `source`, if there is one.
        """
        text = story.texts[code]
        page = ArticlePage(
            title=text.title,
            slug=text.slug or "",
            kind=story.kind,
            standfirst=text.standfirst,
            body=self._body(story, code, image),
            lead_image=image,
            lead_image_alt=story.image.alt[code],
            lead_image_caption=story.image.caption[code],
            locale=self.locales[code],
            translation_key=stable_key("story", story.key),
            uuid=public_id("story", story.key, code),
            first_published_at=story.published_at,
            live=False,
        )
        authors = [self.authors[name, code] for name in story.authors if (name, code) in self.authors]
        page.bylines = [Byline(author=author, sort_order=order) for order, author in enumerate(authors)]
        page.topics = [self.topics[name, code] for name in story.topics if (name, code) in self.topics]
        page.tags.add(*story.tags)
        self.sections[story.section, code].add_child(instance=page)
        if source:
            begin(page, source)
        revision = page.save_revision(user=self.by, clean=False)
        approve_import(page, run=RUN, by=self.by)
        revision.publish(user=self.by, skip_permission_checks=True)
        ArticlePage.objects.filter(pk=page.pk).update(last_published_at=story.published_at)
        index(page)
        return page

    def _body(self, story: data.Story, code: str, image: NewsImage) -> Any:
        """The blocks, each with the id it has in every language."""
        found = [
            (place, stored)
            for place, block in enumerate(story.texts[code].body)
            for stored in self._block(story, code, image, block)
        ]
        body = BODY.stream_block.normalize([stored for _place, stored in found])
        for (place, _stored), block in zip(found, body, strict=True):
            block.id = str(stable_key("block", f"{story.key} {place}"))
        return body

    def _block(
        self, story: data.Story, code: str, image: NewsImage, block: data.Block
    ) -> Iterator[tuple[str, Any]]:
        """A block as it is stored; none where what it names is not in this language."""
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
