"""Where a project begins, which files belong to it, and what each of them is for.

A file belongs to the nearest folder above it that holds one of `MARKERS`. Without one, a package (folders
with an `__init__.py`) is a project, and so is a file that lies in none. Nothing here runs git or follows a
link out of the root.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator
from enum import Enum
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import NamedTuple

MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", ".git")

EXCLUDED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env", "virtualenv"})
"""Folders that are never the project's own code; hidden ones (`.venv`, `.tox`, …) are left out too, and any
folder with a `pyvenv.cfg` or a name that ends in `.egg-info` or `.egg`."""

EXCLUDED_AT_THE_ROOT = frozenset({"build", "dist"})
"""What a build leaves behind; deeper down these are ordinary names."""


class Role(str, Enum):
    """What a file is for. Only package code is held to the guide."""

    PACKAGE = "package"
    TEST = "test"
    MIGRATION = "migration"
    DOCS = "docs"
    BUILD = "build"


class Root(NamedTuple):
    """A project's root folder; `scope` is "" for all of it, else the one file or top-level package that
    counts.

    `folder` is absolute; `scope` is relative to it.
    """

    folder: Path
    scope: str = ""


def find_root(path: Path) -> Root:
    """The project that a file belongs to. The file need not exist: an editor may ask about an unsaved one."""
    path = Path(os.path.abspath(path))
    root = _root_of_folder(path.parent)
    return root if root is not None else Root(path.parent, path.name)


@functools.cache
def _root_of_folder(folder: Path) -> Root | None:
    home = Path.home()
    for candidate in (folder, *folder.parents):
        if candidate == home or candidate in home.parents:
            break
        if any((candidate / marker).exists() for marker in MARKERS):
            return Root(candidate)
    if not (folder / "__init__.py").is_file():
        return None
    while (folder.parent / "__init__.py").is_file():
        folder = folder.parent
    return Root(folder.parent, folder.name)


class NoSuchPathError(ValueError):
    """A path that was asked for and cannot be linted; the text says why."""


def discover(paths: Iterable[Path]) -> dict[Root, list[str]]:
    """The projects that files and folders belong to, with the Python files asked for in each.

    Raises NoSuchPathError for one that does not exist or is no Python file.
    """
    wanted: dict[Root, list[str]] = {}
    for path in paths:
        full = Path(os.path.abspath(path))
        if full.is_dir():
            files = [full / file for file in python_files(Root(full), stop_at_projects=False)]
        elif not full.exists():
            raise NoSuchPathError(f"{path}: there is no such file or folder")
        elif full.suffix != ".py" or not full.is_file():
            raise NoSuchPathError(f"{path}: this is no Python file; give the folder that it belongs to")
        else:
            files = [full]
        for file in files:
            root = find_root(file)
            wanted.setdefault(root, []).append(file.relative_to(root.folder).as_posix())
    return {root: sorted(set(files)) for root, files in wanted.items()}


def python_files(root: Root, exclude: Iterable[str] = (), *, stop_at_projects: bool = True) -> list[str]:
    """The Python files of a project: POSIX paths relative to its folder, in order.

    `exclude` holds names of folders or files, or patterns for paths relative to the root. A folder inside
    that is a project of its own is left out, unless `stop_at_projects` is false.
    """
    patterns = tuple(exclude)
    start = root.folder / root.scope
    if start.is_file() or (root.scope and not start.is_dir()):
        return [root.scope]
    return sorted(_walk(root.folder, PurePosixPath(root.scope), patterns, stop_at_projects=stop_at_projects))


def _walk(
    folder: Path, relative: PurePosixPath, exclude: tuple[str, ...], *, stop_at_projects: bool
) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder / relative), key=lambda entry: entry.name)
    except OSError:
        return
    names = {entry.name for entry in entries}
    if "pyvenv.cfg" in names or (stop_at_projects and relative.parts and not names.isdisjoint(MARKERS)):
        return
    for entry in entries:
        path = relative / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_excluded(path.as_posix(), exclude, is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(folder, path, exclude, stop_at_projects=stop_at_projects)
        elif entry.name.endswith(".py") and _is_own_file(entry, folder):
            yield path.as_posix()


def _is_own_file(entry: os.DirEntry[str], folder: Path) -> bool:
    """A regular file; a link counts when it leads to one inside the project."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    try:
        target = Path(entry.path).resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_file() and target.is_relative_to(folder.resolve())


def is_excluded(path: str, exclude: Iterable[str] = (), *, is_folder: bool = False) -> bool:
    """Whether a path relative to the root (POSIX) is left out, or lies in a folder that is."""
    parts = PurePosixPath(path).parts
    folders = parts if is_folder else parts[:-1]
    if folders and folders[0] in EXCLUDED_AT_THE_ROOT:
        return True
    if any(
        folder in EXCLUDED_FOLDERS or folder.startswith(".") or folder.endswith((".egg-info", ".egg"))
        for folder in folders
    ):
        return True
    return any(_matches(path, parts, pattern.rstrip("/")) for pattern in exclude)


def _matches(path: str, parts: tuple[str, ...], pattern: str) -> bool:
    return (
        any(fnmatch(part, pattern) for part in parts)
        or fnmatch(path, pattern)
        or fnmatch(path, f"{pattern}/*")
    )


_TEST_FOLDERS = frozenset({"test", "tests", "testing"})
_DOCS_FOLDERS = frozenset({"doc", "docs", "example", "examples"})
_BUILD_FOLDERS = frozenset({"scripts", "tools", "ci"})
_BUILD_FILES = frozenset({"setup.py", "noxfile.py", "toxfile.py", "fabfile.py", "conf.py", "manage.py"})


def role_of(path: str, *, has_plugin_class: bool = False) -> Role:
    """What a file is for, by its path relative to the root (POSIX).

    A module that defines a plugin class outside a tests folder is package code, whatever its name.
    """
    *folders, name = PurePosixPath(path).parts
    if not _TEST_FOLDERS.isdisjoint(folders):
        return Role.TEST
    if has_plugin_class:
        return Role.PACKAGE
    if name.startswith("test_") or name.endswith("_test.py") or name in ("conftest.py", "tests.py"):
        return Role.TEST
    if "migrations" in folders:
        return Role.MIGRATION
    if folders and folders[0] in _DOCS_FOLDERS:
        return Role.DOCS
    if (not folders and name in _BUILD_FILES) or (folders and folders[0] in _BUILD_FOLDERS):
        return Role.BUILD
    return Role.PACKAGE


def folder_of(path: str) -> str:
    """The folder of a POSIX path, "" at the root."""
    return path.rpartition("/")[0]
