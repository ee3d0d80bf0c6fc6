"""What a name means across the files of a project, as Python would resolve it when it imports them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from flake8_inventree_plugin.inventree.catalogue import has_module, name_releases
from flake8_inventree_plugin.project.index import FileIndex
from flake8_inventree_plugin.project.layout import Role, folder_of, folders_above, role_of
from flake8_inventree_plugin.source.facts import (
    MODULE,
    NO_BRANCH,
    Assignment,
    Class,
    FileFacts,
    Import,
    Reference,
)
from flake8_inventree_plugin.source.values import UNKNOWN, Known, Value, evaluate

# Far more than a plugin needs; a hostile one must neither exhaust Python's stack nor keep us busy.
_MAXIMUM_RESOLVING_DEPTH = 100
_MAXIMUM_EVALUATION_DEPTH = 20
_MAXIMUM_EVALUATIONS = 1000


class Outside(NamedTuple):
    """Something that is not the project's own: its absolute dotted name, as the import writes it."""

    name: str


@dataclass(frozen=True, slots=True)
class Own:
    """Something that the project defines in the file at `path` (POSIX, relative to the root).

    `index` counts among the file's classes or functions; for a "member" of a class it is that of the class.
    """

    path: str
    kind: Literal["module", "class", "function", "value", "member"]
    name: str = ""
    index: int = -1


Origin = Outside | Own


class _Binding(NamedTuple):
    """One place that binds a name at the top of a module; `branch` is an index into the file's branches."""

    line: int
    branch: int
    what: Own | Assignment | Import


