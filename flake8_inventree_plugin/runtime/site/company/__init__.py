"""InvenTree's `company`."""
