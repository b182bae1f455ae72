"""Measures how well and how fast the embedded engine answers, against a plain one-field index."""
