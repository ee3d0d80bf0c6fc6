"""InvenTree's `stock`."""
