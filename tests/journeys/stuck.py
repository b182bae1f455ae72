"""An engine that takes every question and answers none."""

import os
import threading
from pathlib import Path
from uuid import uuid4

from search.engines.base import SearchQuery, SearchResult

ASKED = Path(os.environ.get("STUCK_DIRECTORY", "/nowhere"))


class StuckEngine:
    """Leaves a file for each question it was asked, then waits for ever."""

    name = "stuck"

    def search(self, query: SearchQuery) -> SearchResult:
        """Take the question."""
        (ASKED / uuid4().hex).touch()
        threading.Event().wait()
        return SearchResult()
