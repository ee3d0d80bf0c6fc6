"""Group 0: what keeps the linter from doing its work."""
