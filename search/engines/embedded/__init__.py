"""The engine that needs no server: tantivy indexes in a directory, one a locale."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
