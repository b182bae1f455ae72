"""Which stories somebody may know of, and what they are told of refusals."""

from typing import Any
from uuid import UUID

from news.editorial.knowing import known_stories
from news.editorial.refusals import Refusal
from news.http.problems import Problem, not_found
from news.models import ArticlePage

NOTHING = "There is no such story here, or none that you may know of."


def story(user: Any, document_id: UUID) -> ArticlePage:
    """The story of this id; raises the same 404 where there is none and where `user` may not know of it."""
    found = (
        known_stories(user).select_related("locale", "latest_revision__user").filter(uuid=document_id).first()
    )
    if found is None:
        raise not_found(NOTHING)
    return found


def refused(*refusals: Refusal) -> Problem:
    """The answer to what rules forbid: 403 where the person lacks the right, else 409, with every reason."""
    first = refusals[0]
    told = [{"code": one.code, "message": one.message, "about": one.about} for one in refusals]
    status = 403 if first.code == "not_allowed" else 409
    return Problem(status, first.code, " ".join(one.message for one in refusals), refusals=told)
