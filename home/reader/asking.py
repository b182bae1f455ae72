"""Reads the search form: what is asked for, in which section, of which days, and which page of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

LONGEST_QUERY = 300
LAST_PAGE = 50
YEARS = range(1900, 2200)  # so that no time zone carries a day out of what databases hold


@dataclass(frozen=True)
class Asked:
    """A search as the form gave it. `misread` says that a filter made no sense and was left aside."""

    text: str = ""
    section: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    page: int = 1
    misread: bool = False

    @property
    def after(self) -> datetime | None:
        """The first instant of the first day, where the newsroom is."""
        return _midnight(self.first_day) if self.first_day else None

    @property
    def before(self) -> datetime | None:
        """The first instant after the last day."""
        return _midnight(self.last_day + timedelta(days=1)) if self.last_day else None

    def parameters(self, page: int) -> dict[str, str]:
        """The form's own parameters for another page of the same search."""
        return {
            "q": self.text,
            "section": str(self.section or ""),
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
            "page": str(page) if page > 1 else "",
        }


def read(query: QueryDict, sections: frozenset[str]) -> Asked:
    """The search in `query`; `sections` are the ids the form offers."""
    given = {name: query.get(name, "").strip() for name in ("section", "from", "to", "page")}
    section = given["section"] if given["section"] in sections else ""
    first, last = _day(given["from"]), _day(given["to"])
    if first and last and first > last:
        first = last = None
    page = _page(given["page"])
    read_well = {"section": section, "from": first, "to": last, "page": page}
    return Asked(
        text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY],
        section=UUID(section) if section else None,
        first_day=first,
        last_day=last,
        page=page or 1,
        misread=any(value and not read_well[name] for name, value in given.items()),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _page(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
    return number if 1 <= number <= LAST_PAGE else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
