"""Plain-text helpers below everything: folding, slugs, plain text."""
