"""The editorial plane: drafts, their states and what may be done with them, for programs of the newsroom."""
