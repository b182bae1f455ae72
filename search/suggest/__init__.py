"""Completes what a reader types: names from the store, titles by the engine, all as they are public now."""

from search.suggest.asking import Suggested, Suggestion, suggest

__all__ = ["Suggested", "Suggestion", "suggest"]
