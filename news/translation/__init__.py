"""Translation: what was made from what, piece by piece, and what follows when the source changes."""
