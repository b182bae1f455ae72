"""Mounts views that fail on purpose."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _failing_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.news.http.urls"


@pytest.fixture
def visitor() -> Client:
    """A client to whom a failure is an answer, not an exception."""
    return Client(raise_request_exception=False)
