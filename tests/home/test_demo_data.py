"""The demo newsroom is complete, consistent, written in its languages, and drawn the same every time."""

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from home.demo.data import FOLDER, LOCALES, Block, Localised, Newsroom, Story, StoryText, load
from home.demo.images import SUBJECTS, illustration
from home.demo.records import DemoDataError

FIRST_DAY = datetime(2024, 11, 25, tzinfo=UTC)
LAST_DAY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)
TAG = re.compile(r"<[^>]+>")
DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
LEAD_DAY = re.compile(rf"، ({'|'.join(DAYS)})،")

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return load()


def words_of(block: Block) -> list[str]:
    """Every string that a reader sees in a block, without its markup."""
    if block.kind in ("paragraph", "heading"):
        return [TAG.sub("", block.value).strip()]
    if block.kind == "list":
        return list(block.value)
    return list(block.value.values()) if block.kind == "quote" else []


def reading(text: StoryText) -> str:
    """A whole story as a reader sees it."""
    parts = [text.title, text.standfirst, *(words for block in text.body for words in words_of(block))]
    return " ".join(parts)


def share_of_arabic(text: str) -> float:
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) / len(letters)


def texts_of(newsroom: Newsroom) -> Iterator[tuple[Story, str, StoryText]]:
    for story in newsroom.stories:
        for locale, text in story.texts.items():
            yield story, locale, text


def arabic_of(newsroom: Newsroom) -> str:
    """All the Arabic of the newsroom in one string."""
    return " ".join(reading(story.texts["ar"]) for story in newsroom.stories)


def slugs_are_unique(slugs: list[Localised]) -> bool:
    return all(len({slug[locale] for slug in slugs}) == len(slugs) for locale in LOCALES)


def spoilt(folder: Path, file: str, change: Change) -> Path:
    """A copy of the data with one file changed."""
    for part in ("newsroom.json", "stories"):
        source = FOLDER / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    path = folder / file
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")
    return folder


def test_five_stories_in_each_of_eight_sections(newsroom: Newsroom) -> None:
    counts = Counter(story.section for story in newsroom.stories)
    assert counts == {section.key: 5 for section in newsroom.sections}
    assert len(newsroom.sections) == 8


def test_every_kind_of_story_is_there(newsroom: Newsroom) -> None:
    kinds = Counter(story.kind for story in newsroom.stories)
    assert kinds == {"story": 28, "brief": 5, "analysis": 4, "opinion": 3}


def test_eight_desks_and_every_one_of_them_signs(newsroom: Newsroom) -> None:
    desks = {author.key for author in newsroom.authors}
    assert len(desks) == 8
    assert desks == {key for story in newsroom.stories for key in story.authors}


def test_every_topic_is_used(newsroom: Newsroom) -> None:
    used = {key for story in newsroom.stories for key in story.topics}
    assert used == {topic.key for topic in newsroom.topics}


def test_stories_are_translated_into_some_languages_or_all_of_them(newsroom: Newsroom) -> None:
    counts = Counter(locale for _story, locale, _text in texts_of(newsroom))
    assert counts == {"ar": 40, "en": 12, "fr": 6, "tr": 6}
    languages = Counter(len(story.texts) for story in newsroom.stories)
    assert languages == {1: 24, 2: 11, 3: 2, len(LOCALES): 3}


def test_translations_are_built_as_the_arabic_is(newsroom: Newsroom) -> None:
    for story, locale, text in texts_of(newsroom):
        assert text.block_kinds == story.texts["ar"].block_kinds, (story.key, locale)


def test_nothing_a_reader_sees_is_empty(newsroom: Newsroom) -> None:
    for story, locale, text in texts_of(newsroom):
        for block in text.body:
            assert all(words.strip() for words in words_of(block)), (story.key, locale, block)


def test_paragraphs_are_whole_and_use_only_inline_markup(newsroom: Newsroom) -> None:
    tag = re.compile(r'</?[bi]>|<a href="https://example\.org/[a-z/-]+">|</a>')
    for story, _locale, text in texts_of(newsroom):
        for block in text.body:
            if block.kind == "paragraph":
                assert block.value.startswith("<p>"), story.key
                assert block.value.endswith("</p>"), story.key
                assert "<" not in tag.sub("", block.value[3:-4]), story.key


def test_arabic_texts_are_arabic_and_of_a_readable_length(newsroom: Newsroom) -> None:
    for story in newsroom.stories:
        text = reading(story.texts["ar"])
        assert share_of_arabic(text) > 0.9, story.key
        least = 120 if story.kind == "brief" else 250
        assert least <= len(text.split()) <= 450, story.key


def test_translations_are_not_arabic(newsroom: Newsroom) -> None:
    for story, locale, text in texts_of(newsroom):
        if locale != "ar":
            assert share_of_arabic(reading(text)) == 0, (story.key, locale)


