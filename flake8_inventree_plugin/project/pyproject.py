"""What a pyproject.toml declares: the `[project]` table, and what the build backends add to it."""

from __future__ import annotations

import re
from typing import Any

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.declarations import (
    PLUGIN_GROUP,
    Declarations,
    EntryPoint,
    Located,
    Read,
    ValueOf,
    directories,
    entry_points_of_file,
    files_value,
    is_truthy,
    read_text,
    requirement_lines,
    text_value,
    texts_value,
    version_value,
)
from flake8_inventree_plugin.source.values import UNKNOWN, Known, Value
from flake8_inventree_plugin.toml import parse
from flake8_inventree_plugin.toml_ranges import Path, key_ranges, nearest_range

FILE = "pyproject.toml"

# The first part of `build-backend` -> who builds. Anything else (a backend of the project's own) most often
# wraps setuptools.
_BACKENDS = {
    "hatchling": "hatch",
    "hatch": "hatch",
    "poetry": "poetry",
    "poetry_core": "poetry",
    "poetry_dynamic_versioning": "poetry",
    "flit_core": "flit",
    "flit": "flit",
    "flit_scm": "flit",
    "pdm": "pdm",
    "uv_build": "uv",
    "uv": "uv",
    "maturin": "other",
    "mesonpy": "other",
    "scikit_build_core": "other",
    "sipbuild": "other",
    "trampolim": "other",
    "whey": "other",
    "jupyter_packaging": "setuptools",
}

_DYNAMIC_FIELDS = {
    "authors": ("author", "author_email"),
    "entry-points": ("entry_points",),
    "optional-dependencies": ("optional_dependencies",),
}
"""Keys of `[project]` whose field has another name."""

# Patterns stay text until they are needed: few projects need them, and compiling takes time.
_HATCH_VERSION = r"""(?mi)^(?:__version__|VERSION)(?: ?: ?str)? *= *(['"])v?(?P<version>.+?)\1"""
_PDM_VERSION = r"""(?m)^(?:__version__|VERSION)\s*=\s*["'](?P<version>.+?)["']\s*(?:\#.*)?$"""
_VERSION_TOOLS = ("scm", "vcs", "versioneer", "versioningit", "dynamic-version", "dunamai")


class Document:
    """A pyproject.toml. Raises `toml.TomlError`."""

    def __init__(self, data: bytes) -> None:
        self.data = parse(data)
        self._source = data
        self._ranges: dict[Path, Range] | None = None

    def table(self, *path: str) -> Table:
        """A table; an empty one where there is none."""
        value: Any = self.data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return Table(self, path, value if isinstance(value, dict) else {})

    def range(self, path: Path) -> Range:
        """Where a key stands, or the nearest table around it."""
        if self._ranges is None:
            self._ranges = key_ranges(self._source.decode("utf-8"))
        return nearest_range(self._ranges, path)

    @property
    def backend(self) -> str:
        """Who builds: "setuptools", "poetry", "hatch", "flit", "pdm", "uv" or "other"."""
        name = self.table("build-system").data.get("build-backend")
        if isinstance(name, str):
            return _BACKENDS.get(name.replace(":", ".").partition(".")[0].strip(), "setuptools")
        if not self.table("project").data:
            if self.table("tool", "poetry").data:
                return "poetry"
            if self.table("tool", "flit", "metadata").data:
                return "flit"
        return "setuptools"

    @property
    def has_version_tool(self) -> bool:
        """Whether something that is not written down in the project gives it its version."""
        requires = self.table("build-system").data.get("requires")
        tools = self.table("tool").data
        return any(tool in item.lower() for item in (*strings(requires), *tools) for tool in _VERSION_TOOLS)


class Table:
    """A table of a document; `data` is its content."""

    def __init__(self, document: Document, path: tuple[str, ...], data: dict[str, Any]) -> None:
        self.document = document
        self.path = path
        self.data = data

    def range(self, *keys: str) -> Range:
        """Where a key of the table stands."""
        return self.document.range((*self.path, *keys))

    def table(self, key: str) -> Table:
        """A table inside this one."""
        return self.document.table(*self.path, key)

    def located(self, key: str, value: Value) -> Located:
        """A value that a key of this table declares."""
        return Located(value, FILE, self.range(key))

    def entry_points(self) -> list[Any]:
        """The entry points of a table group -> name -> target."""
        items: list[Any] = []
        for group, targets in self.data.items():
            for name, target in targets.items() if isinstance(targets, dict) else [("", None)]:
                if isinstance(target, str):
                    items.append(EntryPoint(group, name, target.strip(), FILE, self.range(group, name)))
                elif group == PLUGIN_GROUP:
                    items.append(UNKNOWN)
        return items


