"""Files of a plugin that are programs by themselves, which InvenTree never runs."""

from __future__ import annotations

from flake8_inventree_plugin.source.facts import FileFacts


def is_program(facts: FileFacts) -> bool:
    """Whether a file can be started by itself: it asks for `__name__`."""
    return any("__name__" in names for guard in facts.guards.values() for names in guard.names)