def test_latin_punctuation_is_kept_out_of_arabic(newsroom: Newsroom) -> None:
    for story in newsroom.stories:
        assert not re.search(r"[\u0600-\u06ff][,;?]", reading(story.texts["ar"])), story.key


@pytest.mark.parametrize(
    "word", ["إيران", "أمريكا", "مسؤول", "شؤون", "وزير", "الوزير", "وزارة", "علي", "على"]
)
def test_words_that_try_a_search_are_there(newsroom: Newsroom, word: str) -> None:
    assert re.search(rf"(?<!\w){word}(?!\w)", arabic_of(newsroom))


@pytest.mark.parametrize("mark", ["٢٠٢٦", "2026", '"', "“", "«", "OpenType", "بالتفصيل"])
def test_the_ways_of_writing_vary(newsroom: Newsroom, mark: str) -> None:
    assert mark in arabic_of(newsroom)


def test_dates_lie_within_the_two_years(newsroom: Newsroom) -> None:
    dates = [story.published_at for story in newsroom.stories]
    assert dates == sorted(dates)
    assert dates[0] >= FIRST_DAY
    assert dates[-1] <= LAST_DAY


def test_the_day_that_a_lead_names_is_the_day_of_its_date(newsroom: Newsroom) -> None:
    named = {story.key: LEAD_DAY.search(reading(story.texts["ar"])) for story in newsroom.stories}
    days = {story.key: DAYS[story.published_at.weekday()] for story in newsroom.stories}
    found = {key: day[1] for key, day in named.items() if day}
    assert len(found) >= 20
    assert found == {key: days[key] for key in found}


def test_related_stories_are_older(newsroom: Newsroom) -> None:
    published = {story.key: story.published_at for story in newsroom.stories}
    links = [(story.key, key) for story in newsroom.stories for key in story.related]
    assert len(links) == 39
    assert all(published[key] < published[source] for source, key in links)


def test_slugs_do_not_collide(newsroom: Newsroom) -> None:
    assert slugs_are_unique([section.slug for section in newsroom.sections])
    assert slugs_are_unique([topic.slug for topic in newsroom.topics])
    named = Counter((locale, text.slug) for _story, locale, text in texts_of(newsroom) if text.slug)
    assert set(named.values()) == {1}


@pytest.mark.parametrize(
    ("file", "change", "key"),
    [
        ("river-basin-agreement", lambda raw: raw.update(section="weather"), "section"),
        ("river-basin-agreement", lambda raw: raw.update(topics=["rain"]), "topics"),
        ("river-basin-agreement", lambda raw: raw.update(authors=["night-desk"]), "authors"),
        ("river-basin-agreement", lambda raw: raw.update(kind="poem"), "kind"),
        ("river-basin-agreement", lambda raw: raw.update(published_at="2025-02-11"), "published_at"),
        ("river-basin-agreement", lambda raw: raw.update(key="other"), "key"),
        ("river-basin-agreement", lambda raw: raw["texts"]["ar"].update(title=" "), "texts.ar.title"),
        ("river-basin-agreement", lambda raw: raw["texts"]["en"]["body"].pop(), "texts.en.body"),
        ("river-basin-agreement", lambda raw: raw["texts"].pop("fr"), "image.alt"),
        ("river-basin-agreement", lambda raw: raw["texts"].pop("ar"), "texts"),
        ("river-basin-first-season", lambda raw: raw["texts"]["ar"]["body"][-1][1].append("lost"), "related"),
        (
            "river-basin-first-season",
            lambda raw: raw["texts"]["ar"]["body"].insert(0, ["poll", "x"]),
            "texts.ar.body[0].kind",
        ),
    ],
)
def test_a_mistake_is_reported_with_its_file_and_key(
    tmp_path: Path, file: str, change: Change, key: str
) -> None:
    with pytest.raises(DemoDataError) as caught:
        load(spoilt(tmp_path, f"stories/{file}.json", change))
    assert (caught.value.file, caught.value.key) == (f"{file}.json", key)


def test_a_file_that_is_not_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "newsroom.json").write_text("{", encoding="utf-8")
    with pytest.raises(DemoDataError, match=r"newsroom\.json"):
        load(tmp_path)


def test_every_story_has_a_picture_that_can_be_drawn(newsroom: Newsroom) -> None:
    assert {story.image.subject for story in newsroom.stories} <= set(SUBJECTS)
    for story in newsroom.stories:
        assert set(story.image.alt) == set(story.image.caption) == set(story.texts)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_picture_is_960_by_600_and_always_the_same(subject: str) -> None:
    first = illustration("one", subject)
    with Image.open(io.BytesIO(first)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("JPEG", (960, 600))
    assert illustration("one", subject) == first
    assert illustration("two", subject) != first
