"""The documents of an Elasticsearch index of vectors, and a story as one of them."""

import uuid
from datetime import UTC, datetime
from typing import Any, Final

from search.documents import Gone, Item
from search.embedding.base import Vectors
from search.engines.fields import GONE, ID_FIELDS, LIVE, facts_of

# Moves whenever fields or settings change, so that an index of another shape is rebuilt, never misread.
SCHEMA: Final = 1
# What questions are restricted by.
FACTS: Final = ("kind", "published", *ID_FIELDS)
KEYWORDS: Final = ("id", "state", "locale", "kind", *ID_FIELDS)


def version_of(dimension: int) -> str:
    """The version of an index for vectors of so many numbers."""
    return f"{SCHEMA}.{dimension}"


def name_for(alias: str) -> str:
    """The name of a further index behind `alias`; the moment is for the eye."""
    moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    return f"{alias}.{moment}-{uuid.uuid4().hex[:8]}"


def creation(dimension: int, replicas: int) -> dict[str, Any]:
    """What the cluster is told to create an empty index. Vectors are indexed and not kept as text."""
    vector = {
        "type": "dense_vector",
        "dims": dimension,
        "index": True,
        "similarity": "cosine",
        "index_options": {"type": "hnsw"},
    }
    properties: dict[str, Any] = {name: {"type": "keyword"} for name in KEYWORDS}
    properties |= {name: {"type": "long"} for name in ("sequence", "published")}
    properties["parts"] = {"type": "nested", "properties": {"vector": vector}}
    mappings = {
        "dynamic": "strict",
        "_meta": {"version": version_of(dimension)},
        "_source": {"excludes": ["parts"]},
        "properties": properties,
    }
    return {"mappings": mappings, "settings": {"number_of_shards": 1, "number_of_replicas": replicas}}


def action(item: Item, vectors: Vectors | None) -> dict[str, Any]:
    """`item` as a bulk operation that no older one can undo; without vectors as a tombstone."""
    source: dict[str, Any] = {"id": str(item.id), "sequence": item.sequence, "locale": item.locale}
    if vectors is None or isinstance(item, Gone):
        source["state"] = GONE
    else:
        facts = facts_of(item)
        source |= {name: facts[name] for name in FACTS if name in facts}
        source["state"] = LIVE
        source["parts"] = [{"vector": row.tolist()} for row in vectors]
    return {
        "_op_type": "index",
        "_id": str(item.id),
        "version": item.sequence,
        "version_type": "external_gte",
        "_source": source,
    }
