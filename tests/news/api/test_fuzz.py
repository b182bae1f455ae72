"""Whatever is asked, the delivery API answers or refuses; it never breaks."""

import base64
import json
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.news.api.conftest import BASE
from tests.record_factory import publish_article, publish_section

NAMES = [
    "locale", "section", "topic", "tag", "author", "kind", "published_after", "published_before",
    "updated_after", "ids", "group", "limit", "cursor", "count", "fields", "include", "path", "type", "x",
]  # fmt: skip
LISTS = [
    "articles/",
    "sections/",
    "topics/",
    "authors/",
    "tags/",
    "locales/",
    "changes/",
    "articles/by-path/",
]
LIKELY = [
    "ar", "en", "true", "1", "0", "-1", "2026-05-01", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "9" * 40, "018f3c52-7a1e-4d0b-9c57-2f6f0f5b7a11",
    "title,image.alt", "translations", "\x00", "أ,ب", ",", "",
]  # fmt: skip
fuzzed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
values = st.one_of(st.sampled_from(LIKELY), st.text(max_size=40))
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(LIKELY)
)


@pytest.fixture(autouse=True)
def _rows() -> None:
    publish_article(section=publish_section())


@fuzzed
@given(st.sampled_from(LISTS), st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=4))
def test_any_query(client: Client, address: str, pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    assert client.get(f"{BASE}{address}?{query}").status_code in {200, 400, 404}


@fuzzed
@given(st.sampled_from(LISTS[:6]), st.sampled_from(["n", "p"]), st.lists(scalars, max_size=4))
def test_any_cursor(client: Client, address: str, direction: str, position: list[object]) -> None:
    packed = base64.urlsafe_b64encode(json.dumps([direction, *position]).encode()).decode().rstrip("=")
    assert client.get(f"{BASE}{address}?cursor={packed}").status_code in {200, 400}


@fuzzed
@given(st.text(max_size=60), st.binary(max_size=30))
def test_any_path(client: Client, text: str, raw: bytes) -> None:
    for tail in (quote(text, errors="surrogatepass"), quote(raw)):
        for address in (tail, f"articles/{tail}/", f"sections/{tail}/", f"authors/{tail}/"):
            assert client.get(f"{BASE}{address}").status_code in {200, 404}


@fuzzed
@given(st.dictionaries(st.sampled_from(["Accept", "If-None-Match", "If-Modified-Since", "X-Request-ID",
    "If-Match", "If-Unmodified-Since", "Authorization", "Cookie"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)))  # fmt: skip
def test_any_header(client: Client, headers: dict[str, str]) -> None:
    assert client.get(f"{BASE}articles/", headers=headers).status_code in {200, 304, 406, 412}
