"""Random histories of a newsroom: what editors might do, one thing after another, unplanned."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from news.editorial.refusals import Refused
from news.models import ArticlePage, Author, NewsImage, SectionPage
from news.publication.kills import kill
from news.publication.schedule import Clock
from tests import factories
from tests.news.publication.support import fresh, settle


class History:
    """Takes steps at random; `log` tells which, so that a failure can be read."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.log: list[str] = []
        self.numbers = iter(range(1, 1000))
        for locale in ("ar", "en"):
            factories.section(f"قسم {locale}", locale=locale)
        factories.author()
        factories.image()

    def step(self) -> None:
        """One thing that an editor, a clock or a relay does."""
        act = self.random.choice(STEPS)
        thing = act(self)
        self.log.append(f"{act.__name__} {thing!r}")

    def pick(self, model: type, **filters: Any) -> Any:
        things = list(model._default_manager.filter(**filters).order_by("pk"))
        return self.random.choice(things) if things else None

    def title(self) -> str:
        return f"خبر {next(self.numbers)}"


def add_section(history: History) -> Any:
    parent = history.pick(SectionPage) or factories.home()
    if parent.depth > 4:
        return None
    return factories.section(history.title(), parent=parent, live=history.random.random() < 0.8)


def add_story(history: History) -> Any:
    parent = history.pick(SectionPage)
    if parent is None:
        return None
    target = history.pick(ArticlePage)
    text = f'<a linktype="page" id="{target.pk}">هنا</a>' if target else "لا رابط"
    authors = list(Author.objects.filter(locale=parent.locale)[:1])
    tag = history.random.choice(["موانئ", "شحن", "نقل"])
    image = history.pick(NewsImage) if history.random.random() < 0.2 else None
    return factories.article(
        history.title(),
        parent=parent,
        body=[("paragraph", f"<p>{text}</p>")],
        bylines=authors,
        tags=[tag],
        lead_image=image,
    )


def publish(history: History) -> Any:
    page = history.pick(ArticlePage)
    with suppress(Refused):  # what was killed
        return factories.publish(page, title=history.title()) if page else None
    return page


def translate(history: History) -> Any:
    source, parent = history.pick(ArticlePage, locale__language_code="ar"), None
    if source:
        parent = history.pick(SectionPage, locale__language_code="en")
    taken = source and ArticlePage.objects.filter(
        translation_key=source.translation_key, locale__language_code="en"
    )
    if parent is None or taken:
        return None
    return factories.publish(factories.translation(source, "en", history.title(), parent=parent))


def save_draft(history: History) -> Any:
    page = history.pick(ArticlePage)
    if page:
        page.title = history.title()
        page.save_revision()
    return page


def save_live_row(history: History) -> Any:
    page = history.pick(ArticlePage)
    if page:
        page.standfirst = history.title()
        page.save()
    return page


def unpublish(history: History) -> Any:
    page = history.pick(Page, depth__gt=2, live=True)
    if page:
        page.specific.unpublish()
    return page


def republish_section(history: History) -> Any:
    section = history.pick(SectionPage, live=False)
    if section:
        section.save_revision().publish()
    return section


def rename_section(history: History) -> Any:
    section = history.pick(SectionPage)
    if section:
        section.title, section.slug = history.title(), ""
        section.save()
    return section


def move(history: History) -> Any:
    page, target = history.pick(Page, depth__gt=2), history.pick(SectionPage)
    if page is None or target is None or target.pk == page.pk or target.is_descendant_of(page):
        return None
    if page.locale_id != target.locale_id or target.get_children().filter(slug=page.slug).exists():
        return None
    if isinstance(page.specific, SectionPage) and history.random.random() < 0.5:
        page.move(target, pos="left")
    else:
        page.move(target, pos="last-child")
    return page


def restrict(history: History) -> Any:
    page = history.pick(Page, depth__gt=1)
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def release(history: History) -> Any:
    restriction = history.pick(PageViewRestriction)
    if restriction:
        restriction.delete()
    return restriction


def delete(history: History) -> Any:
    page = history.pick(Page, depth__gt=2)
    if page and page.get_descendant_count() < 4:
        fresh(page).delete()
    return page


def rename_author(history: History) -> Any:
    author = history.pick(Author)
    author.name = history.title()
    author.save()
    return author


def rename_tag(history: History) -> Any:
    tag = history.pick(Tag)
    if tag:
        tag.name = history.title()
        tag.save()
    return tag


def recaption(history: History) -> Any:
    image = history.pick(NewsImage)
    image.default_alt = history.title()
    image.save()
    return image


def expire(history: History) -> Any:
    page = history.pick(Page, depth__gt=2, live=True)
    if page:
        page = page.specific
        today = timezone.now().replace(minute=0, second=0, microsecond=0)
        page.expire_at = today + timedelta(days=history.random.choice([-1, 1, 2]))
        page.save()
    return page


def take_down_for_good(history: History) -> Any:
    page = history.pick(ArticlePage)
    if page and history.random.random() < 0.4:
        kill(page, notice="حُذف", by=None)
    return page


def let_time_pass(history: History) -> Any:
    return Clock().fire()


def let_relay_work(history: History) -> None:
    settle()


STEPS: list[Callable[[History], Any]] = [
    *[add_story, publish, publish, publish] * 2,
    *[add_section, translate, save_draft, save_live_row, unpublish, republish_section, rename_section, move],
    *[move, restrict, release, release, delete, rename_author, rename_tag, recaption, expire],
    *[take_down_for_good, let_time_pass, let_relay_work],
]
