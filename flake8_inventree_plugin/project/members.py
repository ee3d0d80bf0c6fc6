"""What a plugin overrides or uses of InvenTree's base classes, and on which releases that works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flake8_inventree_plugin.inventree.catalogue import member_releases, members, name_releases
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.guards import IMPORT_ERRORS, catches, reach
from flake8_inventree_plugin.project.index import around
from flake8_inventree_plugin.project.model import PluginClass, heirs
from flake8_inventree_plugin.project.names import Names, Own, class_at
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.source.facts import FileFacts, Reference

FINAL = "INV305"
MISSING = "INV313"

BASE = "plugin.InvenTreePlugin"
"""The class that has the final methods."""

_ATTRIBUTE_ERRORS = IMPORT_ERRORS | {"AttributeError"}


def class_releases(framework: str) -> ReleaseSet:
    """The releases that export a class of the framework."""
    module, _, name = framework.rpartition(".")
    return name_releases(module, name)


def final_releases(name: str, *, enforced: bool) -> ReleaseSet:
    """The releases in which a member of the plugin base class is final: enforced, or only marked so."""
    releases = NONE
    for variant in members(BASE).get(name, ()):
        if variant.final and variant.enforced == enforced:
            releases |= variant.releases
    return releases


def final_obstacles(names: Names, plugins: Iterable[PluginClass]) -> list[Obstacle]:
    """The methods and properties of plugin classes for which newer releases refuse the class (INVE-E11).

    They look at what the body of a plugin class defines itself; what a mixed-in class of the project brings,
    they let pass.
    """
    found = []
    for plugin in plugins:
        if BASE not in plugin.framework:
            continue
        for function in names.index(plugin.path).functions.get(plugin.index, ()):
            refused = final_releases(function.name, enforced=True) & reach(
                names, plugin.path, function.branch
            )
            if refused:
                name = f"{plugin.name}.{function.name}"
                found.append(Obstacle(FINAL, plugin.path, function.range, name, ALL - refused))
    return found


def member_obstacles(names: Names, plugins: Iterable[PluginClass]) -> list[Obstacle]:
    """The uses of members that only InvenTree's bases could provide, and on some releases do not.

    Each member once a class, at its first use.
    """
    found = []
    for (path, index), using in heirs(plugins).items():
        # What an abstract base lacks, the classes that are made of it may have.
        concrete = [plugin for plugin in using if not plugin.is_abstract] or using
        seen: set[str] = set()
        for reference in names.index(path).references.get(index, ()):
            if reference.kind not in ("self", "cls", "super"):
                continue
            name = member_name(reference)
            if not name or name in seen or reference.context in ("store", "delete"):
                continue
            missing = _missing(names, path, index, reference, name, concrete)
            if missing:
                seen.add(name)
                dotted = f"{names.files[path].classes[index].name}.{name}"
                found.append(Obstacle(MISSING, path, reference.range, dotted, ALL - missing))
    return found


def member_name(reference: Reference) -> str:
    """The member in `self.member`, `cls.member` or `super().member`; "" where there is none or it is one of
    Python's own."""
    start = 2 if reference.kind == "super" else 1
    path = reference.path
    name = path[start] if len(path) > start and (start == 1 or path[1] == "()") else ""
    return "" if name in ("()", "[]") or (name.startswith("__") and name.endswith("__")) else name


def _missing(
    names: Names, path: str, index: int, reference: Reference, name: str, plugins: Sequence[PluginClass]
) -> ReleaseSet:
    """The releases on which a use of a member fails."""
    provided = [providers(plugin, name) for plugin in plugins]
    if not all(provided) or name in names.files[path].probed:
        return NONE
    if is_excused(names.files[path], reference):
        return NONE
    missing = NONE
    for plugin, classes in zip(plugins, provided, strict=True):
        lineage = plugin.lineage
        if reference.kind == "super":
            behind = [place for place, own in enumerate(lineage) if (own.path, own.index) == (path, index)]
            lineage = lineage[behind[0] + 1 :]
        if plugin.has_unknown_base or any(defines(names, own, name) for own in lineage):
            return NONE
        if any(defines(names, own, "__getattr__") for own in plugin.lineage):
            return NONE
        existing = provided_on = NONE
        for framework in classes:
            # Where the class itself is missing, its import is what fails.
            existing |= class_releases(framework)
            provided_on |= member_releases(framework, name)
        missing |= (existing - provided_on) & hook_releases(plugin, reference.function)
    return missing & reach(names, path, reference.branch)


def providers(plugin: PluginClass, name: str) -> list[str]:
    """The classes of the framework, among those a plugin reaches, that have a member in some release."""
    return [framework for framework in plugin.framework if member_releases(framework, name)]


def hook_releases(plugin: PluginClass, function: str) -> ReleaseSet:
    """The releases that may call a method of a plugin: where it is one of InvenTree's, those that have it."""
    releases = NONE
    for framework in plugin.framework:
        releases |= member_releases(framework, function)
    return releases or ALL


def defines(names: Names, own: Own, name: str) -> bool:
    """Whether a class of the project gives itself or its instances a member."""
    return bool(class_at(names.files, own).decorators) or gives(names, own, name)


def gives(names: Names, own: Own, name: str) -> bool:
    """Like `defines`, whatever decorators may give."""
    is_bound = names.class_value(own.path, own.index, name) is not None
    return is_bound or names.index(own.path).stores(own.index, name)


def is_excused(facts: FileFacts, reference: Reference) -> bool:
    """Whether a `try` around a use catches what a missing attribute raises."""
    return any(
        branch.kind == "try" and _catches(facts, branch.statement, branch.arm)
        for branch in around(facts, reference.branch)
    )


def _catches(facts: FileFacts, statement: int, arm: str) -> bool:
    if arm == "handler":
        return True
    tests = facts.guards[str(statement)].tests
    return arm == "body" and any(catches(caught, _ATTRIBUTE_ERRORS) for caught in tests)
