"""Images that stories under review or approved name."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, WorkflowState

from news.blocks import image_ids_in
from news.editorial.models import ApprovedImage

ACTIVE = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


class Naming(NamedTuple):
    """Approved content that names an image; `in_review` while its review has not ended."""

    image_id: int
    page_id: int
    fingerprint: str
    in_review: bool


def images_under_review() -> dict[int, set[int]]:
    """The images that stories somebody is to approve name, by page id; three queries, and those texts."""
    pages = ContentType.objects.get_for_model(Page)
    waiting = WorkflowState.objects.filter(
        base_content_type=pages, status=WorkflowState.STATUS_IN_PROGRESS
    ).values_list("object_id", flat=True)
    newest = Page.objects.filter(pk__in=list(map(int, waiting))).values("latest_revision")
    contents = Revision.objects.filter(pk__in=newest).values_list("object_id", "content")
    return {int(page_id): images_in(content) for page_id, content in contents}


def stories_naming(image_id: int) -> set[int]:
    """The stories, by page id, that name an image in what was approved of them or somebody is to approve."""
    approved = {naming.page_id for naming in approvals_naming([image_id])}
    return approved | {page_id for page_id, named in images_under_review().items() if image_id in named}


def images_in(content: dict[str, Any]) -> set[int]:
    """The images that the content of a story's revision names; none where it is no story's."""
    blocks = json.loads(content.get("body") or "[]")
    return {*image_ids_in(blocks), *filter(None, [content.get("lead_image")])}


def approvals_naming(image_ids: Iterable[int]) -> list[Naming]:
    """Every approval of content that names one of these images; one query."""
    rows = ApprovedImage.objects.filter(image_id__in=list(image_ids)).values_list(
        "image_id", "approval__page_id", "approval__fingerprint", "approval__workflow_state__status"
    )
    return [Naming(image_id, page_id, digest, status in ACTIVE) for image_id, page_id, digest, status in rows]
