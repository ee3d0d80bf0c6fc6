"""The machine drivers and machine types of a plugin, and on which releases InvenTree finds them."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.members import class_releases
from flake8_inventree_plugin.project.model import ClassGraph, PluginClass
from flake8_inventree_plugin.project.names import Names, Outside, Own, class_at
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.source.facts import MODULE

UNREGISTERED = "INV304"

MIXIN = "plugin.mixins.MachineDriverMixin"
"""What tells InvenTree of machines, on the releases that have it; before, it looked for subclasses."""

_MODULES = frozenset(
    {
        "machine",
        "machine.machine_type",
        "machine.machine_types",
        "machine.machine_types.label_printer",
        "plugin.machine",
        "plugin.machine.machine_types",
    }
)
_BASES = frozenset({"BaseDriver", "BaseMachineType", "LabelPrinterBaseDriver", "LabelPrinterMachine"})


def machine_obstacles(names: Names, plugins: Iterable[PluginClass], paths: Iterable[str]) -> list[Obstacle]:
    """The drivers and machine types of a project none of whose plugins has the mixin that registers them.

    Classes that others of the project are made of count through those.
    """
    plugins = list(plugins)
    if not plugins or any(plugin.has_unknown_base or MIXIN in plugin.framework for plugin in plugins):
        return []
    graph = ClassGraph(names)
    machines: list[Own] = []
    extended: set[Own] = set()
    for path in paths:
        for index, definition in enumerate(names.files[path].classes):
            if definition.owner != MODULE or definition.function_level or not definition.bases:
                continue
            own = Own(path, "class", definition.name, index)
            order, _ = graph.order(own)
            if any(isinstance(origin, Outside) and _is_machine(origin.name) for origin in order):
                machines.append(own)
                extended |= {origin for origin in order[1:] if isinstance(origin, Own)}
    found = []
    for own in machines:
        definition = class_at(names.files, own)
        unregistered = class_releases(MIXIN) & reach(names, own.path, definition.branch)
        if own not in extended and unregistered:
            found.append(Obstacle(UNREGISTERED, own.path, definition.range, own.name, ALL - unregistered))
    return found


def _is_machine(dotted: str) -> bool:
    module, _, name = dotted.rpartition(".")
    return name in _BASES and module in _MODULES
