"""Who may come in: signing in, the second factor, and access tokens for the editorial API."""
