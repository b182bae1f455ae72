"""What people may do with pages beside Wagtail's own rights: comment on stories, and not delete some."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page, PagePermissionTester, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from news.models.keeping import is_kept

COMMENT = "comment"
EXPLORING = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})
COMMENT_PAGE = "comment_page"  # a permission of pages, given as Wagtail's own are: to a group, at a page


class KeepingPermissions(PagePermissionTester):
    """What a person may do with a page. Nobody deletes stories that must stay, nor what they stand below."""

    def can_put_away(self) -> bool:
        """Whether they may take it out of the lists, and take it back: nothing is lost by that."""
        return bool(super().can_delete())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Whether they may delete it, with all that stands below."""
        return bool(super().can_delete(ignore_bulk)) and not is_kept(self.page)

    def can_move(self) -> bool:
        """Whether they may move it: nothing is lost by that."""
        return bool(super().can_delete(ignore_bulk=True))


class StoryPermissions(KeepingPermissions):
    """What a person may do with a story. Who may only comment may open its editor, and nothing else."""

    def can_write(self) -> bool:
        """Whether they may change its words, as a writer, a desk, or as who is to approve it."""
        return bool(super().can_edit())

    def only_comments(self) -> bool:
        """Whether they may comment on it and not change it."""
        return COMMENT in getattr(self, "permissions", ()) and not self.can_write()

    def can_edit(self) -> bool:
        """Whether they may open its editor."""
        return self.can_write() or self.only_comments()

    def can_copy(self) -> bool:
        """Whether they may copy it: who may only comment may not."""
        return self.can_write()

    def can_submit_for_moderation(self) -> bool:
        """Whether they may ask for its review: who may only comment may not."""
        return self.can_write() and bool(super().can_submit_for_moderation())


class PagePolicy(PagePermissionPolicy):
    """Wagtail's policy, where those who may comment find their way to what they may open."""

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether somebody has one of these rights on any page; asking for all of them asks who explores."""
        if super().user_has_any_permission(user, actions):
            return True
        return user.is_active and set(actions) >= EXPLORING and bool(self._places_to_comment(user))

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        """The pages on which somebody has a right themselves; for superusers the root."""
        found = super().instances_with_direct_explore_permission(user)
        return found if user.is_superuser else [*found, *self._places_to_comment(user)]

    def explorable_instances(self, user: Any) -> PageQuerySet:
        """The pages somebody may find in the admin."""
        found = super().explorable_instances(user)
        if user.is_active and not user.is_superuser:
            for place in self._places_to_comment(user):
                found |= self.model._default_manager.descendant_of(place, inclusive=True)
        return found

    def _places_to_comment(self, user: Any) -> list[Page]:
        given = self.get_cached_permissions_for_user(user)
        return [one.page for one in given if one.permission.codename == COMMENT_PAGE]


def may_write(page: Page, user: Any) -> bool:
    """Whether `user` may change the words of a story, as a writer, a desk, or as who is to approve it."""
    return StoryPermissions(user, page).can_write()
