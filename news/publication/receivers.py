"""Every change that can touch a public document leaves a mark, in the transaction that made it."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import post_delete, post_save
from taggit.models import Tag
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from news.editorial.approvals import PUBLISHING_KINDS
from news.editorial.models import Approval
from news.models import ArticlePage, Author, NewsImage, SectionPage, Topic
from news.publication.marks import mark, mark_term
from news.record.ids import uuid_for
from news.record.store import Key

# A draft that is saved touches these fields of the row and nothing the public sees.
DRAFT_FIELDS = {"draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"}


def connect() -> None:
    """Connect all receivers; connecting twice is harmless."""
    for signal in (post_save, post_delete):
        signal.connect(page_changed, dispatch_uid=f"nashra-page-{id(signal)}")
        signal.connect(
            restriction_changed, sender=PageViewRestriction, dispatch_uid=f"nashra-restriction-{id(signal)}"
        )
        for sender in (Author, Topic):
            signal.connect(
                named_changed, sender=sender, dispatch_uid=f"nashra-{sender.__name__}-{id(signal)}"
            )
        signal.connect(tag_changed, sender=Tag, dispatch_uid=f"nashra-tag-{id(signal)}")
        signal.connect(locale_changed, sender=Locale, dispatch_uid=f"nashra-locale-{id(signal)}")
        signal.connect(approval_changed, sender=Approval, dispatch_uid=f"nashra-approval-{id(signal)}")
        signal.connect(image_changed, sender=NewsImage, dispatch_uid=f"nashra-image-{id(signal)}")
    post_page_move.connect(page_moved, dispatch_uid="nashra-move")
    page_slug_changed.connect(page_moved, dispatch_uid="nashra-slug")


def key_of_page(page: Page) -> Key | None:
    """The document a page stands for; None where it stands for none."""
    if isinstance(page, ArticlePage):
        return "article", page.uuid
    if isinstance(page, SectionPage):
        return "section", page.uuid
    return ("locale", uuid_for("locale", page.locale_id)) if page.depth == 2 else None


def page_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page row was saved or deleted."""
    if not isinstance(instance, Page) or kwargs.get("raw"):
        return
    fields = kwargs.get("update_fields")
    if fields and set(fields) <= DRAFT_FIELDS:
        return
    # Wagtail saves some changes, moves among them, through the base class.
    page = instance.specific if type(instance) is Page and "created" in kwargs else instance
    if key := key_of_page(page):
        mark([key])
        if "created" not in kwargs:
            mark_term("link", key[1])


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page has a new address or a new place among its siblings, and with it whatever stands below."""
    page = instance.specific
    keys = {key} if (key := key_of_page(page)) else set()
    if isinstance(page, SectionPage):
        siblings = SectionPage.objects.sibling_of(page).values_list("uuid", flat=True)
        keys |= {("section", public_id) for public_id in siblings}
    mark(sorted(keys))


def restriction_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page was made private or public again, and with it whatever stands below."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is None:
        return
    try:
        pages = [one.specific for one in (page.get_children() if page.depth == 1 else [page])]
    except ObjectDoesNotExist:  # the page itself is being deleted, and leaves a mark of its own
        return
    keys = [key for one in pages if (key := key_of_page(one))]
    mark(keys)
    mark(keys, below=True)


def approval_changed(sender: Any, instance: Approval, **kwargs: Any) -> None:
    """Content was approved, or an approval taken back; it matters where the page is live already."""
    page = ArticlePage.objects.live().filter(pk=instance.page_id).first()
    if page and instance.kind in PUBLISHING_KINDS:
        mark([("article", page.uuid)])


def named_changed(sender: Any, instance: Author | Topic, **kwargs: Any) -> None:
    """An author or topic was saved or deleted."""
    mark([(instance._meta.model_name or "", instance.uuid)])


def tag_changed(sender: Any, instance: Tag, **kwargs: Any) -> None:
    """A tag was renamed or deleted."""
    mark([("tag", uuid_for("tag", instance.pk))])


def locale_changed(sender: Any, instance: Locale, **kwargs: Any) -> None:
    """A language was added, changed or removed."""
    mark([("locale", uuid_for("locale", instance.pk))])


def image_changed(sender: Any, instance: NewsImage, **kwargs: Any) -> None:
    """An image, its focal point, credit or default description changed."""
    mark_term("image", uuid_for("image", instance.pk))
