"""What an access token can be limited to."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One kind of thing done over the editorial API; none includes another."""

    READ = "read", _("Read")
    WRITE = "write", _("Write")
    REVIEW = "review", _("Review")
    PUBLISH = "publish", _("Publish")
    KILL = "kill", _("Kill")
    TRANSLATE = "translate", _("Translate")
    PREVIEW = "preview", _("Preview")
    AUDIT = "audit", _("Audit")
    WEBHOOKS = "webhooks", _("Webhooks")


EXPLANATIONS: dict[Scope, Promise | str] = {
    Scope.READ: _("see drafts, their state, and what may be done with them"),
    Scope.WRITE: _("make and change drafts, submit, claim, comment, spike and restore them"),
    Scope.REVIEW: _("approve, request changes, cancel a review"),
    Scope.PUBLISH: _("publish, schedule, update, correct, withdraw, embargo, raise breaking news"),
    Scope.KILL: _("kill a story, undo that, break an embargo"),
    Scope.TRANSLATE: _("request, decline and waive translations, mark them current"),
    Scope.PREVIEW: _("make and revoke preview links"),
    Scope.AUDIT: _("read who did what"),
    Scope.WEBHOOKS: _("manage webhooks and send their messages again"),
}
