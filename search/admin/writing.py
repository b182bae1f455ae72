"""The panel beside the editor of a story that shows what is public already, while it is being written."""

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from news.admin.beside import malformed, read_json
from news.models import ArticlePage, SectionPage
from news.models.permissions import may_write
from news.text.numbers import number_in
from search.admin.drafting import draft_of, told
from search.admin.permissions import may_draft
from search.engines.base import EngineError
from search.queries.drafting import LONGEST_DRAFT, Suggestions, suggestions

logger = logging.getLogger(__name__)
LONGEST_TITLE = 255
MOST_BYTES = 8 * LONGEST_DRAFT


class SuggestionsPanel(BaseSidePanel):
    """What is public beside the draft; `parent` is where a new story will stand."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle related stories")
        icon_name = "link"
        counter_classname = "w-bg-critical-200"

    name = "suggestions"
    title = gettext_lazy("Related stories")
    template_name = "newsroom/suggestions.html"
    order = 360

    def __init__(self, page: Any, request: HttpRequest, parent: Any = None) -> None:
        super().__init__(page, request)
        self.parent = parent

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Where the newsroom is asked, and of what."""
        parent = self.parent.pk if self.parent else ""
        return {**super().get_context_data(parent_context), "parent_id": parent}


class WritingEditView(EditView):
    """Wagtail's editor of a page, with the panel for who may write the story."""

    def get_side_panels(self) -> Any:
        """Wagtail's panels and ours; what is saved by the way needs none."""
        panels = super().get_side_panels()
        by_the_way = self.expects_json_response or self.hydrate_create_view
        if by_the_way or not may_write(self.page, self.request.user):
            return panels
        return MediaContainer([*panels, SuggestionsPanel(self.page, self.request)])


class WritingCreateView(CreateView):
    """Wagtail's editor of a new page, with the panel."""

    def get_side_panels(self) -> Any:
        """Wagtail's panels and ours."""
        panel = SuggestionsPanel(self.page, self.request, self.parent_page)
        return MediaContainer([*super().get_side_panels(), panel])


class ArticleViewSet(PageViewSet):
    """How stories are edited in the admin."""

    model = ArticlePage
    edit_view_class = WritingEditView
    add_view_class = WritingCreateView


class SuggestionsView(View):
    """Answers the panel; of what is sent nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """What is public beside the draft in the request, as JSON with its sentences."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return malformed()
        sent = read_json(request.body)
        if not is_draft(sent):
            return malformed()
        article, section = place_of(sent)
        if not (article or section) or not may_draft(request.user, article, section):
            return permission_denied(request)
        draft = draft_of(sent["title"][:LONGEST_TITLE], sent["text"][:LONGEST_DRAFT], article, section)
        try:
            found = suggestions(draft)
        except EngineError as error:
            logger.warning("The search engine does not answer: %s", type(error).__name__)
            words = _("Search does not answer at the moment. It is asked again while you write.")
            return JsonResponse({"detail": words}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return JsonResponse(shown(found))


def is_draft(sent: Any) -> bool:
    """Whether this is what the editor sends."""
    names = ("title", "text", "page", "parent")
    return isinstance(sent, dict) and all(isinstance(sent.get(one), str) for one in names)


def place_of(sent: dict[str, Any]) -> tuple[ArticlePage | None, SectionPage | None]:
    """The story that is edited, or else the section it is begun in."""
    if sent["page"]:
        pages = ArticlePage.objects.select_related("locale")
        return pages.filter(pk=number_in(sent["page"])).first(), None
    sections = SectionPage.objects.select_related("locale")
    return None, sections.filter(pk=number_in(sent["parent"])).first()


def shown(found: Suggestions) -> dict[str, Any]:
    """Suggestions with what the panel says of them."""
    data = told(found)
    for one in (*data["duplicates"], *data["background"]):
        moment = parse_datetime(one["published_at"] or "")
        date = date_format(localtime(moment), "DATE_FORMAT") if moment else ""
        one["facts"] = " · ".join(filter(None, [one["section"], date]))
        one["alike"] = _("%(percent)s%% of your words") % {"percent": round(100 * one["likeness"])}
        if one["page"]:
            one["chosen"] = choice(one["page"], one["title"])
    return data | {"told": sentence(found)}


def choice(page_id: int, title: str) -> dict[str, Any]:
    """A story as the chooser of pages in a block of related stories holds it."""
    url = reverse("wagtailadmin_pages:edit", args=[page_id])
    return {"id": page_id, "parentId": None, "adminTitle": title, "editUrl": url}


def sentence(found: Suggestions) -> str:
    """What is there, in one sentence that can be heard."""
    if not found.enough:
        return _("Write a little more, and related stories appear here.")
    same, near = len(found.duplicates), len(found.background)
    if not (same or near):
        return _("Nothing like it is public yet.")
    again = ngettext("%(number)s story is likely the same", "%(number)s stories are likely the same", same)
    beside = ngettext("%(number)s related story", "%(number)s related stories", near)
    again, beside = again % {"number": same}, beside % {"number": near}
    return _("%(again)s, %(beside)s") % {"again": again, "beside": beside} if same else beside
