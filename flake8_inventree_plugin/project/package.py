"""What the packaging files of a project say about the package that is built from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flake8_inventree_plugin.findings import START
from flake8_inventree_plugin.project import pyproject, setup_py
from flake8_inventree_plugin.project.declarations import (
    FIELDS,
    PLUGIN_GROUP,
    Declarations,
    EntryPoint,
    Located,
    Read,
    ValueOf,
    is_truthy,
    unknown_fields,
)
from flake8_inventree_plugin.project.setup_py import SetupCall, setup_call
from flake8_inventree_plugin.source.values import UNKNOWN, Known
from flake8_inventree_plugin.toml import TomlError

__all__ = [
    "PLUGIN_GROUP",
    "EntryPoint",
    "FileError",
    "Located",
    "Package",
    "SetupCall",
    "read_package",
    "setup_call",
]


_SETUP_CFG = "setup.cfg"
_PEOPLE = ("author", "author_email")
_NEVER_RESET = (*_PEOPLE, "home_page", "entry_points")
"""What setuptools keeps from setup.cfg and setup.py although `[project]` does not list it as dynamic. All
else is reset, since version 69."""


class FileError(NamedTuple):
    """A packaging file that cannot be read, and where; lines and columns are 1-based."""

    path: str
    line: int
    column: int
    reason: str


@dataclass(slots=True)
class Package:
    """The metadata of a project's package, as a build would write it.

    None means that no file declares it, UNKNOWN inside a `Located` that it is declared but not statically.
    Lists and tables may hold UNKNOWN items. `author_email` is the metadata's `Author-email`, `urls` its
    `Project-URL` (label -> address), `home_page` its `Home-page` (setuptools' `url`), `readme` the long
    description itself, `license` the licence's name, expression or, where a file is given, its text.
    """

    files: tuple[str, ...]
    """Those of pyproject.toml, setup.cfg and setup.py that declare something to the build."""
    name: Located | None = None
    version: Located | None = None
    description: Located | None = None
    author: Located | None = None
    author_email: Located | None = None
    license: Located | None = None
    readme: Located | None = None
    urls: Located | None = None
    home_page: Located | None = None
    classifiers: Located | None = None
    keywords: Located | None = None
    dependencies: Located | None = None
    optional_dependencies: Located | None = None
    entry_points: list[EntryPoint] = field(default_factory=list)
    """Those of all groups; scripts are left out where they have a table of their own."""
    entry_points_unknown: bool = False
    """There may be more of them in PLUGIN_GROUP."""
    ignored_entry_points: list[EntryPoint] = field(default_factory=list)
    """What setup.cfg or setup.py declare and the build does not look at."""
    package_directories: tuple[tuple[str, str], ...] = ()
    """Package and folder (POSIX, "" is the root); the package "" stands for all that are not named."""
    packages: tuple[str, ...] | None = None
    """The packages that are built where they are listed one by one, else None."""
    modules: tuple[str, ...] | None = None
    """The top-level modules that are built where they are listed, else None."""
    errors: list[FileError] = field(default_factory=list)

    @property
    def plugin_entry_points(self) -> list[EntryPoint]:
        """The entry points that InvenTree loads."""
        return [item for item in self.entry_points if item.group == PLUGIN_GROUP]

    @property
    def source_roots(self) -> list[str]:
        """The folders that top-level modules are imported from, as far as they are declared."""
        roots = [folder for package, folder in self.package_directories if not package]
        for package, folder in self.package_directories:
            tail = package.replace(".", "/")
            if package and f"/{folder}".endswith(f"/{tail}"):
                roots.append(folder.removesuffix(tail).rstrip("/"))
        return list(dict.fromkeys(roots))


def read_package(read: Read, setup_py_call: SetupCall | None, value_of: ValueOf) -> Package | None:
    """The package that a project declares, None where it declares none.

    `setup_py_call` is what `setup_call` found in its setup.py. Files that the build backend does not look at
    count for nothing. Where a file cannot be read, everything that it could say is unknown.
    """
    try:
        document = pyproject.Document(read(pyproject.FILE) or b"")
    except TomlError as error:
        # No build can begin, so the other files do not matter.
        package = _package([pyproject.FILE], unknown_fields(pyproject.FILE, START), [])
        package.errors.append(FileError(pyproject.FILE, error.line, error.column, error.reason))
        return package
    errors: list[FileError] = []
    script = _read_setup_py(read, setup_py_call)
    cfg = _read_setup_cfg(read, value_of, errors)
    beside = _merged(script, cfg)
    uses_setuptools = document.backend == "setuptools"
    files, fields = _read_pyproject(document, beside if uses_setuptools else {}, read, value_of)
    sources = [pyproject.directory_declarations(document)]
    if uses_setuptools:
        sources += [script, cfg]
        files += [_SETUP_CFG] if cfg.says_something else []
        files += [setup_py.FILE] if read(setup_py.FILE) is not None else []
    if not files:
        return None
    package = _package(files, fields, sources)
    if uses_setuptools:
        package.errors = errors
    if "entry_points" in beside and fields.get("entry_points") is not beside["entry_points"]:
        package.ignored_entry_points, _ = _entry_points(beside["entry_points"])
    return package


def _read_setup_cfg(read: Read, value_of: ValueOf, errors: list[FileError]) -> Declarations:
    data = read(_SETUP_CFG)
    if data is None:
        return Declarations()
    from flake8_inventree_plugin.project import setup_cfg
    from flake8_inventree_plugin.project.ini import IniError

    try:
        text = data.decode("utf-8")
        return setup_cfg.setup_cfg_declarations(text, read, value_of)
    except UnicodeDecodeError as error:
        text = data[: error.start].decode("utf-8")
        line = text.count("\n") + 1
        errors.append(FileError(_SETUP_CFG, line, len(text) - text.rfind("\n"), "not valid UTF-8"))
        text = data.decode("utf-8", "replace")
    except IniError as error:
        errors.append(FileError(_SETUP_CFG, error.line, error.column, error.reason))
    if not setup_cfg.mentions_packaging(text):
        return Declarations()
    return Declarations(unknown_fields(_SETUP_CFG, START))


def _read_setup_py(read: Read, call: SetupCall | None) -> Declarations:
    if read(setup_py.FILE) is None:
        return Declarations()
    if call is None:
        # It may do anything; a build runs it.
        return Declarations(unknown_fields(setup_py.FILE, START))
    return setup_py.setup_py_declarations(call)


def _merged(script: Declarations, cfg: Declarations) -> dict[str, Located]:
    """What setup.py says goes before setup.cfg, unless it is empty."""
    filled = {name: value for name, value in script.fields.items() if is_truthy(value)}
    return {**script.fields, **cfg.fields, **filled}


def _read_pyproject(
    document: pyproject.Document, beside: dict[str, Located], read: Read, value_of: ValueOf
) -> tuple[list[str], dict[str, Located]]:
    """The files that make the package, without setuptools' own, and its fields; `beside` is what they say."""
    project = pyproject.project_declarations(document, read)
    backend = document.backend
    own: dict[str, Located] | None = None
    if backend == "poetry":
        from flake8_inventree_plugin.project import poetry

        if not poetry.makes_package(document):
            return [], {}
        own = poetry.poetry_declarations(document, read)
    elif backend == "flit" and not project:
        from flake8_inventree_plugin.project import flit

        own = flit.flit_declarations(document, read, value_of)
    if not project:
        fields = own or dict(beside)
        if "version" not in fields and document.has_version_tool:
            fields["version"] = Located(UNKNOWN, pyproject.FILE, START)
        return ([pyproject.FILE] if own else []), fields
    if own is not None:
        # Poetry takes its own table where [project] has nothing.
        project = {name: value for name, value in project.items() if is_truthy(value) and name not in _PEOPLE}
    fields = {**(own or {}), **project}
    _add_dynamic(document, fields, beside, read, value_of)
    return [pyproject.FILE], fields


def _add_dynamic(
    document: pyproject.Document,
    fields: dict[str, Located],
    beside: dict[str, Located],
    read: Read,
    value_of: ValueOf,
) -> None:
    """Adds what `[project]` leaves to the backend, and what setuptools takes from its own files anyway."""
    dynamic = pyproject.dynamic_fields(document)
    name = fields["name"].value if "name" in fields else UNKNOWN
    for field_name in FIELDS:
        if field_name in fields:
            continue
        found = beside.get(field_name)
        if field_name == "entry_points" and _scripts_replace_entry_points(document, found):
            found = None
        if field_name in dynamic:
            found = pyproject.dynamic_value(document, field_name, name, read, value_of) or found
            together = _PEOPLE if field_name in _PEOPLE else (field_name,)
            if found is None and not any(other in beside for other in together):
                found = Located(UNKNOWN, pyproject.FILE, dynamic[field_name])
        elif field_name not in _NEVER_RESET:
            continue
        if found is not None:
            fields[field_name] = found


def _scripts_replace_entry_points(document: pyproject.Document, beside: Located | None) -> bool:
    """Whether setuptools drops the entry points of setup.cfg and setup.py: it does so where it has scripts to
    write that `[project]` gives, or that it resets because `dynamic` does not list them.
    """
    project = document.table("project").data
    groups = {item.group for item in _entry_points(beside)[0]}
    for key, group in (("scripts", "console_scripts"), ("gui-scripts", "gui_scripts")):
        if key in project or (group in groups and key not in pyproject.strings(project.get("dynamic"))):
            return True
    return False


def _entry_points(located: Located | None) -> tuple[list[EntryPoint], bool]:
    """The entry points that are known, and whether there may be more."""
    if located is None:
        return [], False
    items: list[Any] = located.value.value if isinstance(located.value, Known) else [UNKNOWN]
    known = [item for item in items if isinstance(item, EntryPoint)]
    return known, len(known) < len(items)


def _package(files: list[str], fields: dict[str, Located], sources: list[Declarations]) -> Package:
    values: dict[str, Any] = {name: fields[name] for name in FIELDS if name in fields}
    entry_points, unknown = _entry_points(values.pop("entry_points", None))
    packages = next((source.packages for source in sources if source.packages is not None), None)
    modules = next((source.modules for source in sources if source.modules is not None), None)
    return Package(
        files=tuple(files),
        **values,
        entry_points=entry_points,
        entry_points_unknown=unknown,
        package_directories=tuple(pair for source in sources for pair in source.package_directories),
        packages=None if packages is None else tuple(packages),
        modules=None if modules is None else tuple(modules),
    )
