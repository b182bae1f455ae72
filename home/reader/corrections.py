"""What a story's page says of its corrections and of being breaking news."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe

from home.reader.formats import Moment, moment
from home.reader.store import Document

UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Note:
    """What readers are told of one change: what sort it is, in words, since when, and about which blocks."""

    type: str
    label: str
    note: str
    at: Moment | None
    blocks: tuple[str, ...]


def corrections(document: Document, ui: Mapping[str, str], locale: str) -> list[Note]:
    """The corrections of a story, newest first; links only to blocks that are still there."""
    present = {block["id"] for block in document["body"]}
    return [
        Note(
            type=one["type"],
            label=ui[one["type"]],
            note=one["note"],
            at=moment(one["at"], locale),
            blocks=tuple(block for block in one["blocks"] if block in present),
        )
        for one in document.get("corrections", ())
    ]


def is_breaking(document: Document) -> bool:
    """Whether a story or card is breaking news at this moment."""
    until = parse_datetime(document.get("breaking_until") or "")
    return until is not None and until > timezone.now()


def jsonld(document: Document) -> SafeString:
    """The story for search engines, as JSON that nothing in it can break out of."""
    text = json.dumps(described(document), ensure_ascii=False)
    return mark_safe(text.translate(UNSAFE))  # noqa: S308 - what could end the element is escaped


def described(document: Document) -> dict[str, Any]:
    """A story in the vocabulary of schema.org."""
    image = document["image"]
    files = [file for source in image["sources"] for file in source["srcset"]] if image else []
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "OpinionNewsArticle" if document["kind"] == "opinion" else "NewsArticle",
        "headline": document["title"],
        "description": document["summary"],
        "inLanguage": document["locale"],
        "mainEntityOfPage": document["seo"]["canonical"] or document["url"],
        "datePublished": document.get("published_at"),
        "dateModified": document.get("updated_at"),
        "author": [{"@type": "Person", "name": author["name"]} for author in document["authors"]],
        "articleSection": document["section"]["title"] if document["section"] else None,
        "image": max(files, key=lambda file: file["width"])["url"] if files else None,
        "correction": [
            {"@type": "CorrectionComment", "text": one["note"], "datePublished": one["at"]}
            for one in document.get("corrections", ())
            if one["type"] != "update"
        ],
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}
