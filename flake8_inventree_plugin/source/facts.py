"""What one Python file says, as plain data: small, positioned, writable as JSON.

Facts depend on the bytes of the file alone, never on its path or its neighbours, so they can be cached by
content. What a name means across files is worked out later, by `project.model`.

Lines are 1-based; columns are 1-based, in code points, the end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.suppressions import Suppression

Expression = list[Any]
"""A static expression, see `values`."""

NO_BRANCH = -1
MODULE = -1
"""The owner of what stands in no class."""

CHANGING_METHODS = frozenset(
    {"append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}
)
"""The methods that change a dictionary or a list in place."""


class Branch(NamedTuple):
    """One arm of a `try`, `if` or `with` statement (or of a `match`, `while`, `for`: kind "other").

    `statement` numbers the compound statements of the file in source order; `arm` is "body", "else",
    "finally", or "handler" for an `except`; `parent` is the index of the enclosing branch or NO_BRANCH.
    `handler` numbers the arms of a kind from 0: the handlers of a `try`, the tests of an `if`/`elif` chain,
    the cases of a `match`.
    """

    statement: int
    kind: str
    arm: str
    handler: int
    parent: int


@dataclass(slots=True)
class Guard:
    """A `try` or `if` statement: what decides which of its arms runs.

    For a `try`, `tests` has one list per handler, with the dotted names of the exceptions it catches (empty
    for a bare `except`), and `binds` the names that each handler binds by assignment, import, def or class;
    `ends` tells of each handler whether it always leaves (raise, return, continue, break as its last
    statement). For an `if`, `tests` has one expression per arm.

    A `while` loop that never ends by its test is "endless": `ends` tells whether its body leaves it (return,
    break, raise), and `names` what the body calls, each by its last name.
    """

    kind: str
    tests: list[Any]
    binds: list[list[str]]
    ends: list[bool]
    body_binds: list[str]
    names: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Import:
    """One name bound by an import statement (or `*`).

    `module` is as written, with its leading dots; `name` is None for `import module`. `function_level` and
    `in_class` tell the scope; `branch` is an index into `FileFacts.branches` or NO_BRANCH. `range` is that of
    the name itself ("a as b"), `statement` that of the whole statement.
    """

    module: str
    name: str | None
    alias: str | None
    range: Range
    statement: Range
    function_level: bool = False
    branch: int = NO_BRANCH
    type_checking: bool = False
    in_class: bool = False

    @property
    def bound(self) -> str:
        """The local name that the import binds ("*" for a star import)."""
        if self.alias:
            return self.alias
        if self.name is not None:
            return self.name
        return self.module.split(".")[0]


@dataclass(slots=True)
class Assignment:
    """`name = value` (or an annotated one) at module or class level.

    `value` is unknown where it is not static; `range` reaches from the name to the end of the value.
    """

    name: str
    value: Expression
    range: Range
    value_range: Range
    branch: int = NO_BRANCH


class Parameter(NamedTuple):
    """A parameter; `kind` is "positional-only", "positional", "*", "keyword-only" or "**"."""

    name: str
    kind: str
    has_default: bool


@dataclass(slots=True)
class Function:
    """A function or method; `owner` is the index of its class or MODULE; nested functions are not kept."""

    name: str
    range: Range
    parameters: list[Parameter]
    decorators: list[Expression]
    owner: int
    branch: int = NO_BRANCH
    docstring: bool = False
    returns: Expression | None = None
    is_async: bool = False


@dataclass(slots=True)
class Base:
    """One base class as written: `name` is dotted ("" if it is no name); `imports` what its root may be."""

    name: str
    imports: list[int]
    range: Range


@dataclass(slots=True)
class Class:
    """A class. `owner` is the index of the class around it, or MODULE."""

    name: str
    range: Range
    bases: list[Base]
    decorators: list[Expression]
    owner: int
    function_level: bool = False
    branch: int = NO_BRANCH
    docstring: bool = False
    attributes: list[Assignment] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)
    """Names the class body binds in ways that are not a plain assignment, def or class; and those that it
    assigns a value which is then changed in place: `NAME["key"] = value`."""


@dataclass(slots=True)
class Reference:
    """A use of an imported name, or of `self`, `cls`, `super()`, with the attributes that follow.

    `path` starts with the root as written; "()" stands for a call and "[]" for a subscript in between, so
    `registry.get_plugin("x").slug` is ("registry", "get_plugin", "()", "slug"). `kind` is "import" (then
    `imports` has the indices of the imports the root may come from), "self", "cls", "super", "class" (a class
    of the file), "unbound" (only kept where a star import may have bound it) or "builtin" (calls of `setattr`
    and `delattr`). `context` is "load", "store", "delete" or "call" (then `arguments` and `keywords` are the
    call's static arguments, a `**` or `*` being unknown). `owner` is the index of the class it stands in,
    `function` the outermost function or method. Calls of `Timer`, `self.get_setting` and
    `self.get_user_setting` are also kept without what follows, so that their arguments are. `range`
    reaches from the root to the last name of the path.
    """

    path: list[str]
    kind: str
    imports: list[int]
    context: str
    range: Range
    owner: int
    function: str = ""
    branch: int = NO_BRANCH
    arguments: list[Expression] = field(default_factory=list)
    keywords: list[tuple[str, Expression]] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """A parameter of a method held against static values: `event == "x"`, `event in (…)`, `case "x"`, and the
    lookups `TABLE[event]` and `TABLE.get(event)`.

    `value` is one value, or what has several as items or keys; a display of strings makes one comparison for
    each. `range` is that of the value. `owner` and `function` are those of the method, as in `Reference`.
    """

    parameter: str
    value: Expression
    range: Range
    owner: int
    function: str
    branch: int = NO_BRANCH


class RequestUse(NamedTuple):
    """A function reads an attribute that a parameter has where it is an HTTP request: `request.body`."""

    owner: int
    function: str
    parameter: str
    attribute: str


@dataclass(slots=True)
class EnvironmentUse:
    """`os.environ["NAME"]`, `os.environ.get("NAME")` or `os.getenv("NAME")`, or an assignment to it.

    `range` is that of what stands before the name of the variable, as in `Reference`.
    """

    variable: Expression
    range: Range
    is_read: bool


@dataclass(slots=True)
class FileFacts:
    """All facts of one file; where it cannot be read, `error` says why and the rest is empty.

    `error` is (line, column, reason, valid Python). `code_lines` counts lines that hold more than blanks,
    comments and docstrings. `generated`: one of the first five lines has "@generated" or "DO NOT EDIT".
    `exports` are the names of a static `__all__`, None where there is none.
    """

    lines: int = 0
    code_lines: int = 0
    generated: bool = False
    error: tuple[int, int, str, bool] | None = None
    exports: list[str] | None = None
    imports: list[Import] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    guards: dict[str, Guard] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)
    """Names bound at module level in other ways: loops, `with`, unpacking, `global`; and those assigned there
    a value which is then changed in place."""
    suppressions: list[Suppression] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    probed: list[str] = field(default_factory=list)
    """The attributes that `hasattr` and `getattr` ask for by a literal name."""
    request_uses: list[RequestUse] = field(default_factory=list)
    environment_uses: list[EnvironmentUse] = field(default_factory=list)


_NESTED: dict[tuple[type, str], type] = {
    (FileFacts, "imports"): Import,
    (FileFacts, "branches"): Branch,
    (FileFacts, "assignments"): Assignment,
    (FileFacts, "functions"): Function,
    (FileFacts, "classes"): Class,
    (FileFacts, "references"): Reference,
    (FileFacts, "suppressions"): Suppression,
    (FileFacts, "comparisons"): Comparison,
    (FileFacts, "request_uses"): RequestUse,
    (FileFacts, "environment_uses"): EnvironmentUse,
    (Function, "parameters"): Parameter,
    (Class, "bases"): Base,
    (Class, "attributes"): Assignment,
}
_RANGES = frozenset({"range", "statement", "value_range"})


def to_json(facts: FileFacts) -> list[Any]:
    """The facts as JSON values: each object is the list of its fields, in order."""
    row = _row(facts)
    row[[f.name for f in fields(FileFacts)].index("guards")] = {k: _row(g) for k, g in facts.guards.items()}
    return row


def from_json(row: list[Any]) -> FileFacts:
    """The facts that `to_json` wrote.

    Raises TypeError, ValueError, KeyError or IndexError when `row` has another shape.
    """
    facts: FileFacts = _object(FileFacts, row)
    guards: dict[str, Any] = dict(facts.guards)
    facts.guards = {key: Guard(*guard) for key, guard in guards.items()}
    if facts.error is not None:
        line, column, reason, valid = facts.error
        facts.error = (line, column, reason, valid)
    for reference in facts.references:
        if reference.keywords:
            reference.keywords = [(keyword, value) for keyword, value in reference.keywords]
    return facts


_ROWS: dict[type, list[tuple[str, bool]]] = {}


def _row(item: Any) -> list[Any]:
    kind = type(item)
    if (plan := _ROWS.get(kind)) is None:
        plan = _ROWS[kind] = [(f.name, (kind, f.name) in _NESTED) for f in fields(kind)]
    # Named tuples are JSON lists already.
    row: list[Any] = []
    for name, nested in plan:
        value = getattr(item, name)
        row.append([x if isinstance(x, tuple) else _row(x) for x in value] if nested else value)
    return row


_PLANS: dict[type, list[tuple[int, str, type | None]]] = {}


def _object(kind: Any, row: list[Any]) -> Any:
    if not hasattr(kind, "__dataclass_fields__"):
        return kind(*row)
    if (plan := _PLANS.get(kind)) is None:
        plan = _PLANS[kind] = [
            (index, f.name, _NESTED.get((kind, f.name)))
            for index, f in enumerate(fields(kind))
            if f.name in _RANGES or (kind, f.name) in _NESTED
        ]
    for index, _, nested in plan:
        row[index] = Range(*row[index]) if nested is None else [_object(nested, x) for x in row[index]]
    return kind(*row)
