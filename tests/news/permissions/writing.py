"""What somebody may try with a story that readers do not see, each told by what came of it."""

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page, WorkflowState

from news.editorial.assignments import assignment_of, claim
from news.editorial.models import (
    Approval,
    Assignment,
    CopyEdit,
    DeskReview,
    FinalApproval,
    LegalReview,
    Spike,
)
from news.editorial.spikes import restore, spike
from news.models import ArticlePage
from tests.news.admin.support import article_form, edit_url
from tests.news.editorial.support import submit
from tests.news.permissions.world import NEW, World, answers, approves, edits, exists, submits
from tests.news.publication.support import fresh


def enter_admin(world: World) -> bool:
    return answers(world, "wagtailadmin_home")


def open_others(world: World) -> bool:
    return answers(world, "wagtailadmin_pages:edit", world.draft.pk)


def list_section(world: World) -> bool:
    answer = world.browser.get(reverse("wagtailadmin_explore", args=[world.section.pk]))
    return answer.status_code == 200 and world.draft.title in answer.content.decode()


def create(world: World) -> bool:
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", world.section.pk])
    world.browser.post(url, article_form(world.draft, title=NEW, slug="جديد"))
    return ArticlePage.objects.filter(title=NEW, live=False).exists()


def edit_own(world: World) -> bool:
    return edits(world, world.mine())


def edit_others(world: World) -> bool:
    return edits(world, world.draft)


def edit_live(world: World) -> bool:
    return edits(world, world.live)


def comment(world: World) -> bool:
    form = article_form(world.draft) | {
        "comments-TOTAL_FORMS": "1", "comments-0-id": "", "comments-0-text": "راجعوا الرقم",
        "comments-0-contentpath": "standfirst", "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    world.browser.post(edit_url(world.draft), form)
    return Comment.objects.filter(page_id=world.draft.pk, user=world.person).exists()


def copy_story(world: World) -> bool:
    world.send(
        "wagtailadmin_pages:copy",
        world.draft.pk,
        new_title=NEW,
        new_slug="نسخة",
        new_parent_page=world.section.pk,
    )
    return ArticlePage.objects.filter(title=NEW, live=False).exists()


def move_draft(world: World) -> bool:
    world.send("wagtailadmin_pages:move_confirm", world.draft.pk, world.other.pk)
    return fresh(world.draft).is_child_of(world.other)


def delete_own(world: World) -> bool:
    world.send("wagtailadmin_pages:delete", world.mine().pk)
    return not exists(world.draft)


def delete_others(world: World) -> bool:
    world.send("wagtailadmin_pages:delete", world.draft.pk)
    return not exists(world.draft)


def spike_own(world: World) -> bool:
    return bool(spike(world.mine(), reason="مكرر", by=world.person))


def spike_others(world: World) -> bool:
    return bool(spike(world.draft, reason="مكرر", by=world.person))


def restore_spiked(world: World) -> bool:
    Spike.objects.create(page=world.draft)
    return bool(restore(world.draft, by=world.person))


def lock(world: World) -> bool:
    world.send("wagtailadmin_pages:lock", world.draft.pk)
    return bool(fresh(world.draft).locked)


def unlock(world: World) -> bool:
    now = timezone.now()
    Page.objects.filter(pk=world.draft.pk).update(locked=True, locked_by=world.writer, locked_at=now)
    world.send("wagtailadmin_pages:unlock", world.draft.pk)
    return not fresh(world.draft).locked


def submit_own(world: World) -> bool:
    return submits(world, world.mine())


def submit_others(world: World) -> bool:
    return submits(world, world.draft)


def approve_desk_review(world: World) -> bool:
    return approves(world, DeskReview)


def approve_copy_edit(world: World) -> bool:
    return approves(world, CopyEdit)


def approve_legal_review(world: World) -> bool:
    return approves(world, LegalReview)


def approve_finally(world: World) -> bool:
    return approves(world, FinalApproval)


def approve_own(world: World) -> bool:
    submit(world.draft, world.person)
    state = fresh(world.draft).current_workflow_task_state
    world.send("wagtailadmin_pages:workflow_action", world.draft.pk, "approve", state.pk)
    return Approval.objects.filter(approved_by=world.person).exists()


def request_changes(world: World) -> bool:
    page = world.waiting_for(DeskReview)
    state = page.current_workflow_task_state
    world.send("wagtailadmin_pages:workflow_action", page.pk, "reject", state.pk, comment="أعيدوا الكتابة")
    return bool(fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES)


def cancel_review(world: World) -> bool:
    page = world.waiting_for(DeskReview)
    world.browser.post(edit_url(page), article_form(page, "action-cancel-workflow"))
    return fresh(page).current_workflow_state is None


def claim_own(world: World) -> bool:
    return bool(claim(world.mine(), by=world.person))


def claim_others(world: World) -> bool:
    return bool(claim(world.draft, by=world.person))


def assign_story(world: World) -> bool:
    form = {"assignee": world.colleagues["Desk editor"].username, "due": "", "note": ""}
    world.send("newsroom_action", world.draft.pk, "assign", **form)
    return Assignment.objects.filter(page=world.draft, assigned_by=world.person).exists()


def release_others(world: World) -> bool:
    claim(world.draft, by=world.colleagues["Copy editor"])
    world.send("newsroom_action", world.draft.pk, "release")
    return assignment_of(world.draft) is None


def read_history(world: World) -> bool:
    return answers(world, "newsroom_history", world.draft.pk)
