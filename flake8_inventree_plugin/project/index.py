"""What stands where in the facts of one file, so that nobody searches the whole file for one thing.

Each index is built once, when it is first asked for, and keeps the order of the facts.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.facts import (
    MODULE,
    NO_BRANCH,
    Assignment,
    Branch,
    Class,
    Comparison,
    FileFacts,
    Function,
    Import,
    Reference,
    RequestUse,
)
from flake8_inventree_plugin.suppressions import FileSuppressions

_NEAR = 10

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


def grouped(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    """The items of each key, in order."""
    found: dict[Key, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found


class FileIndex:
    """The facts of one file by what one looks for; an owner is the number of a class, or MODULE."""

    def __init__(self, facts: FileFacts) -> None:
        self.facts = facts

    # What is defined

    @cached_property
    def functions(self) -> dict[int, list[Function]]:
        """Functions by owner."""
        return grouped((item.owner, item) for item in self.facts.functions)

    @cached_property
    def named_functions(self) -> dict[tuple[int, str], list[Function]]:
        """Functions by owner and name."""
        return grouped(((item.owner, item.name), item) for item in self.facts.functions)

    @cached_property
    def functions_by_name(self) -> dict[str, list[Function]]:
        """Functions by name, whatever their owner."""
        return grouped((item.name, item) for item in self.facts.functions)

    @cached_property
    def classes(self) -> dict[tuple[int, str], list[int]]:
        """The numbers of classes by owner and name."""
        return grouped(((item.owner, item.name), index) for index, item in enumerate(self.facts.classes))

    @cached_property
    def assignments(self) -> dict[tuple[int, str], list[Assignment]]:
        """The assignments at the top of the file and of its classes, by owner and name."""
        found = grouped(((MODULE, item.name), item) for item in self.facts.assignments)
        for index, definition in enumerate(self.facts.classes):
            for item in definition.attributes:
                found.setdefault((index, item.name), []).append(item)
        return found

    @cached_property
    def other_names(self) -> set[tuple[int, str]]:
        """What the file and its classes bind in any other way, by owner and name."""
        found = {(MODULE, name) for name in self.facts.other_names}
        found.update(
            (index, name) for index, item in enumerate(self.facts.classes) for name in item.other_names
        )
        return found

    @cached_property
    def bound_names(self) -> set[str]:
        """What the file binds at its top, but for star imports."""
        facts = self.facts
        return {
            *facts.other_names,
            *(item.name for item in facts.assignments),
            *(item.bound for item in facts.imports if not item.function_level),
            *(item.name for item in facts.functions if item.owner == MODULE),
            *(item.name for item in facts.classes if item.owner == MODULE and not item.function_level),
        }

    @cached_property
    def defined_names(self) -> set[str]:
        """What the file binds other than by import; methods and inner classes count, attributes do not."""
        facts = self.facts
        return {
            *facts.other_names,
            *(item.name for item in facts.assignments),
            *(item.name for item in facts.functions),
            *(item.name for item in facts.classes),
        }

    @cached_property
    def parameters(self) -> set[str]:
        """The names of all parameters."""
        return {parameter.name for item in self.facts.functions for parameter in item.parameters}

    @cached_property
    def extended(self) -> dict[str, list[Class]]:
        """Classes by the names of their bases as written, each once a name."""
        return grouped(
            (name, item) for item in self.facts.classes for name in {base.name for base in item.bases}
        )

    @cached_property
    def tries(self) -> dict[str, list[int]]:
        """The `try` statements whose body or handlers bind a name, by that name."""
        return grouped(
            (name, int(statement))
            for statement, guard in self.facts.guards.items()
            if guard.kind == "try"
            for name in {*guard.body_binds, *(name for names in guard.binds for name in names)}
        )

    # Imports

    @cached_property
    def imports(self) -> dict[str, list[int]]:
        """The numbers of imports by the name that they bind."""
        return grouped((item.bound, index) for index, item in enumerate(self.facts.imports))

    @cached_property
    def imports_from(self) -> dict[str, list[Import]]:
        """Imports by the module that they name, as written."""
        return grouped((item.module, item) for item in self.facts.imports)

    def imports_near(self, module: str, statement: Range) -> list[Import]:
        """The imports from a module that stand nearest to a statement, in order: what a fix may choose from
        does not grow with the file."""
        found = self.imports_from.get(module, [])
        middle = bisect_left(found, statement, key=lambda item: item.statement)
        return found[max(0, middle - _NEAR) : middle + _NEAR]

    def imports_between(self, name: str, first: Range, last: Range) -> Iterator[Import]:
        """The imports that bind a name, from one statement to another."""
        imports, numbers = self.facts.imports, self.imports.get(name, [])
        start = bisect_left(numbers, first, key=lambda number: imports[number].statement)
        for number in itertools.islice(numbers, start, None):
            if imports[number].statement > last:
                return
            yield imports[number]

    @cached_property
    def imported_modules(self) -> set[str]:
        """The modules of `import …` statements."""
        return {item.module for item in self.facts.imports if item.name is None}

    @cached_property
    def imports_within(self) -> dict[tuple[int, str], list[int]]:
        """The numbers of imports by the statements and arms that they stand in, however deep."""
        return grouped(
            (place, index)
            for index, item in enumerate(self.facts.imports)
            for place in {(branch.statement, branch.arm) for branch in around(self.facts, item.branch)}
        )

    @cached_property
    def arms(self) -> dict[tuple[str, int], set[tuple[str, int]]]:
        """In which arms of a statement imports bind a name, however deep: arm and handler by name and
        statement."""
        found: dict[tuple[str, int], set[tuple[str, int]]] = {}
        for item in self.facts.imports:
            for branch in around(self.facts, item.branch):
                found.setdefault((item.bound, branch.statement), set()).add((branch.arm, branch.handler))
        return found

    @cached_property
    def uses(self) -> dict[int, list[Reference]]:
        """References by the number of an import that their root may come from."""
        return grouped((index, item) for item in self.facts.references for index in set(item.imports))

    @cached_property
    def bases(self) -> dict[int, list[Class]]:
        """Classes by the number of an import that one of their bases may come from."""
        return grouped(
            (index, item)
            for item in self.facts.classes
            for index in {index for base in item.bases for index in base.imports}
        )

    # What code does

    @cached_property
    def suppressions(self) -> FileSuppressions:
        """The comments that silence findings."""
        return FileSuppressions(self.facts.suppressions)

    @cached_property
    def references(self) -> dict[int, list[Reference]]:
        """References by owner."""
        return grouped((item.owner, item) for item in self.facts.references)

    @cached_property
    def references_in(self) -> dict[tuple[int, str], list[Reference]]:
        """References by owner and function."""
        return grouped(((item.owner, item.function), item) for item in self.facts.references)

    @cached_property
    def references_in_functions(self) -> dict[str, list[Reference]]:
        """References by function, whatever its owner."""
        return grouped((item.function, item) for item in self.facts.references)

    @cached_property
    def _by_start(self) -> tuple[list[tuple[int, int]], list[Reference]]:
        references = sorted(self.facts.references, key=lambda item: item.range[:2])
        return [(item.range.line, item.range.column) for item in references], references

    def references_from(self, start: tuple[int, int], end: tuple[int, int]) -> list[Reference]:
        """The references that start between two places (line, column), these included, by place."""
        starts, references = self._by_start
        return references[bisect_left(starts, start) : bisect_right(starts, end)]

    @cached_property
    def comparisons(self) -> dict[tuple[int, str], list[Comparison]]:
        """Comparisons by owner and function."""
        return grouped(((item.owner, item.function), item) for item in self.facts.comparisons)

    @cached_property
    def request_uses(self) -> dict[tuple[int, str], list[RequestUse]]:
        """What is read of requests, by owner and function."""
        return grouped(((item.owner, item.function), item) for item in self.facts.request_uses)

    @cached_property
    def _stored(self) -> set[tuple[int | str, str]]:
        """The attributes that methods assign to `self` or `cls`, by owner, and any code to a class, by its
        name."""
        stores = [item for item in self.facts.references if item.context == "store" and len(item.path) == 2]
        return {
            (item.owner if item.kind in ("self", "cls") else item.path[0], item.path[1])
            for item in stores
            if item.kind in ("self", "cls", "class")
        }

    @cached_property
    def _members(self) -> dict[int | str, set[str]]:
        found: dict[int | str, set[str]] = {}
        for owner, name in (
            *self.assignments,
            *self.other_names,
            *self.named_functions,
            *self.classes,
            *self._stored,
        ):
            found.setdefault(owner, set()).add(name)
        return found

    def members(self, index: int) -> set[str]:
        """The names that a class of the file, or any code to it, may give a meaning."""
        return self._members.get(index, set()) | self._members.get(self.facts.classes[index].name, set())

    def stores(self, index: int, name: str) -> bool:
        """Whether code assigns an attribute of a class of the file, or of an instance in its methods."""
        class_name = self.facts.classes[index].name
        return (index, name) in self._stored or (class_name, name) in self._stored


def around(facts: FileFacts, branch_index: int) -> list[Branch]:
    """The branches around a place, the innermost first."""
    found = []
    while branch_index != NO_BRANCH:
        branch = facts.branches[branch_index]
        found.append(branch)
        branch_index = branch.parent
    return found
