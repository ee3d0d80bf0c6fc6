"""On which releases a place in the source is reached, as far as the tests around it tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.inventree.catalogue import host_version
from flake8_inventree_plugin.inventree.releases import ALL, NONE, RELEASES, ReleaseSet, server_version
from flake8_inventree_plugin.project.index import FileIndex, around
from flake8_inventree_plugin.project.names import Names, Origin, Outside, Own
from flake8_inventree_plugin.source.facts import MODULE, NO_BRANCH, Assignment, Reference
from flake8_inventree_plugin.source.values import UNKNOWN, Expression, Known, Value

IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})

_PRESENCE_TESTS = frozenset({"dir", "find_spec", "getattr", "hasattr", "is_installed", "vars"})
"""Functions that ask whether something is there; what they guard is left to them."""

_VERSION_MODULES = ("InvenTree.version.", "InvenTree.api_version.")

_MAXIMUM_DEPTH = 20

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


def _arm_releases(names: Names, path: str, statement: int, arm: str, number: int) -> ReleaseSet:
    """The releases on which an arm of an `if` may run: number `number` of its tests, or the `else`."""
    guard = names.files[path].guards[str(statement)]
    releases = ALL
    for earlier in range(number if arm == "body" else len(guard.tests)):
        releases &= _passing(names, path, guard.tests[earlier], guard.names[earlier], outcome=False)
    if arm == "body":
        releases &= _passing(names, path, guard.tests[number], guard.names[number], outcome=True)
    return releases


def _passing(names: Names, path: str, test: Expression, used: list[str], *, outcome: bool) -> ReleaseSet:
    """The releases on which a test may have an outcome; `used` are the names that stand in it."""
    if _has_unknown(test) and any(_is_guard_name(names, path, name) for name in used):
        return NONE
    return _true_on(names, path, test) if outcome else _false_on(names, path, test)


def _has_unknown(expression: object) -> bool:
    return isinstance(expression, list) and (
        expression == ["unknown"] or any(_has_unknown(part) for part in expression)
    )


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
    outcomes = {release: _outcomes(names, path, test, release) for release in RELEASES}
    if all(found is None for found in outcomes.values()):
        return NONE if any(_is_guard_name(names, path, name) for name in _names_in(test)) else ALL
    return ReleaseSet.of(
        *(release for release, found in outcomes.items() if found is None or outcome in found)
    )


def _names_in(expression: object) -> Iterator[str]:
    if not isinstance(expression, list) or not expression:
        return
    if expression[0] in ("name", "call"):
        yield expression[1]
        expression = expression[2:]
    for part in expression:
        yield from _names_in(part)


def _is_guard_name(names: Names, path: str, name: str) -> bool:
    """Whether a name that a test uses has to do with InvenTree's version or with whether something is there:
    it says so itself, or what the project assigns to it or lets a function return of that name does."""
    seen = {(path, name)}
    pending = [(path, name)]
    for _ in range(_MAXIMUM_DEPTH):
        used: dict[tuple[str, str], None] = {}
        for place in pending:
            origins = names.resolve(*place)
            if (
                _is_presence_test(names, *place)
                or _is_version(origins)
                or (
                    # A variable of a function may be anything; here it is taken for the version that the file
                    # asks for.
                    not origins and "." not in place[1] and _asks_for_version(names, place[0])
                )
            ):
                return True
            own = [origin for origin in origins if not isinstance(origin, Outside)]
            if any(_comes_from_version(names, origin) for origin in own):
                return True
            used |= dict.fromkeys(found for origin in own for found in _used_in_value(names, origin))
        pending = [place for place in used if place not in seen]
        seen.update(pending)
    return False


def _is_presence_test(names: Names, path: str, name: str) -> bool:
    return name.split(".")[-1] in _PRESENCE_TESTS or _is_flag(names.index(path), name)


@lru_cache(maxsize=1)
def _asks_for_version(names: Names, path: str) -> bool:
    """Whether a function of a file uses InvenTree's version."""
    return any(
        reference.function and _is_version(names.reference(path, reference))
        for reference in names.files[path].references
    )


def _is_version(origins: list[Origin]) -> bool:
    return any(
        isinstance(origin, Outside) and (f"{origin.name}.").startswith(_VERSION_MODULES) for origin in origins
    )


def _comes_from_version(names: Names, own: Own) -> bool:
    """Whether a module's value or function uses InvenTree's version or asks whether something is there."""
    index = names.index(own.path)
    return _is_flag(index, own.name) or any(
        _is_version(names.reference(own.path, reference)) or reference.path[-1] in _PRESENCE_TESTS
        for reference in (
            *index.references_in_functions.get(own.name, ()),
            *(found for item in _assigned(names, own) for found in _references_in(index, item.value_range)),
        )
    )


