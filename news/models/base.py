"""What every page of a newsroom shares: a public identity, an address, a slug that reads well."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from wagtail.models import Page

from news.models.forms import NOTHING_TO_SEE, NewsCopyForm, NewsPageForm
from news.models.permissions import KeepingPermissions
from news.models.signals import copied
from news.models.tree import PLACE, hold_tree
from news.text.plain import shows
from news.text.slugs import MAX_LENGTH, numbered, shorten, slug_as_typed, slug_or

ROOM = len("-9999")  # what a number behind a slug may take


class NewsPage(Page):
    """A page known to the public by `uuid`, at the address the page tree gives it."""

    slug: str
    path: str
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # The page that this one is a copy of, until it is saved.
    copied_from: Page | None = None

    base_form_class = NewsPageForm
    copy_form_class = NewsCopyForm

    # A copy is another thing; without this it would answer at the original's public id.
    exclude_fields_in_copy = ["uuid"]

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page where the tree has it by now: whoever moved it since it was read is not undone.

        The first time a copy is saved, the rooms above see it (`copied`).
        """
        if self.pk and kwargs.get("update_fields") is None:
            self.take_place()
        original = self.copied_from if self._state.adding else None
        super().save(*args, **kwargs)
        if original is not None:
            copied.send(sender=type(original), page=original, copy=self)

    def take_place(self) -> None:
        """Lock the row until the transaction ends, and take the page's place in the tree from it."""
        rows = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=self.pk)
        row = rows.values("path", "depth", "numchild", "url_path").first()
        if row is None:
            return
        if row["path"] != self.path:
            self.url_path = row["url_path"]
            self.__dict__.pop("_cached_parent_obj", None)
        self.path, self.depth, self.numchild = row["path"], row["depth"], row["numchild"]

    def copy_all_child_relations(self, target: Any, *args: Any, **options: Any) -> Any:
        """Copy what hangs on the page; every way of copying a page does this before it saves the copy.

        Raises ValidationError for an alias: a second address would show what its approval never covered.
        """
        if target.alias_of_id:
            raise ValidationError({"alias_of": _("A page cannot be aliased. Link to it, or translate it.")})
        target.copied_from = self
        return super().copy_all_child_relations(target, *args, **options)

    @transaction.atomic
    def move(self, target: Page, pos: str | None = None, user: Any = None) -> None:
        """Move the page, from where it is by now to where `target` is by now."""
        hold_tree(self)
        for page in (self, target):
            page.refresh_from_db(fields=PLACE)
        super().move(target, pos=pos, user=user)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Settle the slug before Wagtail's own checks."""
        self.settle_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Settle the slug before the few checks a draft passes."""
        self.settle_slug()
        super().minimal_clean()
        self.check_title()

    def clean(self) -> None:
        """Refuse a title nobody can see; raises ValidationError."""
        super().clean()
        self.check_title()

    def check_title(self) -> None:
        """Raise ValidationError where there is a title and nothing to see in it."""
        if self.title and not shows(self.title):
            raise ValidationError({"title": NOTHING_TO_SEE})

    def settle_slug(self) -> None:
        """Normalise the slug, or make one from the title."""
        if self.slug:
            self.slug = slug_as_typed(self.slug) or self.own_slug()
        elif self.title:
            self.slug = self.unused_slug(self.title, self.get_parent() if self.path else None)

    def own_slug(self) -> str:
        """A slug for a title without words."""
        return f"{self._meta.model_name}-{str(self.uuid)[:8]}"

    def unused_slug(self, title: str, parent: Page | None) -> str:
        """A slug made from `title`, with the lowest number behind it that no page below `parent` uses."""
        base = slug_or(title, self.own_slug())
        siblings = parent.get_children().exclude(pk=self.pk) if parent else Page.objects.none()
        alike = siblings.filter(slug__startswith=shorten(base, MAX_LENGTH - ROOM))
        taken = set(alike.values_list("slug", flat=True))
        candidates = (numbered(base, number) if number > 1 else base for number in range(1, len(taken) + 2))
        return next(slug for slug in candidates if slug not in taken)

    def permissions_for_user(self, user: Any) -> KeepingPermissions:
        """What `user` may do with it."""
        return KeepingPermissions(user, self)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """The page as a revision has it; its public identity is the row's, whatever the revision says."""
        page = super().with_content_json(content)
        page.uuid = self.uuid
        return page

    def get_url_parts(self, *args: Any, **kwargs: Any) -> tuple[int, str, str] | None:
        """Site id, scheme and host, and percent-encoded path: readers find a page at its path in the tree."""
        parts = super().get_url_parts(*args, **kwargs)
        if parts is None:
            return None
        root_url = settings.PUBLIC_URL or settings.WAGTAILADMIN_BASE_URL
        return parts[0], root_url, iri_to_uri(self.url_path) or "/"
