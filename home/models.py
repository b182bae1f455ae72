"""The home page of each locale, the root its sections stand under."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from news.models.base import NewsPage


class HomePage(NewsPage):
    """The front of one locale; its slug is the language code, so that addresses begin with it."""

    summary = models.TextField(_("summary"), blank=True, max_length=500)

    content_panels = [*NewsPage.content_panels, FieldPanel("summary")]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["news.SectionPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the slug that addresses of this locale begin with."""
        self.slug = self.locale.language_code
        super().full_clean(*args, **kwargs)

    def get_workflow(self) -> Any:
        """None: a front takes the right to publish there, not a review."""
        return None
