"""What holds at every address of the delivery API."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from tests.news.api.conftest import BASE, faults, refusal
from tests.record_factory import (
    kill,
    publish_article,
    publish_author,
    publish_locale,
    publish_section,
    publish_tag,
    publish_topic,
    withdraw,
)

ADDRESSES = [
    "",
    "articles/",
    "articles/{article}/",
    "articles/by-path/?path={path}",
    "articles/{article}/translations/",
    "articles/{article}/versions/",
    "articles/{article}/versions/1/",
    "sections/",
    "sections/{section}/",
    "topics/",
    "topics/{topic}/",
    "authors/",
    "authors/{author}/",
    "tags/",
    "locales/",
    "changes/",
    "schema/",
]
every_address = pytest.mark.parametrize("address", [*ADDRESSES, "docs/"])
every_json_address = pytest.mark.parametrize("address", ADDRESSES)


@pytest.fixture
def known() -> dict[str, str]:
    """Something public of each type, by the names ADDRESSES use."""
    section, topic, author = publish_section(slug="سوق"), publish_topic(), publish_author()
    publish_tag()
    publish_locale()
    article = publish_article(section=section, topics=[topic], authors=[author])
    things = {"section": section, "topic": topic, "author": author}
    slugs = {name: row.slug for name, row in things.items()}
    return {**slugs, "article": str(article.document_id), "path": article.path}


@every_address
def test_reading_knows_nobody_and_is_open_to_every_origin(
    client: Client, known: dict[str, str], address: str
) -> None:
    client.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"
    headers = {
        "Authorization": "Bearer wrong",
        "Origin": "https://elsewhere.example",
        "Accept-Language": "fr",
    }
    url = BASE + address.format(**known)
    response = client.get(url, headers=headers)
    assert response.status_code == 200, response.content
    assert response.content == Client().get(url).content
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"].startswith("public, max-age=")
    assert not response.cookies
    for name in ("Access-Control-Allow-Credentials", "X-Request-ID", "Set-Cookie", "RateLimit"):
        assert name not in response


@every_address
def test_head_and_not_modified(client: Client, known: dict[str, str], address: str) -> None:
    url = BASE + address.format(**known)
    whole, head = client.get(url), client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]
    for ask in (client.get, client.head):
        again = ask(url, headers={"If-None-Match": whole["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(url, headers={"If-None-Match": "*"}).status_code == 304


@every_address
def test_a_preflight_is_answered(client: Client, known: dict[str, str], address: str) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    response = client.options(BASE + address.format(**known), headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert response["Access-Control-Allow-Origin"] == "*"


@every_address
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client: Client, known: dict[str, str], address: str, method: str) -> None:
    response = getattr(client, method)(BASE + address.format(**known))
    refusal(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"


@every_json_address
def test_only_json_is_served(client: Client, known: dict[str, str], address: str) -> None:
    url = BASE + address.format(**known)
    refusal(client.get(url, headers={"Accept": "text/html, application/xml;q=0.9"}), 406, "not_acceptable")
    for accepted in ("text/html, */*;q=0.1", "application/json", "APPLICATION/*", "application/json; q=0.5"):
        assert client.get(url, headers={"Accept": accepted}).status_code == 200


@every_address
def test_unknown_parameters_are_refused(client: Client, known: dict[str, str], address: str) -> None:
    url = BASE + address.format(**known)
    joint = "&" if "?" in url else "?"
    assert ("colour", "unknown") in faults(client.get(f"{url}{joint}colour=red"))
    assert ("format", "unknown") in faults(client.get(f"{url}{joint}format=api"))


@pytest.mark.parametrize("address", ["articles/", "sections/", "topics/", "authors/", "tags/", "locales/"])
@pytest.mark.parametrize("cursor", ["!!!", "bm90IGpzb24", "W10", "WyJuIl0", "WyJuIiwxLDIsMyw0XQ", "ء" * 5])
def test_cursors_no_list_gave_are_refused(client: Client, address: str, cursor: str) -> None:
    assert faults(client.get(BASE + address, {"cursor": cursor})) == {("cursor", "invalid")}


@pytest.mark.parametrize(
    "url",
    ["/api", "/api/", "/api/v1", "/api/v1/articles", "/api/v2/articles/", "/api/v1/nothing/", "/api/فارغ/"],
)
def test_what_matches_nothing_is_a_problem_and_never_a_redirect(client: Client, url: str) -> None:
    problem = refusal(client.get(url), 404, "not_found")
    assert problem["type"] == "/api/v1/docs/#problem-not_found"
    assert problem["instance"] == url
    refusal(client.post(url), 405, "method_not_allowed")


def test_the_root_links_lead_somewhere(client: Client, known: dict[str, str]) -> None:
    answer = client.get(BASE).json()
    assert answer["data"] == {"api_version": "1.0.0", "document_version": "1"}
    needs_parameters = {"article_by_path", "search", "search_suggest"}
    for name, link in answer["links"].items():
        filled = link.split("{?")[0].format(document_id=known["article"], version=1, slug=known.get(name, ""))
        response = client.get(filled)
        if name in needs_parameters:
            assert {fault for _, fault in faults(response)} == {"required"}
        elif name != "article_related":  # whether it can answer is up to the search engine
            assert response.status_code == 200, name


@pytest.fixture
def gone() -> list[str]:
    """Addresses of a withdrawn and of a killed story, in every way a story is asked for."""
    rows = [publish_article(title="نصّ يجب ألا يظهر") for _ in range(2)]
    withdraw(rows[0])
    kill(rows[1])
    return [address for row in rows for address in _addresses(str(row.document_id), row.path)]


def _addresses(document_id: str, path: str) -> Iterator[str]:
    story = f"articles/{document_id}/"
    yield from (f"{story}{rest}" for rest in ("", "translations/", "versions/", "versions/1/", "versions/2/"))
    yield from (f"articles/by-path/?path={path}", f"articles/?ids={document_id}", "articles/", "changes/")
    yield from (f"{story}?fields=title", f"{story}?include=translations", f"sections/{document_id}/")


def test_no_answer_holds_a_word_of_what_is_gone(client: Client, gone: list[str]) -> None:
    for address in gone:
        response = client.get(BASE + address)
        assert response.status_code in {200, 404, 410}
        assert "يظهر" not in response.content.decode(), address


def test_links_are_percent_encoded_and_name_no_host(client: Client) -> None:
    section = publish_section(slug="سوق")
    for _ in range(2):
        publish_article(section=section)
    response = client.get(f"{BASE}articles/?section=سوق&limit=1", headers={"Host": "evil.example"})
    following = response.json()["links"]["next"] if response.status_code == 200 else None
    following = following or client.get(f"{BASE}articles/?section=سوق&limit=1").json()["links"]["next"]
    assert following.isascii()
    assert not urlsplit(following).netloc
    assert "section=سوق" in unquote(following)
