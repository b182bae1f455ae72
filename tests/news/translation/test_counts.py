"""What lists tell of translations, where nothing that readers have has changed."""

from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from news.models import ArticlePage, Byline
from news.translation.bases import settle
from news.translation.models import Translation
from news.translation.progress import miscounted, of_drafts_naming
from tests import factories
from tests.news.publication.support import fresh
from tests.news.publication.support import settle as drain
from tests.news.translation.support import requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom")


def stale(target: ArticlePage) -> int:
    """How many pieces lists tell to be stale, the counts being right."""
    drain()
    row = Translation.objects.get(page_id=target.pk)
    assert miscounted(row) == {}
    return row.stale


def draft(page: ArticlePage, **fields: Any) -> None:
    """Save a draft with other fields."""
    drafted = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(drafted, name, value)
    drafted.save_revision()


def withheld() -> tuple[ArticlePage, ArticlePage]:
    """A story that is live where nobody may read it, with a newer draft, and its translation."""
    page = source()
    target = requested(page)
    translate(target)
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert stale(target) == 0
    draft(page, title="مسودة أخرى")
    assert stale(target) == 0
    return page, target


def test_a_withheld_story_that_is_unpublished_is_compared_as_drafted() -> None:
    page, target = withheld()
    fresh(page).unpublish()
    assert stale(target) == 1


def test_a_withheld_story_that_is_published_is_compared_as_published() -> None:
    page, target = withheld()
    factories.publish(fresh(page))
    assert stale(target) == 1


@pytest.mark.parametrize("name", ["author", "topic"])
@pytest.mark.parametrize("is_in_row", [True, False])
def test_names_in_stories_that_were_never_public_are_compared_once_renamed(
    name: str, *, is_in_row: bool
) -> None:
    thing = getattr(factories, name)()
    getattr(factories, name)("Economy", locale="en", translation_key=thing.translation_key)
    parent = source().get_parent()
    names = {"bylines": [thing]} if name == "author" else {"topics": [thing]}
    page = factories.article(parent=parent, **(names if is_in_row else {}))
    if not is_in_row:
        draft(page, **({"bylines": [Byline(author=thing)]} if name == "author" else names))
    target = requested(page)
    translate(target, upto=1)
    assert stale(target) == 0
    thing.name = "اسم آخر"
    thing.save()
    assert stale(target) == 1


def test_a_name_is_counted_again_in_a_translation_that_is_a_draft() -> None:
    thing = factories.author()
    english = factories.author("Economy editor", locale="en", translation_key=thing.translation_key)
    target = requested(source(bylines=[thing]))
    translate(target)
    thing.name = "اسم آخر"
    thing.save()
    assert stale(target) == 1
    english.name = "Another name"
    english.save()
    assert stale(target) == 0


def test_stories_that_readers_have_are_left_to_the_relay(django_assert_num_queries: Any) -> None:
    thing = factories.author()
    factories.author("Economy editor", locale="en", translation_key=thing.translation_key)
    target = requested(source(bylines=[thing]))
    translate(target)
    settle(Translation.objects.get(page=target), ["bylines"], by=None)
    factories.publish(fresh(target))
    drain()
    with django_assert_num_queries(2):
        assert of_drafts_naming(thing) == []
    thing.name = "اسم آخر"
    thing.save()
    assert stale(target) == 1
