"""Who may do what over the editorial API: for every request, the roles to which it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from news.models import ArticlePage, SectionPage
from tests.news.editorial_api.support import Program

ROLES = (
    "reporter", "desk", "copy", "duty", "legal", "translator", "translation", "reviewer", "service", "admin",
    "superuser",
)  # fmt: skip
KNOWING = "reporter desk copy duty legal translator translation reviewer superuser"
CREATORS = "reporter desk duty translator translation superuser"
WRITERS = "reporter desk copy duty translator translation superuser"
EDITORS = "desk copy duty translation superuser"
PUBLISHERS = "duty superuser"
TERM_READERS = "desk duty translator translation superuser"


@dataclass
class Newsroom:
    """A program of somebody, a draft of theirs and one that somebody else wrote."""

    program: Program
    section: SectionPage
    own: ArticlePage
    other: ArticlePage


Ask = Callable[[Newsroom, ArticlePage], Any]


def listed(room: Newsroom, page: ArticlePage) -> Any:
    """The list, as a refusal where the story is not on it."""
    answer = room.program.get("articles/?limit=100")
    known = answer.status_code == 200 and str(page.uuid) in {one["id"] for one in answer.json()["data"]}
    return answer if known else room.program.get("nothing/")


def detail(room: Newsroom, page: ArticlePage) -> Any:
    """The story with its draft."""
    return room.program.get(f"articles/{page.uuid}/")


def create(room: Newsroom, page: ArticlePage) -> Any:
    """A new story beside it."""
    return room.program.post("articles/", {"section": str(room.section.uuid), "title": "جديد"})


def change(room: Newsroom, page: ArticlePage) -> Any:
    """Another title."""
    return room.program.patch(f"articles/{page.uuid}/", {"title": "آخر"}, If_Match="*")


def history(room: Newsroom, page: ArticlePage) -> Any:
    """What was done to it."""
    return room.program.get(f"audit/?article={page.uuid}")


def terms(room: Newsroom, page: ArticlePage) -> Any:
    """The glossary."""
    return room.program.get("glossary/")


def beside(room: Newsroom, page: ArticlePage) -> Any:
    """What is public beside a draft of it."""
    return room.program.post("related-suggestions/", {"article": str(page.uuid), "title": "خبر"})


def explanation(room: Newsroom, page: ArticlePage) -> Any:
    """Why a question finds it, or does not."""
    return room.program.get(f"search/explain/?q=خبر&story={page.uuid}")


def readers_questions(room: Newsroom, page: ArticlePage) -> Any:
    """What readers ask."""
    return room.program.get("search/asked/")


def synonyms(room: Newsroom, page: ArticlePage) -> Any:
    """The synonyms of readers' searches."""
    return room.program.get("search/synonyms/")


def tune_search(room: Newsroom, page: ArticlePage) -> Any:
    """A new group of synonyms."""
    return room.program.post("search/synonyms/", {"words": ["أمريكا", "واشنطن"]})


def preview(room: Newsroom, page: ArticlePage) -> Any:
    """A link to a preview."""
    return room.program.post("preview-links/", {"article": str(page.uuid)})


def begin_release(room: Newsroom, page: ArticlePage) -> Any:
    """A release with it."""
    return room.program.post("releases/", {"title": "معًا", "articles": [str(page.uuid)]})


def act(name: str, **body: Any) -> Ask:
    """An action."""

    def ask(room: Newsroom, page: ArticlePage) -> Any:
        return room.program.act(page, name, body)

    return ask


# For each request: to whom it answers about a story of their own, and about one of somebody else's.
TABLE: Mapping[str, tuple[Ask, str, str]] = {
    "list": (listed, KNOWING, KNOWING),
    "detail": (detail, KNOWING, KNOWING),
    "create": (create, CREATORS, CREATORS),
    "change": (change, WRITERS, EDITORS),
    "audit": (history, KNOWING, KNOWING),
    "preview": (preview, KNOWING, KNOWING),
    "glossary": (terms, TERM_READERS, TERM_READERS),
    "related-suggestions": (beside, WRITERS, EDITORS),
    "search/explain": (explanation, WRITERS, WRITERS),
    "search/asked": (readers_questions, KNOWING, KNOWING),
    "search/synonyms": (synonyms, PUBLISHERS, PUBLISHERS),
    "tune search": (tune_search, PUBLISHERS, PUBLISHERS),
    "spike": (act("spike", reason="لا خبر"), WRITERS, EDITORS),
    "set-embargo": (act("set-embargo"), EDITORS, EDITORS),
    "raise-breaking": (act("raise-breaking"), PUBLISHERS, PUBLISHERS),
    "kill": (act("kill", notice="سُحب", reason="خطأ"), PUBLISHERS, PUBLISHERS),
    "publish": (act("publish"), "", ""),
    "begin a release": (begin_release, PUBLISHERS, PUBLISHERS),
    "add-to-release": (act("add-to-release", title="معًا"), PUBLISHERS, PUBLISHERS),
    "submit": (act("submit"), WRITERS, EDITORS),
    "approve": (act("approve"), "", ""),
}
