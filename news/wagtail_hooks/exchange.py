"""Where the admin offers to take a translation out as a file, and in again."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from news.admin.exchange import ExportView, ImportView
from news.models import ArticlePage
from news.translation.working import cannot_read_out, cannot_write_in

PRIORITY = 90  # before what the newsroom does to a story


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The file of a translation; Wagtail asks who may use the admin."""
    base = "newsroom/translations/<int:page_id>/xliff/"
    return [
        path(base, ExportView.as_view(), name="newsroom_xliff_export"),
        path(f"{base}import/", ImportView.as_view(), name="newsroom_xliff_import"),
    ]


@hooks.register("register_page_header_buttons")
def buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """What this person can do with the file of this translation now."""
    article = page.specific
    if not isinstance(article, ArticlePage) or cannot_read_out(article, user):
        return
    url = reverse("newsroom_xliff_export", args=[page.pk])
    yield Button(str(_("Export XLIFF")), url, icon_name="download", priority=PRIORITY)
    if cannot_write_in(article, user) is None:
        url = reverse("newsroom_xliff_import", args=[page.pk])
        yield Button(str(_("Import XLIFF")), url, icon_name="upload", priority=PRIORITY + 1)
