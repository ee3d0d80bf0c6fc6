"""What in a plugin works on some InvenTree releases only: its imports, and what it reaches through them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

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
from flake8_inventree_plugin.project.guards import IMPORT_ERRORS, catches, reach
from flake8_inventree_plugin.project.index import FileIndex, around
from flake8_inventree_plugin.project.names import Names, Origin, Outside
from flake8_inventree_plugin.source.facts import NO_BRANCH, Branch, FileFacts, Guard, Import, Reference

SERVER = "INV301"
HOST = "INV302"

_DISTINCT = frozenset({"plugin", "InvenTree"})
"""Top-level packages that are InvenTree's whatever follows; `build` or `report` alone may be others'."""

_HOSTS = ("django", "rest_framework")
_ATTRIBUTE_ERRORS = IMPORT_ERRORS | {"AttributeError"}
_NAME_ERRORS = frozenset({"NameError", "Exception", "BaseException"})

_IMPORT_FUNCTIONS = {
    "importlib.import_module": True,
    "django.utils.module_loading.import_string": False,
}
"""Functions that import what their first argument names, and whether that is a module."""

_DOTTED_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


class Obstacle(NamedTuple):
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
        here += _dynamic_imports(names, path, facts)
        here += _star_names(names, path, facts)
        here += _attribute_obstacles(names, path, facts, {obstacle.name for obstacle in here})
        found += sorted(here, key=lambda obstacle: obstacle.range)
    return found


def _obstacle(names: Names, path: str, dotted: str, item: Import, index: int) -> Iterator[Obstacle]:
    rule, releases = _required_by(item, dotted)
    if releases in (None, ALL) or item.type_checking or is_caught(names.index(path), index):
        return
    assert releases is not None
    works = releases | (ALL - _reached(names, path, item.branch))
    if works != ALL:
        yield Obstacle(rule, path, item.range, dotted, works, index)


def _required_by(item: Import, dotted: str) -> tuple[str, ReleaseSet | None]:
    return required(dotted, is_module=item.name is None or item.name == "*")


def _reached(names: Names, path: str, branch_index: int) -> ReleaseSet:
    """The releases on which a place is reached, as far as tests on the version and the success of other
    imports decide it."""
    releases = reach(names, path, branch_index)
    for branch in around(names.files[path], branch_index):
        if branch.kind == "try" and branch.arm in ("handler", "else"):
            releases &= _arm_releases(names, path, branch)
    return releases


def _arm_releases(names: Names, path: str, branch: Branch) -> ReleaseSet:
    """The releases on which the handler or the `else` of a `try` runs.

    A handler for something else than imports, or for imports that may fail for other reasons, is reached on
    none: it is left to them what is done there.
    """
    facts = names.files[path]
    failing = NONE
    is_known = True
    for index in names.index(path).imports_within.get((branch.statement, "body"), ()):
        if _is_caught_within(names.index(path), index, branch.statement):
            continue
        item = facts.imports[index]
        known = [_required_by(item, dotted)[1] for dotted in _imported_names(names, path, item)]
        reached = reach(names, path, item.branch)
        for releases in known:
            failing |= (ALL - releases) & reached if releases is not None else NONE
        is_known = is_known and None not in known and bool(known)
    if branch.arm == "else":
        return ALL - failing
    caught = facts.guards[str(branch.statement)].tests[branch.handler]
    return failing if is_known and catches(caught, IMPORT_ERRORS) else NONE


def _is_caught_within(file: FileIndex, index: int, statement: int) -> bool:
    """Whether a `try` inside the body of a `try` statement already catches what an import in it raises."""
    for branch in around(file.facts, file.facts.imports[index].branch):
        if branch.statement == statement:
            return False
        if _rescues(file, index, branch):
            return True
    return False


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


class NameUse(NamedTuple):
    """A name of InvenTree or of its Django that a file imports or uses through a module; `import_index` as in
    `Obstacle`."""

    name: str
    range: Range
    import_index: int


def name_uses(names: Names, path: str) -> list[NameUse]:
    """The names that a file imports one by one or uses as attributes of modules, each of these once; not
    what only type checkers see."""
    facts = names.files[path]
    found = [
        NameUse(dotted, item.range, index)
        for index, item in enumerate(facts.imports)
        if item.name not in (None, "*") and not item.type_checking
        for dotted in _imported_names(names, path, item)
    ]
    known = {use.name for use in found}
    for reference, dotted in _module_attributes(names, path, facts):
        if dotted not in known:
            known.add(dotted)
            found.append(NameUse(dotted, reference.range, -1))
    return found


def _module_attributes(names: Names, path: str, facts: FileFacts) -> Iterator[tuple[Reference, str]]:
    """The uses of names through modules of InvenTree or its Django, and what each of them names."""
    for reference in facts.references:
        if reference.kind != "import" or len(reference.path) < 2 or reference.context in ("store", "delete"):
            continue
        for origin in names.reference(path, reference):
            dotted = _name_in_module(origin.name) if isinstance(origin, Outside) else None
            if dotted is not None:
                yield reference, dotted


def _dynamic_imports(names: Names, path: str, facts: FileFacts) -> Iterator[Obstacle]:
    """`importlib.import_module("part.models")` and Django's `import_string("part.models.Part")`."""
    for reference in facts.references:
        if reference.kind != "import" or reference.context != "call" or "()" in reference.path:
            continue
        function = next((o.name for o in names.reference(path, reference) if isinstance(o, Outside)), "")
        if function not in _IMPORT_FUNCTIONS or not reference.arguments:
            continue
        kind, *values = reference.arguments[0]
        dotted = values[0] if kind == "const" and isinstance(values[0], str) else ""
        if not _DOTTED_NAME.fullmatch(dotted) or dotted in names.modules:
            continue
        rule, releases = required(dotted, is_module=_IMPORT_FUNCTIONS[function])
        if releases in (None, ALL) or _is_excused(facts, reference, IMPORT_ERRORS):
            continue
        assert releases is not None
        works = releases | (ALL - _reached(names, path, reference.branch))
        if works != ALL:
            yield Obstacle(rule, path, reference.range, dotted, works)


