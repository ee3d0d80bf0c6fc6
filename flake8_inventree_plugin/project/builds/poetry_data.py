"""What poetry-core puts into a wheel: all files of a package but those that git ignores or `exclude` means.

Source: `Builder.find_excluded_files` in poetry/core/masonry/builders/builder.py.
"""

from __future__ import annotations

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.builds.data_files import LeftOut
from flake8_inventree_plugin.project.builds.patterns import Ignored, matches, parents
from flake8_inventree_plugin.project.declarations import read_text
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.pyproject import FILE, Document, strings

_GITIGNORE = ".gitignore"
_INDEX = ".git/index"
_KNOWN_INDEXES = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")
"""How the files begin in which paths are written out in full."""


def left_out_by_poetry(project: Project, document: Document, folder: str, paths: list[str]) -> LeftOut | None:
    """Which of the data files in a package's folder the wheel lacks; None where a script builds it, or where
    single formats are told apart."""
    poetry = document.table("tool", "poetry").data
    patterns = [poetry.get(key, []) for key in ("include", "exclude")]
    if poetry.get("build") or any(len(strings(given)) != len(given) for given in patterns):
        return None
    included, excluded = patterns
    lines = (read_text(project.read, _GITIGNORE) or "").split("\n")
    ignored = Ignored(lines)
    index = project.read(_INDEX) or b""
    missing = [
        path
        for path in paths
        if not _means(included, path)
        and (_means(excluded, path) or (ignored.line(path) is not None and _is_untracked(index, path)))
    ]
    if not missing or _means(excluded, f"{folder}/__init__.py"):
        return None
    advice = "include its folder in [tool.poetry] of pyproject.toml, with the formats sdist and wheel"
    if _means(excluded, missing[0]):
        place = document.range(("tool", "poetry", "exclude"))
        return LeftOut(missing, "`exclude` of Poetry leaves such files out", advice, FILE, place)
    number = ignored.line(missing[0]) or 0
    place = Range(number + 1, 1, number + 1, len(lines[number]) + 1)
    return LeftOut(missing, "Poetry leaves out what .gitignore ignores", advice, _GITIGNORE, place)


def _means(patterns: list[str], path: str) -> bool:
    """Whether a pattern means a file or a folder around it."""
    return any(
        matches(place, pattern.removeprefix("./").rstrip("/"))
        for pattern in patterns
        for place in (*parents(path), path)
    )


def _is_untracked(index: bytes, path: str) -> bool:
    """Whether git's index surely lacks a file; one that is ignored but tracked is built."""
    return index.startswith(_KNOWN_INDEXES) and path.encode() + b"\0" not in index
