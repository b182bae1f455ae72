"""The HTTP interfaces of the story."""
