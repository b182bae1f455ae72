"""An index that tantivy analyses itself, all text in one field: what ours is compared with."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import tantivy

from search.documents import IndexEntry


class ComparedIndex:
    """One field, the library's default analysis, any word of the question."""

    def __init__(self, path: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", tokenizer_name="default", index_option="freq")
        path.mkdir(parents=True)
        self.index: Any = tantivy.Index(builder.build(), path=str(path))

    def fill(self, entries: Iterable[IndexEntry]) -> None:
        """Index `entries` in one commit."""
        writer = self.index.writer(heap_size=100_000_000, num_threads=1)
        for entry in entries:
            writer.add_document(tantivy.Document(id=str(entry.id), text=f"{entry.title}\n{entry.text}"))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def search(self, text: str, limit: int) -> list[UUID]:
        """The ids of the best answers."""
        searcher = self.index.searcher()
        query, _ = self.index.parse_query_lenient(text, ["text"])
        hits = searcher.search(query, limit=limit).hits
        return [UUID(searcher.doc(address).get_first("id")) for _, address in hits]
