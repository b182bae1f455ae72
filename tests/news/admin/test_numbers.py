"""Numbers in addresses, queries and forms of the admin: whatever the number, nothing is there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from news.editorial.gathering import make
from news.translation.models import Term, TranslationRule
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")
HUGE = str(10**20)  # more than any column holds
NUMBER = re.compile(r"<int:[^>]+>|<str:pk>|\(\?P<\w+>\\d\+\)|\(\\d\+\)")
REST = re.compile(r"\(\?P<[^)]*\)|<[^>]*>")


def numbered(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The addresses below `patterns` that take a number, with a huge one."""
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from numbered(one.url_patterns, here)
        elif NUMBER.search(here):
            address = REST.sub("a", NUMBER.sub(HUGE, here))
            yield "/" + address.replace("^", "").replace("$", "").lstrip("/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_too_big_is_no_error_of_ours(method: str) -> None:
    client: Any = client_for(factories.user("Admin", is_superuser=True))
    client.raise_request_exception = False
    addresses = [one for one in numbered(get_resolver().url_patterns) if one.startswith("/admin/")]
    assert len(addresses) > 50
    failed = [one for one in addresses if getattr(client, method)(one).status_code >= 500]
    assert failed == []


@pytest.mark.parametrize("digits", [30, 5_000])
def test_a_number_too_long_is_nobodys_in_queries_and_forms(digits: int) -> None:
    person = factories.user("Duty editor")
    client: Any = client_for(person)
    client.raise_request_exception = False
    number, release = "9" * digits, make("نشرة", by=person)
    desk, notices = reverse("newsroom_translations"), reverse("newsroom_notices")
    for name in ("p", "section"):
        assert client.get(desk, {name: number}).status_code == 200
        assert client.get(reverse("newsroom_stories"), {name: number}).status_code == 200
    assert client.post(desk, {"story": number, "locales": "en", "priority": "2"}).status_code == 302
    assert client.post(reverse("newsroom_release", args=[release.pk]), {"story": number}).status_code == 404
    assert client.post(notices, {"notice": number}).status_code == 302
    for name in ("section", "locale", "priority", "hours"):
        assert client.post(reverse("translation_rules:add"), {name: number}).status_code == 200
    assert not TranslationRule.objects.exists()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5_000, "x"], ids=["long", "longer", "none"])
def test_a_form_of_the_glossary_that_nothing_has_the_number_of_is_refused(number: str) -> None:
    client: Any = client_for(factories.user("Translation editor"))
    client.raise_request_exception = False
    counts = {"forms-TOTAL_FORMS": "1", "forms-INITIAL_FORMS": "1"}
    for name in ("id", "locale"):
        row = {"forms-0-id": "", "forms-0-locale": "1", "forms-0-text": "ميناء"} | {f"forms-0-{name}": number}
        assert client.post(reverse("glossary:add"), {"kind": "term", **counts, **row}).status_code == 200
        assert not Term.objects.exists()
