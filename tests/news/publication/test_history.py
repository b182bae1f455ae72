"""After any history the store says what the gate says, and can be written anew without a change."""

import os
from typing import Any

import pytest

from news.publication.rebuild import rebuild
from news.publication.schedule import Clock
from news.record.models import FormerPath, Publication, PublicFile, PublicState, PublishedDocument, Term
from news.record.store import head_sequence
from tests.news.publication.history import History
from tests.news.publication.support import assert_in_step, settle

pytestmark = pytest.mark.usefixtures("newsroom")

HISTORIES = int(os.environ.get("HISTORIES", "6"))
TERM = ("document__type", "document__document_id", "field", "value")
FILE = ("document__type", "document__document_id", "name")


def store() -> dict[str, Any]:
    """Everything readers are served from."""
    rows = {(row.pop("type"), row.pop("document_id")): row for row in PublishedDocument.objects.values()}
    for row in rows.values():
        row.pop("id")
        row["body"], row["card"] = bytes(row["body"]), bytes(row["card"])
    return {
        "rows": rows,
        "terms": set(Term.objects.values_list(*TERM)),
        "files": set(PublicFile.objects.filter(document__isnull=False).values_list(*FILE)),
        "former": set(FormerPath.objects.values_list("path", "type", "document_id")),
    }


def readable(stored: dict[str, Any]) -> dict[str, Any]:
    """What of it a reader can tell apart: all of what is live, and the gist of tombstones."""
    gist = ("state", "version", "sequence", "path", "notice", "locale")
    rows = {
        key: row if row["state"] == PublicState.LIVE else {name: row[name] for name in gist}
        for key, row in stored["rows"].items()
    }
    return {**stored, "rows": rows}


def appended_since(sequence: int) -> list[str]:
    """What the log grew by."""
    return [str(row) for row in Publication.objects.filter(sequence__gt=sequence)]


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    """What differs between two stores, in short."""
    found = [(name, before[name] ^ after[name]) for name in ("terms", "files", "former")]
    rows = before["rows"], after["rows"]
    differing = [key for key in rows[0].keys() | rows[1].keys() if rows[0].get(key) != rows[1].get(key)]
    return [one for one in found if one[1]] + [
        (key, name, value, rows[1].get(key, {}).get(name))
        for key in differing
        for name, value in rows[0].get(key, {}).items()
        if value != rows[1].get(key, {}).get(name)
    ]


@pytest.mark.parametrize("seed", [*range(HISTORIES), 22, 47])
def test_after_any_history_store_and_gate_agree(seed: int) -> None:
    history = History(seed)
    for _step in range(25):
        history.step()
    settle()
    Clock().fire()
    assert_in_step("\n".join(history.log))

    before, sequence = store(), head_sequence()
    assert (rebuild(), appended_since(sequence)) == (0, [])
    assert changes(before, store()) == []
    assert head_sequence() == sequence

    PublishedDocument.objects.all().delete()
    FormerPath.objects.all().delete()
    assert (rebuild(), appended_since(sequence)) == (0, [])
    assert changes(readable(before), readable(store())) == []
    assert_in_step("rebuilt from nothing")
