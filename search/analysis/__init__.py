"""Text to tokens: one analysis for indexing, queries, highlights and explanations."""
