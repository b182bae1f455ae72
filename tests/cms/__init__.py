"""Tests of what the apps share: settings and catalogs."""
