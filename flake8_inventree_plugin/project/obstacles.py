"""What in a plugin works on some InvenTree releases only: its imports, and what it reaches through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.inventree.catalogue import (
    has_module,
    host_module_releases,
    host_name_releases,
    is_server_module,
    module_releases,
    name_releases,
)
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.guards import IMPORT_ERRORS, around, reach
from flake8_inventree_plugin.project.names import Names, Outside
from flake8_inventree_plugin.source.facts import NO_BRANCH, FileFacts, Import, Reference

SERVER = "INV301"
HOST = "INV302"

_DISTINCT = frozenset({"plugin", "InvenTree"})
"""Top-level packages that are InvenTree's whatever follows; `build` or `report` alone may be others'."""

_HOSTS = ("django", "rest_framework")
_ATTRIBUTE_ERRORS = IMPORT_ERRORS | {"AttributeError"}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something in the plugin that works on some releases only.

    `rule` is the code of the rule that reports it, `name` the symbol or module in the way, `releases` those
    on which it works or is not reached. `import_index` is the number of the import in its file, -1 for
    anything else.
    """

    rule: str
    path: str
    range: Range
    name: str
    releases: ReleaseSet
    import_index: int = -1


def import_obstacles(names: Names, paths: Iterable[str]) -> list[Obstacle]:
    """The unguarded imports, at any level, and attributes of modules, that only some releases have."""
    found: list[Obstacle] = []
    for path in paths:
        facts = names.files[path]
        here: list[Obstacle] = []
        for index, item in enumerate(facts.imports):
            for dotted in _imported_names(names, path, item):
                here += _obstacle(names, path, dotted, item, index)
        here += _attribute_obstacles(names, path, facts, {obstacle.name for obstacle in here})
        found += sorted(here, key=lambda obstacle: obstacle.range)
    return found


def _obstacle(names: Names, path: str, dotted: str, item: Import, index: int) -> Iterator[Obstacle]:
    rule, releases = required(dotted, is_module=item.name is None or item.name == "*")
    if releases in (None, ALL) or is_caught(names.files[path], index):
        return
    assert releases is not None
    reached = NONE if item.type_checking else reach(names, path, item.branch)
    works = releases | (ALL - reached)
    if works != ALL:
        yield Obstacle(rule, path, item.range, dotted, works, index)


def _imported_names(names: Names, path: str, item: Import) -> Iterator[str]:
    """The absolute dotted names, not the project's own, that an import asks for."""
    if item.module.startswith("."):
        return
    if item.name is None or item.name == "*":
        if names.own_module(path, item.module) is None:
            # `import part.models` binds `part`, but needs the module.
            yield item.module
        return
    for origin in names.imported(path, item):
        if isinstance(origin, Outside):
            yield origin.name


def required(dotted: str, *, is_module: bool) -> tuple[str, ReleaseSet | None]:
    """The rule that speaks of an absolute dotted name, and the releases that have it.

    The releases are None where the name is neither InvenTree's nor Django's, or where too little is known of
    it.
    """
    top = dotted.partition(".")[0]
    if top in _HOSTS:
        return HOST, _host_releases(dotted, is_module=is_module)
    return SERVER, _server_releases(dotted, is_module=is_module) if is_server_module(dotted) else None


def _server_releases(dotted: str, *, is_module: bool) -> ReleaseSet | None:
    if any(part.startswith("test") or part == "migrations" for part in dotted.split(".")[:-1]):
        # The catalogue leaves tests and migrations out.
        return None
    is_distinct = dotted.partition(".")[0] in _DISTINCT
    if is_module:
        return module_releases(dotted) if has_module(dotted) or is_distinct else None
    module, _, name = dotted.rpartition(".")
    if not has_module(module):
        return NONE if is_distinct else None
    releases = name_releases(module, name)
    return releases if releases or is_distinct or "." in module else None


def _host_releases(dotted: str, *, is_module: bool) -> ReleaseSet | None:
    """Only what some release has: Django's own names are not all known."""
    module, _, name = dotted.rpartition(".")
    releases = host_module_releases(dotted) if is_module else host_name_releases(module, name)
    return releases or None


