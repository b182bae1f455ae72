"""The schema of an embedded index, and an entry as a tantivy document."""

from typing import Any, Final

import tantivy

from search.analysis.registry import ANALYSIS_VERSION
from search.documents import Item
from search.engines.fields import ID_FIELDS, token_fields, values_of

# Moves whenever fields or tokens change, so that an index of another shape is rebuilt, never misread.
SCHEMA_VERSION: Final = f"2.{ANALYSIS_VERSION}"


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
    for name, view in token_fields():
        option = "position" if view == "exact" else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    return builder.build()


SCHEMA: Final = make_schema()


def to_document(item: Item) -> Any:
    """`item` as a tantivy document."""
    document = tantivy.Document()
    for name, value in values_of(item).items():
        if isinstance(value, int):
            document.add_integer(name, value)
            continue
        for text in [value] if isinstance(value, str) else value:
            document.add_text(name, text)
    return document
