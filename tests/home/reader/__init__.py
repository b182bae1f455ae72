"""Tests of the reader site, over HTTP and from rows of the store."""
