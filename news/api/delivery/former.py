"""Shows a former text without the addresses and ids of what is not public any more."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q

from news.record.documents import to_bytes
from news.record.models import PublishedDocument, live_now

HREF = re.compile(r' href="([^"]*)"')


def as_of_today(document: bytes, now: datetime) -> bytes:
    """The stored answer `document`, byte for byte but for what it told of things that have gone; one query.

    Links to their pages lose their address, as they do in the text readers have now, and translations, their
    source and related stories that are not public are not named.
    """
    answer = json.loads(document)
    data = answer["data"]
    paths = {path for address in addresses_in(data) if (path := path_of(address)) is not None}
    named = {one["path"] for one in data.get("alternates", ())} | paths
    source = (data.get("translation") or {}).get("source_id")
    ids = {one for block in related_blocks(data) for one in block["value"]["articles"]}
    ids |= {source} - {None}
    if not named and not ids:
        return document
    live = PublishedDocument.objects.filter(live_now(now), Q(path__in=named) | Q(document_id__in=ids))
    found = {text for path, one in live.values_list("path", "document_id") for text in (path, str(one))}
    gone = (named | ids) - found
    if not gone:
        return document
    data["alternates"] = [one for one in data.get("alternates", ()) if one["path"] not in gone]
    if source in gone:
        data["translation"]["source_id"] = None
    for block in related_blocks(data):
        block["value"]["articles"] = [one for one in block["value"]["articles"] if one not in gone]
    return to_bytes(without_links(answer, gone))


def related_blocks(data: Mapping[str, Any]) -> list[Any]:
    """The blocks of a document that name other stories."""
    return [block for block in data.get("body", ()) if block["type"] == "related"]


def addresses_in(value: Any) -> list[str]:
    """Every address that a link of the document's HTML leads to."""
    if isinstance(value, Mapping):
        own = HREF.findall(value["html"]) if isinstance(value.get("html"), str) else []
        return own + [found for entry in value.values() for found in addresses_in(entry)]
    if isinstance(value, list):
        return [found for entry in value for found in addresses_in(entry)]
    return []


def path_of(address: str) -> str | None:
    """The path of a page of ours; None for an address elsewhere."""
    own = settings.PUBLIC_URL
    if own and address.startswith(f"{own}/"):
        return unquote(address.removeprefix(own))
    return unquote(address) if address.startswith("/") else None


def without_links(value: Any, gone: set[str]) -> Any:
    """`value` with the links to `gone` paths left without an address."""
    if isinstance(value, Mapping):
        return {name: cleared(name, entry, gone) for name, entry in value.items()}
    return [without_links(entry, gone) for entry in value] if isinstance(value, list) else value


def cleared(name: str, entry: Any, gone: set[str]) -> Any:
    """One member of a document without the links to `gone` paths."""
    if name == "html" and isinstance(entry, str):
        return HREF.sub(lambda link: "" if path_of(link[1]) in gone else link[0], entry)
    return without_links(entry, gone)
