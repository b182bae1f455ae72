"""Who may decide about readers' searches, who may read what is known of them, who may ask as an editor."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from news.models import ArticlePage, SectionPage
from news.models.permissions import may_write
from search.judging.judgements import RIGHT as JUDGES
from search.models import SynonymGroup
from search.models.tuning import TUNE

EDITING = ("add", "change", "publish")


class TuningPolicy(ModelPermissionPolicy):
    """One right for all that editors decide about searches: who has it may do everything with them."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, auth_model=SynonymGroup)

    def _get_permission_codename(self, action: str) -> str:
        return TUNE.partition(".")[2]

    def _get_permission_codenames(self, actions: Iterable[str]) -> set[str]:
        return {TUNE.partition(".")[2]}


def may_tune(user: Any) -> bool:
    """Whether `user` may decide about readers' searches."""
    return bool(user.is_active and user.has_perm(TUNE))


def may_read(user: Any) -> bool:
    """Whether `user` may read what readers ask, and why they find what they find: who works on stories."""
    return bool(policy_registry.get_by_type(Page).explorable_root_instance(user)) or may_tune(user)


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


def right_to_tune() -> QuerySet[Permission]:
    """The right to decide about searches."""
    return rights().filter(codename=TUNE.partition(".")[2])


def rights() -> QuerySet[Permission]:
    """The rights to decide about searches and to judge answers, for the form of a group."""
    codenames = [right.partition(".")[2] for right in (TUNE, JUDGES)]
    return Permission.objects.filter(content_type__app_label="search", codename__in=codenames)
