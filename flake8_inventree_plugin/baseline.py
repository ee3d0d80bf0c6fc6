"""Gradual adoption: a file that counts, per file and rule, the findings that were there when it was written.

    {
      "version": 1,
      "findings": {
        "demo/core.py": {
          "INV102": 1,
          "INV203": 4
        }
      }
    }

As many findings as are counted are not reported. Lines do not matter, so code may move within its file. Where
a file has more findings of a rule than are counted, all of them are reported: nobody can tell which is new.
Paths are POSIX, relative to the folder that the baseline lies in; for a project outside of that folder,
relative to the project's root.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.suppressions import UNSUPPRESSIBLE

VERSION = 1
_CODE = re.compile("INV[0-9]{3}")

Counts = Mapping[tuple[str, str], int]
"""Numbers of findings by path and code."""


class BaselineError(ValueError):
    """A file that is no baseline; `line` is 1-based."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a baseline file counts; `folder` is the absolute folder that its paths are relative to."""

    folder: Path
    counts: Counts = field(default_factory=dict)

    def path_of(self, root: Path, path: str) -> str:
        """What a file, given relative to its project's root, is called in the baseline."""
        if not root.is_relative_to(self.folder):
            return path
        return (root.relative_to(self.folder) / path).as_posix()

    def count(self, root: Path, found: Iterable[Finding]) -> Counter[tuple[str, str]]:
        """The numbers of findings of a project as the baseline would count them."""
        return Counter(
            (self.path_of(root, finding.path), finding.code)
            for finding in found
            if finding.code not in UNSUPPRESSIBLE
        )

    def uncounted(self, root: Path, found: Iterable[Finding]) -> list[Finding]:
        """The findings that are reported: those of which there are more than are counted."""
        found = list(found)
        if not self.counts:
            return found
        numbers = self.count(root, found)
        hidden = {key for key, number in numbers.items() if number <= self.counts.get(key, 0)}
        return [item for item in found if (self.path_of(root, item.path), item.code) not in hidden]


class Excess(NamedTuple):
    """An entry that counts more findings than there are left."""

    path: str
    code: str
    counted: int
    left: int


def excesses(baseline: Baseline, numbers: Counts, keys: Iterable[tuple[str, str]]) -> list[Excess]:
    """Those of the entries `keys` that count more than `numbers`, in order."""
    return [
        Excess(path, code, baseline.counts[path, code], numbers.get((path, code), 0))
        for path, code in sorted(keys)
        if baseline.counts[path, code] > numbers.get((path, code), 0)
    ]


def render(counts: Counts) -> str:
    """The text of a baseline file: sorted, a line for each number, so that a change is a small diff."""
    findings: dict[str, dict[str, int]] = {}
    for (path, code), number in sorted(counts.items()):
        if number > 0:
            findings.setdefault(path, {})[code] = number
    return json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"


def parse(data: bytes) -> dict[tuple[str, str], int]:
    """The counts in a baseline file; a code may be one that there is no longer. Raises BaselineError."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise BaselineError(data.count(b"\n", 0, error.start) + 1, "not valid UTF-8") from None
    places = _Places(text)
    try:
        document = json.loads(text, object_pairs_hook=_no_repeated_key)
    except json.JSONDecodeError as error:
        raise BaselineError(error.lineno, f"no valid JSON: {error.msg}") from None
    except _RepeatedKeyError as error:
        raise BaselineError(places.repeated(error.key), f'"{error.key}" stands there twice') from None
    except RecursionError:
        raise BaselineError(1, "nested too deeply") from None
    except ValueError:
        # Python's own limit on the length of an integer.
        raise BaselineError(1, "a number is too long") from None
    return _counts(document, places)


def _counts(document: Any, places: _Places) -> dict[tuple[str, str], int]:
    if not isinstance(document, dict) or "version" not in document:
        raise BaselineError(1, 'no baseline: it has no "version"')
    version = document["version"]
    if version != VERSION or isinstance(version, bool):
        reason = f"version {json.dumps(version)[:20]}; this inventree-lint reads {VERSION}"
        raise BaselineError(places.first("version"), reason)
    for key in document:
        if key not in ("version", "findings"):
            raise BaselineError(places.first(key), f'"{key}" means nothing here')
    files = document.get("findings")
    if not isinstance(files, dict):
        raise BaselineError(places.first("findings"), '"findings" is no object of files')
    counts: dict[tuple[str, str], int] = {}
    for path, numbers in files.items():
        if not isinstance(numbers, dict):
            raise BaselineError(places.first(path), f'"{path}" is no object of codes and numbers')
        for code, number in numbers.items():
            if code in UNSUPPRESSIBLE:
                raise BaselineError(places.first(path, code), f"{code} cannot be in a baseline")
            if not _CODE.fullmatch(code):
                raise BaselineError(places.first(path, code), f'"{code}" is no code such as "INV203"')
            if not isinstance(number, int) or isinstance(number, bool) or number < 1:
                raise BaselineError(places.first(path, code), f'"{code}" is no number above 0')
            counts[path, code] = number
    return counts


class _RepeatedKeyError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _no_repeated_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two merged branches can leave a key twice; JSON would drop the first in silence."""
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise _RepeatedKeyError(key)
        result[key] = value
    return result


class _Places:
    """On which line a key stands; the parser of the standard library does not tell."""

    def __init__(self, text: str) -> None:
        self.text = text

    def first(self, *keys: str) -> int:
        """The line of the first key behind the others; 1 where it is written in another way than usual."""
        offset = 0
        for key in keys:
            offset = max(0, self.text.find(json.dumps(key), offset))
        return self.text.count("\n", 0, offset) + 1

    def repeated(self, key: str) -> int:
        """The line on which a key stands for the second time in one object."""
        written = re.escape(json.dumps(key))
        match = re.search(rf"{written}\s*:[^{{}}]*?{written}\s*:", self.text)
        offset = match.end() if match else max(0, self.text.rfind(json.dumps(key)))
        return self.text.count("\n", 0, offset) + 1


def folder_of_file(file: Path) -> Path:
    """The folder that the paths in a baseline file are relative to."""
    return Path(os.path.abspath(file)).parent
