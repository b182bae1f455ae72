"""What the admin must not let through: what would change or hide stories that readers see."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry

from news.editorial.approvals import approved_fingerprints
from news.editorial.images import approvals_naming, images_under_review
from news.models import ArticlePage, NewsImage
from news.publication.gate import stored_articles
from news.record.ids import number_of, uuid_for
from news.record.models import PublicState, Term

CHANGES = frozenset({"change", "delete"})


def shown_images(pks: Iterable[int]) -> set[int]:
    """Which of these images public stories show; one query."""
    terms = Term.objects.filter(
        field="image", value__in=[uuid_for("image", pk) for pk in pks], document__state=PublicState.LIVE
    )
    numbers = (number_of("image", value) for value in terms.values_list("value", flat=True))
    return {number for number in numbers if number is not None}


def stories_showing(pks: Iterable[int]) -> dict[tuple[int, int], ArticlePage]:
    """The public stories that show these images, by image and page id; two queries."""
    terms = Term.objects.filter(
        field="image",
        value__in=[uuid_for("image", pk) for pk in pks],
        document__type="article",
        document__state=PublicState.LIVE,
    ).values_list("value", "document__document_id")
    pairs = [(number_of("image", value), public_id) for value, public_id in terms]
    pages = {page.uuid: page for page in ArticlePage.objects.filter(uuid__in=[one for _pk, one in pairs])}
    return {
        (pk, pages[public_id].pk): pages[public_id]
        for pk, public_id in pairs
        if pk is not None and public_id in pages
    }


def out_of_reach(user: Any, pks: Iterable[int]) -> set[int]:
    """Which of these images public stories show that `user` may not publish; a few queries."""
    if user.is_superuser:
        return set()
    given = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    places = tuple(one.page.path for one in given if one.permission.codename == "publish_page")
    return {pk for (pk, _page), story in stories_showing(pks).items() if not story.path.startswith(places)}


def settled_images(pks: Iterable[int]) -> set[int]:
    """Which of these images are part of what somebody approves, approved or reads; a few queries.

    An approval counts for as long as what it covers may go out, public at the moment or not.
    """
    asked = set(pks)
    settled = shown_images(asked).union(*images_under_review().values())
    namings = approvals_naming(asked - settled)
    valid = valid_approvals({naming.page_id for naming in namings})
    for naming in namings:
        if naming.in_review or naming.fingerprint in valid.get(naming.page_id, set()):
            settled.add(naming.image_id)
    return settled & asked


def valid_approvals(page_ids: Collection[int]) -> dict[int, set[str]]:
    """The fingerprints of content of these stories that may go out now, by page id; three queries."""
    articles = dict(ArticlePage.objects.filter(pk__in=page_ids).values_list("pk", "uuid"))
    stored = stored_articles(articles.values())
    public = {pk: stored[public_id][1] for pk, public_id in articles.items() if public_id in stored}
    return approved_fingerprints(articles, public)


class SettledImagePolicy(CollectionOwnershipPermissionPolicy):
    """Who uploaded an image may change and delete it only until a story with it is submitted.

    From then on it takes the right to change the images of its collection: what several people approve is
    not one person's to change. Where it is in public stories, it takes the right to publish each of them
    as well.
    """

    def __init__(self) -> None:
        # Wagtail asks for the permissions of its own image model, whichever model a project uses.
        super().__init__(NewsImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Whether one of `actions` is allowed on this image."""
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        if not CHANGES.intersection(actions):
            return True
        if self._without_owning(user, actions, instance.collection):
            return not out_of_reach(user, [instance.pk])
        return not settled_images([instance.pk])

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[NewsImage]:
        """The images on which one of `actions` is allowed."""
        allowed: QuerySet[NewsImage] = super().instances_user_has_any_permission_for(user, actions)
        if user.is_superuser or not CHANGES.intersection(actions):
            return allowed
        collections = self._collections_with_perm(user, self._asked(actions))
        own = allowed.exclude(collection__in=collections)
        kept = settled_images(own.values_list("pk", flat=True))
        return allowed.exclude(pk__in=kept | out_of_reach(user, allowed.values_list("pk", flat=True)))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        """The people who are allowed one of `actions` on this image."""
        if self._settled(actions, instance):
            found: QuerySet[Any] = self._users_with_perm(self._asked(actions), instance.collection)
            for story in stories_showing([instance.pk]).values():
                may = policy_registry.get_by_type(Page).users_with_permission_for_instance("publish", story)
                found = found.filter(pk__in=may.values("pk"))
            return found
        return super().users_with_any_permission_for_instance(actions, instance)

    def _without_owning(self, user: Any, actions: Iterable[str], collection: Any) -> bool:
        return bool(self._check_perm(user, self._asked(actions), collection=collection))

    def _settled(self, actions: Iterable[str], instance: Any) -> bool:
        return bool(CHANGES.intersection(actions)) and bool(settled_images([instance.pk]))

    def _asked(self, actions: Iterable[str]) -> set[str]:
        """The permissions of a collection that allow `actions`; deleting takes the one to change."""
        return {"change" if action in CHANGES else action for action in actions} & {"change", "choose"}


def keep_as_draft(article: ArticlePage) -> None:
    """Take a page that the admin's form has just created live back to being a draft."""
    never_public = ArticlePage.objects.filter(pk=article.pk, first_published_at__isnull=True)
    never_public.update(live=False, has_unpublished_changes=True)
