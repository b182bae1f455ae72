"""Bylines and topics: what stories of one locale have in common."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from news.models.directed import DirectedForm
from news.models.forms import NOTHING_TO_SEE
from news.text.plain import shows
from news.text.slugs import slug_as_typed, slugify


class NamedThing(TranslatableMixin, index.Indexed, models.Model):
    """Something with a name and an address in one locale, known to the public by `uuid`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=255, allow_unicode=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=1000)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("summary")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale")]

    base_form_class = DirectedForm

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and what its receivers leave behind together, or neither."""
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Make or normalise the slug; raises ValidationError where another in this locale has it.

        A name nobody can see is refused as well.
        """
        super().clean()
        if self.name and not shows(self.name):
            raise ValidationError({"name": NOTHING_TO_SEE})
        made = slug_as_typed(self.slug) or slugify(self.name)
        self.slug = made or f"{self._meta.model_name}-{str(self.uuid)[:8]}"
        twins = type(self)._default_manager.filter(slug=self.slug).exclude(pk=self.pk)
        if self.locale_id and twins.filter(locale_id=self.locale_id).exists():
            raise ValidationError({"slug": _("Another one in this language has this address already.")})


@register_snippet
class Author(NamedThing):
    """A byline: a person or a desk."""

    class Meta(NamedThing.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")


@register_snippet
class Topic(NamedThing):
    """A running subject that stories of any section can belong to."""

    class Meta(NamedThing.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
