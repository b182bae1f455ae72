"""The invented newsroom that a fresh installation can be filled with."""
