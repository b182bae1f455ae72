"""Sections: the tree stories stand in."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from news.models.base import NewsPage


class SectionPage(NewsPage):
    """A section of the newspaper in one locale, or a part of one."""

    summary = models.TextField(_("summary"), blank=True, max_length=500)

    content_panels = [*NewsPage.content_panels, FieldPanel("summary")]

    parent_page_types = ["home.HomePage", "news.SectionPage"]
    subpage_types = ["news.SectionPage", "news.ArticlePage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_workflow(self) -> Any:
        """None: publishing a section takes the right to publish there, not a review."""
        return None