def strings(value: Any) -> list[str]:
    """The strings of a list; none where it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def text_table(value: Any) -> Value:
    """A table of strings, or unknown."""
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return Known(dict(value))
    return UNKNOWN


def texts_table(value: Any) -> Value:
    """A table of lists of strings, or unknown."""
    if isinstance(value, dict) and all(isinstance(texts_value(texts), Known) for texts in value.values()):
        return Known({key: list(texts) for key, texts in value.items()})
    return UNKNOWN


# [project]


def project_declarations(document: Document, read: Read) -> dict[str, Located]:
    """The fields that `[project]` gives."""
    project = document.table("project")
    fields: dict[str, Located] = {}
    readers = {
        "name": text_value,
        "version": text_value,
        "description": text_value,
        "readme": lambda value: _readme(value, read),
        "license": lambda value: _license(value, read),
        "urls": text_table,
        "classifiers": texts_value,
        "keywords": texts_value,
        "dependencies": texts_value,
        "optional-dependencies": texts_table,
    }
    for key, reader in readers.items():
        if key in project.data:
            fields[key.replace("-", "_")] = project.located(key, reader(project.data[key]))
    if "authors" in project.data:
        fields.update(_authors(project))
    if project.data.get("entry-points"):
        given = isinstance(project.data["entry-points"], dict)
        items = project.table("entry-points").entry_points() if given else [UNKNOWN]
        fields["entry_points"] = project.located("entry-points", Known(items))
    return fields


def dynamic_fields(document: Document) -> dict[str, Range]:
    """The fields that `[project]` leaves to the build backend, and where it says so."""
    project = document.table("project")
    place = project.range("dynamic")
    return {
        field: place
        for key in strings(project.data.get("dynamic"))
        for field in _DYNAMIC_FIELDS.get(key, (key,))
    }


def _readme(value: Any, read: Read) -> Value:
    if isinstance(value, dict):
        return text_value(value["text"]) if "text" in value else _readme(value.get("file"), read)
    return files_value(read, value)


def _license(value: Any, read: Read) -> Value:
    if isinstance(value, dict):
        return files_value(read, value["file"]) if "file" in value else text_value(value.get("text"))
    return text_value(value)


def _authors(project: Table) -> dict[str, Located]:
    """Who has an e-mail address goes, with it, into one field, who has none into another."""
    people = project.data["authors"]
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        return {field: project.located("authors", UNKNOWN) for field in ("author", "author_email")}
    names: list[str] = []
    addresses: list[str] = []
    for person in people:
        name, email = person.get("name"), person.get("email")
        if isinstance(email, str) and email:
            addresses.append(f"{name} <{email}>" if name else email)
        elif isinstance(name, str) and name:
            names.append(name)
    fields = {"author": ", ".join(names), "author_email": ", ".join(addresses)}
    return {field: project.located("authors", Known(text)) for field, text in fields.items() if text}


# What the backends know of the fields in `dynamic`


def dynamic_value(
    document: Document, field: str, name: Value, read: Read, value_of: ValueOf
) -> Located | None:
    """The value of a field that `[project]` lists in `dynamic`, None where pyproject.toml does not tell.

    `name` is that of the package.
    """
    backend = document.backend
    if backend == "setuptools":
        return _setuptools_dynamic(document.table("tool", "setuptools", "dynamic"), field, read, value_of)
    if backend == "hatch" and field == "version":
        return _version_in_file(document.table("tool", "hatch"), "regex", _HATCH_VERSION, read)
    if backend == "pdm" and field == "version":
        return _version_in_file(document.table("tool", "pdm"), "file", _PDM_VERSION, read)
    if backend == "flit" and field in ("version", "description"):
        module = document.table("tool", "flit", "module").data.get("name")
        if not isinstance(module, str):
            module = str(name.value).replace("-", "_") if isinstance(name, Known) else ""
        return document.table("project").located("dynamic", flit_value(module, field, value_of))
    return None


def _setuptools_dynamic(table: Table, field: str, read: Read, value_of: ValueOf) -> Located | None:
    key = field.replace("_", "-")
    directive = table.data.get(key)
    if not isinstance(directive, dict):
        return None
    if key == "optional-dependencies":
        groups = {group: _directive(files, read, value_of) for group, files in directive.items()}
        known = {g: requirement_lines(v.value) for g, v in groups.items() if isinstance(v, Known)}
        return table.located(key, Known(known) if len(known) == len(groups) else UNKNOWN)
    value = _directive(directive, read, value_of)
    if key == "version":
        value = version_value(value) if is_truthy(Located(value, "", table.range())) else UNKNOWN
    elif "file" in directive and isinstance(value, Known):
        if key == "classifiers":
            value = Known(value.value.splitlines())
        elif key == "dependencies":
            value = Known(requirement_lines(value.value))
        elif key == "entry-points":
            path = directive["file"]
            value = Known(entry_points_of_file(path, read)) if isinstance(path, str) else UNKNOWN
    return table.located(key, value)


def _directive(directive: Any, read: Read, value_of: ValueOf) -> Value:
    if not isinstance(directive, dict):
        return UNKNOWN
    if "file" in directive:
        return files_value(read, directive["file"])
    name = directive.get("attr")
    return value_of(name.strip()) if isinstance(name, str) else UNKNOWN


def _version_in_file(tool: Table, source: str, pattern: str, read: Read) -> Located | None:
    settings = tool.table("version").data
    path = settings.get("path")
    value: Value = UNKNOWN
    # A pattern or a program of the project's own is not run here.
    if settings.get("source", source) == source and isinstance(path, str) and "pattern" not in settings:
        match = re.search(pattern, read_text(read, path) or "")
        value = Known(match["version"]) if match else UNKNOWN
    return tool.located("version", value)


def flit_value(module: str, field: str, value_of: ValueOf) -> Value:
    """The version or description that Flit takes from a module's `__version__` or docstring."""
    if not module:
        return UNKNOWN
    if field == "version":
        return version_value(value_of(f"{module}.__version__"))
    docstring = value_of(f"{module}.__doc__")
    if isinstance(docstring, Known) and isinstance(docstring.value, str):
        return Known(docstring.value.strip().partition("\n")[0])
    return UNKNOWN


