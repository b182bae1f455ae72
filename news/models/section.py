"""Sections: the tree stories stand in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from news.models.base import NewsPage
from news.models.forms import SectionForm, is_reserved


class SectionPage(NewsPage):
    """A section of the newspaper in one locale, or a part of one."""

    summary = models.TextField(_("summary"), blank=True, max_length=500)

    content_panels = [*NewsPage.content_panels, FieldPanel("summary")]

    base_form_class = SectionForm
    parent_page_types = ["home.HomePage", "news.SectionPage"]
    subpage_types = ["news.SectionPage", "news.ArticlePage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def clean(self) -> None:
        """Refuse an address the reader site needs for itself; raises ValidationError."""
        super().clean()
        if self.depth and is_reserved(self.slug, self.depth):
            raise ValidationError({"slug": _("The reader site needs this address for itself.")})

    def get_workflow(self) -> Any:
        """None: publishing a section takes the right to publish there, not a review."""
        return None
