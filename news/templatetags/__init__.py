"""What templates of the admin take from the newsroom."""
