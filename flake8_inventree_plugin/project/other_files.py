"""The files of a project that are no Python: looked for when a rule asks, in no folder that is a link."""

from __future__ import annotations

import os
from collections.abc import Iterator

from flake8_inventree_plugin.project.declarations import read_text
from flake8_inventree_plugin.project.layout import EXCLUDED_FOLDERS, MARKERS
from flake8_inventree_plugin.project.model import Project

_MAXIMUM_FILES = 10_000
_MAXIMUM_TEXT = 512 * 1024
_MAXIMUM_DOCUMENTS = 100
_DOCUMENT_FOLDERS = ("docs", "doc", ".github")


def names(project: Project, folder: str = "") -> list[str]:
    """The names of the files in a folder (POSIX, relative to the root), in order."""
    return [name for name, is_folder in _entries(project, folder) if not is_folder]


def below(project: Project, folder: str) -> Iterator[str]:
    """The paths of the files in a folder and below it, without other projects and EXCLUDED_FOLDERS.

    Ends after a number that no plugin has.
    """
    pending = [folder]
    count = 0
    while pending:
        current = pending.pop()
        entries = _entries(project, current)
        if current != folder and any(name in MARKERS for name, _ in entries):
            continue
        for name, is_folder in entries:
            path = f"{current}/{name}" if current else name
            if not is_folder:
                count += 1
                if count > _MAXIMUM_FILES:
                    return
                yield path
            elif name not in EXCLUDED_FOLDERS:
                pending.append(path)


def documents(project: Project) -> Iterator[tuple[str, str]]:
    """The documents for people: those at the root and in the folders for them, with their text."""
    paths = [name for name in names(project) if _is_document(name)]
    for folder in _DOCUMENT_FOLDERS:
        paths += sorted(path for path in below(project, folder) if _is_document(path))
    for path in paths[:_MAXIMUM_DOCUMENTS]:
        text = read_text(project.read, path)
        if text is not None and len(text) <= _MAXIMUM_TEXT:
            yield path, text


def _is_document(path: str) -> bool:
    return path.lower().endswith((".md", ".rst", ".txt", ".adoc"))


def _entries(project: Project, folder: str) -> list[tuple[str, bool]]:
    """The names in a folder, in order, and whether each is a folder; devices are left out.

    A link counts as a file: whether it may be read is up to `Project.read`.
    """
    try:
        with os.scandir(project.root / folder) as found:
            return sorted(
                (entry.name, entry.is_dir(follow_symlinks=False))
                for entry in found
                if entry.is_symlink() or entry.is_dir() or entry.is_file()
            )
    except OSError:
        return []
