"""The demo newsroom is installed once: what became of it later stays, however often it is run again."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from home.demo.data import Newsroom, load
from home.demo.install import Installer, public_id, stable_key, was_installed
from news.models import ArticlePage, Author, NewsImage, SectionPage, Topic
from news.publication.kills import kill
from news.record.models import Publication, PublicState, PublishedDocument
from news.record.store import head_sequence
from news.translation.models import Translation
from news.translation.sources import states_of
from news.translation.states import State
from tests.factories import section
from tests.news.publication.support import assert_in_step, settle

pytestmark = pytest.mark.usefixtures("newsroom")
STORIES = ("measles-campaign", "measles-survey", "inflation-slows", "interest-rate-cut")
ARTICLES = {"ar": 4, "fr": 2}


def rooms(*names: str) -> Newsroom:
    """The demo newsroom with only these stories, and what belongs to the stories of these tests."""
    whole = load()
    ours = [story for story in whole.stories if story.key in STORIES]
    sections, topics, authors = (
        {name for story in ours for name in of(story)}
        for of in (lambda story: (story.section,), lambda story: story.topics, lambda story: story.authors)
    )
    return replace(
        whole,
        stories=tuple(story for story in ours if story.key in names),
        sections=tuple(one for one in whole.sections if one.key in sections),
        topics=tuple(one for one in whole.topics if one.key in topics),
        authors=tuple(one for one in whole.authors if one.key in authors),
    )


def install(names: Iterable[str] = STORIES) -> int:
    """Install some stories; returns how many articles are new."""
    return Installer(rooms(*names), None).run()


def story(key: str, code: str = "ar") -> ArticlePage:
    return ArticlePage.objects.get(uuid=public_id("story", key, code))


def named(code: str) -> tuple[Author, Topic]:
    """The desk and the topic of the stories about measles."""
    return (
        Author.objects.get(uuid=public_id("Author", "health-desk", code)),
        Topic.objects.get(uuid=public_id("Topic", "public-health", code)),
    )


def counts() -> dict[str, int]:
    """How many of each kind there are."""
    models = (ArticlePage, SectionPage, Author, Topic, NewsImage)
    return {model.__name__: model._default_manager.count() for model in models}


def public_articles() -> dict[str, int]:
    live = PublishedDocument.objects.filter(type="article", state=PublicState.LIVE)
    codes = list(live.values_list("locale", flat=True))
    return {code: codes.count(code) for code in codes}


def test_every_story_is_public_at_once_and_written_once() -> None:
    assert not was_installed(rooms())
    assert install() == 6
    assert public_articles() == ARTICLES
    assert (
        list(Publication.objects.filter(type="article").values_list("event", flat=True)) == ["published"] * 6
    )
    assert was_installed(rooms())
    assert_in_step()


def test_a_second_run_finds_everything_and_changes_nothing() -> None:
    install()
    settle()
    before = counts(), head_sequence()
    assert install() == 0
    assert (counts(), head_sequence()) == before


def test_a_story_that_was_killed_and_deleted_stays_away() -> None:
    install()
    kill(story("measles-campaign"), notice="سُحب الخبر.", by=None)
    for code in ("ar", "fr"):
        story("measles-campaign", code).delete()
    assert install() == 0
    settle()
    gone = PublishedDocument.objects.filter(group=stable_key("story", "measles-campaign"))
    assert set(gone.values_list("state", flat=True)) == {PublicState.KILLED}
    assert public_articles() == {"ar": 3, "fr": 1}


def test_a_deleted_translation_stays_away_and_the_others_stay() -> None:
    install()
    story("measles-campaign", "fr").delete()
    assert install() == 0
    assert public_articles() == {"ar": 4, "fr": 1}


def test_what_was_deleted_of_sections_authors_and_topics_stays_away() -> None:
    install()
    SectionPage.objects.get(uuid=public_id("section", "health", "fr")).delete()
    settle()
    for thing in named("fr"):
        thing.delete()
    before = counts()
    assert install() == 0
    assert counts() == before


def test_what_was_renamed_keeps_its_name_and_place() -> None:
    install()
    desk, topic = named("ar")
    desk.name, desk.slug = "مكتب الطب", "medical"
    desk.save()
    topic.name = "الطب"
    topic.save()
    health = SectionPage.objects.get(uuid=public_id("section", "health", "ar"))
    health.title, health.slug = "الطب", "طب"
    health.save()
    health.move(section("علوم الحياة"), pos="last-child")
    before = counts()
    assert install() == 0
    assert counts() == before
    assert [thing.name for thing in named("ar")] == ["مكتب الطب", "الطب"]
    assert SectionPage.objects.get(pk=health.pk).url_path == "/ar/علوم-الحياة/طب/"


def test_a_story_that_came_later_does_without_what_is_gone() -> None:
    install(["inflation-slows"])
    SectionPage.objects.get(uuid=public_id("section", "health", "fr")).delete()
    for thing in named("ar"):
        thing.delete()
    assert install() == 3
    assert public_articles() == {"ar": 4}
    late = story("measles-campaign")
    assert not late.bylines.exists()
    assert not late.topics.exists()


def test_a_story_that_came_later_stays_out_where_its_section_is_gone() -> None:
    install(["inflation-slows"])
    for page in SectionPage.objects.filter(translation_key=stable_key("section", "health")):
        page.delete()
    assert install() == 1
    assert NewsImage.objects.count() == 2


def test_a_run_that_broke_off_is_completed_and_nothing_is_there_twice() -> None:
    def break_off(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Installer(rooms(*STORIES), None).run(break_off)
    assert NewsImage.objects.count() == 1
    assert install() == 4
    assert counts()["ArticlePage"] == 6
    assert counts()["NewsImage"] == 4
    assert_in_step()


def test_a_story_is_there_whole_or_not_at_all() -> None:
    health = rooms("measles-campaign").stories[0]
    clash = {code: replace(text, slug="حصبة") for code, text in health.texts.items()}
    install([])
    french = SectionPage.objects.get(uuid=public_id("section", "health", "fr"))
    french.add_child(instance=ArticlePage(title="آخر", slug="حصبة", live=False, locale=french.locale))
    changed = replace(rooms(), stories=(replace(health, texts=clash),))
    with pytest.raises(ValidationError, match="slug"):
        Installer(changed, None).run()
    assert not NewsImage.objects.exists()
    assert not ArticlePage.objects.filter(translation_key=stable_key("story", health.key)).exists()


def test_translations_are_made_from_their_sources_piece_by_piece() -> None:
    install()
    rows = Translation.objects.select_related("page__locale", "source__locale")
    assert {(row.page.locale.language_code, row.source.locale.language_code) for row in rows} == {
        ("fr", "ar")
    }
    for row in rows:
        page = ArticlePage.objects.get(pk=row.page_id)
        found = states_of(row, page)
        assert len(found) > 4
        assert set(found.values()) == {State.CURRENT}, page.title
        assert (row.pieces, row.untranslated, row.stale_public) == (len(found), 0, 0)
        told = json.loads(bytes(PublishedDocument.objects.get(document_id=page.uuid).body))["data"]
        assert told["translation"]["source_locale"] == "ar"
