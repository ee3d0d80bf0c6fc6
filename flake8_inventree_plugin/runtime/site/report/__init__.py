"""InvenTree's `report`."""
