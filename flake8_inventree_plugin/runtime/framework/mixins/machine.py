"""MachineDriverMixin: the plugin brings drivers of machines."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.MachineDriverMixin")
class MachineDriverMixin:
    """Registers types and drivers of machines."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "MachineDriver"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("machine", True, MachineDriverMixin)  # type: ignore[attr-defined]

    def get_machine_types(self) -> list[type]:
        """Override: the types."""
        return []

    def get_machine_drivers(self) -> list[type]:
        """Override: the drivers."""
        return []


def activate(plugin: Any) -> None:
    """Read the plugin's types and drivers, and record what is wrong with them."""
    from flake8_inventree_plugin.runtime.framework.machines import check_driver, check_type

    for hook, check in (("get_machine_types", check_type), ("get_machine_drivers", check_driver)):
        for cls in getattr(plugin, hook)():
            with JOURNAL.guard("activate", "mixin-refused", type(plugin), member=hook):
                check(cls)
