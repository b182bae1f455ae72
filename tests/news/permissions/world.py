"""A newsroom in which somebody tries everything, and how it is told whether it came off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Task

from news.editorial.models import Approval, CopyEdit, DeskReview, FinalApproval, LegalReview
from news.models import ArticlePage, Author, NewsImage, SectionPage, Topic
from tests.news.admin.support import article_form, edit_url
from tests.news.editorial.support import press, submit
from tests.news.publication.support import fresh

NEW = "عنوان جديد للتجربة"


@dataclass
class World:
    """A newsroom with a story somebody else wrote, a live one, and a person at a browser."""

    person: Any
    browser: Client
    writer: Any
    colleagues: dict[str, Any]
    section: SectionPage
    other: SectionPage
    draft: ArticlePage
    live: ArticlePage
    image: NewsImage
    shown: NewsImage
    author: Author
    topic: Topic

    def send(self, view: str, /, *args: Any, **form: Any) -> Any:
        """The answer to a form sent to the view of this name."""
        return self.browser.post(reverse(view, args=args), form)

    def mine(self) -> ArticlePage:
        """The draft, as if the person had created it."""
        Page.objects.filter(pk=self.draft.pk).update(owner=self.person)
        return fresh(self.draft)

    def waiting_for(self, step: type[Task]) -> ArticlePage:
        """The draft, under review and at this step, approved by colleagues so far."""
        submit(self.draft, self.writer)
        for passed, role in APPROVERS.items():
            if passed is step:
                break
            press(self.draft, self.colleagues[role])
        return fresh(self.draft)

    def approved(self, **fields: Any) -> ArticlePage:
        """The draft, its newest words finally approved."""
        draft = fresh(self.draft).get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save_revision(user=self.writer)
        Approval.give(fresh(self.draft).get_latest_revision_as_object(), kind=Approval.Kind.FINAL)
        return fresh(self.draft)


APPROVERS = {
    DeskReview: "Desk editor",
    CopyEdit: "Copy editor",
    LegalReview: "Legal",
    FinalApproval: "Duty editor",
}


def edits(world: World, page: ArticlePage) -> bool:
    world.browser.post(edit_url(page), article_form(page, title=NEW))
    return bool(fresh(page).get_latest_revision_as_object().title == NEW)


def submits(world: World, page: ArticlePage) -> bool:
    world.browser.post(edit_url(page), article_form(page, "action-submit"))
    return bool(fresh(page).workflow_in_progress)


def approves(world: World, step: type[Task]) -> bool:
    page = world.waiting_for(step)
    state = page.current_workflow_task_state
    world.send("wagtailadmin_pages:workflow_action", page.pk, "approve", state.pk)
    return Approval.objects.filter(approved_by=world.person, task=state.task).exists()


def exists(thing: Any) -> bool:
    return type(thing)._base_manager.filter(pk=thing.pk).exists()


def answers(world: World, name: str, *args: Any) -> bool:
    return bool(world.browser.get(reverse(name, args=args)).status_code == 200)


Action = Callable[[World], bool]
