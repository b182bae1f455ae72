"""Whatever changes what readers see, by whichever door: afterwards the store says what the gate says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from news.editorial.approvals import approve_import
from news.editorial.refusals import Refused
from news.models import ArticlePage, Author, Byline, NewsImage, SectionPage, Topic
from news.publication import marks, reconcile
from news.publication.actions import withdraw
from news.publication.schedule import Clock
from tests import factories
from tests.news.publication.support import (
    assert_in_step,
    document,
    events,
    fresh,
    is_public,
    live_without_approval,
    settle,
)

pytestmark = pytest.mark.usefixtures("newsroom")


@dataclass
class Newsroom:
    """A small newspaper in which everything names everything else."""

    economy: SectionPage
    ports: SectionPage
    sport: SectionPage
    story: ArticlePage
    english: ArticlePage
    linking: ArticlePage
    author: Author
    topic: Topic
    image: NewsImage


@pytest.fixture
def room(newsroom: None) -> Newsroom:
    economy, sport = factories.section("اقتصاد"), factories.section("رياضة")
    economy_en = factories.section("Economy", locale="en", translation_key=economy.translation_key)
    ports = factories.section("موانئ", parent=economy)
    author, topic, image = factories.author(), factories.topic(), factories.image()
    story = factories.published(
        "افتتاح الرصيف",
        parent=ports, bylines=[author], topics=[topic], tags=["شحن"], lead_image=image,
    )  # fmt: skip
    english = factories.publish(factories.translation(story, "en", "Berth opens", parent=economy_en))
    linking = factories.published(
        "خلفية الخبر",
        parent=sport,
        body=[
            ("paragraph", f'<p>اقرأ <a linktype="page" id="{story.pk}">الخبر</a></p>'),
            ("paragraph", f'<p>في <a linktype="page" id="{ports.pk}">القسم</a></p>'),
            ("image", {"image": image}),
            ("related", {"articles": [story]}),
        ],
    )
    settle()
    return Newsroom(economy, ports, sport, story, english, linking, author, topic, image)


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page_id=page.pk, restriction_type=PageViewRestriction.LOGIN)


def restrict_and_release(page: Page) -> None:
    restriction = restrict(page)
    settle()
    restriction.delete()


def change(thing: Any, **fields: Any) -> None:
    thing = fresh(thing)
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def take_down_and_back(page: Any) -> None:
    fresh(page).unpublish()
    settle()
    fresh(page).save_revision().publish()


def expire(page: Any) -> None:
    change(page, expire_at=timezone.now() + timedelta(days=1))
    settle()
    change(page, expire_at=timezone.now() - timedelta(seconds=1))
    assert Clock().fire() >= 1


def approve_what_is_live(room: Newsroom) -> None:
    page = live_without_approval(factories.article("ينتظر", parent=room.sport))
    settle()
    assert not is_public(page)
    approve_import(page, run="tests", by=None)
    assert is_public(page)


def delete_translated_names(room: Newsroom) -> None:
    twin = factories.author("Economy desk", locale="en", translation_key=room.author.translation_key)
    settle()
    assert not document(room.author)["alternates"]
    page = factories.published("Trade", locale="en", bylines=[twin])
    settle()
    assert document(room.author)["alternates"]
    withdraw(page, by=None)
    settle()
    twin.delete()


def delete_in_use(thing: Any) -> None:
    """What public stories are made from cannot be deleted."""
    with pytest.raises(Refused, match="in_use"), transaction.atomic():
        thing.delete()


def delete_linked_draft(room: Newsroom) -> None:
    draft = factories.article("مسودة مرتبطة")
    body = [("related", {"articles": [draft]})]
    factories.published("يرتبط بمسودة", parent=room.sport, body=body)
    settle()
    draft.delete()


def publish_related_draft(room: Newsroom) -> None:
    draft = factories.article("سيُنشر لاحقًا", parent=room.economy)
    body = [("related", {"articles": [draft, room.story]})]
    factories.published("يسبق ما يتصل به", parent=room.sport, body=body)
    settle()
    factories.publish(draft)


def link_to_oneself(room: Newsroom) -> None:
    page = factories.article("يرتبط بنفسه")
    page.body = [("paragraph", f'<p><a linktype="page" id="{page.pk}">هنا</a></p>')]
    page.save_revision()
    factories.publish(page)
    settle()
    change(page, slug="عنوان-آخر")


def publish_linked_draft(room: Newsroom) -> None:
    draft = factories.article("سيُنشر لاحقًا", parent=room.economy)
    text = f'<p>اقرأ <a linktype="page" id="{draft.pk}">الخبر</a></p>'
    page = factories.published("يسبق الخبر", parent=room.sport, body=[("paragraph", text)])
    settle()
    factories.publish(draft)
    settle()
    assert "href" in document(page)["body"][0]["value"]["html"]


def publish_section(section: SectionPage, **fields: Any) -> None:
    page = fresh(section)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def picture(color: str) -> ContentFile:
    return ContentFile(factories.image_bytes(color=color), name="new.jpg")


def restrict_collection(collection: Collection) -> None:
    """Originals are private in any case; what a public story shows stays public with it."""
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def move_out_of_hidden(room: Newsroom) -> None:
    hidden = factories.section("مخفي", live=False)
    fresh(room.ports).move(hidden, pos="last-child")
    settle()
    assert not is_public(room.story)
    fresh(room.ports).move(factories.home(), pos="last-child")
    settle()
    assert is_public(room.story)


# Each group is one history in one newsroom; what leaves nothing to change comes last.
CHANGES: dict[str, dict[str, Callable[[Newsroom], Any]]] = {
    "sections": {
        "slug saved": lambda room: change(room.economy, slug="مال-وأعمال", title="مال وأعمال"),
        "slug published": lambda room: publish_section(room.ports, slug="مرافئ"),
        "reordered": lambda room: fresh(room.sport).move(fresh(room.economy), pos="left"),
        "down and back": lambda room: take_down_and_back(room.economy),
        "moved": lambda room: fresh(room.ports).move(fresh(room.sport), pos="last-child"),
        "moved out of a hidden one": move_out_of_hidden,
        "translation's section withdrawn": lambda room: room.english.get_parent().specific.unpublish(),
        "translation deleted": lambda room: room.english.get_parent().specific.delete(),
        "expired": lambda room: expire(room.ports),
        "deleted": lambda room: fresh(room.ports).delete(),
    },
    "restrictions": {
        "page": lambda room: restrict_and_release(room.story),
        "section": lambda room: restrict_and_release(room.economy),
        "home": lambda room: restrict_and_release(factories.home()),
        "root": lambda room: restrict_and_release(Page.get_first_root_node()),
        "page for good": lambda room: restrict(room.linking),
        "section for good": lambda room: restrict(room.economy),
        "restricted page deleted": lambda room: fresh(room.economy).delete(),
    },
    "homes": {
        "renamed": lambda room: change(factories.home(), title="نشرة المساء"),
        "given an end": lambda room: change(factories.home(), expire_at=timezone.now() + timedelta(1)),
        "end taken away": lambda room: change(factories.home(), expire_at=None),
        "down and back": lambda room: take_down_and_back(factories.home()),
        "locale saved": lambda room: change(Locale.objects.get(language_code="en")),
        "site's host": lambda room: change(Site.objects.get(), hostname="nashra.example", port=443),
        "site's root": lambda room: change(Site.objects.get(), root_page=factories.home("en")),
        "site deleted": lambda room: Site.objects.get().delete(),
        "deleted": lambda room: factories.home("en").delete(),
        "unpublished": lambda room: factories.home().unpublish(),
    },
    "images": {
        "re-captioned": lambda room: change(room.image, default_alt="سفينة", credit="وكالة"),
        "file replaced": lambda room: change(room.image, file=picture("olive")),
        "tagged": lambda room: room.image.tags.add("ميناء"),
        "made private": lambda room: restrict_collection(room.image.collection),
        "focal point": lambda room: change(
            room.image, focal_point_x=10, focal_point_y=10, focal_point_width=4, focal_point_height=4
        ),
    },
    "names": {
        "author renamed": lambda room: change(room.author, name="قسم الموانئ", slug="قسم-الموانئ"),
        "author's translation deleted": delete_translated_names,
        "topic renamed": lambda room: change(room.topic, name="النقل البحري"),
        "tag renamed": lambda room: change(Tag.objects.get(), name="نقل", slug="نقل"),
        "topic deleted": lambda room: delete_in_use(room.topic),
        "author deleted": lambda room: delete_in_use(room.author),
        "tag deleted": lambda room: delete_in_use(Tag.objects.get()),
    },
    "links and translations": {
        "linked page's slug": lambda room: factories.publish(room.story, slug="عنوان-جديد"),
        "linked page moved": lambda room: fresh(room.story).move(room.economy, pos="last-child"),
        "linked page down and back": lambda room: take_down_and_back(room.story),
        "linked draft deleted": delete_linked_draft,
        "linked draft published": publish_linked_draft,
        "related draft published": publish_related_draft,
        "link to oneself": link_to_oneself,
        "translation down and back": lambda room: take_down_and_back(room.english),
        "translation withdrawn": lambda room: fresh(room.english).unpublish(),
        "translation deleted": lambda room: fresh(room.english).delete(),
        "linked page deleted": lambda room: fresh(room.story).delete(),
    },
    "side doors": {
        "saved as it was": lambda room: change(room.story),
        "born live": lambda room: room.sport.add_child(instance=ArticlePage(title="وُلد منشورًا", live=True)),
        "live before it was approved": approve_what_is_live,
        "expired": lambda room: expire(room.english),
        "saved with other words": lambda room: change(room.story, title="عنوان آخر"),
        "several deleted": lambda room: Page.objects.filter(pk__in=[room.story.pk, room.linking.pk]).delete(),
    },
}


@pytest.mark.parametrize("group", CHANGES)
def test_after_a_change_the_store_says_what_the_gate_says(room: Newsroom, group: str) -> None:
    assert_in_step("at first")
    for name, act in CHANGES[group].items():
        act(room)
        assert_in_step(name)


def test_borrowed_names_refresh_a_story_and_take_nothing_down(room: Newsroom) -> None:
    change(room.author, name="قسم الموانئ")
    change(room.topic, name="النقل البحري")
    change(Tag.objects.get(), name="نقل")
    change(room.image, credit="وكالة الأنباء")
    settle()
    found = document(room.story)
    named = [found[field][0]["name"] for field in ("authors", "topics", "tags")]
    assert named == ["قسم الموانئ", "النقل البحري", "نقل"]
    assert found["image"]["credit"] == "وكالة الأنباء"
    assert set(events(room.story)) == {"published", "refreshed"}


def test_what_no_receiver_sees_is_found_and_repaired(room: Newsroom) -> None:
    ArticlePage.objects.filter(pk=room.story.pk).update(title="غُيّر في قاعدة البيانات")
    ArticlePage.objects.filter(pk=room.linking.pk).update(live=False)
    Byline.objects.filter(article=room.story).delete()
    SectionPage.objects.filter(pk=room.sport.pk).update(summary="ملخص")
    assert marks.drain() == 0
    found = list(reconcile.differences())
    problems = {(one.document_id, one.problem) for one in found}
    assert {(room.story.uuid, "surplus"), (room.linking.uuid, "surplus")} <= problems
    assert (room.sport.uuid, "outdated") in problems
    reconcile.repair(found)
    assert_in_step()


def test_a_damaged_store_is_found_and_repaired(room: Newsroom) -> None:
    damaged = reconcile.PublishedDocument.objects.get(document_id=room.story.uuid)
    before = document(room.story)
    reconcile.PublishedDocument.objects.filter(pk=damaged.pk).update(body=b"{}")
    found = list(reconcile.differences())
    assert [(one.document_id, one.problem) for one in found] == [(room.story.uuid, "outdated")]
    reconcile.repair(found)
    assert {**document(room.story), "version": 0} == {**before, "version": 0}
    assert_in_step()
