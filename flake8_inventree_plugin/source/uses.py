"""What the names mean that a file uses, once all of its scopes are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_inventree_plugin.source.expressions import build_expression
from flake8_inventree_plugin.source.facts import MODULE, Base, FileFacts, Reference
from flake8_inventree_plugin.source.lines import Lines
from flake8_inventree_plugin.source.scopes import Scope, may_import
from flake8_inventree_plugin.source.values import UNKNOWN_EXPRESSION, Expression

if TYPE_CHECKING:
    import libcst as cst


_BUILTINS = frozenset({"setattr", "delattr"})
"""The built-in functions whose calls rules ask about."""


_MAXIMUM_BINDINGS = 20
"""How many bindings of a name count, the nearest ones: more than code has, and few enough for every use."""


class Use(NamedTuple):
    """A name with the attributes, calls and subscripts behind it, as in `Reference`.

    `start` and `end` are offsets; `bindings` is how many bindings the name had so far in its own scope.
    """

    path: list[str]
    context: str
    start: int
    end: int
    owner: int
    function: str
    branch: int
    scope: Scope
    bindings: int
    arguments: Sequence[cst.Arg]


def resolve_uses(
    facts: FileFacts, uses: Sequence[Use], bases: Sequence[tuple[Base, Scope]], lines: Lines
) -> None:
    """Finds what bases and uses mean, and adds the uses that rules ask about to the facts."""
    for base, scope in bases:
        if base.name:
            base.imports = _imports(base.name.split(".")[0], scope, 0)
    has_star = any(item.name == "*" for item in facts.imports)
    # Only the classes of the module itself: one in a class or function is not found by its name.
    classes = {item.name for item in facts.classes if item.owner == MODULE and not item.function_level}
    meanings: dict[tuple[Scope, str, int], tuple[str, list[int]]] = {}
    for use in uses:
        root = use.path[0]
        key = (use.scope, root, use.bindings)
        if (meaning := meanings.get(key)) is None:
            meaning = meanings[key] = _meaning(root, use.scope, use.bindings, classes, has_star=has_star)
        kind, imports = meaning
        if kind in ("super", "builtin") and not (use.context == "call" or "()" in use.path):
            continue
        if kind:
            facts.references.append(_reference(use, kind, imports, lines))


def resolve_changes(facts: FileFacts, uses: Sequence[Use]) -> None:
    """Makes unknown what the uses change in place: the values that a module or class body gives names."""
    believed: dict[Scope, set[str]] = {}
    for use in uses:
        name = use.path[0]
        scope = use.scope.lookup(name)
        if scope is None or scope.kind not in ("module", "class"):
            continue
        definition = facts if scope.kind == "module" else facts.classes[scope.owner]
        if scope not in believed:
            assigned = definition.assignments if isinstance(definition, FileFacts) else definition.attributes
            believed[scope] = {item.name for item in assigned}.difference(definition.other_names)
        if name in believed[scope]:
            believed[scope].remove(name)
            definition.other_names.append(name)


def _meaning(
    name: str, scope: Scope, bindings: int, classes: set[str], *, has_star: bool
) -> tuple[str, list[int]]:
    """The kind of a reference and the imports it may come from; the kind is "" for what is not kept."""
    found = scope.lookup(name)
    if found is None:
        if name == "super" and scope.owner != MODULE:
            return "super", []
        if name in _BUILTINS:
            return "builtin", []
        return ("unbound" if has_star else ""), []
    if found.receiver is not None and found.receiver[0] == name:
        # A receiver that is bound anew may be anything.
        return (found.receiver[1] if len(found.names[name]) == 1 else ""), []
    imports = _imports(name, scope, bindings)
    if imports:
        return "import", imports
    return ("class" if name in classes and found.kind == "module" else ""), []


def _imports(name: str, scope: Scope, bindings: int) -> list[int]:
    """The imports that a name may come from.

    `bindings` counts the bindings above a use in its own scope, 0 where the use may see all of them.
    """
    found = scope.lookup(name)
    if found is None:
        return []
    known = found.names.get(name, [])
    end = bindings if bindings and found is scope else len(known)
    return may_import(known[max(0, end - _MAXIMUM_BINDINGS) : end])


def _reference(use: Use, kind: str, imports: list[int], lines: Lines) -> Reference:
    arguments: list[Expression] = []
    keywords: list[tuple[str, Expression]] = []
    for argument in use.arguments:
        if argument.star == "**":
            keywords.append(("**", UNKNOWN_EXPRESSION))
        elif argument.keyword is not None:
            keywords.append((argument.keyword.value, build_expression(argument.value)))
        else:
            arguments.append(UNKNOWN_EXPRESSION if argument.star else build_expression(argument.value))
    return Reference(
        use.path,
        kind,
        imports,
        use.context,
        lines.between(use.start, use.end),
        use.owner,
        use.function,
        use.branch,
        arguments,
        keywords,
    )
