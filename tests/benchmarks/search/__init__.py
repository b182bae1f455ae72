"""Measures how alike the engines answer, and what they cost beside a plain index of the same library."""
