"""What editors do with search."""
