"""Mails that tell people what they find in the admin as well; a mail that cannot be sent stops nothing."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

logger = logging.getLogger(__name__)
# What each kind of notice is in the preferences of Wagtail's own mails.
PREFERENCES: Mapping[str, str] = {
    "sent_back": "rejected_notifications",
    "approved": "approved_notifications",
    "published": "approved_notifications",
    "killed": "rejected_notifications",
    "embargo_broken": "rejected_notifications",
    "assigned": "submitted_notifications",
    "mentioned": "updated_comments_notifications",
    "release_failed": "rejected_notifications",
    "declined": "rejected_notifications",
    "source_corrected": "submitted_notifications",
    "pulled": "rejected_notifications",
}


def send_notices(keys: Iterable[int]) -> int:
    """Send these notices to who wants mails of their kind; returns how many went out, raises nothing."""
    try:
        return send_all(keys)
    except Exception:
        logger.exception("could not send mails of notices")
        return 0


def send_all(keys: Iterable[int]) -> int:
    """Send these notices over one connection; one that fails is logged and stops no other."""
    rows = apps.get_model("editorial", "Notice").objects.filter(pk__in=list(keys))
    rows = rows.select_related("recipient", "page", "by")
    wanted = [(row, profile) for row in rows if (profile := wants(row))]
    if not wanted:
        return 0
    with get_connection() as connection:
        return sum(send_one(row, profile, connection) for row, profile in wanted)


def send_one(notice: Any, profile: UserProfile, connection: Any) -> bool:
    """Send one notice in the language of who gets it; whether it went out."""
    try:
        with override(profile.get_preferred_language()):
            send_mail(notice.sentence, body_of(notice), [notice.recipient.email], connection=connection)
    except Exception:
        logger.exception("could not send the mail of notice %s", notice.pk)
        return False
    return True


def wants(notice: Any) -> UserProfile | None:
    """The profile of who is told, if they want a mail of this; None otherwise."""
    person, preference = notice.recipient, PREFERENCES.get(notice.what)
    if not (preference and person.is_active and person.email):
        return None
    profile = UserProfile.get_for_user(person)
    return profile if getattr(profile, preference) else None


def body_of(notice: Any) -> str:
    """The text of a mail, in the active language."""
    who = [_("By: %(name)s") % {"name": notice.by.get_full_name() or notice.by}] if notice.by else []
    url = settings.WAGTAILADMIN_BASE_URL + reverse("newsroom_history", args=[notice.page_id])
    return "\n\n".join([notice.sentence, *who, *([notice.words] if notice.words else []), url])
