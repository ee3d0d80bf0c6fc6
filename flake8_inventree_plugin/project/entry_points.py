"""What loading an entry point would give, worked out without importing anything."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from flake8_inventree_plugin.inventree.catalogue import framework_classes, member_releases
from flake8_inventree_plugin.project.layout import folder_of
from flake8_inventree_plugin.project.model import PLUGIN_BASES, ClassGraph, PluginClass, Project
from flake8_inventree_plugin.project.names import Names, Origin, Outside, Own, class_at
from flake8_inventree_plugin.project.package import EntryPoint
from flake8_inventree_plugin.source.facts import MODULE, FileFacts, Reference

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
    found = next((module for module, other in project.names.modules.items() if other == path), None)
    # A folder for sources is no package, even if it has an `__init__.py`.
    return found.removeprefix("src.") if found is not None else None


def is_meant_for(entry_point: EntryPoint, plugin: PluginClass) -> bool:
    """Whether an entry point names a plugin class, whatever loading it gives."""
    return plugin.name in (
        entry_point.name,
        re.split(r"[.:]", entry_point.target.partition("[")[0].strip())[-1],
    )


def _missing_module(project: Project, module: str, attribute: str | None) -> Failure | None:
    top = module.partition(".")[0]
    own = [(name, path) for name, path in project.names.modules.items() if name.partition(".")[0] == top]
    if not own:
        return None
    if any(name.startswith(f"{module}.") for name, _ in own):
        # A folder without `__init__.py`: it can be imported, and importing it binds nothing.
        if attribute is None:
            return Failure(f"{module} is a folder, not a plugin class")
        name = attribute.partition(".")[0]
        inside = [path for other, path in own if f"{other}.".startswith(f"{module}.{name}.")]
        if not inside:
            return Failure(f"{module} has no {name}")
        imported = not _loaded_files(project).isdisjoint(inside)
        return None if imported else Failure(f"importing {module} does not import its module {name}")
    for name, path in own:
        root = PurePosixPath(
            path.removesuffix(".py").removesuffix("/__init__").removesuffix(name.replace(".", "/"))
        )
        target = str(root / module.replace(".", "/"))
        if _may_exist(project, f"{target}.py") or _may_exist(project, f"{target}/__init__.py"):
            return None
    return Failure(f"there is no module {module}")


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
                bound = _bound_in_class(project.names, origin, name)
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
    _, framework, unknown = ClassGraph(project.names).lineage(origin)
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
    if name in _bound_names(facts):
        module = _submodule(names, path, name)
        if not found and module is not None and _imports_from_itself(names, path, name):
            return [Own(module, "module")]
        return found or None
    if names.has_submodule(path, name):
        # Python binds a submodule in its package when something imports it.
        return found if _imports(project, path, name) else []
    if found:
        return found
    is_dynamic = any(f.name == "__getattr__" and f.owner == MODULE for f in facts.functions)
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


def _bound_in_class(names: Names, origin: Own, name: str) -> list[Origin] | None:
    """The class that a class has under a name; [] for surely nothing, None where that cannot be told."""
    lineage, framework, unknown = ClassGraph(names).lineage(origin)
    for own in lineage:
        facts = names.files[own.path]
        definition = facts.classes[own.index]
        for index, inner in enumerate(facts.classes):
            if inner.owner == own.index and inner.name == name:
                return [Own(own.path, "class", name, index)]
        bound = {*definition.other_names, *(item.name for item in definition.attributes)}
        bound.update(item.name for item in facts.functions if item.owner == own.index)
        if name in bound or definition.decorators:
            return None
    if unknown or hasattr(type, name) or _is_given_later(names, name):
        return None
    known = framework_classes()
    has_it = any(item not in known or member_releases(item, name) for item in framework)
    return None if has_it else []


def _is_given_later(names: Names, name: str) -> bool:
    """Whether any module of the project gives something an attribute of that name: `Demo.Inner = …`."""
    return any(
        names.stored(path, name) or any(_may_set(call, name) for call in facts.references)
        for path, facts in names.files.items()
    )


def _may_set(call: Reference, name: str) -> bool:
    """Whether a use is `setattr(…, "name", …)`, or one with a name that is computed."""
    if call.path != ["setattr"] or len(call.arguments) < 2:
        return False
    return call.arguments[1] == ["const", name] or call.arguments[1][0] != "const"


def _bound_names(facts: FileFacts) -> set[str]:
    bound = set(facts.other_names)
    bound.update(item.name for item in facts.assignments)
    bound.update(item.bound for item in facts.imports if not item.function_level)
    bound.update(item.name for item in facts.functions if item.owner == MODULE)
    bound.update(item.name for item in facts.classes if item.owner == MODULE and not item.function_level)
    return bound


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
                pending += [other for other in names.files if folder_of(other) == folder_of(module)]
            elif item.name is not None and (submodule := _submodule(names, module, item.name)):
                pending.append(submodule)
    return loaded


def plugin_entry_points(project: Project) -> Iterable[tuple[EntryPoint, Own | Failure | None]]:
    """The entry points that InvenTree loads, and what loading each gives."""
    if project.package is None:
        return []
    return [(item, load(project, item)) for item in project.package.plugin_entry_points]
