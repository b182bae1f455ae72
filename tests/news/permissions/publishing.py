"""What somebody may try with what readers see, and with what stories are made from."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from news.editorial.embargo import break_embargo, set_embargo
from news.editorial.models import Embargo, Release
from news.editorial.releases import waits_in
from news.models import Author, NewsImage, SectionPage, Topic
from news.publication.kills import kill
from news.translation.models import TermForm
from search.models import SynonymGroup
from tests import factories
from tests.news.admin.support import bulk_url, edit_url, section_form
from tests.news.permissions.world import NEW, World, answers, exists
from tests.news.publication.releases import release_of
from tests.news.publication.support import fresh, reason


def publish(world: World) -> bool:
    page = world.approved()
    world.browser.post(bulk_url("publish", page))
    return reason(page) == ""


def publish_unapproved(world: World) -> bool:
    world.browser.post(bulk_url("publish", world.draft))
    return bool(fresh(world.draft).live)


def schedule(world: World) -> bool:
    page = world.approved(go_live_at=timezone.now() + timedelta(days=1))
    page.publish(page.latest_revision, user=world.person)
    return fresh(page).scheduled_revision is not None


def unpublish(world: World) -> bool:
    world.send("wagtailadmin_pages:unpublish", world.live.pk)
    return not fresh(world.live).live


def move_live(world: World) -> bool:
    world.send("wagtailadmin_pages:move_confirm", world.live.pk, world.other.pk)
    return fresh(world.live).is_child_of(world.other)


def delete_live(world: World) -> bool:
    world.send("wagtailadmin_pages:delete", world.live.pk)
    return not exists(world.live)


def make_private(world: World) -> bool:
    world.send("wagtailadmin_pages:set_privacy", world.live.pk, restriction_type="login")
    return fresh(world.live).view_restrictions.exists()


def kill_story(world: World) -> bool:
    return bool(kill(world.live, notice="سُحب الخبر", by=world.person))


def embargo(world: World) -> bool:
    return bool(set_embargo(world.draft, until=timezone.now() + timedelta(days=1), by=world.person))


def break_an_embargo(world: World) -> bool:
    Embargo.objects.create(group=world.draft.translation_key, until=timezone.now() + timedelta(days=1))
    return bool(break_embargo(world.draft, reason="نشرته وكالة", by=world.person))


def begin_release(world: World) -> bool:
    world.send("newsroom_release_new", title=NEW, at="")
    return Release.objects.filter(title=NEW).exists()


def open_release(world: World) -> bool:
    release_of(world.draft)
    return answers(world, "newsroom_release", Release.objects.get().pk)


def add_to_release(world: World) -> bool:
    world.send("newsroom_action", world.draft.pk, "add-to-release", title=NEW)
    return waits_in(world.draft) is not None


def take_out_of_release(world: World) -> bool:
    release_of(world.draft)
    world.send("newsroom_action", world.draft.pk, "take-out-of-release")
    return waits_in(world.draft) is None


def release_together(world: World) -> bool:
    row = release_of(world.approved())
    world.send("newsroom_release_action", row.pk, "release")
    return reason(world.draft) == ""


def cancel_release(world: World) -> bool:
    row = release_of(world.draft)
    world.send("newsroom_release_action", row.pk, "cancel")
    return waits_in(world.draft) is None


def create_section(world: World) -> bool:
    url = reverse("wagtailadmin_pages:add", args=["news", "sectionpage", world.section.get_parent().pk])
    world.browser.post(url, section_form(NEW, "قسم-جديد"))
    return SectionPage.objects.filter(title=NEW).exists()


def publish_section(world: World) -> bool:
    world.browser.post(edit_url(world.other), section_form(NEW, "آخر") | {"action-publish": "1"})
    return bool(fresh(world.other).title == NEW)


def upload_image(world: World) -> bool:
    file = SimpleUploadedFile("new.jpg", factories.image_bytes(), "image/jpeg")
    world.send("wagtailimages:add", file=file, **image_form(world.image))
    return NewsImage.objects.filter(title=NEW).exists()


def image_form(image: NewsImage) -> dict[str, Any]:
    return {
        "title": NEW, "credit": "نشرة", "rights": "own", "default_alt": "وصف", "tags": "",
        "collection": image.collection_id,
    }  # fmt: skip


def changes_image(world: World, image: NewsImage) -> bool:
    world.send("wagtailimages:edit", image.pk, **image_form(image))
    return bool(fresh(image).title == NEW)


def change_own_image(world: World) -> bool:
    NewsImage.objects.filter(pk=world.image.pk).update(uploaded_by_user=world.person)
    return changes_image(world, world.image)


def change_others_image(world: World) -> bool:
    return changes_image(world, world.image)


def change_shown_image(world: World) -> bool:
    NewsImage.objects.filter(pk=world.shown.pk).update(uploaded_by_user=world.person)
    return changes_image(world, world.shown)


def delete_others_image(world: World) -> bool:
    world.send("wagtailimages:delete", world.image.pk)
    return not exists(world.image)


def adds(world: World, kind: type[Author | Topic]) -> bool:
    world.send(f"wagtailsnippets_news_{kind.__name__.lower()}:add", name=NEW, slug="", summary="")
    return kind._default_manager.filter(name=NEW).exists()


def changes(world: World, thing: Author | Topic) -> bool:
    name = f"wagtailsnippets_news_{type(thing).__name__.lower()}:edit"
    world.send(name, thing.pk, name=NEW, slug=thing.slug, summary="")
    return bool(fresh(thing).name == NEW)


def deletes(world: World, thing: Author | Topic) -> bool:
    world.send(f"wagtailsnippets_news_{type(thing).__name__.lower()}:delete", thing.pk)
    return not exists(thing)


def add_author(world: World) -> bool:
    return adds(world, Author)


def add_topic(world: World) -> bool:
    return adds(world, Topic)


def change_author(world: World) -> bool:
    return changes(world, world.author)


def change_topic(world: World) -> bool:
    return changes(world, world.topic)


def delete_author(world: World) -> bool:
    return deletes(world, world.author)


def delete_topic(world: World) -> bool:
    return deletes(world, world.topic)


def read_terms(world: World) -> bool:
    return answers(world, "glossary:index")


def term_form(world: World, row: Any = "") -> dict[str, Any]:
    return {
        "kind": "term", "forms-TOTAL_FORMS": 1, "forms-INITIAL_FORMS": int(bool(row)),
        "forms-0-id": row, "forms-0-locale": world.draft.locale_id, "forms-0-text": NEW,
        "forms-0-discouraged": "", "forms-0-note": "",
    }  # fmt: skip


def is_named(*, pk: int | None = None) -> bool:
    rows = TermForm.objects.filter(text=NEW)
    return (rows.filter(term=pk) if pk else rows).exists()


def add_term(world: World) -> bool:
    world.send("glossary:add", **term_form(world))
    return is_named()


def change_term(world: World) -> bool:
    term = factories.term(ar="ميناء")
    world.send("glossary:edit", term.pk, **term_form(world, term.forms.get().pk))
    return is_named(pk=term.pk)


def delete_term(world: World) -> bool:
    term = factories.term(ar="ميناء")
    world.send("glossary:delete", term.pk)
    return not exists(term)


def list_synonyms(world: World) -> bool:
    return answers(world, "search_synonyms:index")


def add_synonyms(world: World) -> bool:
    world.send("search_synonyms:add", locale="ar", words=f"{NEW}\nواشنطن", also="", note="")
    return SynonymGroup.objects.exists()


def delete_synonyms(world: World) -> bool:
    row = SynonymGroup.objects.create(locale="ar", words="أمريكا\nواشنطن")
    world.send("search_synonyms:delete", row.pk)
    return not exists(row)


def read_what_readers_ask(world: World) -> bool:
    return answers(world, "search_asked")


def import_terms(world: World) -> bool:
    world.send("glossary:import", file=SimpleUploadedFile("terms.csv", f"ar\n{NEW}\n".encode()))
    return is_named()
