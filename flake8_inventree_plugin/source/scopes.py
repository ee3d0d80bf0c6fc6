"""Which binding a name means, as Python's own scopes have it."""

from __future__ import annotations

from flake8_inventree_plugin.source.facts import MODULE, NO_BRANCH

NO_IMPORT = -1
"""What a name is bound to that no import binds."""

Binding = tuple[int, int]
"""The index of an import or NO_IMPORT, and the branch it stands in or NO_BRANCH."""


class Scope:
    """The names that a piece of code binds: `names` has their bindings in source order.

    `kind` is "module", "class", "function" (also a lambda), "comprehension" or "types" (the type parameters
    of a class or function). `owner` is the index of the class that the code belongs to, or MODULE. In a
    method, `receiver` is its first parameter and what that is: "self" or "cls".
    """

    __slots__ = ("_outside", "global_names", "kind", "names", "nonlocal_names", "owner", "parent", "receiver")

    def __init__(self, kind: str, parent: Scope | None, owner: int = MODULE) -> None:
        self.kind = kind
        self.parent = parent
        self.owner = owner
        self.names: dict[str, list[Binding]] = {}
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()
        self.receiver: tuple[str, str] | None = None
        self._outside: Scope | None = None

    def target(self, name: str) -> Scope:
        """The scope in which an assignment in this one binds a name."""
        if name in self.global_names:
            return self.root()
        if name in self.nonlocal_names:
            return (self.parent and self.parent.lookup(name)) or self
        return self

    def outside(self) -> Scope:
        """What code in this scope sees of the scopes around it: an empty scope in its place."""
        if self._outside is None:
            self._outside = Scope("function", self.parent, self.owner)
        return self._outside

    def root(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def lookup(self, name: str) -> Scope | None:
        """The scope that binds a name used in this one, None where no scope of the file does."""
        scope: Scope | None = self
        sees_class = True
        while scope is not None:
            # The names of a class body are seen in it and in its type parameters, not in functions inside it.
            if scope.kind != "class" or sees_class:
                if name in scope.global_names:
                    return scope.root()
                if name in scope.names:
                    return scope
            sees_class = sees_class and scope.kind == "types"
            scope = scope.parent
        return None


def may_import(bindings: list[Binding]) -> list[int]:
    """The imports that a name may come from, given its bindings so far in source order.

    A binding that happens whatever the branches makes earlier imports of the name unreachable.
    """
    imports: list[int] = []
    for index, branch in bindings:
        if index != NO_IMPORT:
            imports.append(index)
        elif branch == NO_BRANCH:
            imports.clear()
    return imports
