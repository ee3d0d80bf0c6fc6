"""What loading an entry point would give, worked out without importing anything."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from flake8_inventree_plugin.inventree.catalogue import framework_classes, member_releases
from flake8_inventree_plugin.project.index import grouped
from flake8_inventree_plugin.project.layout import folder_of
from flake8_inventree_plugin.project.model import PLUGIN_BASES, Project
from flake8_inventree_plugin.project.names import Names, Origin, Outside, Own, class_at
from flake8_inventree_plugin.project.package import EntryPoint
from flake8_inventree_plugin.source.facts import MODULE

_TARGET = re.compile(r"(?P<module>[\w.]+)\s*(?::\s*(?P<attribute>[\w.]+)\s*)?(?:\[.*\]\s*)?")
"""As `importlib.metadata` reads it."""

_IMPORTERS = frozenset({"importlib.import_module", "pkgutil.iter_modules", "pkgutil.walk_packages"})


class Failure(NamedTuple):
    """Why loading an entry point does not give a plugin class: half a sentence."""

    reason: str


def load(project: Project, entry_point: EntryPoint) -> Own | Failure | None:
    """The plugin class that an entry point loads, or why it loads none; None where that cannot be told."""
    match = _TARGET.fullmatch(entry_point.target.strip())
    if match is None:
        return Failure("it is not written as module:Class")
    module, attribute = match["module"], match["attribute"]
    path = module_path(project, module)
    if path is None:
        return _missing_module(project, module, attribute)
    if project.names.files[path].error is not None:
        return None
    if attribute is None:
        return Failure(f"{module} is a module, not a plugin class")
    return _attribute(project, path, module, attribute)


def module_path(project: Project, module: str) -> str | None:
    """The file that defines an own module; None where there is none, as for a folder that is no package."""
    for package, folder in project.package.package_directories if project.package else ():
        if package and (module == package or module.startswith(f"{package}.")):
            location = str(PurePosixPath(folder, *module[len(package) :].split(".")))
            for path in (f"{location}.py", f"{location}/__init__.py".removeprefix("./")):
                if path in project.names.files:
                    return path
    return project.names.modules.get(module)


def module_name(project: Project, path: str) -> str | None:
    """The dotted name under which an own file is imported, None where it has none."""
    for package, folder in project.package.package_directories if project.package else ():
        if package and path.startswith(f"{folder}/" if folder else ""):
            rest = path[len(folder) :].strip("/").removesuffix(".py").replace("/", ".")
            return f"{package}.{rest}".removesuffix(".__init__")
    found = project.names.module_names.get(path)
    # A folder for sources is no package, even if it has an `__init__.py`.
    return found.removeprefix("src.") if found is not None else None


def names_meant(entry_point: EntryPoint) -> tuple[str, str]:
    """The names of the plugin classes that an entry point may mean, whatever loading it gives: what it points
    to, and its own."""
    return re.split(r"[.:]", entry_point.target.partition("[")[0].strip())[-1], entry_point.name


def _missing_module(project: Project, module: str, attribute: str | None) -> Failure | None:
    top = module.partition(".")[0]
    roots = _import_roots(project).get(top)
    if roots is None:
        return None
    if module in _packages(project):
        # A folder without `__init__.py`: it can be imported, and importing it binds nothing.
        if attribute is None:
            return Failure(f"{module} is a folder, not a plugin class")
        name = attribute.partition(".")[0]
        start = f"{module}.{name}."
        inside = [path for other, path in project.names.modules.items() if f"{other}.".startswith(start)]
        if not inside:
            return Failure(f"{module} has no {name}")
        imported = not _loaded_files(project).isdisjoint(inside)
        return None if imported else Failure(f"importing {module} does not import its module {name}")
    for root in roots:
        target = str(PurePosixPath(root, module.replace(".", "/")))
        if _may_exist(project, f"{target}.py") or _may_exist(project, f"{target}/__init__.py"):
            return None
    return Failure(f"there is no module {module}")


@lru_cache(maxsize=1)
def _packages(project: Project) -> set[str]:
    """The dotted names of the packages and folders that own modules are in."""
    found: set[str] = set()
    for name in project.names.modules:
        while (name := name.rpartition(".")[0]) and name not in found:
            found.add(name)
    return found


@lru_cache(maxsize=1)
def _import_roots(project: Project) -> dict[str, list[str]]:
    """The folders from which own modules are imported, by their top-level name."""
    roots = {
        (
            name.partition(".")[0],
            path.removesuffix(".py").removesuffix("/__init__").removesuffix(name.replace(".", "/")),
        ): None
        for name, path in project.names.modules.items()
    }
    return grouped(roots)


def _may_exist(project: Project, path: str) -> bool:
    """Whether a file lies where we did not look: it is excluded, or behind a link."""
    current = project.root
    for part in PurePosixPath(path).parts:
        current = current / part
        if os.path.islink(current):  # noqa: PTH114 - unlike Path's, it takes a name that is too long
            return True
    return os.path.lexists(current)


def _attribute(project: Project, path: str, module: str, attribute: str) -> Own | Failure | None:
    origins: list[Origin] = [Own(path, "module")]
    place = module
    for name in attribute.split("."):
        found: list[Origin] = []
        for origin in origins:
            if isinstance(origin, Outside) or origin.kind not in ("module", "class"):
                return None
            if origin.kind == "module":
                bound = _bound(project, origin.path, name)
            else:
                bound = _bound_in_class(project, origin, name)
            if bound is None:
                return None
            found += bound
        if not found:
            first = origins[0]
            if isinstance(first, Own) and first.kind == "class":
                return Failure(f"{place} is a class, which has no {name}")
            if isinstance(first, Own) and project.names.has_submodule(first.path, name):
                return Failure(f"importing {place} does not import its module {name}")
            return Failure(f"{place} has no {name}")
        origins = found
        place = f"{place}.{name}"
    results = [_plugin_class(project, origin, place) for origin in origins]
    failures = [result for result in results if isinstance(result, Failure)]
    if len(failures) == len(results):
        return failures[0]
    return next((result for result in results if isinstance(result, Own)), None)


def _plugin_class(project: Project, origin: Origin, name: str) -> Own | Failure | None:
    if isinstance(origin, Outside) or origin.kind in ("value", "member"):
        return None
    if origin.kind == "module":
        return Failure(f"{name} is a module, not a plugin class")
    if origin.kind == "function":
        decorated = project.names.files[origin.path].functions[origin.index].decorators
        return None if decorated else Failure(f"{name} is a function, not a plugin class")
    _, framework, unknown = project.graph.lineage(origin)
    if not PLUGIN_BASES.isdisjoint(framework):
        return origin
    definition = class_at(project.names.files, origin)
    if unknown or definition.decorators:
        return None
    return Failure(f"{name} is a class, but no plugin: none of its bases is InvenTreePlugin")


def _bound(project: Project, path: str, name: str) -> list[Origin] | None:
    """What an imported module binds a name to; [] for nothing, None where that cannot be told."""
    names = project.names
    facts = names.files[path]
    if facts.error is not None:
        return None
    found = names.member(path, name)
    if name in names.index(path).bound_names:
        module = _submodule(names, path, name)
        if not found and module is not None and _imports_from_itself(names, path, name):
            return [Own(module, "module")]
        return found or None
    if names.has_submodule(path, name):
        # Python binds a submodule in its package when something imports it.
        return found if _imports(project, path, name) else []
    if found:
        return found
    is_dynamic = (MODULE, "__getattr__") in names.index(path).named_functions
    return None if is_dynamic or _has_unknown_star(names, path, set()) else []


def _submodule(names: Names, path: str, name: str) -> str | None:
    """The file of the module `name` in the package whose `__init__.py` is at a path."""
    if not path.endswith("__init__.py"):
        return None
    prefix = f"{path.removesuffix('__init__.py')}{name}"
    return next((file for file in (f"{prefix}.py", f"{prefix}/__init__.py") if file in names.files), None)


def _imports_from_itself(names: Names, path: str, name: str) -> bool:
    """Whether a package says `from . import name`, which gives its module of that name."""
    imports = names.files[path].imports
    return any(
        item.name == item.bound == name and names.own_module(path, item.module) == path for item in imports
    )


def _bound_in_class(project: Project, origin: Own, name: str) -> list[Origin] | None:
    """The class that a class has under a name; [] for surely nothing, None where that cannot be told."""
    names = project.names
    lineage, framework, unknown = project.graph.lineage(origin)
    for own in lineage:
        index, key = names.index(own.path), (own.index, name)
        for number in index.classes.get(key, ()):
            return [Own(own.path, "class", name, number)]
        is_bound = key in index.other_names or key in index.assignments or key in index.named_functions
        if is_bound or class_at(names.files, own).decorators:
            return None
    given_later = _given_later(project)
    if unknown or hasattr(type, name) or given_later is None or name in given_later:
        return None
    known = framework_classes()
    has_it = any(item not in known or member_releases(item, name) for item in framework)
    return None if has_it else []


@lru_cache(maxsize=1)
def _given_later(project: Project) -> frozenset[str] | None:
    """The names of the attributes that any module of the project gives something: `Demo.Inner = …`; None
    where one is computed."""
    references = [item for facts in project.names.files.values() for item in facts.references]
    setters = [item for item in references if item.path == ["setattr"] and len(item.arguments) > 1]
    if any(item.arguments[1][0] != "const" for item in setters):
        return None
    stores = [item for item in references if item.context == "store" and len(item.path) == 2]
    return frozenset([*(item.path[1] for item in stores), *(str(item.arguments[1][1]) for item in setters)])


def _has_unknown_star(names: Names, path: str, seen: set[str]) -> bool:
    """Whether a `from … import *` may bind names that are not known."""
    seen.add(path)
    if names.files[path].error is not None:
        return True
    for item in names.files[path].imports:
        if item.name == "*":
            module = names.own_module(path, item.module)
            if module is None or (module not in seen and _has_unknown_star(names, module, seen)):
                return True
    return False


def _imports(project: Project, package: str, name: str) -> bool:
    """Whether loading the project's entry points may import the submodule `name` of the package at a path."""
    names = project.names
    folder = folder_of(package)
    prefix = f"{folder}/{name}" if folder else name
    loaded = _loaded_files(project)
    if any(path == f"{prefix}.py" or path.startswith(f"{prefix}/") for path in loaded):
        return True
    for path in loaded:
        facts = names.files[path]
        if facts.error is not None:
            return True
        for reference in facts.references:
            for origin in names.reference(path, reference) if reference.kind == "import" else []:
                if isinstance(origin, Outside) and origin.name in _IMPORTERS:
                    return True
    return False


