"""What the admin does where somebody publishes, or opens what readers do not see."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from news.editorial.refusals import Refused
from news.editorial.releases import waits_in
from news.editorial.reviews import is_review_of
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.publication.guards import keep_as_draft
from news.publication.permit import refusals
from news.publication.withheld import withheld_reason

SHOWN = 10


@hooks.register("before_edit_page")
def say_withheld(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a live page that readers do not see it, or not as it stands."""
    if request.method == "GET" and (withheld := withheld_reason(page)):
        messages.warning(request, withheld.warning)


@hooks.register("before_edit_page")
def say_other_review(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a story under review that its kind or its place takes another one by now."""
    if request.method != "GET" or not isinstance(page, ArticlePage):
        return
    if (state := page.current_workflow_state) and not is_review_of(state, page):
        messages.warning(request, Refused("other_review").message)


@hooks.register("before_edit_page")
def say_spiked(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a spiked story that it is."""
    if request.method == "GET" and isinstance(page, ArticlePage) and is_spiked(page):
        messages.warning(request, Refused("spiked").message)


@hooks.register("before_edit_page")
def say_waiting(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a story that waits for a release that it does."""
    if request.method == "GET" and isinstance(page, ArticlePage) and (release := waits_in(page)):
        words = _("It waits for the release “%(release)s”, and goes out with that.")
        messages.info(request, words % {"release": release.title})


@hooks.register("after_edit_page")
def say_approved_and_waiting(request: HttpRequest, page: Page) -> None:
    """Tell whoever has just given the final approval that the story waits for its release all the same."""
    article = page.specific
    if not (request.POST.get("workflow-action-name") and isinstance(article, ArticlePage)):
        return
    release = waits_in(article)
    if release and not article.workflow_in_progress:
        words = _("It was not published: it waits for the release “%(release)s”, and goes out with that.")
        messages.warning(request, words % {"release": release.title})


@hooks.register("construct_page_action_menu")
def publish_by_approval(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave out the button that publishes a story: what it published would be withheld."""
    page = context.get("page")
    view_for_article = issubclass(getattr(page, "specific_class", None) or type(page), ArticlePage)
    if view_for_article:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_publish_page")
def publish_only_what_is_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a story that nobody approved as the draft it has just been saved as."""
    if not isinstance(page, ArticlePage):
        return None
    content = page.get_latest_revision_as_object()
    found = refusals(content, content.go_live_at)
    if not found:
        return None
    keep_as_draft(page)
    messages.error(request, _("Saved as a draft: a story is published by its final approval."))
    for refusal in found:
        messages.error(request, refusal.message)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def publish_in_bulk_only_what_is_approved(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish several pages at once where something keeps a story among them back."""
    if action_type != "publish":
        return None
    told = islice(stories_kept_back(stories_to_publish(request, objects)), SHOWN)
    lines = [
        _("Nothing was published. “%(title)s”: %(reasons)s") % {"title": article.title, "reasons": reasons}
        for article, reasons in told
    ]
    for line in lines:
        messages.error(request, line)
    return redirect(action.next_url) if lines else None


def stories_kept_back(articles: Iterable[ArticlePage]) -> Iterator[tuple[ArticlePage, str]]:
    """Those of `articles` whose newest draft may not be published, with the reasons in words."""
    for article in articles:
        draft = article.get_latest_revision_as_object()
        if found := refusals(draft, draft.go_live_at):
            yield article, " ".join(refusal.message for refusal in found)


def stories_to_publish(request: HttpRequest, pages: list[Page]) -> Iterator[ArticlePage]:
    """The stories a bulk action would publish: with the drafts below the pages where that is asked."""
    drafts = ArticlePage.objects.filter(has_unpublished_changes=True)
    yield from drafts.filter(pk__in=[page.pk for page in pages])
    if request.POST.get("include_descendants"):
        for page in pages:
            for article in drafts.filter(live=False).descendant_of(page).iterator():
                if article.permissions_for_user(request.user).can_publish():
                    yield article
