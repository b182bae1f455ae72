"""What editors do while processes are killed around them: publish, correct, withdraw, move, rename."""

import json
import os
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from news.editorial.approvals import approve_import
from news.models import ArticlePage, Author, SectionPage
from news.publication.actions import withdraw
from news.publication.sync import sync
from news.record.models import Event
from tests import factories

STORIES = 4  # for each editor


def furnish(editors: int) -> None:
    """Two sections, an author, and for each editor some stories, one with a translation."""
    for title in ("السوق", "البحر"):
        factories.section(title)
    factories.section("Market", locale="en")
    author = factories.author()
    for editor in range(editors):
        for number in range(STORIES):
            page = factories.article(f"خبر {editor}-{number}", bylines=[author])
        factories.translation(page, "en", f"Story {editor}")


class Editor:
    """Works on stories of its own until it is stopped or killed.

    After each publication it writes a line to `told`: the story, and a word that only this version has.
    `look` is called with both once readers must see them, and without a word once they must not.
    """

    def __init__(
        self,
        number: int,
        seed: int,
        told: int,
        look: Callable[[UUID, str], object] = lambda _story, _word: None,
    ) -> None:
        self.random = Random(seed)
        self.told = told
        self.look = look
        everybodys = ArticlePage.objects.filter(locale__language_code="ar").order_by("pk")
        self.stories = list(everybodys[number * STORIES : (number + 1) * STORIES])
        self.stopping = False

    def work(self) -> None:
        """One thing after another."""
        while not self.stopping:
            self.random.choice(ACTS)(self)

    def story(self) -> ArticlePage:
        """One of the stories, as it is by now."""
        chosen = self.random.choice(self.stories)
        return ArticlePage.objects.get(pk=chosen.pk)

    def publish(self) -> None:
        """Let new words out."""
        page, word = self.story(), uuid4().hex
        revision = self.approved(page, word)
        revision.publish()
        self.tell(page, word)

    def correct(self) -> None:
        """Correct a story; it and its correction are one transaction."""
        page, word = self.story(), uuid4().hex
        revision = self.approved(page, word)
        with transaction.atomic():
            revision.publish()
            sync([("article", page.uuid)], event=Event.CORRECTED)
        self.tell(page, word)

    def approved(self, page: ArticlePage, word: str) -> Any:
        """A revision with `word` in its title that may go out."""
        page = page.get_latest_revision_as_object()
        page.title = f"خبر {word}"
        revision = page.save_revision()
        approve_import(revision.as_object(), run="fire", by=None)
        return revision

    def withdraw(self) -> None:
        """Take a story down."""
        page = self.story()
        if page.live:
            withdraw(page, by=None)
            self.look(page.uuid, "")

    def move(self) -> None:
        """Put a story into another section."""
        target = self.random.choice(list(SectionPage.objects.filter(locale__language_code="ar")))
        page = self.story()
        if not page.is_child_of(target):
            page.move(target, pos="last-child")

    def rename(self) -> None:
        """Rename the author that every story names."""
        author = Author.objects.order_by("pk").first()
        if author:
            author.name = f"محرر {self.random.randint(1, 99)}"
            author.save()

    def translate(self) -> None:
        """Publish a translation, which its source then names."""
        twins = ArticlePage.objects.filter(
            locale__language_code="en", translation_key__in=[story.translation_key for story in self.stories]
        )
        if page := twins.first():
            revision = self.approved(page, word := uuid4().hex)
            revision.publish()
            self.tell(page, word)

    def tell(self, page: ArticlePage, word: str) -> None:
        """Say that a publication is done."""
        os.write(self.told, json.dumps([str(page.uuid), word]).encode() + b"\n")
        self.look(page.uuid, word)


ACTS: list[Callable[[Editor], None]] = [
    *[Editor.publish, Editor.correct] * 3,
    *[Editor.withdraw, Editor.move, Editor.rename, Editor.translate],
]