def _star_names(names: Names, path: str, facts: FileFacts) -> Iterator[Obstacle]:
    """Names that only a star import can have bound, each at its first use."""
    stars = list(dict.fromkeys(item.module for item in facts.imports if item.name == "*"))
    if any(
        names.own_module(path, module) is not None
        or not (is_server_module(module) or module.partition(".")[0] in _HOSTS)
        for module in stars
    ):
        # Another module may have it, of which nothing is known.
        return
    seen: set[str] = set()
    for reference in facts.references:
        name = reference.path[0]
        if reference.kind != "unbound" or reference.context in ("store", "delete") or name in seen:
            continue
        found = [(module, *required(f"{module}.{name}", is_module=False)) for module in stars]
        releases = NONE
        for _, _, some in found:
            releases |= some or NONE
        if not releases or releases == ALL or _is_excused(facts, reference, _NAME_ERRORS):
            continue
        works = releases | (ALL - _reached(names, path, reference.branch))
        if works != ALL:
            seen.add(name)
            module, rule = next((module, rule) for module, rule, some in found if some)
            yield Obstacle(rule, path, reference.range, f"{module}.{name}", works)


def _attribute_obstacles(names: Names, path: str, facts: FileFacts, known: set[str]) -> Iterator[Obstacle]:
    """`part.models.PartParameter` after `import part.models`; each name once a file, at its first use."""
    asked: set[tuple[int, str, Origin]] | None = None
    for reference, dotted in _module_attributes(names, path, facts):
        if dotted in known or _is_imported_name(names, path, facts, reference, dotted):
            continue
        rule, releases = required(dotted, is_module=False)
        if not releases or releases == ALL or _is_excused(facts, reference, _ATTRIBUTE_ERRORS):
            continue
        module = dotted.rpartition(".")[0]
        if module in known and releases == required(module, is_module=True)[1]:
            # It is the module that is in the way.
            continue
        if asked is None:
            asked = _handed_over(names, path, facts)
        if (reference.owner, reference.function, Outside(module)) in asked:
            continue
        works = releases | (ALL - _reached(names, path, reference.branch))
        if works != ALL:
            known.add(dotted)
            yield Obstacle(rule, path, reference.range, dotted, works)


