"""The admin's form of a page: what it checks is what will be stored."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Locale, Page

from news.models.corrections import correction_form
from news.models.directed import write_in
from news.record.corrections import published_corrections
from news.text.plain import shows, without_keys
from news.text.slugs import slug_as_typed

RESERVED_SLUGS = {"search"}
NOTHING_TO_SEE = gettext_lazy("There is nothing to see here but invisible characters.")
DIGEST = re.compile("[0-9a-f]{64}")
FIRST_LEVEL = 3  # depth in the page tree: root, home page, section


class NewsPageForm(WagtailAdminPageForm):
    """Normalises the slug first, so that one that only looks different is refused and not stored twice.

    An empty one is made from the title: the browser makes none where the title has no letters.
    """

    class Media:
        css = {"all": ["news/direction.css"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        write_in(self.locale, self.fields.values())

    def has_changed(self) -> bool:
        """Whether it says anything else than the draft it was filled from.

        Who approves in the editor sends the form along; were it taken for an edit, all who approved before
        would be asked again.
        """
        changed = set(self.changed_data)
        if "body" in changed and same_text(self.initial["body"], self.cleaned_data.get("body")):
            changed.remove("body")
        return bool(changed) or any(
            differs(self.instance, name, formset) for name, formset in self.formsets.items()
        )

    @property
    def locale(self) -> Locale:
        """The language the page is in, or will be."""
        return self.instance.locale if self.instance.locale_id else self.parent_page.locale

    def clean_slug(self) -> str:
        """The slug as the page will have it."""
        if slug := self.cleaned_data["slug"]:
            return slug_as_typed(slug) or self.instance.own_slug()
        title = self.cleaned_data.get("title", "")
        return self.instance.unused_slug(title, self.parent_page) if title else ""


def same_text(shown: Any, sent: Any) -> bool:
    """Whether two bodies differ in nothing but the keys that the browser gives to paragraphs without one."""
    return sent is not None and stored(shown) == stored(sent)


def stored(body: Any) -> str:
    """The stored value of a body but for the keys of its paragraphs."""
    return without_keys(json.dumps(body.get_prep_value(), sort_keys=True))


def differs(page: Page, relation: str, formset: Any) -> bool:
    """Whether `page` would have other children, or in another order, after this formset.

    What only a draft has, has no key yet, and each form of it seems new when it is sent; so the words count.
    """
    if not any(form.has_changed() for form in formset.forms):
        return False
    if not formset.is_valid() or relation == "comments":
        return True
    names = [field.name for field in formset.model._meta.fields if field.name in formset.form.base_fields]
    sent = [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    if formset.can_order:
        sent = [form for form in formset.ordered_forms if form in sent]
    told = [[form.cleaned_data.get(name) for name in names] for form in sent]
    return told != [[getattr(child, name) for name in names] for child in getattr(page, relation).all()]


class SectionForm(NewsPageForm):
    """Refuses an address the reader site needs for itself."""

    def clean_slug(self) -> str:
        """The slug as the page will have it."""
        slug = super().clean_slug()
        if self.parent_page and is_reserved(slug, self.parent_page.depth + 1):
            raise ValidationError(_("The reader site needs this address for itself."))
        return slug


def is_reserved(slug: str, depth: int) -> bool:
    """Whether a section at this depth of the page tree would be hidden by a page of the reader site."""
    return slug in RESERVED_SLUGS and depth == FIRST_LEVEL


class NewsCopyForm(CopyForm):
    """Copies, and publishes nothing: an alias or a live copy would show what its approval never covered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)
        write_in(self.page.locale, self.fields.values())

    def clean_new_title(self) -> str:
        """The title, where there is something to see in it."""
        title: str = self.cleaned_data["new_title"]
        if not shows(title):
            raise ValidationError(NOTHING_TO_SEE)
        return title

    def clean_new_slug(self) -> str:
        """The slug as the copy will have it."""
        slug: str = self.cleaned_data["new_slug"]
        return slug_as_typed(slug) or slug

    def clean(self) -> dict[str, Any]:
        """Refuse an address the reader site needs for itself."""
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_reserved(cleaned.get("new_slug", ""), parent.depth + 1):
            self.add_error("new_slug", _("The reader site needs this address for itself."))
        return cleaned


def is_digest(text: Any) -> bool:
    """Whether this is a digest as those of pieces are written."""
    return isinstance(text, str) and DIGEST.fullmatch(text) is not None


class SourceShown(forms.Field):
    """What of a story's source the editor showed: digests by key, as JSON. Anything else says nothing."""

    widget = forms.HiddenInput(attrs={"disabled": True})  # until the browser has something to say

    def clean(self, value: Any) -> dict[str, str]:
        """The digests; empty where the browser sent something else."""
        try:
            told = json.loads(value or "{}")
        except (ValueError, RecursionError):
            return {}
        said = isinstance(told, dict) and all(map(is_digest, told.values()))
        return told if said else {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """It is no part of the story, so it is no edit."""
        return False


class ArticleForm(NewsPageForm):
    """Refuses authors and topics of another language; a fresh translation may still carry its source's."""

    source_shown = SourceShown(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if formset := self.formsets.get("corrections"):
            told = published_corrections([self.instance.uuid]).get(self.instance.uuid, {})
            formset.form = correction_form(formset.form, self.instance, told)

    def is_valid(self) -> bool:
        """Whether the form and its formsets can be saved."""
        if not super().is_valid():
            return False
        strangers = [thing.name for thing in self._named() if thing.locale_id != self.locale.pk]
        if strangers:
            message = _("These authors or topics are in another language than the story: %(names)s.")
            self.add_error(None, message % {"names": "، ".join(strangers)})
        return not strangers

    def save(self, commit: bool = True) -> Any:
        """Save it; whoever notes what its words were made from knows what of its source was shown."""
        self.instance.source_shown = self.cleaned_data["source_shown"]
        return super().save(commit)

    def clean_tags(self) -> list[str]:
        """The tags, where there is something to see in each."""
        tags: list[str] = self.cleaned_data["tags"]
        if not all(map(shows, tags)):
            raise ValidationError(NOTHING_TO_SEE)
        return tags

    def _named(self) -> Iterator[Any]:
        yield from self.cleaned_data.get("topics") or []
        for line in self.formsets["bylines"].cleaned_data:
            if line.get("author") and not line.get("DELETE"):
                yield line["author"]
