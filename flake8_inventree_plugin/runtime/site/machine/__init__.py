"""InvenTree's `machine`."""
