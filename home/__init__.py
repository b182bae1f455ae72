"""The front door: fronts, reader site, demo newsroom."""