def _attribute_obstacles(names: Names, path: str, facts: FileFacts, known: set[str]) -> Iterator[Obstacle]:
    """`part.models.PartParameter` after `import part.models`; each name once a file, at its first use."""
    for reference in facts.references:
        if reference.kind != "import" or len(reference.path) < 2 or reference.context in ("store", "delete"):
            continue
        for origin in names.reference(path, reference):
            dotted = _name_in_module(origin.name) if isinstance(origin, Outside) else None
            if dotted is None or dotted in known or _is_imported_name(names, path, facts, reference, dotted):
                continue
            rule, releases = required(dotted, is_module=False)
            if not releases or releases == ALL or _is_excused(facts, reference):
                continue
            works = releases | (ALL - reach(names, path, reference.branch))
            if works != ALL:
                known.add(dotted)
                yield Obstacle(rule, path, reference.range, dotted, works)


def _name_in_module(dotted: str) -> str | None:
    """The first name behind the module with which an absolute dotted name begins: of
    "part.models.Part.objects" it is "part.models.Part"; None where it begins with no module of InvenTree."""
    parts = dotted.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:end])
        if is_server_module(module) and has_module(module):
            return ".".join(parts[: end + 1])
    return None


def _is_imported_name(names: Names, path: str, facts: FileFacts, reference: Reference, dotted: str) -> bool:
    """Whether an import itself already asks for the name, so that the import is what fails."""
    return any(
        dotted in _imported_names(names, path, facts.imports[index])
        for index in reference.imports
        if facts.imports[index].name is not None
    )


def _is_excused(facts: FileFacts, reference: Reference) -> bool:
    """Whether a `try` around a use catches what a missing attribute raises."""
    return any(
        branch.kind == "try"
        and (
            branch.arm == "handler"
            or (
                branch.arm == "body"
                and any(
                    _catches(caught, _ATTRIBUTE_ERRORS)
                    for caught in facts.guards[str(branch.statement)].tests
                )
            )
        )
        for branch in around(facts, reference.branch)
    )


def _catches(caught: list[str], errors: frozenset[str]) -> bool:
    """Whether an `except` clause catches one of some errors; a bare one names none and catches all."""
    return not caught or not errors.isdisjoint(name.split(".")[-1] for name in caught)


def is_caught(facts: FileFacts, index: int) -> bool:
    """Whether import number `index` may fail without harm: a `try` catches it and its handler binds every
    name that is used later, or it is itself such a fallback."""
    item = facts.imports[index]
    for branch in around(facts, item.branch):
        if branch.kind == "try" and (
            branch.arm == "handler" or (branch.arm == "body" and _is_rescued(facts, index, branch.statement))
        ):
            return True
        if branch.kind == "with" and _suppresses(facts, branch.statement):
            return True
    return False


def _suppresses(facts: FileFacts, statement: int) -> bool:
    tests = facts.guards[str(statement)].tests
    return any(test[0] == "call" and test[1].split(".")[-1] == "suppress" for test in tests)


def _is_rescued(facts: FileFacts, index: int, statement: int) -> bool:
    item = facts.imports[index]
    guard = facts.guards[str(statement)]
    for caught, binds, leaves in zip(guard.tests, guard.binds, guard.ends, strict=True):
        if not _catches(caught, IMPORT_ERRORS):
            continue
        if leaves:
            # Out of a module one can only leave by an error.
            return item.function_level
        return item.bound in binds or not _is_used_outside(facts, index, statement)
    return False


def _is_used_outside(facts: FileFacts, index: int, statement: int) -> bool:
    """Whether a name is used at module or class level where the `try` that imports it does not protect it."""
    return any(
        index in reference.imports
        and not reference.function
        and not _is_below(facts, reference.branch, statement)
        for reference in facts.references
    ) or any(
        index in base.imports and not _is_below(facts, definition.branch, statement)
        for definition in facts.classes
        for base in definition.bases
    )


def _is_below(facts: FileFacts, branch_index: int, statement: int) -> bool:
    """Whether a place lies inside a `try` statement or behind any `if`."""
    return branch_index != NO_BRANCH and any(
        branch.statement == statement or branch.kind == "if" for branch in around(facts, branch_index)
    )
