"""What readers ask: noted without a person, counted by day, told to editors."""

from search.asked.noting import note

__all__ = ["note"]
