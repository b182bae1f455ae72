"""What a story has to say about its own mistakes and changes."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from news.text.plain import clean, plain_text

EXCERPT = 60


class Correction(models.Model):
    """A note to readers about a change of a public story, approved and published with the change itself.

    Like the rest of a story it is kept in revisions; since when readers know of it, the log says. `blocks`
    are the ids of the blocks it is about.
    """

    class Type(models.TextChoices):
        """What the note is about."""

        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        RETRACTION = "retraction", _("Retraction")

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="corrections")
    uuid = models.UUIDField(default=uuid.uuid4)
    type = models.CharField(_("type"), max_length=16, choices=Type.choices, default=Type.CORRECTION)
    note = models.TextField(_("note to readers"), max_length=1000)
    blocks = models.JSONField(_("blocks it is about"), default=list, blank=True)

    panels = [
        FieldPanel("uuid", widget=forms.HiddenInput),  # what is not public yet has no other identity
        FieldPanel("type"),
        FieldPanel("note"),
        FieldPanel("blocks"),
    ]

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [models.UniqueConstraint(fields=["article", "uuid"], name="correction_once")]

    def __str__(self) -> str:
        return f"{self.get_type_display()}: {Truncator(self.note).chars(EXCERPT)}"

    def as_document(self, at: str | None = None) -> dict[str, Any]:
        """What documents say of it; `at` is since when readers know, if they do."""
        return {
            "id": str(self.uuid), "type": self.type, "note": clean(self.note),
            "blocks": sorted(str(block) for block in self.blocks), "at": at,
        }  # fmt: skip


def block_choices(body: Any) -> list[tuple[str, str]]:
    """The blocks of a story's body to choose from: their ids, and how they begin."""
    return [
        (block["id"], excerpt(block["value"]) or block["type"])
        for block in body.get_prep_value()
        if block.get("id")
    ]


def excerpt(value: Any) -> str:
    """How a block's stored value begins, in plain text."""
    if isinstance(value, Mapping):
        value = value.get("text") or value.get("caption") or ""
    return Truncator(plain_text(value)).chars(EXCERPT) if isinstance(value, str) else ""


def correction_form(base: type[forms.ModelForm], article: Any, told: Mapping[str, Any]) -> type:
    """The form of a correction of `article`; one that readers know, its id in `told`, is for reading."""
    choices = block_choices(article.body)

    class CorrectionForm(base):  # type: ignore[valid-type, misc]  # - known at run time
        """A correction, with the blocks of the story to tick."""

        blocks = forms.MultipleChoiceField(
            label=_("blocks it is about"), required=False, widget=forms.CheckboxSelectMultiple
        )

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            known = {choice for choice, _label in choices}
            gone = [(one, one) for one in self.instance.blocks if one not in known]
            self.fields["blocks"].choices = [*choices, *gone]
            self.fields["uuid"].required = False
            if not self.has_identity():
                self.initial["uuid"] = None
            if str(self.instance.uuid) in told:
                for name in ("uuid", "type", "note", "blocks"):
                    self.fields[name].disabled = True

        def has_identity(self) -> bool:
            """Whether it was saved in a revision before, and is not the empty form of another."""
            return bool(self.instance.note)

        def clean_uuid(self) -> Any:
            """The identity it has, or one of its own."""
            return self.cleaned_data["uuid"] or uuid.uuid4()

    return CorrectionForm
