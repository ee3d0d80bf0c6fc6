"""The files of a plugin's package, other than Python, that a server needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.builds.patterns import parents
from flake8_inventree_plugin.project.layout import Role, folder_of, role_of
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.other_files import below


class LeftOut(NamedTuple):
    """Files that the build leaves out: `reason` and `advice` are half sentences, and what is to be changed
    stands at `place` in the file `where`."""

    paths: list[str]
    reason: str
    advice: str
    where: str
    place: Range


DATA_FOLDERS = ("templates", "static", "locale")
"""Where Django and InvenTree look for them inside a plugin's package."""

_SOURCES = (
    ".map",
    ".ts",
    ".tsx",
    ".jsx",
    ".scss",
    ".sass",
    ".less",
    ".md",
    ".rst",
    ".py",
    ".pyc",
    ".po",
    ".pot",
)
"""What such files are made of, and what is written about them: a server can do without."""


def package_folders(project: Project) -> list[str]:
    """The folders of the top-level packages that the plugin classes lie in."""
    assert project.package is not None
    above = {"", "src", *project.package.source_roots}
    found: dict[str, None] = {}
    for plugin in project.concrete_plugins:
        folder = folder_of(plugin.path)
        if folder in above or f"{folder}/__init__.py" not in project.by_path:
            continue
        while folder_of(folder) not in above and f"{folder_of(folder)}/__init__.py" in project.by_path:
            folder = folder_of(folder)
        found[folder] = None
    return list(found)


def data_files(project: Project, package: str) -> Iterator[str]:
    """The templates, static files and compiled translations in the folder of a package."""
    for path in below(project, package):
        folder = data_folder(path)
        name = path.rpartition("/")[2].lower()
        is_hidden = name.startswith(".") or name.endswith(("~", *_SOURCES))
        if not folder.startswith(f"{package}/") or is_hidden or role_of(path) is Role.TEST:
            continue
        if folder.endswith("/locale") and not name.endswith(".mo"):
            continue
        yield path


def data_folder(path: str) -> str:
    """The outermost data folder that a path lies in, "" where it lies in none."""
    return next((folder for folder in parents(path) if folder.rpartition("/")[2] in DATA_FOLDERS), "")
