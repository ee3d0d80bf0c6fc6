"""Which names of a project are InvenTree's, and from where a plugin should import them."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.catalogue import (
    canonical_home,
    has_module,
    is_implementation,
    is_server_module,
    name_releases,
)
from flake8_inventree_plugin.project.index import FileIndex, around
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Names, Outside
from flake8_inventree_plugin.source.facts import Branch, Import

_DISTINCT = frozenset({"plugin", "InvenTree"})
"""Top-level packages whose name alone is evidence; PyPI has a `build` and a `report` too."""

_MODULE_AND_OBJECT = "plugin.registry"
"""`plugin/registry.py`, but as an attribute of `plugin` it is the registry itself."""


def is_private(name: str) -> bool:
    """Whether a name is internal by its leading underscore; `_` itself and `__dunder__` names are not."""
    return name.startswith("_") and name != "_" and not (name.startswith("__") and name.endswith("__"))


def is_module(names: Names, module: str) -> bool:
    """Whether a dotted name is that of a module which some release of InvenTree has.

    Where the project has a package of that name of its own, the module is taken for a part of that one.
    """
    top = module.partition(".")[0]
    if not (has_module(module) and is_server_module(module)):
        return False
    return top in _DISTINCT or not names.modules.get(top, "").endswith("__init__.py")


def imported_module(names: Names, path: str, item: Import) -> str | None:
    """The module of InvenTree that an import statement in the file at `path` names, None for any other."""
    module = item.module
    if not is_module(names, module):
        return None
    if names.own_module(path, module) is not None:
        # An own module comes first, unless only InvenTree's has the name.
        return module if Outside(f"{module}.{item.name}") in names.imported(path, item) else None
    return module if _is_evident(module, item.name or "") else None


def is_defined_in_module(names: Names, dotted: str) -> bool:
    """Whether an absolute dotted name is a module of InvenTree or a name right inside one."""
    module, _, name = dotted.rpartition(".")
    if is_module(names, dotted) and _is_evident(dotted, ""):
        return True
    if module == _MODULE_AND_OBJECT and not name_releases(module, name):
        return False
    return is_module(names, module) and _is_evident(module, name)


def is_inventrees(names: Names, dotted: str) -> bool:
    """Whether an absolute dotted name is a module of InvenTree or lies in one, however deep."""
    parts = dotted.split(".")
    return any(is_defined_in_module(names, ".".join(parts[:end])) for end in range(1, len(parts) + 1))


def _is_evident(module: str, name: str) -> bool:
    return "." in module or module in _DISTINCT or bool(name and name_releases(module, name))


def canonical_package(project: Project, module: str, name: str) -> str | None:
    """The package ("plugin" or "plugin.mixins") from which a name should be imported that `module`
    implements.

    None where `module` is that package or has another thing of that name, and where some targeted release
    does not export the name.
    """
    home = canonical_home(name)
    if home is None or not is_implementation(module, name):
        return None
    package, releases = home
    wanted = project.target.releases
    return package if wanted and not wanted - releases else None


def canonical_import(project: Project, file: File, index: int) -> str | None:
    """The package from which a file should import what its import number `index` (`from … import name`)
    imports from where it is implemented; None where it need not."""
    item = file.facts.imports[index]
    if item.name is None or item.name == "*":
        return None
    module = imported_module(project.names, file.path, item)
    if module is None or is_alternative(project.names.index(file.path), index):
        return None
    return canonical_package(project, module, item.name)


def is_alternative(file: FileIndex, index: int) -> bool:
    """Whether an import is one of several for different releases: it stands in an exception handler or behind
    a question for the version, or another arm of the same statement imports the same name."""
    item = file.facts.imports[index]
    for branch in around(file.facts, item.branch):
        if branch.kind not in ("try", "if"):
            continue
        if branch.arm == "handler" or _has_other_source(file, item, branch):
            return True
        if branch.kind == "if" and any(
            _asks_for_release(name, item.bound)
            for names in file.facts.guards[str(branch.statement)].names
            for name in names
        ):
            return True
    return False


def _has_other_source(file: FileIndex, item: Import, branch: Branch) -> bool:
    """Whether another arm of the statement of a branch imports what has the same name."""
    return len(file.arms[item.bound, branch.statement]) > 1


def _asks_for_release(name: str, bound: str) -> bool:
    last = name.rpartition(".")[2]
    return "version" in name.lower() or last in ("hasattr", "find_spec") or name == bound
