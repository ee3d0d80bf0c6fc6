"""InvenTree's `InvenTree`."""
