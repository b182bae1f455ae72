"""Ten thousand questions that nobody should ask: each is answered or refused, and none takes long."""

import time

import pytest
from django.test import Client

from tests.search import hostile
from tests.search.test_hostile import ENDPOINTS, archive

__all__ = ["archive"]
QUESTIONS = 10_000
# Seconds that no question takes on a busy machine; readers wait for a cluster a tenth of it at most.
PATIENCE = 5.0


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_ten_thousand_questions(client: Client, archive: None, endpoint: str) -> None:
    slowest = 0.0
    for text in hostile.typed(QUESTIONS, seed=QUESTIONS):
        start = time.monotonic()
        response = client.get(f"/api/v1/{endpoint.format(text)}")
        slowest = max(slowest, time.monotonic() - start)
        assert response.status_code in (200, 400), text
    assert slowest < PATIENCE
