"""Where people read what they were told of stories, and mark it as read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from news.editorial.notices import has_unread, mark_read, notices_of, unread
from news.text.numbers import number_in

A_PAGE = 50


class NoticesView(View):
    """What the person was told; never what others were."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One portion of it, newest first."""
        rows = notices_of(request.user).select_related("page__locale", "by")
        portion = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
        context = {
            "portion": portion,
            "unread": unread(request.user).count(),
            "elided_page_range": portion.paginator.get_elided_page_range(portion.number),
        }
        return TemplateResponse(request, "newsroom/notices.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark one notice as read, or all where none is named."""
        word = request.POST.get("notice", "")
        if (number := number_in(word)) is not None:
            mark_read(request.user, number)
        elif not word:
            mark_read(request.user)
        return redirect("newsroom_notices")


class NoticesMenuItem(MenuItem):
    """The way to a person's notices, with how many are new."""

    def render_component(self, request: HttpRequest) -> Any:
        """The item as this person sees it; one query where nothing is new."""
        number = unread(request.user).count() if has_unread(request.user) else 0
        label = _("Notices (%(number)s)") % {"number": number} if number else str(self.label)
        return LinkMenuItem(
            self.name, label, reverse("newsroom_notices"), icon_name=self.icon_name, classname=self.classname
        )
