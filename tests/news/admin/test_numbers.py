"""Every address of the admin that has a number in it says that nothing is there, whatever the number."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

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
