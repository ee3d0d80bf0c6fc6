"""InvenTree's `build`."""
