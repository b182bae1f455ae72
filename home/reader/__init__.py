"""The reader site: pages made from the store alone."""
