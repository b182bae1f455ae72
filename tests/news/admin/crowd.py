"""Fills a newsroom with many stories at once, in every state a desk has to know of."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from news.editorial.models import Assignment, Breaking, DeskReview, Embargo
from news.models import ArticlePage
from tests import factories


def crowd(number: int, person: Any) -> None:
    """`number` more stories, a fifth of each: under review, assigned, embargoed, scheduled, breaking."""
    parent = factories.section()
    first = parent.numchild
    now = timezone.now()
    pages = [
        ArticlePage(
            title=f"خبر {place}", draft_title=f"خبر {place}", slug=f"خبر-{place}", live=place % 5 == 4,
            locale=parent.locale, depth=parent.depth + 1,
            path=ArticlePage._get_path(parent.path, parent.depth + 1, first + place + 1),
            url_path=f"{parent.url_path}خبر-{place}/", owner=person,
            content_type=ContentType.objects.get_for_model(ArticlePage), latest_revision_created_at=now,
        )
        for place in range(number)
    ]  # fmt: skip
    bulk_pages(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=number)
    under_review(pages[0::5], person)
    late = now - timedelta(hours=1)
    Assignment.objects.bulk_create(Assignment(page=page, assignee=person, due=late) for page in pages[1::5])
    later = now + timedelta(hours=1)
    Embargo.objects.bulk_create(Embargo(group=page.translation_key, until=later) for page in pages[2::5])
    Revision.objects.bulk_create(revision(page, later) for page in pages[3::5])
    Breaking.objects.bulk_create(
        Breaking(page=page, until=later, check_due=late, raised_by=None) for page in pages[4::5]
    )


def bulk_pages(pages: list[ArticlePage]) -> None:
    """Insert the rows of both tables, which Django does not do for models that inherit."""
    base = [field for field in Page._meta.concrete_fields if field.name != "id"]
    Page.objects.bulk_create(
        Page(**{field.attname: getattr(page, field.attname) for field in base}) for page in pages
    )
    ids = dict(Page.objects.filter(path__in=[page.path for page in pages]).values_list("path", "pk"))
    for page in pages:
        page.pk = page.id = page.page_ptr_id = ids[page.path]
    own = ArticlePage._meta.local_concrete_fields
    table = ArticlePage._base_manager
    table._insert(pages, fields=own, using="default", raw=True)


def under_review(pages: list[ArticlePage], person: Any) -> None:
    """Put them at the first step of the review of stories."""
    workflow = pages[0].get_workflow()
    task = DeskReview.objects.first()
    assert task
    kind, base = (ContentType.objects.get_for_model(model) for model in (ArticlePage, Page))
    states = WorkflowState.objects.bulk_create(
        WorkflowState(workflow=workflow, object_id=str(page.pk), content_type=kind, base_content_type=base)
        for page in pages
    )
    revisions = Revision.objects.bulk_create(revision(page, None) for page in pages)
    steps = TaskState.objects.bulk_create(
        TaskState(
            workflow_state=state, revision=one, task=task.task_ptr, status=TaskState.STATUS_IN_PROGRESS,
            content_type=ContentType.objects.get_for_model(TaskState),
        )
        for state, one in zip(states, revisions, strict=True)
    )  # fmt: skip
    for state, step in zip(states, steps, strict=True):
        state.current_task_state = step
    WorkflowState.objects.bulk_update(states, ["current_task_state"])


def revision(page: ArticlePage, at: Any) -> Revision:
    """A revision of a story that goes out at a moment, if one is given."""
    kind, base = (ContentType.objects.get_for_model(model) for model in (ArticlePage, Page))
    return Revision(
        content_type=kind, base_content_type=base, object_id=str(page.pk), content={},
        created_at=timezone.now(), object_str=page.title, approved_go_live_at=at,
    )  # fmt: skip
