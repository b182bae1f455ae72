"""What editors judged to be good answers, and the gate it makes for a new index."""