class Names:
    """Resolves the names of a project's files.

    `files` are the facts by path; `source_roots` the folders that modules are imported from, best first.
    """

    def __init__(self, files: Mapping[str, FileFacts], source_roots: Sequence[str] = ()) -> None:
        self.files = files
        self.modules = own_modules(files, source_roots)
        self._bindings_by_path: dict[str, dict[str, list[_Binding]]] = {}
        self._members: dict[tuple[str, str], list[Origin]] = {}
        self._resolving: dict[tuple[str, str], list[Origin]] = {}
        self._resolving_depth = 0
        self._evaluating: set[tuple[str, int, str]] = set()
        self._evaluations = 0
        self._indexes: dict[str, FileIndex] = {}

    @cached_property
    def folders(self) -> set[str]:
        """The folders that the files lie in, at any depth; the root is ""."""
        return {folder for path in self.files for folder in folders_above(path)}

    @cached_property
    def module_names(self) -> dict[str, str]:
        """The first name of each own module, by path."""
        return {path: module for module, path in reversed(self.modules.items())}

    def index(self, path: str) -> FileIndex:
        """What stands where in a file."""
        found = self._indexes.get(path)
        if found is None:
            found = self._indexes[path] = FileIndex(self.files[path])
        return found

    # Origins

    def resolve(self, path: str, dotted: str, imports: Iterable[int] | None = None) -> list[Origin]:
        """Where a dotted name used in a file may come from; [] where that cannot be told.

        `imports` are the imports of the file that its first part may be bound by, where that is known.
        """
        first, *rest = dotted.split(".")
        facts = self.files[path]
        indices = list(imports) if imports is not None else []
        origins = (
            [origin for index in indices for origin in self.imported(path, facts.imports[index])]
            if indices
            else self.member(path, first)
        )
        for name in rest:
            origins = [found for origin in origins for found in self._attribute(origin, name)]
        return list(dict.fromkeys(origins))

    def reference(self, path: str, reference: Reference) -> list[Origin]:
        """Where the object at the end of a reference's plain attributes may come from.

        Attributes behind a call or a subscript are not followed.
        """
        plain = reference.path
        for index, part in enumerate(plain):
            if part in ("()", "[]"):
                plain = plain[:index]
                break
        return self.resolve(path, ".".join(plain), reference.imports or None)

    def imported(self, path: str, item: Import) -> list[Origin]:
        """What an import binds; [] for a star import and for a name that an own module does not have."""
        module = self.own_module(path, item.module)
        is_relative = item.module.startswith(".")
        if item.name is None:
            if item.alias is None:
                first = item.module.split(".")[0]
                return (
                    [Own(self.modules[first], "module")]
                    if module and first in self.modules
                    else [Outside(first)]
                )
            return [Own(module, "module")] if module else [Outside(item.module)]
        if item.name == "*":
            return []
        if module is not None:
            found = self.member(module, item.name) or self._submodule(module, item.name)
            # A server module of the same name is what the import means where the own one lacks the name.
            if found or is_relative or not name_releases(item.module, item.name):
                return found
        else:
            # A folder without an __init__.py is a package too.
            dot = "" if item.module.endswith(".") else "."
            submodule = self.own_module(path, f"{item.module}{dot}{item.name}")
            if submodule is not None:
                return [Own(submodule, "module")]
        return [] if is_relative else [Outside(f"{item.module}.{item.name}")]

    def own_module(self, importer: str, module: str) -> str | None:
        """The path of the own module that an import statement names, None for any other.

        `module` is as written, with its leading dots. A `plugin.py` that says `from plugin import …` means
        InvenTree's, not itself.
        """
        level = len(module) - len(module.lstrip("."))
        if not level:
            path = self.modules.get(module)
            return None if path == importer and has_module(module) else path
        folder = PurePosixPath(folder_of(importer))
        for _ in range(level - 1):
            if not folder.parts:
                return None
            folder = folder.parent
        return self._module_in(folder, module[level:].split(".") if module[level:] else [])

    def _module_in(self, folder: PurePosixPath, parts: Sequence[str]) -> str | None:
        target = folder.joinpath(*parts)
        # Where there are both, Python imports the package.
        candidates = (str(target / "__init__.py"), *([f"{target}.py"] if parts else []))
        return next((candidate for candidate in candidates if candidate in self.files), None)

    def has_submodule(self, path: str, name: str) -> bool:
        """Whether the package whose `__init__.py` is at `path` has a module or folder of that name."""
        if not path.endswith("__init__.py"):
            return False
        prefix = f"{folder_of(path)}/{name}" if folder_of(path) else name
        return f"{prefix}.py" in self.files or prefix in self.folders

    def member(self, path: str, name: str) -> list[Origin]:
        """What a module binds a name to, once it is imported; several where that depends on a branch."""
        key = (path, name)
        if key in self._members:
            return self._members[key]
        if key in self._resolving or self._resolving_depth > _MAXIMUM_RESOLVING_DEPTH:
            # Imports in a circle bring nothing new.
            return self._resolving.get(key, [])
        self._resolving[key] = []
        self._resolving_depth += 1
        found = self._resolving[key] = self._member(path, name)
        self._resolving_depth -= 1
        if not self._resolving_depth:
            # Only this one is whole: what was found on the way may lack what lies on a circle.
            self._resolving.clear()
            self._members[key] = found
        return found

    def _member(self, path: str, name: str) -> list[Origin]:
        bindings = self._bindings(path).get(name)
        if not bindings:
            return self._from_star_imports(path, name) or self._submodule(path, name)
        last = max((i for i, binding in enumerate(bindings) if binding.branch == NO_BRANCH), default=0)
        origins = [origin for binding in bindings[last:] for origin in self._bound_to(path, name, binding)]
        return list(dict.fromkeys(origins))

    def _bindings(self, path: str) -> dict[str, list[_Binding]]:
        """What binds names at the top of a module, by name, in the order of the lines."""
        if path in self._bindings_by_path:
            return self._bindings_by_path[path]
        facts = self.files[path]
        found: dict[str, list[_Binding]] = {}

        def add(name: str, line: int, branch: int, what: Own | Assignment | Import) -> None:
            found.setdefault(name, []).append(_Binding(line, branch, what))

        for index, cls in enumerate(facts.classes):
            if cls.owner == MODULE and not cls.function_level:
                add(cls.name, cls.range.line, cls.branch, Own(path, "class", cls.name, index))
        for index, function in enumerate(facts.functions):
            if function.owner == MODULE:
                own = Own(path, "function", function.name, index)
                add(function.name, function.range.line, function.branch, own)
        for assignment in facts.assignments:
            add(assignment.name, assignment.range.line, assignment.branch, assignment)
        for item in facts.imports:
            if item.name != "*" and not item.function_level and not item.in_class:
                add(item.bound, item.range.line, item.branch, item)
        for name in facts.other_names:
            # Nobody knows where, and whether it happens.
            add(name, facts.lines + 1, 0, Own(path, "value", name))
        for bindings in found.values():
            bindings.sort(key=lambda binding: binding.line)
        self._bindings_by_path[path] = found
        return found

    def _bound_to(self, path: str, name: str, binding: _Binding) -> list[Origin]:
        if isinstance(binding.what, Import):
            return self.imported(path, binding.what)
        if isinstance(binding.what, Own):
            return [binding.what]
        value = binding.what.value
        if value[0] == "name" and value[1] != name:
            origins = self.resolve(path, value[1])
            if any(isinstance(origin, Outside) or origin.kind != "value" for origin in origins):
                return origins
        return [Own(path, "value", name)]

    def _submodule(self, path: str, name: str) -> list[Origin]:
        if path.endswith("__init__.py"):
            module = self._module_in(PurePosixPath(folder_of(path)), [name])
            if module is not None:
                return [Own(module, "module")]
        return []

    def _from_star_imports(self, path: str, name: str) -> list[Origin]:
        imports = self.files[path].imports
        for index in reversed(self.index(path).imports.get("*", [])):
            item = imports[index]
            module = self.own_module(path, item.module)
            if module is not None:
                exports = self.files[module].exports
                is_exported = not name.startswith("_") if exports is None else name in exports
                if is_exported and (found := self.member(module, name)):
                    return found
            elif not name.startswith("_") and name_releases(item.module, name):
                return [Outside(f"{item.module}.{name}")]
        return []

    def _attribute(self, origin: Origin, name: str) -> list[Origin]:
        if isinstance(origin, Outside):
            dotted = f"{origin.name}.{name}"
            # `import demo.core` binds `demo`, also where that is a folder without an __init__.py.
            return [Own(self.modules[dotted], "module") if dotted in self.modules else Outside(dotted)]
        if origin.kind == "module":
            return self.member(origin.path, name)
        if origin.kind == "class":
            return [Own(origin.path, "member", name, origin.index)]
        return []

    # Values

    def evaluate(self, path: str, expression: list[object], cls: int = MODULE) -> Value:
        """The value of an expression that stands in a file, or in the body of its class number `cls`."""
        return evaluate(expression, _Scope(self, path, cls))

    def value_of(self, dotted: str) -> Value:
        """The value of an absolute dotted name such as "demo.__version__"."""
        module, _, name = dotted.rpartition(".")
        path = self.modules.get(module)
        return UNKNOWN if path is None else self._value_of_origins(self.member(path, name))

    def value_in(self, path: str, cls: int, dotted: str) -> Value:
        """The value of a dotted name used in a file, or in the body of its class number `cls`."""
        if cls != MODULE and "." not in dotted and not self._is_defined_by_itself(path, cls, dotted):
            found = self.class_value(path, cls, dotted)
            if found is not None:
                return found
        return self._value_of_origins(self.resolve(path, dotted))

    def _is_defined_by_itself(self, path: str, cls: int, name: str) -> bool:
        """Whether `VERSION = VERSION` is being evaluated in a class body: the second is the module's."""
        return (path, cls, name) in self._evaluating and len(self.index(path).assignments[cls, name]) == 1

    def _value_of_origins(self, origins: list[Origin]) -> Value:
        if len(origins) != 1 or not isinstance(origins[0], Own):
            return UNKNOWN
        origin = origins[0]
        if origin.kind == "member":
            found = self.class_value(origin.path, origin.index, origin.name)
            return UNKNOWN if found is None else found
        index = self.index(origin.path)
        if origin.kind != "value" or (MODULE, origin.name) in index.other_names:
            return UNKNOWN
        assignments = index.assignments.get((MODULE, origin.name), [])
        if len(assignments) != 1 or assignments[0].branch != NO_BRANCH:
            return UNKNOWN
        return self._guarded(origin.path, MODULE, origin.name, assignments[0].value)

    def class_value(self, path: str, cls: int, name: str) -> Value | None:
        """The value that a class body itself gives a name; None where it gives it none."""
        index = self.index(path)
        key = (cls, name)
        if key in index.other_names:
            return UNKNOWN
        assignments = index.assignments.get(key)
        if assignments is None:
            return UNKNOWN if key in index.named_functions or key in index.classes else None
        branch = self.files[path].classes[cls].branch
        if any(assignment.branch != branch for assignment in assignments):
            return UNKNOWN
        return self._guarded(path, cls, name, assignments[-1].value)

    def _guarded(self, path: str, cls: int, name: str, expression: list[object]) -> Value:
        """Evaluates an assignment; UNKNOWN where its value depends on itself, or on too many others."""
        key = (path, cls, name)
        depth = len(self._evaluating)
        self._evaluations = self._evaluations + 1 if depth else 1
        if (
            key in self._evaluating
            or depth > _MAXIMUM_EVALUATION_DEPTH
            or self._evaluations > _MAXIMUM_EVALUATIONS
        ):
            return UNKNOWN
        self._evaluating.add(key)
        try:
            return evaluate(expression, _Scope(self, path, cls))
        except RecursionError:
            return UNKNOWN
        finally:
            self._evaluating.discard(key)


