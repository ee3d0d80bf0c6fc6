"""InvenTree's `plugin.templatetags`."""
