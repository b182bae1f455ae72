"""The fields of an embedded index, and an entry as a tantivy document."""

from typing import Any, Final

import tantivy

from search.analysis.base import VIEWS, View
from search.analysis.registry import ANALYSIS_VERSION, analyzer_for
from search.documents import Gone, IndexEntry, Item

# Moves whenever fields or tokens change, so that an index of another shape is rebuilt, never misread.
SCHEMA_VERSION: Final = f"1.{ANALYSIS_VERSION}"

LIVE: Final = "live"
GONE: Final = "gone"
TEXTS: Final = ("title", "body")
# Fields of ids, with how documents name them.
ID_FIELDS: Final = ("section", "topic", "author", "tag")
UNDATED: Final = 0


def token_field(text: str, view: View) -> str:
    """The field that holds `view` of the title or body."""
    return f"{text}_{view}"


def make_schema() -> Any:
    """The schema: ids as whole terms, tokens parted by spaces, numbers for sorting and counting."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("group", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("own_section", tokenizer_name="raw", index_option="basic")
    for name in ID_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("sequence", stored=True, fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_integer_field("year", fast=True)
    builder.add_text_field("title", stored=True, tokenizer_name="raw", index_option="basic")
    for text in TEXTS:
        for view in VIEWS:
            option = "position" if view == "exact" else "freq"
            builder.add_text_field(token_field(text, view), tokenizer_name="whitespace", index_option=option)
    return builder.build()


SCHEMA: Final = make_schema()


def to_document(item: Item) -> Any:
    """`item` as a tantivy document; what is gone keeps its id and sequence alone."""
    document = tantivy.Document()
    document.add_text("id", str(item.id))
    document.add_integer("sequence", item.sequence)
    if isinstance(item, Gone):
        document.add_text("state", GONE)
        return document
    document.add_text("state", LIVE)
    add_facts(document, item)
    add_tokens(document, item)
    return document


def add_facts(document: Any, entry: IndexEntry) -> None:
    """What filters, facets and sorting read."""
    document.add_text("kind", entry.kind)
    document.add_integer("published", int(entry.published_at.timestamp()) if entry.published_at else UNDATED)
    if entry.published_at:
        document.add_integer("year", entry.published_at.year)
    if entry.group:
        document.add_text("group", str(entry.group))
    if entry.section:
        document.add_text("own_section", str(entry.section))
    values = (entry.sections, entry.topics, entry.authors, entry.tags)
    for name, ids in zip(ID_FIELDS, values, strict=True):
        for value in ids:
            document.add_text(name, str(value))


def add_tokens(document: Any, entry: IndexEntry) -> None:
    """Every view of title and body, and the title's stems as one term to know the same headline by."""
    analyzer = analyzer_for(entry.locale)
    for text, words in (("title", entry.title), ("body", entry.text)):
        views = analyzer.analyze(words).texts()
        for view in VIEWS:
            document.add_text(token_field(text, view), " ".join(views[view]))
        if text == "title":
            document.add_text("title", " ".join(views["light"]))
