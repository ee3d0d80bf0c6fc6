"""What the code of a plugin does with the plugin itself, read from its source; none of it is run."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from flake8_inventree_plugin.known import MISSING, UNKNOWN

_CATCHING = frozenset({"AttributeError", "Exception", "BaseException"})
_ASKING = frozenset({"hasattr", "getattr"})


class Spot(NamedTuple):
    """A line of a file."""

    file: str
    line: int


class Use(NamedTuple):
    """`self.name` or `super().name` in a method.

    Where it is called, `argument` is the value of the first argument, MISSING where there is none, and
    `keywords` are the names of those given by keyword; UNKNOWN and None where that cannot be told, or where
    it is not called. `is_tried`: a `try` around it catches what is raised where there is no such member.
    """

    name: str
    argument: Any
    keywords: frozenset[str] | None
    is_tried: bool
    spot: Spot


@dataclass(slots=True)
class Code:
    """The methods of a class: what they use of the plugin, and which names they ask for with `hasattr`."""

    uses: list[Use] = field(default_factory=list)
    probed: set[str] = field(default_factory=set)


@cache
def code_of(cls: type) -> Code:
    """What the methods of a class do; nothing where there is no source."""
    code = Code()
    try:
        lines, first = inspect.getsourcelines(cls)
        file = inspect.getfile(cls)
        body = ast.parse(textwrap.dedent("".join(lines))).body
    except (OSError, TypeError, SyntaxError):
        return code
    reader = _Reader(code, sys.modules.get(cls.__module__), file, first)
    for definition in body:
        for statement in getattr(definition, "body", ()):
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                arguments = [*statement.args.posonlyargs, *statement.args.args]
                reader.read(statement, arguments[0].arg if arguments else "", is_tried=False)
    return code


class _Reader:
    def __init__(self, code: Code, module: ModuleType | None, file: str, first: int) -> None:
        self.code = code
        self.globals = vars(module) if module is not None else {}
        self.file = file
        self.first = first
        self.called: dict[ast.expr, ast.Call] = {}

    def read(self, node: ast.AST, receiver: str, *, is_tried: bool) -> None:
        if isinstance(node, ast.Call):
            self.called[node.func] = node
            self.code.probed.update(_asked_for(node))
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            if _is_receiver(node.value, receiver):
                self.code.uses.append(self.use(node, is_tried=is_tried))
        elif isinstance(node, ast.Try):
            is_caught = any(_catches(handler) for handler in node.handlers)
            for statement in node.body:
                self.read(statement, receiver, is_tried=is_tried or is_caught)
            for handler in node.handlers:
                self.read(handler, receiver, is_tried=True)
            for statement in (*node.orelse, *node.finalbody):
                self.read(statement, receiver, is_tried=is_tried)
            return
        for child in ast.iter_child_nodes(node):
            self.read(child, receiver, is_tried=is_tried)

    def use(self, node: ast.Attribute, *, is_tried: bool) -> Use:
        spot = Spot(self.file, self.first + node.lineno - 1)
        call = self.called.get(node)
        if call is None:
            return Use(node.attr, UNKNOWN, None, is_tried, spot)
        names = {keyword.arg for keyword in call.keywords}
        keywords = None if None in names else frozenset(str(name) for name in names)
        argument = self.value(call.args[0]) if call.args else MISSING
        return Use(node.attr, argument, keywords, is_tried, spot)

    def value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        return self.globals.get(node.id, UNKNOWN) if isinstance(node, ast.Name) else UNKNOWN


def _is_receiver(node: ast.expr, receiver: str) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "super"
    return isinstance(node, ast.Name) and node.id == receiver


def _catches(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(item is None or (isinstance(item, ast.Name) and item.id in _CATCHING) for item in caught)


def _asked_for(call: ast.Call) -> Iterator[str]:
    if isinstance(call.func, ast.Name) and call.func.id in _ASKING and len(call.args) > 1:
        name = call.args[1]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield name.value


@cache
def attributes_read(module: str) -> frozenset[str]:
    """The attributes that the code of a module reads of anything but a module, and those it asks for."""
    loaded = sys.modules.get(module)
    try:
        tree = ast.parse(inspect.getsource(loaded)) if loaded is not None else ast.Module([], [])
    except (OSError, TypeError, SyntaxError):
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found.update(_asked_for(node))
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            root = node.value.id if isinstance(node.value, ast.Name) else ""
            if not isinstance(vars(loaded).get(root), ModuleType):
                found.add(node.attr)
    return frozenset(found)