class _Scope:
    """Where `values.evaluate` looks up the names of one file or class body."""

    def __init__(self, names: Names, path: str, cls: int) -> None:
        self.names = names
        self.path = path
        self.cls = cls

    def value_of(self, name: str) -> Value:
        return self.names.value_in(self.path, self.cls, name)

    def origin_of(self, name: str) -> str:
        for origin in self.names.resolve(self.path, name):
            if isinstance(origin, Outside):
                return origin.name
        return ""


def own_modules(files: Iterable[str], source_roots: Sequence[str] = ()) -> dict[str, str]:
    """The modules that the project itself provides: dotted name -> path.

    Beside the declared `source_roots`, modules are found below `src`, below the folder that holds a top-level
    package (tests aside) and below the project's root.
    """
    paths = sorted(files)
    packages = {folder_of(path) for path in paths if path.endswith("__init__.py")}
    roots = [root.strip("/") if root != "." else "" for root in source_roots]
    if "src" not in packages:
        roots.append("src")
    for path in paths:
        folder = folder_of(path)
        if folder in packages and folder_of(folder) not in packages and role_of(path) is Role.PACKAGE:
            roots.append(folder_of(folder))
    roots.append("")
    modules: dict[str, str] = {}
    # Where there are a module and a package of one name, Python imports the package.
    paths.sort(key=lambda path: not path.endswith("__init__.py"))
    ranks = {root: rank for rank, root in enumerate(dict.fromkeys(roots))}
    below = ((ranks[root], root, path) for path in paths for root in folders_above(path) if root in ranks)
    for _, root, path in sorted(below, key=lambda place: place[0]):
        modules.setdefault(_dotted(path.removeprefix(f"{root}/")), path)
    modules.pop("", None)
    return modules


def _dotted(path: str) -> str:
    return (
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") if path != "__init__.py" else ""
    )


def known_text(value: Value | None) -> str | None:
    """The text of a value that is known to be a string, else None."""
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else None


def class_at(files: Mapping[str, FileFacts], origin: Own) -> Class:
    """The class that an origin of kind "class" or "member" names."""
    return files[origin.path].classes[origin.index]
