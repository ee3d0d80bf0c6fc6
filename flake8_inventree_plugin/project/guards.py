"""On which releases a place in the source is reached, and whether an import there may fail without harm."""

from __future__ import annotations

from collections.abc import Callable
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from flake8_inventree_plugin.inventree.releases import ALL, NONE, RELEASES, ReleaseSet
from flake8_inventree_plugin.project.names import Names, Outside
from flake8_inventree_plugin.source.facts import NO_BRANCH, Branch, FileFacts
from flake8_inventree_plugin.source.values import UNKNOWN, Expression, Known, Value

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})

_ABSENCE_TESTS = frozenset({"hasattr", "find_spec", "is_installed", "get_app_config"})
"""Calls that ask whether something is there; what they guard is left to them."""

_PATCHES = ("0", "99")
"""A release stands for all its patch releases; a test that tells the first from the last is true on some."""

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "==": eq,
    "!=": ne,
}


def reach(names: Names, path: str, branch_index: int) -> ReleaseSet:
    """The releases on which a place is reached, as far as tests on InvenTree's version decide it.

    `branch_index` is that of the innermost branch around the place. A place that only type checkers see, or
    whose test asks whether something is there, is reached on none.
    """
    releases = ALL
    for branch in around(names.files[path], branch_index):
        if branch.kind == "if":
            releases &= _arm_releases(names, path, branch.statement, branch.arm, branch.handler)
    return releases


def around(facts: FileFacts, branch_index: int) -> list[Branch]:
    """The branches around a place, the innermost first."""
    found = []
    while branch_index != NO_BRANCH:
        branch = facts.branches[branch_index]
        found.append(branch)
        branch_index = branch.parent
    return found


def _arm_releases(names: Names, path: str, statement: int, arm: str, number: int) -> ReleaseSet:
    """The releases on which an arm of an `if` may run: number `number` of its tests, or the `else`."""
    tests = names.files[path].guards[str(statement)].tests
    earlier = tests[:number] if arm == "body" else tests
    releases = ALL
    for test in earlier:
        releases &= _false_on(names, path, test)
    return releases & _true_on(names, path, tests[number]) if arm == "body" else releases


def _true_on(names: Names, path: str, test: Expression) -> ReleaseSet:
    if test[0] == "name" and test[1].split(".")[-1] == "TYPE_CHECKING":
        return NONE
    if test[0] == "and":
        return _true_on(names, path, test[1]) & _true_on(names, path, test[2])
    if test[0] == "or":
        return _true_on(names, path, test[1]) | _true_on(names, path, test[2])
    if test[0] == "not":
        return _false_on(names, path, test[1])
    return _releases_with(names, path, test, outcome=True)


def _false_on(names: Names, path: str, test: Expression) -> ReleaseSet:
    if test[0] == "and":
        return _false_on(names, path, test[1]) | _false_on(names, path, test[2])
    if test[0] == "or":
        return _false_on(names, path, test[1]) & _false_on(names, path, test[2])
    if test[0] == "not":
        return _true_on(names, path, test[1])
    return _releases_with(names, path, test, outcome=False)


def _releases_with(names: Names, path: str, test: Expression, *, outcome: bool) -> ReleaseSet:
    """The releases on which a test may have an outcome; none where it is a guard that cannot be evaluated."""
    if _asks_for_presence(names, path, test):
        return NONE
    outcomes = {release: _outcomes(names, path, test, release) for release in RELEASES}
    if all(found is None for found in outcomes.values()):
        return NONE if _mentions_version(names, path, test) else ALL
    return ReleaseSet.of(
        *(release for release, found in outcomes.items() if found is None or outcome in found)
    )


def _mentions_version(names: Names, path: str, expression: Any) -> bool:
    """Whether something of `InvenTree.version` stands in an expression or in the constant that it names."""
    if not isinstance(expression, list):
        return False
    if expression and expression[0] in ("name", "call"):
        for origin in names.resolve(path, expression[1]):
            if isinstance(origin, Outside) and origin.name.startswith("InvenTree.version."):
                return True
            if not isinstance(origin, Outside) and origin.kind == "value" and expression[0] == "name":
                assigned = [a.value for a in names.files[origin.path].assignments if a.name == origin.name]
                if any(
                    value != expression and _mentions_version(names, origin.path, value) for value in assigned
                ):
                    return True
    return any(_mentions_version(names, path, part) for part in expression)


def _asks_for_presence(names: Names, path: str, test: Expression) -> bool:
    """Whether a test is `hasattr(…)` and the like, or a flag that a `try … except ImportError` sets."""
    if test[0] == "compare":
        return any(_asks_for_presence(names, path, part) for part in test[2:])
    if test[0] == "call":
        return test[1].split(".")[-1] in _ABSENCE_TESTS
    return test[0] == "name" and _is_flag(names.files[path], test[1])


