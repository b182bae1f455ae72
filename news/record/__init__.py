"""What the public may read: the log, the store, marks and cursors. The lowest room; it knows no Wagtail."""
