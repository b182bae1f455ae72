"""Measures how well, how fast and how alike the engines answer, against a plain one-field index."""
