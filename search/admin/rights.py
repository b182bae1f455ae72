"""Who may ask what of search as an editor."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from news.models import ArticlePage, SectionPage
from news.models.permissions import may_write

EDITING = ("add", "change", "publish")


def may_edit_stories(user: Any) -> bool:
    """Whether `user` may write, change or publish stories anywhere."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, EDITING))


def may_draft(user: Any, article: ArticlePage | None, section: SectionPage | None) -> bool:
    """Whether `user` may write this story, or else begin one below this section, or else anywhere."""
    if article is not None:
        return may_write(article, user)
    if section is not None:
        return bool(section.permissions_for_user(user).can_add_subpage())
    return may_edit_stories(user)
