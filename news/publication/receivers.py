"""Every change that can touch a public document leaves a mark, in the transaction that made it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from taggit.models import Tag
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from news.editorial import embargo
from news.editorial.approvals import PUBLISHING_KINDS
from news.editorial.embargo import Embargo
from news.editorial.four_eyes import IMAGE_CHANGED
from news.editorial.gathering import note_deleted
from news.editorial.images import stories_naming
from news.editorial.killed import is_killed
from news.editorial.models import Approval, Breaking, ReleaseItem, Spike
from news.editorial.refusals import Refused
from news.editorial.spikes import is_spiked
from news.models import ArticlePage, Author, NewsImage, SectionPage, Topic
from news.models.signals import copied, publishing
from news.publication.guards import stories_showing
from news.publication.marks import mark, mark_later, mark_term
from news.publication.permit import check_publication
from news.record.ids import uuid_for
from news.record.models import Mark, PublicState, Term
from news.record.store import Key
from news.translation.models import Basis, Translation

FORESEEN = timedelta(seconds=5)  # longer than a single statement takes
# A draft that is saved touches these fields of the row and nothing the public sees; a new one touches none.
DRAFT_FIELDS = {"draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"}


def connect() -> None:
    """Connect all receivers; connecting twice is harmless."""
    post_save.connect(basis_changed, sender=Basis)
    post_save.connect(translation_begun, sender=Translation)
    for signal in (post_save, post_delete):
        signal.connect(page_changed)
        signal.connect(restriction_changed, sender=PageViewRestriction)
        signal.connect(named_changed, sender=Author)
        signal.connect(named_changed, sender=Topic)
        signal.connect(tag_changed, sender=Tag)
        signal.connect(locale_changed, sender=Locale)
        signal.connect(approval_changed, sender=Approval)
        signal.connect(image_changed, sender=NewsImage)
        signal.connect(embargo_changed, sender=Embargo)
        signal.connect(breaking_changed, sender=Breaking)
        signal.connect(spike_changed, sender=Spike)
        signal.connect(release_changed, sender=ReleaseItem)
    pre_save.connect(restriction_foreseen, sender=PageViewRestriction)
    for sender in (Author, Topic, Tag, NewsImage):
        pre_delete.connect(keep_in_use, sender=sender)
    pre_delete.connect(story_deleted, sender=ArticlePage)
    publishing.connect(check_publication)
    copied.connect(story_copied)
    post_page_move.connect(page_moved)
    page_slug_changed.connect(page_moved)


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
    if (fields and set(fields) <= DRAFT_FIELDS) or (kwargs.get("created") and not instance.live):
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


def restriction_foreseen(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page is about to be made private.

    Django saves the row before it says so, in a transaction of its own; whoever is killed in between must
    not leave a private page public. These marks wait until the change has surely been made.
    """
    later = timezone.now() + FORESEEN
    for below in (False, True):
        mark_later(restricted_keys(instance), below=below, not_before=later)


def restriction_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page was made private or public again, and with it whatever stands below."""
    keys = restricted_keys(instance)
    for name, public_id in keys:
        foreseen = Mark.objects.filter(type=name, document_id=public_id, failures=0)
        foreseen.filter(not_before__gt=timezone.now()).delete()
    mark(keys)
    mark(keys, below=True)


def restricted_keys(restriction: PageViewRestriction) -> list[Key]:
    """The documents a restriction concerns, but for those below them."""
    page = Page.objects.filter(pk=restriction.page_id).first()
    if page is None:
        return []
    try:
        pages = [one.specific for one in (page.get_children() if page.depth == 1 else [page])]
    except ObjectDoesNotExist:  # the page itself is being deleted, and leaves a mark of its own
        return []
    return [key for one in pages if (key := key_of_page(one))]


def mark_live(**which: Any) -> None:
    """Leave a mark on those of these stories that are live."""
    live = ArticlePage.objects.live().filter(**which)
    mark(("article", public_id) for public_id in live.values_list("uuid", flat=True))


def approval_changed(sender: Any, instance: Approval, **kwargs: Any) -> None:
    """Content was approved, or an approval taken back; it matters where the page is live already."""
    if instance.kind in PUBLISHING_KINDS:
        mark_live(pk=instance.page_id)


def embargo_changed(sender: Any, instance: Embargo, **kwargs: Any) -> None:
    """A story came under embargo, or its embargo is over; it matters where the story is live already."""
    mark_live(translation_key=instance.group)


def breaking_changed(sender: Any, instance: Breaking, **kwargs: Any) -> None:
    """A story became breaking news, or is it no longer."""
    mark_live(pk=instance.page_id)


def basis_changed(sender: Any, instance: Basis, **kwargs: Any) -> None:
    """Somebody said of a piece of a translation that it is right; it matters where that is live."""
    mark_live(translation=instance.translation_id)


def translation_begun(
    sender: Any, instance: Translation, created: bool, update_fields: Any = None, **kwargs: Any
) -> None:
    """A story is a translation of another one from now on; its document says so."""
    if created or "source" in (update_fields or ()):
        mark_live(pk=instance.page_id)


def spike_changed(sender: Any, instance: Spike, **kwargs: Any) -> None:
    """A story was spiked or restored; it matters where it was made live past every rule."""
    mark_live(pk=instance.page_id)


def release_changed(sender: Any, instance: ReleaseItem, **kwargs: Any) -> None:
    """A story waits for a release, or no longer; it matters where it was made live past every rule."""
    mark_live(pk=instance.page_id)


def story_deleted(sender: Any, instance: ArticlePage, **kwargs: Any) -> None:
    """A draft is about to be deleted; the release it waits for, if any, tells so."""
    note_deleted(instance)


def story_copied(sender: Any, page: Page, copy: Page, **kwargs: Any) -> None:
    """A story was copied, and its embargo with it. Raises Refused where it was killed or spiked."""
    if isinstance(page, ArticlePage) and isinstance(copy, ArticlePage):
        if is_killed(page):
            raise Refused("killed_copy")
        if is_spiked(page):
            raise Refused("spiked_copy")
        embargo.inherit(page, copy)


def keep_in_use(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Refuse to delete what public stories are made from: their approval covers it. Raises Refused."""
    public_id = instance.uuid if isinstance(instance, Author | Topic) else number_id(instance)
    if Term.objects.filter(value=public_id, document__state=PublicState.LIVE).exists():
        raise Refused("in_use")


def number_id(instance: Tag | NewsImage) -> UUID:
    """The public id of a tag or an image."""
    return uuid_for("tag" if isinstance(instance, Tag) else "image", instance.pk)


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
    """An image, its focal point, credit or default description changed; each story tells who did it."""
    mark_term("image", uuid_for("image", instance.pk))
    if "created" in kwargs and not kwargs["created"]:
        shown = {page_id for _image, page_id in stories_showing([instance.pk])}
        for story in ArticlePage.objects.filter(pk__in=shown | stories_naming(instance.pk)):
            seen = story.pk in shown
            log(story, IMAGE_CHANGED, data={"image": instance.pk, "title": instance.title, "public": seen})
