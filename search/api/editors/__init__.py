"""Search over the editorial API."""
