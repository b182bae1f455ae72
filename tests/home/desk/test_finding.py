"""What editors type finds what is meant, in the index of either database."""

from typing import Any

import pytest
from wagtail.models import Page

from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")

# Locale, headline of a draft, what editors type for it.
FOUND = [
    ("ar", "الموانئ الكبرى تستعد للموسم", "الموانيء الكبري"),
    ("ar", "الموانئ الكبرى تستعد للموسم", "موانئ كبرى"),
]


def titles(query: str) -> list[str]:
    """The draft titles of the pages found, best first."""
    return [page.draft_title for page in Page.objects.all().autocomplete(query)]


@pytest.mark.parametrize(("locale", "headline", "typed"), FOUND)
def test_typed_as_people_type_it_finds_the_draft(locale: str, headline: str, typed: str) -> None:
    factories.article(headline, locale=locale)
    assert titles(typed) == [headline]
