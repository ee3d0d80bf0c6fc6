"""The plugin base class itself: what it asks of every plugin."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Kind, Violation
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.inventree.releases import ReleaseSet

BASE = "InvenTreePlugin"

_NOT_REGISTERED = (
    Consequence(
        ReleaseSet.before("0.7"), "its mixins are not registered, and reading them raises AttributeError"
    ),
    Consequence(
        ReleaseSet.since("0.7"),
        "every API that asks plugins for their mixins answers 500, also for other plugins",
    ),
)


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """The `__init__` methods that do not call the next one."""
    for own in plugin.broken_inits():
        yield Violation(
            Kind.MISSING_SUPER_INIT,
            BASE,
            "__init__",
            f"`{own.name}.__init__` does not call `super().__init__()`",
            "call `super().__init__()` first",
            _NOT_REGISTERED,
            place=own.place,
        )
