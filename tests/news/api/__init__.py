"""Tests of news.api."""
