"""Section 8: what is seen only when a plugin is loaded."""
