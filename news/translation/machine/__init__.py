"""Drafts by machine: a translator that plugs in by name, what it may cost, what becomes of its texts."""
