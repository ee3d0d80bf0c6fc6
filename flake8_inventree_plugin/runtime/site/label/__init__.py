"""InvenTree's `label`."""