@lru_cache(maxsize=1)
def _loaded_files(project: Project) -> set[str]:
    """The files that Python may run when it loads the project's plugin entry points."""
    names = project.names
    assert project.package is not None
    modules = [module_path(project, item.module) for item in project.package.plugin_entry_points]
    pending = [path for path in modules if path is not None]
    loaded: set[str] = set()
    while pending:
        path = pending.pop()
        if path in loaded:
            continue
        loaded.add(path)
        folder = folder_of(path)
        while folder:
            if f"{folder}/__init__.py" in names.files:
                pending.append(f"{folder}/__init__.py")
            folder = folder_of(folder)
        for item in names.files[path].imports:
            if item.type_checking:
                continue
            module = names.own_module(path, item.module)
            if module is None:
                continue
            pending.append(module)
            if item.name == "*":
                folder = folder_of(module)
                beside = (f"{folder}/{name}".lstrip("/") for name in project.entries[folder])
                pending += [other for other in beside if other in names.files]
            elif item.name is not None and (submodule := _submodule(names, module, item.name)):
                pending.append(submodule)
    return loaded


@lru_cache(maxsize=1)
def plugin_entry_points(project: Project) -> Sequence[tuple[EntryPoint, Own | Failure | None]]:
    """The entry points that InvenTree loads, and what loading each gives."""
    if project.package is None:
        return []
    return [(item, load(project, item)) for item in project.package.plugin_entry_points]
