"""What setuptools puts into a wheel: what `package_data` names and, with `include_package_data`, what the
manifest has.

Source: `build_py` in setuptools/command/build_py.py and `FileList` in setuptools/command/egg_info.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.project import pyproject, setup_py
from flake8_inventree_plugin.project.builds.data_files import LeftOut, data_folder
from flake8_inventree_plugin.project.builds.patterns import matches, of_manifest, parents
from flake8_inventree_plugin.project.declarations import read_text
from flake8_inventree_plugin.project.entry_points import module_name
from flake8_inventree_plugin.project.ini import Section, parse
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.pyproject import Document, strings
from flake8_inventree_plugin.source.values import Known, Value

_MANIFEST = "MANIFEST.in"
_SETUP_CFG = "setup.cfg"
_HARMLESS = frozenset(
    {
        "setuptools",
        "wheel",
        "pip",
        "build",
        "packaging",
        "tomli",
        "toml",
        "twine",
        "cython",
        "pyyaml",
        "versioneer",
    }
)
"""What a build may require without getting more files; others may be plugins that ask git for files."""
_CUSTOM = ("cmdclass", "distclass", "use_scm_version", "setup_requires")
"""Keywords that let the build do anything."""

Patterns = dict[str, list[str]]
"""Patterns by package; "" stands for all of them."""


class _UnknownError(Exception):
    """Something that decides what is built is not known."""


@dataclass(slots=True)
class _Settings:
    """`include` is None where no file says anything. `namespaces`: folders without `__init__.py` are packages
    too. `where` and `place` are where more could be said."""

    include: bool | None = None
    package_data: Patterns = field(default_factory=dict)
    exclude_package_data: Patterns = field(default_factory=dict)
    namespaces: bool = True
    where: str = pyproject.FILE
    place: Range = START


def left_out_by_setuptools(
    project: Project, document: Document, folder: str, paths: list[str]
) -> LeftOut | None:
    """Which of the data files in a package's folder the wheel lacks; None where that is not known."""
    try:
        settings = _settings(project, document)
    except _UnknownError:
        return None
    manifest = read_text(project.read, _MANIFEST)
    listed = of_manifest(manifest or "", paths) if settings.include else set()
    packages = _Packages(project, settings, folder)
    if not packages.is_built(folder):
        return None
    missing = [path for path in paths if not packages.takes(path, path in listed)]
    folders = ", ".join(f"`recursive-include {data} *`" for data in packages.data_folders(missing))
    if settings.include and manifest is not None:
        return LeftOut(
            missing,
            f"neither {_MANIFEST} nor package_data gets such files in",
            f"add {folders} to {_MANIFEST}",
            _MANIFEST,
            START,
        )
    if settings.include:
        reason = f"there is no {_MANIFEST}, and package_data names no such files"
        advice = f"write {folders} into a {_MANIFEST}"
    else:
        also = f", so {_MANIFEST} counts for nothing" if manifest is not None else ""
        reason = f"include_package_data is not set{also}"
        advice = f"set include_package_data to true, with {folders} in {_MANIFEST}"
    return LeftOut(missing, reason, advice, settings.where, settings.place)


class _Packages:
    """The packages that are built from a top-level package's folder, and which data files they take."""

    def __init__(self, project: Project, settings: _Settings, folder: str) -> None:
        self.project = project
        self.settings = settings
        self.folder = folder
        self.name = module_name(project, f"{folder}/__init__.py") or folder.rpartition("/")[2]

    def package(self, folder: str) -> str:
        """The dotted name of the package in a folder."""
        return self.name + folder[len(self.folder) :].replace("/", ".")

    def is_built(self, folder: str) -> bool:
        """Whether the folder is a package that is built, as far as that is known."""
        assert self.project.package is not None
        listed = self.project.package.packages
        if listed is not None:
            return self.package(folder) in listed
        return self.settings.namespaces or f"{folder}/__init__.py" in self.project.by_path

    def takes(self, path: str, is_listed: bool) -> bool:
        """Whether some package takes a file; `is_listed` tells that the manifest has it."""
        folders = [folder for folder in parents(path) if f"{folder}/".startswith(f"{self.folder}/")]
        built = [folder for folder in folders if self.is_built(folder)]
        if is_listed and not self._matches(self.settings.exclude_package_data, built[-1], path, fnmatchcase):
            return True
        return any(
            self._matches(self.settings.package_data, folder, path, _glob)
            and not self._matches(self.settings.exclude_package_data, folder, path, fnmatchcase)
            for folder in built
        )

    def _matches(self, patterns: Patterns, folder: str, path: str, match: Callable[[str, str], bool]) -> bool:
        wanted = [*patterns.get("", []), *patterns.get(self.package(folder), [])]
        return any(match(path, f"{folder}/{pattern.removeprefix('./')}") for pattern in wanted)

    def data_folders(self, paths: list[str]) -> list[str]:
        """The folders to include, so that all these files are built."""
        return list(dict.fromkeys(map(data_folder, paths)))


