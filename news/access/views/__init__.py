"""The pages by which people come in, and those on which they see to their keys."""
