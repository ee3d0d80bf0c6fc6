"""What each mixin of InvenTree asks of a plugin, one module a mixin; for the linter and the runtime."""
