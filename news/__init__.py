"""The story: its record, its models, its editorial rules, its way to the public."""
