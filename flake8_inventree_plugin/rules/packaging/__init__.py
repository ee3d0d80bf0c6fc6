"""Group 6, "Deliver as a package": packaging, entry points and the release of InvenTree."""
