"""InvenTree's `part`."""
