"""Numbers and dates as the readers of each locale write them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import dateformat, timezone, translation
from django.utils.dateparse import parse_datetime

from home.reader.strings import AT_LEAST, RESULTS, TEXTS, language_of, plural_category

# Arabic pages write Arabic-Indic digits in everything the interface composes: dates, counts, page numbers.
# The words of a story keep the digits their author chose.
DIGITS = {"ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")}
GROUPING = {"ar": "٬", "en": ",", "fr": "\N{NARROW NO-BREAK SPACE}", "tr": "."}
DAY_FORMAT = "j F Y"
TIME_FORMAT = "H:i"


@dataclass(frozen=True)
class Moment:
    """An instant for machines, as the day in words, and as the day with its hour."""

    iso: str
    day: str
    full: str


def digits(text: str, locale: str) -> str:
    """`text` with its digits as the locale writes them."""
    return text.translate(DIGITS.get(language_of(locale), {}))


def number(value: int, locale: str) -> str:
    """A whole number with the grouping and digits of the locale."""
    return digits(f"{value:,}".replace(",", GROUPING[language_of(locale)]), locale)


def moment(value: str | None, locale: str) -> Moment | None:
    """The RFC 3339 time of a document in the newsroom's time zone; None where there is none."""
    parsed = parse_datetime(value) if value else None
    if value is None or parsed is None:
        return None
    local = timezone.localtime(parsed)
    with translation.override(language_of(locale)):
        day = digits(dateformat.format(local, DAY_FORMAT), locale)
        hour = digits(dateformat.format(local, TIME_FORMAT), locale)
    return Moment(iso=value, day=day, full=f"{day}{_comma(locale)}{hour} {_zone(local, locale)}")


def result_count(count: int, locale: str, *, at_least: bool = False) -> str:
    """The number of results in words, in the plural form the language asks for."""
    language = language_of(locale)
    form = RESULTS[language][plural_category(language, count)]
    counted = form.format(count=number(count, locale))
    return getattr(AT_LEAST, language).format(results=counted) if at_least else counted


def _comma(locale: str) -> str:
    return getattr(TEXTS["comma"], language_of(locale))


def _zone(local: datetime, locale: str) -> str:
    if local.utcoffset() == UTC.utcoffset(None):
        return getattr(TEXTS["gmt"], language_of(locale))
    return digits(local.strftime("%Z"), locale)
