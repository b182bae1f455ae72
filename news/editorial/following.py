"""What follows from what a story's log says was done: assignments end, and people are told."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from news.editorial.assignments import current, end
from news.editorial.embargo import Embargo
from news.editorial.notices import Notice, mail, tell
from news.editorial.steps import FinalApproval
from news.models import ArticlePage

# A story that is public, put away or killed is to be worked on by nobody in particular any more.
DONE_WITH = ("wagtail.publish", "wagtail.publish.scheduled", "nashra.spike", "nashra.kill")
DECIDED = ("wagtail.workflow.approve", "wagtail.workflow.reject")
MENTION = re.compile(r"(?<![\w.+-])@([\w.@+-]+)")  # what Django takes for a name of a user
MOST_MENTIONED = 20  # in one comment; who may know the story is asked of each


def connect() -> None:
    """Connect the receiver; connecting twice is harmless."""
    post_save.connect(logged, sender=PageLogEntry)


def logged(sender: Any, instance: PageLogEntry, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Something was done to a page and noted, in the same transaction where there is one."""
    if raw or not created:
        return
    end_assignment(instance)
    follow = FOLLOWING.get(instance.action)
    article = ArticlePage.objects.filter(pk=instance.page_id).first() if follow else None
    if follow and article:
        follow(instance, article)


def end_assignment(entry: PageLogEntry) -> None:
    """End the assignment of a story that is done with, or whose step its assignee has decided."""
    rows = current().filter(page_id=entry.page_id)
    if entry.action in DECIDED:
        rows = rows.filter(assignee_id=entry.user_id)
    elif entry.action not in DONE_WITH:
        return
    for row in rows:
        end(row, by=entry.user)


def authors_of(page: Page) -> set[Any]:
    """Who wrote a story, and who submitted it last."""
    return {page.owner, submitter_of(page)} - {None}


def submitter_of(page: Page) -> Any:
    """Who submitted a story last; None where nobody did."""
    state = WorkflowState.objects.for_instance(page).order_by("-pk").first()
    return state.requested_by if state else None


def sent_back(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell the authors and those who approved earlier steps; Wagtail mails who submitted it."""
    state = WorkflowState.objects.active().for_instance(article).first()
    passed = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_APPROVED)
    approvers = get_user_model().objects.filter(pk__in=passed.values("finished_by"))
    comment = str(entry.data.get("comment") or "")
    people = authors_of(article) | set(approvers)
    mailed = submitters(article)
    told = tell(article, Notice.What.SENT_BACK, people, by=entry.user, words=comment)
    mail(told, but=mailed)
    mentioned(article, comment, entry.user, told)


def approved(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell the authors that a step was approved; after the last the story is published or scheduled."""
    task = (entry.data.get("workflow") or {}).get("task") or {}
    comment, told = str(entry.data.get("comment") or ""), []
    if not FinalApproval.objects.filter(pk=task.get("id")).exists():
        told = tell(article, Notice.What.APPROVED, authors_of(article), by=entry.user, words=comment)
        mail(told)
    mentioned(article, comment, entry.user, told)


def published(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell the authors; Wagtail mailed who submitted it that it was approved."""
    people = authors_of(article)
    mail(tell(article, Notice.What.PUBLISHED, people, by=entry.user), but=submitters(article))


def submitters(article: ArticlePage) -> list[int]:
    """Who submitted a story last, as a list of ids."""
    by = submitter_of(article)
    return [by.pk] if by else []


def scheduled(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell the authors that it will go out by itself."""
    mail(tell(article, Notice.What.SCHEDULED, authors_of(article), by=entry.user))


def killed(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell the authors that it was killed, and why."""
    words = str(entry.data.get("reason") or "")
    mail(tell(article, Notice.What.KILLED, authors_of(article), by=entry.user, words=words))


def embargo_broken(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell who set the embargo, and the authors in every language."""
    row = (
        Embargo.objects.filter(group=article.translation_key, ended_at__isnull=False).order_by("-pk").first()
    )
    words = str(entry.data.get("reason") or "")
    for page in ArticlePage.objects.filter(translation_key=article.translation_key):
        setter = {row.set_by} if row and page.pk == article.pk else set()
        people = authors_of(page) | setter
        mail(tell(page, Notice.What.EMBARGO_BROKEN, people, by=entry.user, words=words))


def assigned(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell who was given the story."""
    people = get_user_model().objects.filter(pk=entry.data.get("assignee_id"))
    words = str(entry.data.get("note") or "")
    mail(tell(article, Notice.What.ASSIGNED, people, by=entry.user, words=words))


def commented(entry: PageLogEntry, article: ArticlePage) -> None:
    """Tell whom a comment, or a reply to one, mentions."""
    said = entry.data.get("reply") or entry.data.get("comment") or {}
    mentioned(article, str(said.get("text") or ""), entry.user)


def mentioned(article: ArticlePage, text: str, by: Any, told: Iterable[Notice] = ()) -> None:
    """Tell those whom `text` names with an @ before their user name, but for who was `told` the same."""
    names: set[str] = set()
    for name in MENTION.findall(text)[:MOST_MENTIONED]:
        names |= {name, name.rstrip(".@+-")}  # a name at the end of a sentence
    if names:
        known = [notice.recipient_id for notice in told]
        people = get_user_model().objects.filter(username__in=names).exclude(pk__in=known)
        mail(tell(article, Notice.What.MENTIONED, people, by=by, words=text))


FOLLOWING: Mapping[str, Callable[[PageLogEntry, ArticlePage], None]] = {
    "wagtail.workflow.reject": sent_back,
    "wagtail.workflow.approve": approved,
    "wagtail.publish": published,
    "wagtail.publish.scheduled": published,
    "wagtail.publish.schedule": scheduled,
    "wagtail.comments.create": commented,
    "wagtail.comments.create_reply": commented,
    "nashra.kill": killed,
    "nashra.embargo.break": embargo_broken,
    "nashra.assignment.assign": assigned,
}
