"""Group 7: whether the plugin is tested regularly."""
