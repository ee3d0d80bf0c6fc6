"""The releases a project is meant for, and those on which what it imports exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.inventree.catalogue import (
    has_module,
    is_server_module,
    module_releases,
    name_releases,
)
from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet
from flake8_inventree_plugin.project.names import Names, Outside
from flake8_inventree_plugin.source.facts import NO_BRANCH, FileFacts, Import

_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


@dataclass(frozen=True, slots=True)
class Target:
    """The targeted releases; `declared` unless they are inferred from what the plugin imports.

    `source` says in words where a declared target comes from.
    """

    releases: ReleaseSet
    declared: bool
    source: str = ""

    def concerns(self, releases: ReleaseSet) -> bool:
        """Whether a defect that shows on `releases` is to be reported.

        A declared target is held on every release; an inferred one speaks only of what is wrong on all.
        """
        return (
            bool(self.releases & releases)
            if self.declared
            else bool(self.releases) and not (self.releases - releases)
        )


class Obstacle(NamedTuple):
    """A name that the plugin imports unguarded and that only some releases have."""

    path: str
    range: Range
    name: str
    releases: ReleaseSet


def obstacles(names: Names, paths: list[str]) -> list[Obstacle]:
    """What stands between the plugin and some release: its unguarded imports from InvenTree, in order."""
    found: list[Obstacle] = []
    for path in paths:
        facts = names.files[path]
        for index, item in enumerate(facts.imports):
            for origin in _server_names(names, path, item):
                releases = import_releases(item, origin)
                if releases is not None and releases != ALL and not is_guarded(facts, index):
                    found.append(Obstacle(path, item.range, origin, releases))
    return found


def _server_names(names: Names, path: str, item: Import) -> Iterator[str]:
    if item.module.startswith("."):
        return
    if item.name == "*":
        if names.own_module(path, item.module) is None:
            yield item.module
        return
    for origin in names.imported(path, item):
        if isinstance(origin, Outside):
            # `import part.models` binds `part`, but needs the module.
            yield item.module if item.name is None else origin.name


def import_releases(item: Import, name: str) -> ReleaseSet | None:
    """The releases that have what an import asks InvenTree for; None where it is not InvenTree's.

    `name` is the absolute dotted name of what is imported.
    """
    if not is_server_module(name):
        return None
    if item.name is None or item.name == "*":
        return module_releases(name) if has_module(name) else None
    module, _, member = name.rpartition(".")
    return name_releases(module, member) if has_module(module) else None


def inferred(found: Sequence[Obstacle]) -> Target:
    """The releases on which every unguarded import works; all of them where there is none left."""
    releases = ALL
    for obstacle in found:
        releases &= obstacle.releases
    if not releases:
        releases = ALL
        for obstacle in found:
            # The framework's own names say more about the plugin's generation than any other.
            if obstacle.name.startswith("plugin.") and releases & obstacle.releases:
                releases &= obstacle.releases
    return Target(releases, declared=False)


def is_guarded(facts: FileFacts, index: int) -> bool:
    """Whether import number `index` may fail without harm: a `try` catches it and its handler binds every
    name that is used later, it is itself such a fallback, or an `if` decides whether it runs."""
    item = facts.imports[index]
    if item.type_checking:
        return True
    branch_index = item.branch
    while branch_index != NO_BRANCH:
        branch = facts.branches[branch_index]
        if branch.kind == "if":
            return True
        if branch.kind == "try":
            if branch.arm == "handler":
                return True
            if branch.arm == "body" and _is_caught(facts, index, branch.statement):
                return True
        if branch.kind == "with" and _suppresses(facts, branch.statement):
            return True
        branch_index = branch.parent
    return False


def _suppresses(facts: FileFacts, statement: int) -> bool:
    tests = facts.guards[str(statement)].tests
    return any(test[0] == "call" and test[1].split(".")[-1] == "suppress" for test in tests)


def _is_caught(facts: FileFacts, index: int, statement: int) -> bool:
    item = facts.imports[index]
    guard = facts.guards[str(statement)]
    for caught, binds, leaves in zip(guard.tests, guard.binds, guard.ends, strict=True):
        if caught and _CAUGHT.isdisjoint(name.split(".")[-1] for name in caught):
            continue
        if leaves:
            # Out of a module one can only leave by an error.
            return item.function_level
        return item.bound in binds or not _is_used_outside(facts, index, statement)
    return False


def _is_used_outside(facts: FileFacts, index: int, statement: int) -> bool:
    """Whether a name is used at module or class level where the `try` that imports it does not protect it."""
    for reference in facts.references:
        if (
            index in reference.imports
            and not reference.function
            and not _is_below(facts, reference.branch, statement)
        ):
            return True
    for definition in facts.classes:
        for base in definition.bases:
            if index in base.imports and not _is_below(facts, definition.branch, statement):
                return True
    return False


def _is_below(facts: FileFacts, branch_index: int, statement: int) -> bool:
    """Whether a place lies inside a `try` statement or behind any `if`."""
    while branch_index != NO_BRANCH:
        branch = facts.branches[branch_index]
        if branch.statement == statement or branch.kind == "if":
            return True
        branch_index = branch.parent
    return False


def verdict(found: Sequence[Obstacle]) -> str:
    """One line on where the plugin runs, and what stops it elsewhere, as far as its imports tell."""
    releases = ALL
    for obstacle in found:
        releases &= obstacle.releases
    if releases == ALL:
        return f"Runs on InvenTree {ALL}, as far as its imports tell"
    named = ", ".join(f"{o.path}:{o.range.line} {o.name}" for o in _decisive(found, releases))
    if not releases:
        return f"Runs on no known InvenTree release: no single one has {named}"
    return f"Runs on InvenTree {releases}; not on {ALL - releases}: {named}"


def _decisive(found: Sequence[Obstacle], releases: ReleaseSet) -> list[Obstacle]:
    """The obstacles that together rule out all other releases; each rules out some that are left."""
    chosen: list[Obstacle] = []
    left = ALL
    for obstacle in sorted(found, key=lambda item: len(item.releases)):
        if left & obstacle.releases != left:
            left &= obstacle.releases
            chosen.append(obstacle)
        if left == releases:
            break
    return chosen
