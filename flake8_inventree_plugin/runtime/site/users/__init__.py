"""InvenTree's `users`."""
