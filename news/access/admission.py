"""Says who may come in at all, and who must have a second factor."""

from typing import Any

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import GroupPagePermission

from news.editorial.models import FinalApproval
from news.editorial.roles import SERVICE

ADMIN = "wagtailadmin.access_admin"
# Whoever has one of these can make somebody a person who publishes.
ADMINISTERS = ("auth.add_user", "auth.change_user", "auth.add_group", "auth.change_group")


def is_service_account(user: Any) -> bool:
    """Whether this is a program's user: of the role for it, and without a password."""
    group = SERVICE.group()
    has_role = group is not None and user.groups.filter(pk=group.pk).exists()
    return has_role and not user.has_usable_password()


def may_enter(user: Any) -> bool:
    """Whether this user may use the newsroom, by whichever door."""
    return user.is_active and (user.has_perm(ADMIN) or is_service_account(user))


def has_second_factor(user: Any) -> bool:
    """Whether this user turned a second factor on."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def must_have_second_factor(user: Any) -> bool:
    """Whether this user's rights ask for one, where the newsroom asks for it (`TWO_FACTOR`)."""
    return settings.TWO_FACTOR and (user.is_superuser or _administers(user) or _publishes(user))


def needs_second_factor(user: Any) -> bool:
    """Whether a password alone does not let this user in."""
    return has_second_factor(user) or must_have_second_factor(user)


def lacks_second_factor(user: Any) -> bool:
    """Whether this user must have one and has not; a program has no pocket to carry one in."""
    if not settings.TWO_FACTOR or has_second_factor(user) or not must_have_second_factor(user):
        return False
    return not is_service_account(user)


def _administers(user: Any) -> bool:
    return any(user.has_perm(permission) for permission in ADMINISTERS)


def _publishes(user: Any) -> bool:
    """Whether something goes out on this user's word: by the right to publish, or by a final approval."""
    publishing = GroupPagePermission.objects.filter(
        group__user=user, permission__codename="publish_page"
    ).exists()
    return publishing or FinalApproval.objects.filter(active=True, groups__user=user).exists()
