"""The home page of the admin: what a person of the newsroom has to know now, in short lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from laces.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from news.admin import lists, translation_lists
from news.admin.lists import SHOWN, Desk, Row
from news.editorial.knowing import steps_waiting_for
from news.models.permissions import COMMENT


@dataclass(frozen=True)
class List:
    """A list of the desk: its heading, the words where it is empty, and what the whole list is asked for."""

    name: str
    title: Promise | str
    empty: Promise | str
    icon: str
    rows: Callable[[Desk], list[Row]]
    report: str
    view: str = "newsroom_stories"

    @property
    def url(self) -> str:
        """Where all that the list begins with is."""
        return f"{reverse(self.view)}?{self.report}"


# From what asks for something now to what is good to know.
LISTS = (
    List(
        "waiting", _("Waiting for me"), _("Nothing waits for you."), "clipboard-list", lists.waiting,
        "only=waiting",
    ),
    List("overdue", _("Overdue"), _("Nothing is overdue."), "warning", lists.overdue, "only=overdue"),
    List(
        "breaking", _("Live and breaking"), _("There is no breaking news."), "pick", lists.breaking_now,
        "only=breaking",
    ),
    List(
        "scheduled", _("Scheduled"), _("Nothing is scheduled."), "calendar-check", lists.scheduled,
        "public=scheduled",
    ),
    List(
        "embargoed", _("Embargoed"), _("Nothing is under embargo."), "lock", lists.embargoed,
        "only=embargoed",
    ),
    List(
        "mine", _("My stories under review"), _("None of your stories is under review."), "edit",
        lists.own_under_review, "only=mine",
    ),
    List(
        "asked", _("Translations to be taken"), _("No translation waits for somebody."), "globe",
        translation_lists.asked_for, "need=nobody", "newsroom_translations",
    ),
    List(
        "stale", _("Stale translations"), _("No translation is stale."), "rotate", translation_lists.stale,
        "need=stale", "newsroom_translations",
    ),
    List(
        "withheld", _("Live, but withheld from readers"), _("Readers have everything that is live."), "view",
        lists.withheld, "only=withheld",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A story in a list: its page, where it leads, the section it stands in, and what there is to say."""

    page: Page
    url: str
    section: Page | None
    row: Row


class DeskPanel(Component):
    """The lists of the desk, each at most ten stories that the person may know of."""

    name = "desk"
    order = 50
    template_name = "newsroom/desk.html"
    media = Media(css={"all": ["news/desk.css"]})

    def __init__(self, person: Any) -> None:
        self.person = person

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The lists; a bounded number of queries, however many stories there are."""
        desk = Desk(self.person)
        found = [(one, one.rows(desk)) for one in LISTS]
        lines = lines_of([row for _one, rows in found for row in rows[:SHOWN]], self.person)
        return {
            "lists": [
                {
                    "list": one,
                    "lines": [lines[id(row)] for row in rows[:SHOWN] if id(row) in lines],
                    "count": f"{SHOWN}+" if len(rows) > SHOWN else len(rows),
                    "more": one.url if len(rows) > SHOWN else "",
                    "report": one.url,
                    "late": any(row.late for row in rows),
                }
                for one, rows in found
            ]
        }


def lines_of(rows: Iterable[Row], person: Any) -> dict[int, Line]:
    """The lines of these rows by the rows' identity; a few queries for all of them."""
    rows = list(rows)
    pages = lists.pages_of(rows)
    parents = {page.path[: -Page.steplen] for page in pages.values()}
    sections = {page.path: page for page in Page.objects.filter(path__in=parents)}
    editable = editable_among(pages, person)
    return {
        id(row): Line(page, url_of(page, editable), sections.get(page.path[: -Page.steplen]), row)
        for row in rows
        if (page := pages.get(row.page_id))
    }


def editable_among(page_ids: Iterable[int], person: Any) -> set[int]:
    """Which of these pages this person may open in the editor; three queries."""
    policy = policy_registry.get_by_type(Page)
    ids = list(page_ids)
    open_to = policy.instances_user_has_any_permission_for(person, {"change", COMMENT})
    own = set(open_to.filter(pk__in=ids).values_list("pk", flat=True))
    steps = steps_waiting_for(person).filter(workflow_state__object_id__in=[str(pk) for pk in ids])
    return own | {int(pk) for pk in steps.values_list("workflow_state__object_id", flat=True)}


def url_of(page: Page, editable: set[int]) -> str:
    """Where a story leads: its editor, or its history for who may only know of it."""
    if page.pk in editable:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("newsroom_history", args=[page.pk])
