"""Keeps the admin from telling of a page to whoever may do nothing with it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from wagtail.admin.auth import permission_denied
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry

from news.editorial.middleware import ViewMiddleware
from news.text.numbers import number_in

PAGE_VIEWS = "wagtailadmin_pages:"
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
WORKFLOW_PREVIEW = "wagtailadmin_pages:workflow_preview"
USAGE_REPORT = "wagtailadmin_reports:page_types_usage"
BULK_ACTION = "wagtail_bulk_action"
ANY_RIGHT = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


class AdmissionMiddleware(ViewMiddleware):
    """Turns people away from the views of pages they may do nothing with.

    Some of the admin's views tell the title of a draft first, and ask for permission only to act on it.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The refusal; None leaves the answer to the view."""
        match = request.resolver_match
        pages = pages_asked_for(match, request) if match else None
        # The user is looked up for views of pages alone: readers' answers must not vary with cookies.
        if match is None or pages is None or not request.user.is_active or request.user.is_superuser:
            return None
        return None if may_see(request.user, match.view_name, pages) else permission_denied(request)


def pages_asked_for(match: ResolverMatch, request: HttpRequest) -> PageQuerySet | None:
    """The pages that this view of the admin tells of; None where it is about something else."""
    if match.view_name.startswith(PAGE_VIEWS):
        numbers = [str(match.kwargs[name]) for name in PAGE_ARGUMENTS if name in match.kwargs]
        return pages_numbered(numbers) if numbers else None
    if match.view_name == BULK_ACTION and match.kwargs["model_name"] == "page":
        listed = request.GET.getlist("id")
        if "all" not in listed:
            return pages_numbered(listed)
        parent = pages_numbered(request.GET.getlist("childOf")).first() or Page.get_first_root_node()
        return Page.objects.descendant_of(parent)
    if match.view_name.startswith(USAGE_REPORT):  # it names the page of each type that was edited last
        return Page.objects.filter(depth__gt=1)
    return None


def pages_numbered(words: Iterable[str]) -> PageQuerySet:
    """The pages of these numbers, as far as they are numbers and there are any."""
    numbers = map(number_in, words)
    return Page.objects.filter(pk__in=[number for number in numbers if number is not None])


def may_see(user: Any, view_name: str, pages: PageQuerySet) -> bool:
    """Whether `user` may do something with all of `pages`; those who are to review one may edit it."""
    policy = policy_registry.get_by_type(Page)
    if view_name == WORKFLOW_PREVIEW:
        unknown = pages
    elif view_name.startswith(PAGE_VIEWS):
        unknown = pages.exclude(pk__in=policy.explorable_instances(user).values("pk"))
    else:
        known = policy.instances_user_has_any_permission_for(user, ANY_RIGHT)
        unknown = pages.exclude(pk__in=known.values("pk"))
    return all(page.permissions_for_user(user).can_edit() for page in unknown.iterator())
