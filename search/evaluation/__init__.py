"""Measures how well an engine answers judged questions, in an index of its own; needs no database."""
