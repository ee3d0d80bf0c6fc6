"""Where a project begins, which files belong to it, and what each of them is for.

A file belongs to the nearest folder above it that holds one of `MARKERS`. Without one, a package (folders
with an `__init__.py`) is a project, and so is a file that lies in none. Nothing here runs git or follows a
link out of the root.
"""

# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH119
# Unlike pathlib, os.path takes what it may not look at for missing, on every Python, and it is quick.

from __future__ import annotations

import functools
import itertools
import os
from collections.abc import Container, Iterable, Iterator
from enum import Enum
from fnmatch import fnmatch
from pathlib import Path
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
    folder, name = os.path.split(os.path.abspath(path))
    return _root_of_folder(folder) or Root(Path(folder), name)


@functools.cache
def _root_of_folder(name: str) -> Root | None:
    folder = Path(name)
    above_projects = _home_and_above()
    for candidate in (folder, *folder.parents):
        if candidate in above_projects:
            break
        if any(os.path.exists(candidate / marker) for marker in MARKERS):
            return Root(candidate)
    if not os.path.isfile(folder / "__init__.py"):
        return None
    while folder != folder.parent and os.path.isfile(folder.parent / "__init__.py"):
        folder = folder.parent
    return Root(folder.parent, folder.name)


def forget_roots() -> None:
    """Forgets where projects begin, for a process that outlives a change on disk."""
    _root_of_folder.cache_clear()


def _home_and_above() -> set[Path]:
    try:
        home = Path.home()
    except RuntimeError:  # A user without one, as in some containers.
        return set()
    real = Path(os.path.realpath(home))
    return {home, *home.parents, real, *real.parents}


class NoSuchPathError(ValueError):
    """A path that was asked for and cannot be linted; the text says why."""


def discover(paths: Iterable[Path]) -> dict[Root, list[str]]:
    """The projects that files and folders belong to, with the Python files asked for in each.

    Raises NoSuchPathError for one that does not exist or is no Python file.
    """
    wanted: dict[Root, list[str]] = {}
    for path in paths:
        full = Path(os.path.abspath(path))
        if os.path.isdir(full):
            found = _walk(full, "", (), stop_at_projects=False)
            files = [os.path.join(full, place.path) for place in found if not place.left_out]
        elif not os.path.exists(full):
            raise NoSuchPathError(f"{path}: there is no such file or folder")
        elif full.suffix != ".py" or not os.path.isfile(full):
            raise NoSuchPathError(f"{path}: this is no Python file; give the folder that it belongs to")
        else:
            files = [str(full)]
        for folder, together in itertools.groupby(files, os.path.dirname):
            root = _root_of_folder(folder)
            if root is None:
                wanted |= {Root(Path(folder), name): [name] for name in map(os.path.basename, together)}
                continue
            relative = Path(folder).relative_to(root.folder).as_posix()
            prefix = f"{relative}/" if relative != "." else ""
            wanted.setdefault(root, []).extend(prefix + os.path.basename(file) for file in together)
    return {root: sorted(set(files)) for root, files in wanted.items()}


def python_files(root: Root, exclude: Iterable[str] = ()) -> list[str]:
    """The Python files of a project: POSIX paths relative to its folder, in order.

    `exclude` holds names of folders or files, or patterns for paths relative to the root. A folder inside
    that is a project of its own is left out.
    """
    return [place.path for place in walk_project(root, exclude) if not place.left_out]


class Place(NamedTuple):
    """A Python file of a project, or one that is not read, or a folder (its path ends with "/") that is not
    searched; `left_out` says why."""

    path: str
    left_out: str = ""


def walk_project(root: Root, exclude: Iterable[str] = ()) -> list[Place]:
    """The Python files of a project, and what is left out on the way to them, by path."""
    if root.scope and not os.path.isdir(root.folder / root.scope):
        return [Place(root.scope)]
    return sorted(_walk(root.folder, root.scope, tuple(exclude), stop_at_projects=True))


