"""Drives the admin as editors do."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from news.models import ArticlePage


def client_for(user: Any) -> Client:
    """A browser in which `user` is logged in."""
    client = Client()
    client.force_login(user)
    return client


def edit_url(page: Any) -> str:
    """Where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_in(answer: Any) -> str:
    """The messages an answer shows."""
    return " ".join(str(message) for message in answer.context["messages"])


def article_form(page: ArticlePage, action: str = "", **changes: Any) -> dict[str, Any]:
    """The editor's form of a story, saved or not, with one of its buttons pressed."""
    blocks = page.body.get_prep_value()
    text = {"key": "aaaaa", "text": "نص", "type": "unstyled", "depth": 0}
    raw = {"blocks": [{**text, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
    form = {
        "title": page.title, "slug": page.slug, "kind": page.kind, "standfirst": page.standfirst,
        "lead_image": "", "lead_image_alt": "", "lead_image_caption": "", "lead_image_credit": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph",
        "body-0-id": blocks[0]["id"] if blocks else "", "body-0-value": json.dumps(raw),
        "bylines-TOTAL_FORMS": "0", "bylines-INITIAL_FORMS": "0", "bylines-MIN_NUM_FORMS": "0",
        "bylines-MAX_NUM_FORMS": "1000", "corrections-TOTAL_FORMS": "0", "corrections-INITIAL_FORMS": "0",
        "corrections-MIN_NUM_FORMS": "0", "corrections-MAX_NUM_FORMS": "1000", "tags": "",
        "seo_title": "", "search_description": "",
        "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "", action or "none": "1",
    }  # fmt: skip
    return {**form, **changes}


def section_form(title: str, slug: str, **changes: Any) -> dict[str, Any]:
    """The editor's form of a section."""
    form = {
        "title": title, "slug": slug, "summary": "", "seo_title": "", "search_description": "",
        "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    return {**form, **changes}


def bulk_url(action: str, *pages: Any) -> str:
    """Where an action is taken on several pages at once."""
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}&next=/admin/"
