"""Search by meaning: texts as vectors, kept beside the index, asked together with it. Optional."""