def _used_in_value(names: Names, own: Own) -> Iterator[tuple[str, str]]:
    """The names that stand in what the project assigns to a value, with the file."""
    for item in _assigned(names, own):
        yield from ((own.path, used) for used in _names_in(item.value) if used != own.name)


def _assigned(names: Names, own: Own) -> list[Assignment]:
    return names.index(own.path).assignments.get((MODULE, own.name), [])


def _references_in(index: FileIndex, place: Range) -> Iterator[Reference]:
    for reference in index.references_from(place[:2], place[2:]):
        if reference.range[2:] <= place[2:]:
            yield reference


def _is_flag(index: FileIndex, name: str) -> bool:
    """Whether it depends on an import what a name is bound to: a `try … except ImportError` around the
    import binds it, in its body or in its handler."""
    return any(
        (statement, "body") in index.imports_within
        and any(catches(caught, IMPORT_ERRORS) for caught in index.facts.guards[str(statement)].tests)
        for statement in index.tries.get(name, ())
    )


def catches(caught: list[str], errors: frozenset[str]) -> bool:
    """Whether an `except` clause catches one of some errors; a bare one names none and catches all."""
    return not caught or not errors.isdisjoint(name.split(".")[-1] for name in caught)


def _outcomes(names: Names, path: str, test: Expression, release: str) -> set[bool] | None:
    """What a test yields on the patch releases of a release; None where that cannot be known."""
    values = [_Versions(names, path, release, f"{release}.{patch}").value(test) for patch in _PATCHES]
    known = [value for value in values if isinstance(value, Known)]
    return {bool(value.value) for value in known} if len(known) == len(values) else None


class _Versions:
    """Evaluates expressions over the version of InvenTree, such as "1.2.0", and of its Django."""

    def __init__(
        self,
        names: Names,
        path: str,
        release: str,
        version: str,
        known: dict[Own, Value] | None = None,
    ) -> None:
        self.names = names
        self.path = path
        self.release = release
        self.version = version
        self.known: dict[Own, Value] = {} if known is None else known

    def value(self, expression: Expression, depth: int = 0) -> Value:
        """The value of an expression on this version, UNKNOWN where it depends on anything else."""
        kind = expression[0]
        if depth > _MAXIMUM_DEPTH:
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
            return Known(_numbers(self.version))
        if origin == "django.get_version" and not arguments:
            return self.django()
        if not origin and not arguments and not keywords:
            return self.own_function(function, depth)
        if len(arguments) != 1 or keywords:
            return UNKNOWN
        value = self.value(arguments[0], depth + 1)
        if not isinstance(value, Known):
            return UNKNOWN
        if origin == "InvenTree.version.inventreeVersionTuple" and isinstance(value.value, str):
            return Known(tuple(server_version(value.value)))
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
        origin = self.origin(dotted)
        if origin == "InvenTree.version.INVENTREE_SW_VERSION":
            return Known(self.version)
        if origin in ("django.VERSION", "django.__version__"):
            return self.django(as_numbers=origin == "django.VERSION")
        origins = self.names.resolve(self.path, dotted)
        if len(origins) != 1 or isinstance(origins[0], Outside) or origins[0].kind != "value":
            return UNKNOWN
        own = origins[0]
        if own not in self.known:
            found = _assigned(self.names, own)
            is_bound_otherwise = (MODULE, own.name) in self.names.index(own.path).other_names
            if len(found) != 1 or is_bound_otherwise or found[0].branch != NO_BRANCH:
                return UNKNOWN
            self.known[own] = self.elsewhere(own.path).value(found[0].value, depth + 1)
        return self.known[own]

    def own_function(self, dotted: str, depth: int) -> Value:
        """What a function of the project returns that is nothing but one `return`."""
        origins = self.names.resolve(self.path, dotted)
        if len(origins) != 1 or isinstance(origins[0], Outside) or origins[0].kind != "function":
            return UNKNOWN
        function = self.names.files[origins[0].path].functions[origins[0].index]
        if function.returns is None or function.decorators or function.is_async:
            return UNKNOWN
        return self.elsewhere(origins[0].path).value(function.returns, depth + 1)

    def elsewhere(self, path: str) -> _Versions:
        """The same for expressions in another file."""
        return _Versions(self.names, path, self.release, self.version, self.known)

    def django(self, *, as_numbers: bool = False) -> Value:
        version = host_version("django", self.release)
        if version is None:
            return UNKNOWN
        return Known((*_numbers(version), "final", 0) if as_numbers else version)

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


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".") if number.isdecimal())


def _version(text: str) -> Value:
    from packaging.version import InvalidVersion, Version

    try:
        return Known(Version(text))
    except InvalidVersion:
        return UNKNOWN
