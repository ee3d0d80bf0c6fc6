"""The contracts of mixins that a project breaks, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.inventree.contracts.contract import Key, Kind, Violation
from flake8_inventree_plugin.inventree.contracts.every import NOTIFICATION_METHODS, violations
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import Own
from flake8_inventree_plugin.project.plugin_view import Site, SourceView
from flake8_inventree_plugin.source.facts import MODULE


class Breach(NamedTuple):
    """A violation and where it stands."""

    violation: Violation
    path: str
    range: Range


@lru_cache(maxsize=1)
def breaches(project: Project) -> tuple[Breach, ...]:
    """What breaks the contracts of mixins in a project.

    What stands in a base class of several plugins is wrong only where it is in each of them: what one plugin
    lacks, another may have.
    """
    found: dict[tuple[Site, Kind, str, tuple[Key, ...]], list[Violation]] = {}
    plugins = [*project.concrete_plugins, *_notification_methods(project)]
    for plugin in plugins:
        view = SourceView(project, plugin)
        seen = set()
        for violation in violations(view):
            site = view.place(violation)
            key = (site, violation.kind, violation.member, violation.path)
            if key not in seen:
                seen.add(key)
                found.setdefault(key, []).append(violation)
    # How many plugins have what stands at a place; only one is the class whose name stands there.
    sharing = Counter(own for plugin in plugins for own in plugin.lineage)
    named = {Site(plugin.lineage[0], plugin.definition.range) for plugin in plugins}
    return tuple(
        Breach(several[0], site.own.path, site.range)
        for (site, _, _, _), several in found.items()
        if site in named or len(several) >= sharing[site.own]
    )


def _notification_methods(project: Project) -> Iterator[PluginClass]:
    """The classes, plugins or not, that inherit from the notification methods of InvenTree up to 0.17."""
    graph = project.graph
    for file in project.package_files:
        if not any(item.name in NOTIFICATION_METHODS for item in file.facts.imports):
            continue
        for index, definition in enumerate(file.facts.classes):
            if definition.owner != MODULE or definition.function_level:
                continue
            own = Own(file.path, "class", definition.name, index)
            lineage, framework, unknown = graph.lineage(own)
            if any(name.rpartition(".")[2] in NOTIFICATION_METHODS for name in framework):
                order = tuple(graph.order(own)[0])
                yield PluginClass(file.path, index, definition, order, lineage, framework, unknown, False)