# Where the modules are


def directory_declarations(document: Document) -> Declarations:
    """Which packages the build takes, and from which folders, as far as pyproject.toml says so."""
    found = Declarations()
    backend = document.backend
    if backend == "setuptools":
        _setuptools_directories(document, found)
    elif backend == "poetry":
        packages = document.table("tool", "poetry").data.get("packages")
        for item in packages if isinstance(packages, list) else []:
            if isinstance(item, dict) and isinstance(item.get("include"), str):
                start = item.get("from")
                prefix = f"{start}/" if isinstance(start, str) else ""
                found.package_directories += directories(
                    [(_package(item["include"]), prefix + item["include"])]
                )
    elif backend == "hatch":
        wheel = document.table("tool", "hatch", "build", "targets", "wheel").data
        build = document.table("tool", "hatch", "build").data
        for path in strings(wheel.get("packages", build.get("packages"))):
            found.package_directories += directories([(path.strip("/").rpartition("/")[2], path)])
        found.package_directories += directories(
            ("", path) for path in strings(wheel.get("sources", build.get("sources")))
        )
    elif backend == "pdm":
        start = document.table("tool", "pdm", "build").data.get("package-dir")
        found.package_directories += directories([("", start)] if isinstance(start, str) else [])
    elif backend == "uv":
        start = document.table("tool", "uv", "build-backend").data.get("module-root", "src")
        found.package_directories += directories([("", start)] if isinstance(start, str) else [])
    return found


def _setuptools_directories(document: Document, found: Declarations) -> None:
    table = document.table("tool", "setuptools")
    mapping = text_table(table.data.get("package-dir", {}))
    if isinstance(mapping, Known):
        found.package_directories += directories(mapping.value.items())
    packages = table.data.get("packages")
    if isinstance(packages, list):
        found.packages = strings(packages)
    modules = table.data.get("py-modules")
    if isinstance(modules, list):
        found.modules = strings(modules)
    for where in strings(table.table("packages").table("find").data.get("where")):
        found.package_directories += directories([("", where)])


def _package(path: str) -> str:
    return path.strip("/").replace("/", ".")
