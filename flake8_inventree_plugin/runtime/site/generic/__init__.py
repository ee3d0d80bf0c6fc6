"""InvenTree's `generic`."""
