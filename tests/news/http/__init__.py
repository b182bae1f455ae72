"""Tests of news.http."""
