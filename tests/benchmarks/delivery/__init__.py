"""Measures the delivery API over HTTP against a bare Django view on the same database and server."""
