"""The types of document: each knows its sources, its gate and its rendering."""