def _walk(folder: Path, start: str, exclude: tuple[str, ...], *, stop_at_projects: bool) -> Iterator[Place]:
    """The Python files below `start`, a path relative to `folder`, with paths relative to `folder`."""
    pending = [start]
    while pending:
        relative = pending.pop()
        try:
            with os.scandir(folder / relative) as found:
                entries = {entry.name: entry for entry in found}
        except OSError as error:
            yield Place(f"{relative or '.'}/", f"it cannot be read: {error.strerror}")
            continue
        is_root = (stop_at_projects and not relative) or not entries.keys().isdisjoint(MARKERS)
        if "pyvenv.cfg" in entries:
            yield Place(f"{relative or '.'}/", "a virtual environment")
            continue
        if stop_at_projects and relative != start and is_root:
            yield Place(f"{relative}/", "a project of its own")
            continue
        for name, entry in entries.items():
            path = f"{relative}/{name}" if relative else name
            is_link = entry.is_symlink()
            is_folder = os.path.isdir(entry.path) if is_link else entry.is_dir(follow_symlinks=False)
            if not (is_folder or name.endswith(".py")):
                continue
            reason = next((f'"{item}" in `exclude`' for item in exclude if _matches(path, item)), "")
            if is_folder:
                reason = reason or ("a link" if is_link else _why_left_out(name, is_root=is_root))
                if reason:
                    yield Place(f"{path}/", reason)
                else:
                    pending.append(path)
            else:
                yield Place(path, reason or _why_not_own(entry, folder))


def _why_not_own(entry: os.DirEntry[str], folder: Path) -> str:
    """Why a file is left out that is no regular file, or a link that leads out of the folder."""
    if not entry.is_symlink():
        return "" if entry.is_file(follow_symlinks=False) else "no regular file"
    target = Path(os.path.realpath(entry.path))
    if not target.is_file():
        return "a link to no file"
    return "" if target.is_relative_to(os.path.realpath(folder)) else "a link out of the project"


def _why_left_out(name: str, *, is_root: bool) -> str:
    """Why a folder is left out whose name says that it is nobody's own code."""
    if is_root and name in EXCLUDED_AT_THE_ROOT:
        return "what a build leaves behind"
    if _is_excluded_folder(name):
        return "a hidden folder" if name.startswith(".") else "a folder that is never a project's own code"
    return ""


def is_excluded(path: str, exclude: Iterable[str] = ()) -> bool:
    """Whether a file at a path relative to the root (POSIX) is left out, or lies in a folder that is."""
    *folders, name = path.split("/")
    if folders and folders[0] in EXCLUDED_AT_THE_ROOT:
        return True
    places = itertools.accumulate([*folders, name], lambda folder, part: f"{folder}/{part}")
    return any(map(_is_excluded_folder, folders)) or any(
        _matches(place, pattern) for place in places for pattern in exclude
    )


def _is_excluded_folder(name: str) -> bool:
    return name in EXCLUDED_FOLDERS or name.startswith(".") or name.endswith((".egg-info", ".egg"))


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern of `exclude` means a file or folder itself, by its name or its path."""
    pattern = pattern.removeprefix("./").rstrip("/")
    return (
        fnmatch(path.rpartition("/")[2], pattern) or fnmatch(path, pattern) or fnmatch(path, f"{pattern}/*")
    )


_TEST_FOLDERS = frozenset({"test", "tests", "testing"})
_DOCS_FOLDERS = frozenset({"doc", "docs", "example", "examples"})
_BUILD_FOLDERS = frozenset({"scripts", "tools", "ci"})
_BUILD_FILES = frozenset({"setup.py", "noxfile.py", "toxfile.py", "fabfile.py", "conf.py", "manage.py"})


def role_of(path: str, *, has_plugin_class: bool = False) -> Role:
    """What a file is for, by its path relative to the root (POSIX).

    A module that defines a plugin class outside a tests folder is package code, whatever its name.
    """
    *folders, name = path.split("/")
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


def app_folders(path: str, files: Container[str]) -> list[str]:
    """The folder of a module, and the packages around it, of which a server may make the plugin's app."""
    folders = [folder_of(path)]
    while folders[-1] and f"{folder_of(folders[-1])}/__init__.py".lstrip("/") in files:
        folders.append(folder_of(folders[-1]))
    return folders


def folder_of(path: str) -> str:
    """The folder of a POSIX path, "" at the root."""
    return path.rpartition("/")[0]


def folders_above(path: str) -> Iterator[str]:
    """The folders that a POSIX path lies in, the innermost first, "" last."""
    while path:
        path = folder_of(path)
        yield path
