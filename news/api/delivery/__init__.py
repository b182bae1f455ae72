"""The delivery plane: what anyone may read, as stored."""
