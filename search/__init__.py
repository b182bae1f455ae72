"""Finding: analysis, engines, indexing, queries. Reads the record, never a page."""
