"""What the admin does where somebody may comment on a story and not change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, PageSubscription
from wagtail.permissions import register_permission_policy

from news.models import ArticlePage
from news.models.permissions import PagePolicy, StoryPermissions

register_permission_policy(Page, PagePolicy())
SAVE = "action-save-draft"


@hooks.register("before_edit_page", order=-10)
def save_only_comments(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the comments of who may only comment, and nothing else of what their browser sends."""
    if not only_comments(request, page):
        return None
    if request.method != "POST":
        messages.info(request, _("You may comment on this story. Nothing else that you change is saved."))
        return None
    form = save_comments(request, page)
    if "application/json" in request.headers.get("Accept", ""):
        kept = form.serialize_comments(request.user)
        revision = page.latest_revision
        return JsonResponse(
            {
                "success": True,
                "pk": page.pk,
                "revision_id": revision.pk,
                "revision_created_at": revision.created_at.isoformat(),
                "field_updates": {},
                "comments": kept,
                "html": "",
            }
        )
    messages.success(request, _("Your comments are saved."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_page_action_menu", order=10)
def leave_only_saving(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer who may only comment the button that saves comments, and no other."""
    if only_comments(request, context.get("page")):
        menu_items[:] = [item for item in menu_items if item.name == SAVE]


def only_comments(request: HttpRequest, page: Any) -> bool:
    """Whether who asks may comment on this story and not change it."""
    return isinstance(page, ArticlePage) and StoryPermissions(request.user, page).only_comments()


def save_comments(request: HttpRequest, page: Any) -> Any:
    """Save the comments of a sent editor's form; raises PermissionDenied where they are not in order."""
    subscription, _created = PageSubscription.objects.get_or_create(
        page_id=page.pk, user=request.user, defaults={"comment_notifications": False}
    )
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(
        request.POST, instance=page, subscription=subscription, parent_page=page.get_parent(),
        for_user=request.user,
    )  # fmt: skip
    comments = form.formsets["comments"]
    if not comments.is_valid():
        raise PermissionDenied
    if any(one.instance.user_id not in (None, request.user.pk) for one in comments.deleted_forms):
        raise PermissionDenied
    for one in comments.forms:
        if one.instance.pk is None:
            one.instance.revision_created = page.latest_revision
    new = [one.instance for one in comments.forms if one.instance.pk is None and one.has_changed()]
    comments.save()
    for comment in new:
        comment.log_create(page_revision=page.latest_revision, user=request.user)
    return form
