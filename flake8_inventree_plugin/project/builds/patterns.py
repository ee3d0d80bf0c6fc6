"""Patterns for paths, and the two files that are made of them: MANIFEST.in and .gitignore."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple


def matches(path: str, pattern: str, *, recursive: bool = True, hidden: bool = True) -> bool:
    """Whether a pattern means a POSIX path: `*` is a part of a name and, if `recursive`, `**` any folders.

    If not `hidden`, neither stands for a name with a dot in front, as in Python's own `glob`.
    """
    parts = pattern.split("/")

    def skip_folders(places: Iterable[int]) -> set[int]:
        found = set()
        for place in places:
            found.add(place)
            while recursive and place < len(parts) and parts[place] == "**":
                place += 1
                found.add(place)
        return found

    places = skip_folders([0])
    for name in path.split("/"):
        following = []
        for place in places:
            if place == len(parts) or (not hidden and name[0] == "." != parts[place][:1]):
                continue
            if recursive and parts[place] == "**":
                following.append(place)
            elif fnmatchcase(name, parts[place]):
                following.append(place + 1)
        places = skip_folders(following)
    return len(parts) in places


def parents(path: str) -> list[str]:
    """The folders that a path lies in, the outermost first, without the root."""
    return list(itertools.accumulate(path.split("/")[:-1], lambda folder, name: f"{folder}/{name}"))


def of_manifest(text: str, paths: Iterable[str]) -> set[str]:
    """The paths that a MANIFEST.in includes, as setuptools reads it."""
    paths = list(paths)
    included: set[str] = set()
    for action, patterns in _commands(text):
        recursive = action != "include"
        found = {path for path in paths if any(matches(path, item, recursive=recursive) for item in patterns)}
        if action == "graft":
            found = {
                path
                for path in paths
                if any(
                    matches(folder, item, recursive=False) for folder in parents(path) for item in patterns
                )
            }
        if action in ("exclude", "recursive-exclude", "global-exclude", "prune"):
            included -= found
        else:
            included |= found
    return included


def _commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a MANIFEST.in, each with its patterns for whole paths; what setuptools skips is left
    out."""
    text = re.sub(r"(?m)(?<!\\)#.*$", "", text.replace("\r\n", "\n")).replace("\\\n", " ")
    for line in text.split("\n"):
        action, *patterns = line.split() or [""]
        patterns = [pattern.removeprefix("./").rstrip("/") for pattern in patterns]
        if action in ("include", "exclude"):
            yield action, patterns
        elif action in ("global-include", "global-exclude"):
            yield action, [f"**/{pattern}" for pattern in patterns]
        elif action in ("recursive-include", "recursive-exclude"):
            yield action, [f"{patterns[0]}/**/{pattern}" for pattern in patterns[1:]]
        elif action == "graft" and len(patterns) == 1:
            yield action, patterns
        elif action == "prune" and len(patterns) == 1:
            yield action, [f"{patterns[0]}/**"]


class _Line(NamedTuple):
    """A line of a .gitignore: `pattern` is for a whole path where it has a slash, else for a name."""

    number: int
    pattern: str
    is_exception: bool
    only_folders: bool


class Ignored:
    """What the lines of a .gitignore mean.

    The last line that means a file, or a folder around it, decides. git, unlike others, never looks into an
    ignored folder, so it may ignore more.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = [line for number, text in enumerate(lines) if (line := _ignoring_line(number, text))]
        self._lines.reverse()
        self._folders: dict[str, _Line | None] = {}

    def line(self, path: str) -> int | None:
        """The number (from 0) of the line that ignores a file, None where none does."""
        found = [self._last(path, is_folder=False)]
        for folder in parents(path):
            if folder not in self._folders:
                self._folders[folder] = self._last(folder, is_folder=True)
            found.append(self._folders[folder])
        last = max(filter(None, found), default=None)
        return None if last is None or last.is_exception else last.number

    def _last(self, path: str, *, is_folder: bool) -> _Line | None:
        """The last line that means a file or folder itself."""
        name = path.rpartition("/")[2]
        for line in self._lines:
            if line.only_folders and not is_folder:
                continue
            is_for_paths = "/" in line.pattern
            if matches(path, line.pattern.lstrip("/")) if is_for_paths else fnmatchcase(name, line.pattern):
                return line
        return None


def _ignoring_line(number: int, text: str) -> _Line | None:
    pattern = text.rstrip("\r\n").rstrip(" ")
    is_exception = pattern.startswith("!")
    pattern = pattern.removeprefix("!")
    if not pattern.strip("/") or pattern.startswith("#"):
        return None
    only_folders = pattern.endswith("/")
    pattern = pattern.rstrip("/").removeprefix("\\")
    return _Line(number, pattern, is_exception, only_folders)
