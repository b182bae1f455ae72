"""Editors, clocks and relays get in each other's way: whoever wins, readers see what the gate says."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from news.editorial.refusals import Refused
from news.models import ArticlePage, Author, NewsImage
from news.publication import marks
from news.publication.actions import withdraw
from news.publication.kills import kill
from news.publication.sync import sync
from news.record.models import Publication, PublicState, PublishedDocument
from tests import factories
from tests.news.admin.support import client_for
from tests.news.publication.at_once import at_once, meanwhile
from tests.news.publication.support import assert_in_step, document, fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom", "on_disk")
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def publish(page: ArticlePage, title: str) -> Callable[[], Any]:
    return lambda: factories.publish(fresh(page), title=title)


def unless_refused(act: Callable[[], Any]) -> Callable[[], Any]:
    """`act`, which may come too late and be told so."""

    def run() -> None:
        with suppress(Refused):
            act()

    return run


def move(page: Page, target: Page) -> Callable[[], Any]:
    return lambda: fresh(page).move(fresh(target), pos="last-child")


def killing(page: ArticlePage) -> Callable[[], Any]:
    return lambda: kill(fresh(page), notice="سُحب الخبر.", by=None)


def hide(page: Page) -> Callable[[], Any]:
    return lambda: PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")


def rename(author: Author, name: str) -> Callable[[], None]:
    def act() -> None:
        changed = fresh(author)
        changed.name = name
        changed.save()

    return act


def replace(image: NewsImage, color: str) -> Callable[[], None]:
    def act() -> None:
        changed = fresh(image)
        changed.file = ContentFile(factories.image_bytes(color=color), name="new.jpg")
        changed.save()

    return act


def drain() -> None:
    """What a relay does meanwhile."""
    for _round in range(5):
        marks.drain()


def test_publishing_against_withdrawing() -> None:
    page = factories.published("خبر يُسحب ويُنشر")
    for number in range(ROUNDS):
        at_once(publish(page, f"نشر {number}"), lambda: withdraw(fresh(page), by=None), drain)
        assert_in_step(str(number))
        assert is_public(page) == fresh(page).live


def test_publishing_against_killing() -> None:
    for number in range(ROUNDS):
        page = factories.published(f"خبر يُحذف {number}")
        at_once(unless_refused(publish(page, "لا يجوز أن يبقى")), killing(page), drain)
        settle()
        row = PublishedDocument.objects.get(document_id=page.uuid)
        assert (row.state, bytes(row.body)) == (PublicState.KILLED, b"")
        assert_in_step(str(number))


def test_publishing_against_moving() -> None:
    one, two = factories.section("الأول"), factories.section("الثاني")
    page = factories.published("خبر ينتقل", parent=one)
    for number in range(ROUNDS):
        target = (two, one)[number % 2]
        at_once(publish(page, f"نص {number}"), move(page, target), drain)
        assert_in_step(str(number))
        assert document(page)["path"] == fresh(page).url_path
        assert document(page)["section"]["id"] == str(target.uuid)


def test_moving_many_into_an_empty_section() -> None:
    for number in range(ROUNDS):
        pages = [factories.published(f"خبر ينتقل {number}-{other}") for other in range(3)]
        target = factories.section(f"قسم فارغ {number}")
        at_once(*(move_from_a_list(page, target) for page in pages), partial(add, target))
        assert {document(page)["section"]["id"] for page in pages} == {str(target.uuid)}
        assert fresh(target).numchild == fresh(target).get_children().count() == 4
        assert_in_step(str(number))


def move_from_a_list(page: Page, target: Page) -> Callable[[], Any]:
    """Moves what was read before anybody else moved anything."""
    read, place = fresh(page), fresh(target)
    return lambda: read.move(place, pos="last-child")


def add(section: Page) -> None:
    factories.article("خبر جديد", parent=fresh(section))


def test_moving_many_into_an_empty_section_by_the_admin() -> None:
    user = factories.user(is_superuser=True)
    for number in range(ROUNDS):
        pages = [factories.published(f"خبر ينتقل {number}-{other}") for other in range(3)]
        target = factories.section(f"قسم فارغ {number}")
        at_once(*(move_by_the_admin(user, page, target) for page in pages))
        assert fresh(target).numchild == fresh(target).get_children().count() == 3
        assert_in_step(str(number))


def move_by_the_admin(user: Any, page: Page, target: Page) -> Callable[[], Any]:
    client, url = client_for(user), reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])

    def act() -> None:
        assert client.post(url).status_code == 302

    return act


def test_publishing_below_a_section_that_is_made_private() -> None:
    section = factories.section("قسم خاص")
    pages = [factories.article(f"سر {number}", parent=section) for number in range(3)]
    for number in range(ROUNDS):
        at_once(hide(section), *(publish(page, f"سر {number}") for page in pages), drain)
        assert_in_step(str(number))
        assert not any(is_public(page) for page in pages)
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()
        assert_in_step("released")
        assert all(is_public(page) for page in pages)


def test_an_image_replaced_while_its_story_is_published() -> None:
    image = factories.image()
    page = factories.article("خبر بصورة", lead_image=image)
    for number, color in enumerate(["maroon", "teal", "olive", "purple", "gray"][:ROUNDS]):
        at_once(publish(page, f"بصورة {number}"), replace(image, color), drain)
        assert_in_step(color)


def test_nothing_stale_is_left_when_many_look_at_one_story() -> None:
    page = factories.published("العنوان الأول")
    for number in range(ROUNDS):
        title = f"العنوان {number}"
        at_once(*[lambda: sync([("article", page.uuid)])] * 4, publish(page, title))
        assert document(page)["title"] == title
        assert_in_step(title)


def test_a_group_of_translations_is_seen_whole_or_not_at_all() -> None:
    arabic = factories.published("خبر بلغتين")
    english = factories.publish(factories.translation(arabic, "en", "In two languages"))
    settle()
    seen: set[tuple[str, ...]] = set()

    def look() -> None:
        rows = PublishedDocument.objects.filter(group=arabic.translation_key, type="article")
        seen.add(tuple(rows.order_by("locale").values_list("state", flat=True)))

    with meanwhile(look):
        killing(arabic)()
    assert seen <= {("live", "live"), ("killed", "killed")}
    assert not any(is_public(page) for page in (arabic, english))
    assert_in_step()


def test_whoever_follows_the_log_misses_nothing() -> None:
    pages = [factories.article(f"خبر {number}") for number in range(8)]
    seen: list[int] = []

    def follow() -> None:
        last = seen[-1] if seen else 0
        rows = Publication.objects.filter(sequence__gt=last).order_by("sequence")
        seen.extend(rows.values_list("sequence", flat=True))

    with meanwhile(follow):
        at_once(*(publish(page, f"الآن {number}") for number, page in enumerate(pages)))
        settle()
    assert seen == list(range(1, seen[-1] + 1))
    assert_in_step()


def test_marks_left_while_others_are_worked_off_are_not_lost() -> None:
    author = factories.author("الاسم 0")
    pages = [factories.published(f"خبر {number}", bylines=[author]) for number in range(4)]

    for number in range(1, ROUNDS):
        at_once(rename(author, f"الاسم {number}"), drain, drain, publish(pages[0], f"خبر {number}"))
        assert_in_step(str(number))
        assert {document(page)["authors"][0]["name"] for page in pages} == {f"الاسم {number}"}
