"""What happens when a review ends well: exactly the approved content is published.

Wagtail imports this module while it defines its own workflow models, so nothing here imports a model
before it is called.
"""

from typing import Any


def publish_approved(state: Any, user: Any = None) -> None:
    """Publish, or schedule, the content that was finally approved in `state`, a workflow state.

    A story that waits for a release stays approved and goes out with that, as its history tells. The approver
    needs no right to publish. Runs inside the transaction of the approval. Raises `Refused` where the review
    had no final approval of the page's present content, or Wagtail cannot publish it.
    """
    from django.core.exceptions import ValidationError
    from wagtail.log_actions import log

    from news.editorial.approvals import finally_approved
    from news.editorial.refusals import Refused
    from news.editorial.releases import waits_in

    page = state.content_object.specific
    revision = page.latest_revision
    if not finally_approved(state, revision.as_object()):
        raise Refused("no_final_approval")
    if release := waits_in(page):
        log(page, "nashra.release.ready", user=user, data={"release": release.pk, "title": release.title})
        return
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:  # another page took its address since it was read
        raise Refused("not_valid") from error
