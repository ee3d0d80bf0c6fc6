"""Group 2: clean imports, no internal functions."""
