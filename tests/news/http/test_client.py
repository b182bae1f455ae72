"""The address of a client, as far as our own proxies vouch for it."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from news.http.client import client_address


@pytest.mark.parametrize(
    ("proxies", "told", "asked_from", "address"),
    [
        (0, "", "192.0.2.7", "192.0.2.7"),
        (0, "203.0.113.9", "192.0.2.7", "192.0.2.7"),  # whatever a client says of itself
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "10.0.0.1", "198.51.100.1"),
        (2, "192.0.2.66, 198.51.100.1,203.0.113.9", "10.0.0.1", "198.51.100.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),  # asked past the proxy, by a probe perhaps
        (3, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "203.0.113.9:4711", "10.0.0.1", "203.0.113.9"),
        (1, "[2001:db8:1:2:3::9]:4711", "10.0.0.1", "2001:db8:1:2::/64"),
        (0, "", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (0, "", "::ffff:192.0.2.7", "192.0.2.7"),
        (1, "unknown", "10.0.0.1", ""),
        (1, " , ", "10.0.0.1", "10.0.0.1"),
        (0, "", "", ""),
    ],
)
def test_the_address(settings: Settings, proxies: int, told: str, asked_from: str, address: str) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": told} if told else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=asked_from)
    assert client_address(request) == address
