"""Group 5, "Keep it simple": size, and what mixins already do."""
