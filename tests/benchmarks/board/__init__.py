"""How long the desk of translations takes, beside the plainest list of stories."""
