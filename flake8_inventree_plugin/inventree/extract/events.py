"""The events that a server sends to plugins."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from flake8_inventree_plugin.inventree.extract.modules import (
    Module,
    Modules,
    dotted_name,
    find_class,
    resolve,
)

_SENDERS = frozenset({"trigger_event", "bulk_trigger_event"})
_EVENT_BASE = "BaseEventEnum"
_TABLE_FILTER = "allow_table_event"
_WORD = b"_event"
# Bases from outside InvenTree that make a class a model, beside those whose name ends with "Model".
_OUTSIDE_MODELS = frozenset({"AbstractUser", "Error", "Token"})


def named_events(modules: Modules) -> set[str]:
    """The names that are sent as such: literals, members of enumerations, and variables for these."""
    found = set()
    for name, module in modules.items():
        for definition in module.classes.values():
            if _EVENT_BASE in map(_last, map(dotted_name, definition.bases)):
                found |= set(_texts(definition).values())
        for scope in _functions(module):
            values = _assignments(scope)
            for call in _calls(scope):
                argument = call.args[0] if call.args else None
                if isinstance(argument, ast.Name):
                    argument = values.get(argument.id, argument)
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
                elif isinstance(argument, ast.Attribute):
                    found |= _enumerated(modules, name, argument)
    return found


def sends_table_events(modules: Modules) -> bool:
    """Whether changes of tables are sent as `<table>.created`, `.saved`, `.deleted`; 0.6 did not."""
    return any(
        isinstance(call.args[0], ast.JoinedStr)
        for module in modules.values()
        for scope in _functions(module)
        for call in _calls(scope)
        if call.args
    )


def tables(modules: Modules) -> set[str]:
    """The database tables of the server's own models."""
    found = set()
    for name, module in modules.items():
        for definition in module.classes.values():
            if _is_model(modules, name, definition, frozenset()):
                table = _table(name.partition(".")[0], definition)
                if table:
                    found.add(table)
    return found


def ignored_tables(modules: Modules) -> tuple[frozenset[str], tuple[str, ...]]:
    """The tables whose changes are never sent, and the prefixes of more such tables."""
    for module in modules.values():
        for scope in _functions(module):
            if isinstance(scope, ast.FunctionDef) and scope.name == _TABLE_FILTER:
                lists = {key: _strings(value) for key, value in _assignments(scope).items()}
                return frozenset(lists.get("ignore_tables", ())), tuple(lists.get("ignore_prefixes", ()))
    return frozenset(), ()


def _functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a module that has to do with events; none of another."""
    for statement in module.body if _WORD in module.source else ():
        for node in ast.walk(statement):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and _last(dotted_name(node.func)) in _SENDERS:
            yield node


def _assignments(scope: ast.AST) -> dict[str, ast.expr]:
    return {
        node.targets[0].id: node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def _enumerated(modules: Modules, module: str, node: ast.Attribute) -> set[str]:
    """The text of a member of an enumeration: `BuildEvents.ISSUED`, `BuildEvents.ISSUED.value`."""
    head, _, member = dotted_name(node).removesuffix(".value").rpartition(".")
    found = find_class(modules, resolve(modules, module, head)) if head else None
    text = _texts(found[1]).get(member) if found else None
    return {text} if text else set()


def _texts(definition: ast.ClassDef) -> dict[str, str]:
    return {
        name: value.value
        for name, value in _assignments(ast.Module(definition.body, [])).items()
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def _is_model(modules: Modules, module: str, definition: ast.ClassDef, below: frozenset[str]) -> bool:
    for base in definition.bases:
        dotted = dotted_name(base)
        located = resolve(modules, module, dotted) if dotted else ""
        found = find_class(modules, located)
        if found is None:
            if _last(located).endswith("Model") or _last(located) in _OUTSIDE_MODELS:
                return True
        elif located not in below and _is_model(modules, *found, below | {located}):
            return True
    return False


def _table(app: str, definition: ast.ClassDef) -> str:
    """The table of a model; empty for one that has none of its own."""
    meta = next(
        (node for node in definition.body if isinstance(node, ast.ClassDef) and node.name == "Meta"), None
    )
    options: dict[str, Any] = {}
    if meta is not None:
        options = {
            name: value.value for name, value in _assignments(meta).items() if isinstance(value, ast.Constant)
        }
    if options.get("abstract") or options.get("proxy"):
        return ""
    return str(options.get("db_table") or f"{options.get('app_label', app)}_{definition.name}".lower())


def _strings(node: ast.expr) -> list[str]:
    try:
        return [item for item in ast.literal_eval(node) if isinstance(item, str)]
    except (ValueError, TypeError):
        return []


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]
