"""The classes that InvenTree offers to plugins, with their own and their inherited members."""

from __future__ import annotations

import ast
import json
from typing import Any

from flake8_inventree_plugin.inventree.extract.modules import (
    Modules,
    dotted_name,
    find_class,
    imported_names,
    locate,
    resolve,
)

_PACKAGES = ("plugin", "plugin.mixins")
_WEBHOOKS = "common.models"
_ROOT = "plugin.InvenTreePlugin"
_KEYS = "plugin.PluginMixinEnum"

_SPECIAL = frozenset({"__init__", "__init_subclass__"})
"""The names with double underscores that are recorded."""

_LONGEST_DEFAULT = 60
"""Characters of JSON; a longer literal is not recorded."""

Description = dict[str, Any]
"""A member as `members.json` describes it, without `in`."""


def framework_classes(modules: Modules) -> dict[str, str]:
    """The names by which plugins import the classes -> where these are defined.

    They are all classes but exceptions in `plugin` and `plugin.mixins`, and the models for webhooks.
    """
    found = {}
    for package in _PACKAGES:
        if module := modules.get(package):
            for name in sorted(module.defined | imported_names(modules, module)):
                located = locate(modules, f"{package}.{name}")
                if find_class(modules, located) and not name.endswith("Error"):
                    found[f"{package}.{name}"] = located
    if webhooks := modules.get(_WEBHOOKS):
        for name in webhooks.classes:
            if name.startswith("Webhook"):
                found[f"{_WEBHOOKS}.{name}"] = f"{_WEBHOOKS}.{name}"
    return found


def base_classes(modules: Modules, located: str, public: dict[str, str]) -> list[str]:
    """The bases of a class: the public name of a framework class, or else what the source says.

    `public` is what `framework_classes` returned.
    """
    module, definition = _existing(modules, located)
    names = {place: name for name, place in public.items()}
    bases = []
    for base in definition.bases:
        dotted = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
        place = resolve(modules, module, dotted) if dotted else ""
        bases.append(names.get(place, ast.unparse(base)))
    return bases


def class_members(modules: Modules, located: str, public: dict[str, str]) -> dict[str, Description]:
    """The members of a class: own and inherited ones, what methods set on `self`, and its key."""
    members = _members(modules, located, frozenset())
    guarded = located == public.get(_ROOT) and "__init_subclass__" in members
    found = {}
    for name, member in members.items():
        if name.startswith("__") and name not in _SPECIAL:
            continue
        enforced = member.pop("enforced", False)
        member.pop("set", None)
        if "final" in member and enforced and guarded:
            member["final"] = "enforced"
        if member["kind"] == "key":
            member["default"] = _key(modules, member["default"], public)
        found[name] = member
    return found


def _existing(modules: Modules, located: str) -> tuple[str, ast.ClassDef]:
    found = find_class(modules, located)
    if found is None:
        raise KeyError(located)
    return found


def _members(modules: Modules, located: str, below: frozenset[str]) -> dict[str, Description]:
    """Own members come before inherited ones, and what a class body says before what methods set."""
    found = find_class(modules, located)
    if found is None or located in below:
        return {}
    module, definition = found
    members = _own_members(definition)
    for base in definition.bases:
        dotted = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
        inherited = _members(modules, resolve(modules, module, dotted), below | {located}) if dotted else {}
        for name, member in inherited.items():
            if name not in members or ("set" in members[name] and "set" not in member):
                members[name] = member
    return members


def _own_members(definition: ast.ClassDef) -> dict[str, Description]:
    members: dict[str, Description] = {}
    for statement in definition.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if not any(name.endswith((".setter", ".deleter")) for name in _decorators(statement)):
                members[statement.name] = _function(statement)
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    members[target.id] = _attribute(statement.value)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            members[statement.target.id] = _attribute(statement.value)
        elif isinstance(statement, ast.ClassDef) and statement.name == "MixinMeta":
            for name, member in _own_members(statement).items():
                members[f"MixinMeta.{name}"] = member
    for node in ast.walk(definition):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for name in _set_attributes(node):
                members.setdefault(name, {"kind": "attribute", "set": True})
            if node.name == "__init__" and (key := _registered(node)):
                members["(key)"] = {"kind": "key", "default": key}
    return members


def _function(statement: ast.FunctionDef | ast.AsyncFunctionDef) -> Description:
    decorators = _decorators(statement)
    kinds = {
        "property": "property",
        "cached_property": "property",
        "classmethod": "classmethod",
        "staticmethod": "staticmethod",
    }
    kind = next((kinds[last] for name in decorators if (last := name.rpartition(".")[2]) in kinds), "method")
    member: Description = {"kind": kind, "parameters": ", ".join(_parameters(statement.args))}
    final = next((index for index, name in enumerate(decorators) if name.endswith("mark_final")), None)
    if final is not None:
        member["final"] = "marked"
        # The mark is looked up on what `getattr` gives: it is lost on a property, and around a classmethod.
        member["enforced"] = kind != "property" and not {"classmethod", "staticmethod"} & set(
            decorators[final:]
        )
    body = [node for node in statement.body if not _is_docstring(node)]
    if (
        body
        and isinstance(body[0], ast.Raise)
        and body[0].exc
        and "NotImplemented" in ast.unparse(body[0].exc)
    ):
        member["must_override"] = True
    return member


def _decorators(statement: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [
        dotted_name(node.func if isinstance(node, ast.Call) else node) for node in statement.decorator_list
    ]


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _parameters(arguments: ast.arguments) -> list[str]:
    """The parameters as `members.json` writes them: `=` stands for a default."""
    positional = arguments.posonlyargs + arguments.args
    required = len(positional) - len(arguments.defaults)
    found = [argument.arg + "=" * (index >= required) for index, argument in enumerate(positional)]
    if arguments.posonlyargs:
        found.insert(len(arguments.posonlyargs), "/")
    if arguments.vararg:
        found.append(f"*{arguments.vararg.arg}")
    elif arguments.kwonlyargs:
        found.append("*")
    found += [
        argument.arg + "=" * (default is not None)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg:
        found.append(f"**{arguments.kwarg.arg}")
    return found


def _attribute(value: ast.expr | None) -> Description:
    member: Description = {"kind": "attribute"}
    if value is not None:
        try:
            literal = ast.literal_eval(value)
            if len(json.dumps(literal)) < _LONGEST_DEFAULT:
                member["default"] = literal
        except (ValueError, TypeError):
            pass
    return member


def _set_attributes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The attributes that a method assigns to on `self` or `cls`."""
    return [
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"self", "cls"}
    ]


def _registered(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The key that an `__init__` gives to `self.add_mixin`: a text, or the dotted name of one."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and dotted_name(node.func) == "self.add_mixin" and node.args:
            key = node.args[0]
            if isinstance(key, ast.Constant):
                return str(key.value)
            return dotted_name(key)
    return ""


def _key(modules: Modules, key: str, public: dict[str, str]) -> str:
    """The value of a key that is given as a member of an enumeration."""
    head, _, member = key.rpartition(".")
    if not head or _KEYS not in public:
        return key
    value: str = _own_members(_existing(modules, public[_KEYS])[1]).get(member, {}).get("default", key)
    return value
