"""Settings: `base` and one overlay a way of running."""
