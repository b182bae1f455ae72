"""No story that must not be public becomes public, whichever way somebody tries."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
import wagtail.actions
import wagtail.management.commands
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.urls import pages as page_urls
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from news.editorial.models import Approval
from news.editorial.refusals import MESSAGES, Refused
from news.models import ArticlePage
from news.publication.withheld import withheld_reason
from news.record.models import PublicState, PublishedDocument
from tests import factories
from tests.news.publication import paths
from tests.news.publication.paths import (
    APPROVED_BEFORE,
    ASKED,
    EDIT,
    ONLY_WHERE_ASKED,
    PATHS,
    REFUSED,
    admin,
    edit_form,
)
from tests.news.publication.support import settle

pytestmark = pytest.mark.usefixtures("newsroom")
Story = Callable[[], ArticlePage]
# How a path may say no; anything else is a fault.
SAYS_NO = (Refused, PermissionDenied, ValidationError, ObjectDoesNotExist)


# The editor's form brings words of its own, which need an approval of their own.
BY_HAND = [path for path in ASKED if path is not edit_form]


def is_out(story: Story) -> bool:
    """Whether readers see a story of this sort; of one approved before, the words that must wait."""
    public = PublishedDocument.objects.filter(type="article", state=PublicState.LIVE)
    bodies = [bytes(body).decode() for body in public.values_list("body", flat=True)]
    return any(EDIT in body for body in bodies) if story in APPROVED_BEFORE else bool(bodies)


def attempt(path: Callable[[ArticlePage], None], page: ArticlePage) -> None:
    with contextlib.suppress(SAYS_NO):
        path(page)
    settle()


@pytest.mark.parametrize("story", REFUSED, ids=lambda story: story.__name__)
def test_no_path_makes_it_public(story: Story) -> None:
    for path in PATHS if story not in ONLY_WHERE_ASKED else ASKED:
        page = story()
        attempt(path, page)
        assert not is_out(story), path.__name__
        live = ArticlePage.objects.live().filter(pk=page.pk).first()
        assert live is None or withheld_reason(live) or story in APPROVED_BEFORE, path.__name__


@pytest.mark.parametrize("story", REFUSED, ids=lambda story: story.__name__)
def test_whoever_asks_to_publish_it_is_told_why(story: Story) -> None:
    page = story()
    with pytest.raises(Refused) as caught:
        paths.revision_publish(page)
    assert caught.value.codes == REFUSED[story]
    after = ArticlePage.objects.get(pk=page.pk)
    assert (after.live, after.live_revision) == (page.live, page.live_revision)


@pytest.mark.parametrize("story", REFUSED, ids=lambda story: story.__name__)
def test_the_admin_says_why(story: Story) -> None:
    page = story()
    answer = admin().post(paths.bulk_url("publish", page), follow=True)
    told = " ".join(str(message) for message in answer.context["messages"])
    with pytest.raises(Refused) as caught:
        paths.revision_publish(page)
    assert all(refusal.message in told for refusal in caught.value.refusals)
    assert not set(caught.value.codes) - MESSAGES.keys()


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.__name__)
def test_what_may_go_out_goes_out_on_the_same_paths(path: Callable[[ArticlePage], None]) -> None:
    page = paths.approved()
    if path is paths.finish_review:
        Approval.objects.all().delete()
        page.get_workflow().start(page, factories.user(is_superuser=True))
        for role in ("Desk editor", "Copy editor", "Duty editor"):
            step = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
            step.task.specific.on_action(step, factories.user(role), "approve")
    else:
        path(page)
    assert is_out(paths.approved)


# --- the table is whole ---------------------------------------------------------------------------

TRIED_URLS = {"add", "edit", "copy", "move", "move_confirm", "workflow_action", "revisions_revert"}
PUBLISHES_NOTHING = {
    "preview_on_add", "type_use", "choose_parent", "type_use_results", "usage", "preview_on_edit",
    "view_draft", "add_subpage", "delete", "unpublish", "convert_alias", "search", "search_results",
    "set_page_position", "collect_workflow_action_data", "confirm_workflow_cancellation",
    "workflow_preview", "set_privacy", "lock", "unlock", "revisions_index", "revisions_view",
    "revisions_unschedule", "revisions_compare", "workflow_history", "workflow_history_detail", "history",
    "history_results",
}  # fmt: skip


def test_no_page_view_of_wagtail_is_unknown() -> None:
    assert {pattern.name for pattern in page_urls.urlpatterns} == TRIED_URLS | PUBLISHES_NOTHING


def test_no_bulk_action_on_pages_is_unknown() -> None:
    actions = bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    assert {action.action_type for action in actions} == {"delete", "move", "publish", "unpublish"}


def test_no_action_of_wagtails_api_is_unknown() -> None:
    assert set(PagesAdminAPIViewSet.actions) == {
        "convert_alias", "copy", "copy_for_translation", "create_alias", "delete", "move", "publish",
        "revert_to_page_revision", "unpublish",
    }  # fmt: skip


def test_no_action_class_of_wagtail_is_unknown() -> None:
    assert modules_in(wagtail.actions) == {
        "base", "convert_alias", "copy_for_translation", "copy_page", "create", "create_alias",
        "create_page", "delete", "delete_page", "edit", "edit_page", "move_page",
        "publish_page_revision", "publish_revision", "registry", "revert_to_page_revision",
        "revert_to_revision", "unpublish", "unpublish_page",
    }  # fmt: skip


def test_no_command_of_wagtail_is_unknown() -> None:
    assert modules_in(wagtail.management.commands) == {
        "api_tokens", "convert_mariadb_uuids", "create_log_entries_from_revisions", "fixtree",
        "move_pages", "publish_scheduled", "publish_scheduled_pages", "purge_embeds", "purge_revisions",
        "rebuild_references_index", "set_url_paths", "show_references_index",
    }  # fmt: skip


def test_no_method_of_pages_that_publishes_is_unknown() -> None:
    names = {name for name in dir(Page) if "publish" in name and not name.startswith("_")}
    known = {"has_unpublished_subtree", "publish", "unpublish"}
    assert {name for name in names if callable(getattr(Page, name))} == known


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_wagtails_own_apis_are_not_there(version: str) -> None:
    for address in (f"/api/{version}/pages/", f"/api/main/{version}/pages/"):
        assert admin().get(address).status_code == 404


def modules_in(package: object) -> set[str]:
    places = [Path(place) for place in package.__path__]  # type: ignore[attr-defined]
    return {module.stem for place in places for module in place.glob("*.py")} - {"__init__"}
