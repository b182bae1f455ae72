"""Notes every public search."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from search.asked.lines import line_of
from search.asked.spool import Spool
from search.queries import Answer, Question

logger = logging.getLogger(__name__)
SPOOLS: Final[dict[Path, Spool]] = {}


def note(question: Question, answer: Answer, now: datetime) -> None:
    """Note that `question` was asked and what it found, without a person; never fails and never waits."""
    if not settings.SEARCH_REPORTS:
        return
    try:
        if line := line_of(question, answer, now):
            spool().put(line)
    except Exception:
        logger.exception("a search could not be noted")


def spool() -> Spool:
    """The spool of this process, the same until the setting changes."""
    return SPOOLS.setdefault(settings.SEARCH_ASKED_DIR, Spool(settings.SEARCH_ASKED_DIR))
