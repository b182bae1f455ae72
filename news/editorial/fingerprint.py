"""The fingerprint of a story's content: what an approval covers."""

import hashlib
import json
from typing import Any

from news.models import ArticlePage

# Whatever a story itself makes public. What it borrows (an image's own credit, the name of an author, a
# topic or a tag) has owners and rights of its own, and is refreshed rather than approved again.
FIELDS = (
    "title",
    "slug",
    "seo_title",
    "search_description",
    "kind",
    "standfirst",
    "lead_image_id",
    "lead_image_alt",
    "lead_image_caption",
    "lead_image_credit",
)


def fingerprint(article: ArticlePage) -> str:
    """SHA-256 of the content of `article`, from its row or from a revision alike; hexadecimal."""
    content: dict[str, Any] = {name: getattr(article, name) for name in FIELDS}
    blocks = article.body.get_prep_value()
    content["body"] = [[block["id"], block["type"], canonical(block["value"])] for block in blocks]
    content["authors"] = [line.author_id for line in article.bylines.all()]
    content["topics"] = sorted(topic.pk for topic in article.topics.all())
    content["tags"] = sorted(item.tag_id for item in article.tagged_items.all())
    if corrections := [correction.as_document() for correction in article.corrections.all()]:
        content["corrections"] = sorted(corrections, key=lambda correction: correction["id"])
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def canonical(value: Any) -> Any:
    """A block's stored value without what may differ between equal ones: empty entries, ids of list items."""
    if isinstance(value, dict):
        kept = {key: canonical(entry) for key, entry in value.items() if entry not in ("", None, False, [])}
        return kept["value"] if kept.get("type") == "item" and "value" in kept else kept
    if isinstance(value, list):
        return [canonical(entry) for entry in value]
    return value