def _is_flag(facts: FileFacts, name: str) -> bool:
    """Whether both the body of a `try` and its handler bind a name, to tell whether the import worked."""
    return any(
        guard.kind == "try"
        and any(name in binds for binds in guard.binds)
        and any(
            not caught or not IMPORT_ERRORS.isdisjoint(error.split(".")[-1] for error in caught)
            for caught in guard.tests
        )
        for guard in facts.guards.values()
    )


def _outcomes(names: Names, path: str, test: Expression, release: str) -> set[bool] | None:
    """What a test yields on the patch releases of a release; None where that cannot be known."""
    values = [_Versions(names, path, f"{release}.{patch}").value(test) for patch in _PATCHES]
    known = [value for value in values if isinstance(value, Known)]
    return {bool(value.value) for value in known} if len(known) == len(values) else None


class _Versions:
    """Evaluates expressions over InvenTree's version, for one version such as "1.2.0"."""

    def __init__(self, names: Names, path: str, version: str) -> None:
        self.names = names
        self.path = path
        self.version = version

    def value(self, expression: Expression, depth: int = 0) -> Value:
        """The value of an expression on this version, UNKNOWN where it depends on anything else."""
        kind = expression[0]
        if depth > 20:
            return UNKNOWN
        if kind == "call":
            return self.call(expression, depth)
        if kind == "name":
            return self.name(expression[1], depth)
        if kind in ("list", "tuple"):
            values = [self.value(item, depth + 1) for item in expression[1]]
            known = [item.value for item in values if isinstance(item, Known)]
            return Known(tuple(known)) if len(known) == len(values) else UNKNOWN
        if kind == "const":
            return Known(expression[1])
        if kind in ("compare", "item", "head", "and", "or", "not"):
            operands = [self.value(item, depth + 1) for item in expression[1:] if isinstance(item, list)]
            known = [item.value for item in operands if isinstance(item, Known)]
            return _apply(expression, known) if len(known) == len(operands) else UNKNOWN
        return UNKNOWN

    def call(self, expression: Expression, depth: int) -> Value:
        _, function, arguments, keywords = expression
        origin = self.origin(function)
        if origin == "InvenTree.version.inventreeVersion" and not arguments:
            return Known(self.version)
        if origin == "InvenTree.version.inventreeVersionTuple" and not arguments:
            return Known(tuple(map(int, self.version.split("."))))
        if len(arguments) != 1 or keywords:
            return UNKNOWN
        value = self.value(arguments[0], depth + 1)
        if not isinstance(value, Known):
            return UNKNOWN
        if origin in ("packaging.version.parse", "packaging.version.Version") and isinstance(
            value.value, str
        ):
            return _version(value.value)
        if not origin and function in ("tuple", "list") and isinstance(value.value, tuple):
            return value
        if not origin and function == "int" and isinstance(value.value, (str, int)):
            return Known(int(value.value)) if str(value.value).isdecimal() else UNKNOWN
        return UNKNOWN

    def name(self, dotted: str, depth: int) -> Value:
        if self.origin(dotted) == "InvenTree.version.INVENTREE_SW_VERSION":
            return Known(self.version)
        origins = self.names.resolve(self.path, dotted)
        if len(origins) != 1 or isinstance(origins[0], Outside) or origins[0].kind != "value":
            return UNKNOWN
        origin = origins[0]
        facts = self.names.files[origin.path]
        found = [item for item in facts.assignments if item.name == origin.name]
        if len(found) != 1 or origin.name in facts.other_names:
            return UNKNOWN
        if found[0].branch != NO_BRANCH:
            return UNKNOWN
        return _Versions(self.names, origin.path, self.version).value(found[0].value, depth + 1)

    def origin(self, dotted: str) -> str:
        for origin in self.names.resolve(self.path, dotted):
            if isinstance(origin, Outside):
                return origin.name
        return ""


def _apply(expression: Expression, known: list[Any]) -> Value:
    kind = expression[0]
    try:
        if kind == "compare":
            return Known(_COMPARISONS[expression[1]](*known))
        if kind == "item":
            return Known(known[0][known[1]])
        if kind == "head":
            return Known(known[0][: known[1]])
    except (TypeError, IndexError, KeyError):
        return UNKNOWN
    if kind == "not":
        return Known(not known[0])
    return Known(all(known) if kind == "and" else any(known))


def _version(text: str) -> Value:
    from packaging.version import InvalidVersion, Version

    try:
        return Known(Version(text))
    except InvalidVersion:
        return UNKNOWN
