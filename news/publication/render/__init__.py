"""From sources to documents: the one place that decides what a document says."""
