"""Dates and numbers as each locale's readers write them."""

import pytest
from pytest_django import Settings

from home.reader.formats import moment, number, result_count

INSTANT = "2026-03-14T09:20:00Z"


@pytest.mark.parametrize(
    ("locale", "day", "full"),
    [
        ("ar", "١٤ مارس ٢٠٢٦", "١٤ مارس ٢٠٢٦، ٠٩:٢٠ بتوقيت غرينتش"),
        ("en", "14 March 2026", "14 March 2026, 09:20 GMT"),
        ("fr", "14 mars 2026", "14 mars 2026, 09:20 GMT"),
        ("tr", "14 Mart 2026", "14 Mart 2026, 09:20 GMT"),
    ],
)
def test_a_moment_in_words(locale: str, day: str, full: str) -> None:
    shown = moment(INSTANT, locale)
    assert shown is not None
    assert (shown.iso, shown.day, shown.full) == (INSTANT, day, full)


def test_every_arabic_month_has_the_name_readers_know() -> None:
    names = [str(moment(f"2026-{month:02}-01T00:00:00Z", "ar")) for month in range(1, 13)]
    expected = (
        "يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    )  # fmt: skip
    assert all(name in text for name, text in zip(expected, names, strict=True))


def test_hours_are_those_of_the_newsroom(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Damascus"
    shown = moment(INSTANT, "ar")
    assert shown is not None
    assert shown.full.endswith("١٢:٢٠ +٠٣")


def test_a_missing_time_is_not_invented() -> None:
    assert moment(None, "ar") is None


@pytest.mark.parametrize(
    ("locale", "written"), [("ar", "١٢٬٣٤٥"), ("en", "12,345"), ("fr", "12\u202f345"), ("tr", "12.345")]
)
def test_numbers_are_grouped_as_the_locale_does(locale: str, written: str) -> None:
    assert number(12345, locale) == written


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "لا نتائج"), (1, "نتيجة واحدة"), (2, "نتيجتان"), (3, "٣ نتائج"), (11, "١١ نتيجة"),
        (100, "١٠٠ نتيجة"), (1203, "١٬٢٠٣ نتائج"),
    ],
)  # fmt: skip
def test_arabic_results_are_counted_in_words(count: int, words: str) -> None:
    assert result_count(count, "ar") == words


def test_an_open_total_is_said_to_be_open() -> None:
    assert result_count(1000, "en", at_least=True) == "More than 1,000 results"
