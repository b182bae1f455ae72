"""Makes a draft from a plain-text file."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.html import escape
from wagtail.rich_text import RichText

from news.management.arguments import user_named, words
from news.models import ArticlePage, SectionPage
from news.text.plain import clean
from news.text.story import NotAStory, PlainStory, read_story

LARGEST = 1_000_000  # bytes


class Command(BaseCommand):
    """`manage.py import_story FILE --locale ar --section SLUG`."""

    help = (
        "Make a draft from plain text: the first line is the headline, blank lines separate paragraphs, "
        "short lines without closing punctuation become sub-headings."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and where its story belongs."""
        parser.add_argument("file", help="a UTF-8 text file, or - for standard input")
        parser.add_argument(
            "--locale", type=words, default=settings.LANGUAGE_CODE, help="the story's language"
        )
        parser.add_argument(
            "--section", type=words, required=True, help="slug of the section, or its path: sport/football"
        )
        parser.add_argument("--user", type=words, help="who the draft belongs to (a user name)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, and make the draft: all of it or nothing."""
        section = find_section(options["section"], options["locale"])
        owner = user_named(options["user"]) if options["user"] else None
        try:
            story = read_story(clean(read_text(options["file"])))
        except NotAStory as error:
            raise CommandError(str(error)) from error
        page = make_draft(story, section, owner)
        self.stdout.write(f"Draft {page.pk} in {section.url_path}: {page.title}")


def read_text(name: str) -> str:
    """The text of a file, or of standard input for `-`; raises CommandError."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"Cannot read {name}: {error.strerror}.") from error
    if len(data) > LARGEST:
        raise CommandError(f"The text is larger than {LARGEST:,} bytes; that is no story.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CommandError(f"The text is not UTF-8 (line {line}). Save it as UTF-8 and try again.") from error


def find_section(name: str, locale: str) -> SectionPage:
    """The section of `locale` with this slug or path; raises CommandError naming the ones there are."""
    if locale not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        known = ", ".join(dict(settings.WAGTAIL_CONTENT_LANGUAGES))
        raise CommandError(f"There is no language {locale!r}. Known: {known}.")
    sections = SectionPage.objects.filter(locale__language_code=locale)
    path = f"/{locale}/{name.strip('/')}/"
    found = list(sections.filter(url_path=path)) or list(sections.filter(slug=name))
    if len(found) == 1:
        return found[0]
    choices = found or sections
    listed = ", ".join(section.url_path.removeprefix(f"/{locale}/").strip("/") for section in choices)
    problem = "There are several sections" if found else "There is no section"
    raise CommandError(f"{problem} {name!r} in {locale}. Choose one of: {listed or 'none yet'}.")


@transaction.atomic
def make_draft(story: PlainStory, section: SectionPage, owner: Any) -> ArticlePage:
    """A draft of `story` in `section`, with its first revision; raises CommandError."""
    body = [
        ("heading", {"text": block.text, "level": "2"})
        if block.kind == "heading"
        else ("paragraph", RichText(f"<p>{escape(block.text)}</p>"))
        for block in story.blocks
    ]
    page = ArticlePage(title=story.title, body=body, live=False, locale=section.locale, owner=owner)
    try:
        section.add_child(instance=page)
        page.save_revision(user=owner, log_action=True)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return page