def _handed_over(names: Names, path: str, facts: FileFacts) -> set[tuple[int, str, Origin]]:
    """What functions hand to something as it is, by their owners and names: a module most likely to
    `hasattr`."""
    return {
        (reference.owner, reference.function, origin)
        for reference in facts.references
        if reference.kind == "import" and reference.context == "load"
        for origin in names.reference(path, reference)
    }


def _name_in_module(dotted: str) -> str | None:
    """The first name behind the module with which an absolute dotted name begins: of
    "part.models.Part.objects" it is "part.models.Part"; None where it begins with no module of InvenTree or
    its Django."""
    parts = dotted.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:end])
        if (is_server_module(module) and has_module(module)) or host_module_releases(module):
            return ".".join(parts[: end + 1])
    return None


def _is_imported_name(names: Names, path: str, facts: FileFacts, reference: Reference, dotted: str) -> bool:
    """Whether an import itself already asks for the name, so that the import is what fails."""
    return any(
        dotted in _imported_names(names, path, facts.imports[index])
        for index in reference.imports
        if facts.imports[index].name is not None
    )


def _is_excused(facts: FileFacts, reference: Reference, errors: frozenset[str]) -> bool:
    """Whether a `try` around a use catches one of the errors that it raises, or handles an earlier one."""
    for branch in around(facts, reference.branch):
        guard = facts.guards[str(branch.statement)]
        if branch.kind == "try":
            if branch.arm == "handler":
                return True
            if branch.arm == "body" and any(
                catches(caught, errors) and (reference.function or not leaves)
                for caught, leaves in zip(guard.tests, guard.ends, strict=True)
            ):
                return True
        if branch.kind == "with" and _suppresses(guard, errors):
            return True
    return False


def is_caught(file: FileIndex, index: int) -> bool:
    """Whether import number `index` may fail without harm: a `try` catches it, and its handler binds every
    name that is used later."""
    branches = around(file.facts, file.facts.imports[index].branch)
    return any(_rescues(file, index, branch) for branch in branches)


def _rescues(file: FileIndex, index: int, branch: Branch) -> bool:
    """Whether the statement of a branch around an import makes up for its failure."""
    guard = file.facts.guards[str(branch.statement)]
    if branch.kind == "with":
        return _suppresses(guard, IMPORT_ERRORS) and not _is_used_outside(file, index, branch.statement)
    if branch.kind != "try" or branch.arm != "body":
        return False
    item = file.facts.imports[index]
    for caught, binds, leaves in zip(guard.tests, guard.binds, guard.ends, strict=True):
        if not catches(caught, IMPORT_ERRORS):
            continue
        if leaves:
            # Out of a module one can only leave by an error.
            return item.function_level
        return item.bound in binds or not _is_used_outside(file, index, branch.statement)
    return False


def _suppresses(guard: Guard, errors: frozenset[str]) -> bool:
    """Whether a `with` statement is `contextlib.suppress` of one of some errors."""
    return any(
        test[0] == "call"
        and test[1].split(".")[-1] == "suppress"
        and any(argument[0] == "name" and catches([argument[1]], errors) for argument in test[2])
        for test in guard.tests
    )


def _is_used_outside(file: FileIndex, index: int, statement: int) -> bool:
    """Whether a name is used at module or class level where the statement around its import does not protect
    it."""
    return any(
        not reference.function and not _is_below(file.facts, reference.branch, statement)
        for reference in file.uses.get(index, ())
    ) or any(
        not _is_below(file.facts, definition.branch, statement) for definition in file.bases.get(index, ())
    )


def _is_below(facts: FileFacts, branch_index: int, statement: int) -> bool:
    """Whether a place lies inside a statement or behind any `if`."""
    return branch_index != NO_BRANCH and any(
        branch.statement == statement or branch.kind == "if" for branch in around(facts, branch_index)
    )