def _glob(path: str, pattern: str) -> bool:
    """Unlike a manifest, package_data is looked for with Python's `glob`."""
    return matches(path, pattern, hidden=False)


def _settings(project: Project, document: Document) -> _Settings:
    """What setup.py, setup.cfg and pyproject.toml say of data files. Raises _UnknownError."""
    _check_build_system(document)
    settings = _Settings()
    _read_setup_cfg(project, settings)
    _read_setup_py(project, settings)
    tool = document.table("tool", "setuptools")
    if not (tool.data or document.table("project").data):
        return settings
    settings.where, settings.place = pyproject.FILE, tool.range()
    include = tool.data.get("include-package-data", settings.include)
    if "cmdclass" in tool.data:
        raise _UnknownError
    settings.include = True if include is None else bool(include)
    for key in ("package-data", "exclude-package-data"):
        if key in tool.data:
            setattr(settings, key.replace("-", "_"), _patterns(tool.data[key], every="*"))
    found = tool.table("packages").table("find")
    if found.data:
        settings.namespaces = found.data.get("namespaces", True) is not False
    return settings


def _check_build_system(document: Document) -> None:
    system = document.table("build-system").data
    backend = system.get("build-backend", "setuptools.build_meta")
    if not isinstance(backend, str) or not backend.startswith("setuptools.") or "backend-path" in system:
        raise _UnknownError
    for requirement in strings(system.get("requires")):
        name = re.match(r"[\w.-]+", requirement.strip())
        if name is None or name[0].lower() not in _HARMLESS:
            raise _UnknownError


def _read_setup_py(project: Project, settings: _Settings) -> None:
    """What setup.py says goes before setup.cfg, unless it is empty."""
    data = project.read(setup_py.FILE)
    if data is None:
        return
    file = project.by_path.get(setup_py.FILE)
    call = setup_py.setup_call(file.facts, data, project.names.value_of) if file is not None else None
    if call is None or not call.is_whole or any(keyword in call.keywords for keyword in _CUSTOM):
        raise _UnknownError
    settings.where, settings.place = setup_py.FILE, call.range
    include = _value(call.keywords.get("include_package_data"))
    if include is not None:
        settings.include = bool(include) or bool(settings.include)
    for keyword in ("package_data", "exclude_package_data"):
        value = _value(call.keywords.get(keyword))
        if value:
            setattr(settings, keyword, _patterns(value, every=""))
    if "find_packages" in call.source and "namespace" not in call.source:
        settings.namespaces = False


def _value(value: Value | None) -> Any:
    """A keyword's value, None where it is not given. Raises _UnknownError."""
    if value is None:
        return None
    if not isinstance(value, Known):
        raise _UnknownError
    return value.value


def _read_setup_cfg(project: Project, settings: _Settings) -> None:
    text = read_text(project.read, _SETUP_CFG)
    sections = parse(text) if text else {}
    section = sections.get("options")
    options = (
        {} if section is None else {name.replace("-", "_"): item for name, item in section.options.items()}
    )
    if any(keyword in options for keyword in _CUSTOM):
        raise _UnknownError
    if section is not None:
        settings.where, settings.place = _SETUP_CFG, section.range
    if "include_package_data" in options:
        settings.include = options["include_package_data"].value.lower() in ("1", "true", "yes")
    if "packages" in options:
        settings.namespaces = options["packages"].value.strip() != "find:"
    settings.package_data = _section_patterns(sections, "options.package_data")
    settings.exclude_package_data = _section_patterns(sections, "options.exclude_package_data")


def _section_patterns(sections: Mapping[str, Section], name: str) -> Patterns:
    section = sections.get(name)
    options = section.options.items() if section is not None else ()
    return _patterns({key: [item.text for item in option.items(",")] for key, option in options}, every="*")


def _patterns(value: Any, *, every: str) -> Patterns:
    """Patterns by package, as they are given; `every` is what all packages are called there.

    Raises _UnknownError.
    """
    if not isinstance(value, dict):
        raise _UnknownError
    found: Patterns = {}
    for name, patterns in value.items():
        if not isinstance(patterns, (list, tuple)) or not all(isinstance(item, str) for item in patterns):
            raise _UnknownError
        found["" if name == every else str(name)] = list(patterns)
    return found
