"""What the modules of a tree of Python files bind, and where a name comes from.

Names that only a loop or a `with` binds do not count: nobody means them to be imported.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from flake8_inventree_plugin.inventree.extract.checkout import CheckoutError

_MAXIMUM_DEPTH = 20
"""Longer chains of imports are taken for circles."""


@dataclass(slots=True)
class Module:
    """One module; a folder of modules without `__init__.py` is one too, and binds nothing."""

    name: str
    is_package: bool
    source: bytes
    body: list[ast.stmt]
    defined: set[str] = field(default_factory=set)
    """Names of its own classes, functions and values."""
    imported: dict[str, str] = field(default_factory=dict)
    """Name -> the dotted name that it is imported from."""
    stars: list[str] = field(default_factory=list)
    """The modules of its star imports."""
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)


Modules = Mapping[str, Module]


def parse_modules(
    files: Mapping[str, bytes], left_out: Callable[[tuple[str, ...]], bool]
) -> dict[str, Module]:
    """Parses Python files, whose paths begin at the folder that is on Python's path.

    `left_out` is asked about a module by the parts of its name. Files that cannot be imported by their
    name are left out too. Raises CheckoutError for a file that this Python cannot parse.
    """
    modules: dict[str, Module] = {}
    for path, content in files.items():
        parts = tuple(path.removesuffix(".py").removesuffix("/__init__").split("/"))
        if parts == ("__init__",) or not all(map(str.isidentifier, parts)) or left_out(parts):
            continue
        name = ".".join(parts)
        modules[name] = _module(name, path, content)
    for name in list(modules):
        while name := name.rpartition(".")[0]:
            modules.setdefault(name, Module(name, True, b"", []))
    return modules


def imported_names(modules: Modules, module: Module) -> set[str]:
    """The names that a module imports and does not define, those of its star imports in the tree included."""
    names = set(module.imported)
    for star in module.stars:
        names |= _public_names(modules, star, 0)
    return names - module.defined


def resolve(modules: Modules, module: str, dotted: str, depth: int = 0) -> str:
    """Where a dotted name that stands in a module comes from: the dotted name of its definition.

    A name that nothing in the module binds is taken for its own, one from outside the tree stays as imported.
    """
    head, _, rest = dotted.partition(".")
    home = modules[module]
    if depth > _MAXIMUM_DEPTH or head in home.defined:
        return f"{module}.{dotted}"
    origin = home.imported.get(head)
    if origin is None:
        for star in home.stars:
            if head in _public_names(modules, star, 0):
                origin = f"{star}.{head}"
    if origin is None:
        return f"{module}.{dotted}"
    return locate(modules, f"{origin}.{rest}" if rest else origin, depth + 1)


def locate(modules: Modules, dotted: str, depth: int = 0) -> str:
    """The same for a dotted name as other code would import it: "plugin.mixins.AppMixin"."""
    home = dotted
    while home and home not in modules:
        home = home.rpartition(".")[0]
    if not home or home == dotted:
        return dotted
    return resolve(modules, home, dotted[len(home) + 1 :], depth)


def find_class(modules: Modules, located: str) -> tuple[str, ast.ClassDef] | None:
    """The module and the definition of a class, by what `locate` says; None where it is not in the tree."""
    module, _, name = located.rpartition(".")
    definition = modules[module].classes.get(name) if module in modules else None
    return (module, definition) if definition else None


def dotted_name(node: ast.expr) -> str:
    """The dotted name that an expression is, such as `models.Model`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (value := dotted_name(node.value)):
        return f"{value}.{node.attr}"
    return ""


def _module(name: str, path: str, content: bytes) -> Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) else ""
        python = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
        raise CheckoutError(
            f"{path}{line}: {python} cannot read this file ({error}); a newer one may."
        ) from None
    module = Module(name, path.endswith("__init__.py"), content, tree.body)
    for statement, certain in _statements(tree.body, True):
        _bind(module, statement, certain)
    return module


def _statements(body: list[ast.stmt], certain: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """All top-level statements outside loops, and whether they are no mere fallback."""
    for statement in body:
        yield statement, certain
        if isinstance(statement, ast.If):
            yield from _statements(statement.body, certain)
            yield from _statements(statement.orelse, False)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from _statements(statement.body, certain)
        elif isinstance(statement, ast.Try):
            yield from _statements(statement.body, certain)
            for handler in statement.handlers:
                yield from _statements(handler.body, False)
            yield from _statements(statement.orelse, certain)
            yield from _statements(statement.finalbody, certain)


def _bind(module: Module, statement: ast.stmt, certain: bool) -> None:
    imports: dict[str, str] = {}
    definitions: list[str] = []
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        definitions.append(statement.name)
    elif isinstance(statement, ast.ClassDef):
        definitions.append(statement.name)
        module.classes.setdefault(statement.name, statement)
    elif isinstance(statement, ast.Assign):
        definitions += [name for target in statement.targets for name in _targets(target)]
    elif (isinstance(statement, ast.AnnAssign) and statement.value) or isinstance(statement, ast.AugAssign):
        definitions += _targets(statement.target)
    elif isinstance(statement, ast.Import):
        for alias in statement.names:
            imports[alias.asname or alias.name.partition(".")[0]] = (
                alias.name if alias.asname else alias.name.partition(".")[0]
            )
    elif isinstance(statement, ast.ImportFrom):
        origin = _origin(module, statement)
        for alias in statement.names:
            if alias.name == "*":
                module.stars.append(origin)
            else:
                imports[alias.asname or alias.name] = f"{origin}.{alias.name}"
    for name in definitions:
        # `try: from x import y`, `except ImportError: y = None`: the import says what y is.
        if certain or name not in module.imported:
            module.defined.add(name)
    for name, target in imports.items():
        if name not in module.defined and (certain or name not in module.imported):
            module.imported[name] = target


def _targets(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _targets(element)
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value)


def _origin(module: Module, statement: ast.ImportFrom) -> str:
    """The absolute name of the module that is imported from."""
    if not statement.level:
        return statement.module or ""
    parts = module.name.split(".")
    parts = parts[: len(parts) - statement.level + module.is_package]
    return ".".join([*parts, *filter(None, [statement.module])])


def _public_names(modules: Modules, name: str, depth: int) -> set[str]:
    """What a star import of a module binds; nothing for one outside the tree."""
    module = modules.get(name)
    if module is None or depth > _MAXIMUM_DEPTH:
        return set()
    for statement in module.body:
        if isinstance(statement, ast.Assign) and any(
            "__all__" in _targets(node) for node in statement.targets
        ):
            try:
                return set(map(str, ast.literal_eval(statement.value)))
            except (ValueError, TypeError):
                break
    names = module.defined | set(module.imported)
    for star in module.stars:
        names |= _public_names(modules, star, depth + 1)
    return {name for name in names if not name.startswith("_")}
