"""InvenTree's `order`."""
