"""The content models of a newsroom."""
