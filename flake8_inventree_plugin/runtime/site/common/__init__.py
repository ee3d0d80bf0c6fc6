"""What the other apps share."""
