"""Measures suggestions, searches and what is proposed for misspelled words, over HTTP and with a store."""
