"""The admin's form of a page: what it checks is what will be stored."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from news.text.slugs import slug_or


class NewsPageForm(WagtailAdminPageForm):
    """Normalises the slug first, so that one that only looks different is refused and not stored twice."""

    def clean_slug(self) -> str:
        """The slug as the page will have it."""
        slug: str = self.cleaned_data["slug"]
        return slug_or(slug, slug) if slug else slug


class ArticleForm(NewsPageForm):
    """Refuses authors and topics of another language; a fresh translation may still carry its source's."""

    def is_valid(self) -> bool:
        """Whether the form and its formsets can be saved."""
        if not super().is_valid():
            return False
        strangers = [thing.name for thing in self._named() if thing.locale_id != self._locale_id()]
        if strangers:
            message = _("These authors or topics are in another language than the story: %(names)s.")
            self.add_error(None, message % {"names": "، ".join(strangers)})
        return not strangers

    def _named(self) -> Iterator[Any]:
        yield from self.cleaned_data.get("topics") or []
        for line in self.formsets["bylines"].cleaned_data:
            if line.get("author") and not line.get("DELETE"):
                yield line["author"]

    def _locale_id(self) -> int:
        return self.instance.locale_id or self.parent_page.locale_id
