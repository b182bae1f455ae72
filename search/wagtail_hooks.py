"""What search adds to Wagtail's admin."""
