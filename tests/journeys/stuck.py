"""An engine that takes every question and answers none."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from search.engines.base import Begun, BegunQuery, SearchQuery, SearchResult

ASKED = Path(os.environ.get("STUCK_DIRECTORY", "/nowhere"))


class StuckEngine:
    """Leaves a file for each question it was asked, then waits for ever."""

    name = "stuck"

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """Take the question."""
        self.wait()
        return ()

    def begun(self, queries: Sequence[BegunQuery]) -> Begun:
        """Take what is typed."""
        self.wait()
        return Begun((), self.name)

    def wait(self) -> None:
        """Leave a file, and never come back."""
        (ASKED / uuid4().hex).touch()
        threading.Event().wait()
