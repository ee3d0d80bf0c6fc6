"""What one packaging file declares, in the terms that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.values import UNKNOWN, Known, Value

Read = Callable[[str], bytes | None]
"""The content of a file of the project, by its POSIX path relative to the root; None where there is none."""

ValueOf = Callable[[str], Value]
"""The value of an absolute dotted name such as "demo.__version__"."""

FIELDS = (
    "name",
    "version",
    "description",
    "author",
    "author_email",
    "license",
    "readme",
    "urls",
    "home_page",
    "classifiers",
    "keywords",
    "dependencies",
    "optional_dependencies",
    "entry_points",
)
"""What a file can declare; the names are those of `Package`."""


PLUGIN_GROUP = "inventree_plugins"
"""The group of entry points that InvenTree loads plugins from."""


class Located(NamedTuple):
    """A value, and where it is declared: the file (POSIX, relative to the root) and the place in it."""

    value: Value
    path: str
    range: Range


class EntryPoint(NamedTuple):
    """`name = target` in a group of entry points; `target` is as written ("package.module:Class")."""

    group: str
    name: str
    target: str
    path: str
    range: Range

    @property
    def module(self) -> str:
        """The module that loading imports."""
        return self.target.partition("[")[0].partition(":")[0].strip()

    @property
    def attribute(self) -> str:
        """The attribute path that loading then looks up, "" where there is none."""
        return self.target.partition("[")[0].partition(":")[2].strip()


@dataclass(slots=True)
class Declarations:
    """What one file declares.

    `fields` maps names of FIELDS to values; `entry_points` among them is a list of EntryPoint, with UNKNOWN
    in it for what cannot be told. For the last three see `Package`.
    """

    fields: dict[str, Located] = field(default_factory=dict)
    package_directories: list[tuple[str, str]] = field(default_factory=list)
    packages: list[str] | None = None
    modules: list[str] | None = None

    @property
    def says_something(self) -> bool:
        """Whether the file declares anything at all."""
        return bool(self.fields or self.package_directories or self.packages or self.modules)


def unknown_fields(path: str, place: Range) -> dict[str, Located]:
    """Every field, unknown: what a file declares that cannot be followed."""
    return {name: Located(UNKNOWN, path, place) for name in FIELDS}


def is_truthy(located: Located) -> bool:
    """Whether a value may be other than empty; an unknown one may."""
    return not isinstance(located.value, Known) or bool(located.value.value)


def text_value(value: Any) -> Value:
    """A string, or unknown."""
    return Known(value) if isinstance(value, str) else UNKNOWN


def texts_value(value: Any) -> Value:
    """A list of strings, or unknown."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return Known(list(value))
    return UNKNOWN


def version_value(value: Value) -> Value:
    """A version as the metadata will have it: setuptools joins the parts of a tuple with dots."""
    if not isinstance(value, Known):
        return UNKNOWN
    version = value.value
    if isinstance(version, (list, tuple)):
        plain = all(isinstance(part, (str, int)) for part in version)
        return Known(".".join(map(str, version))) if plain else UNKNOWN
    if isinstance(version, (str, int, float)) and not isinstance(version, bool):
        return Known(str(version).strip())
    return UNKNOWN


def read_text(read: Read, path: str) -> str | None:
    """The text of a file inside the root, None where there is none."""
    location = folder(path)
    data = read(location) if location else None
    return None if data is None else data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def files_value(read: Read, paths: Any) -> Value:
    """The text of one file or several, which a build joins; one that does not exist counts as empty."""
    if isinstance(paths, str):
        paths = [paths]
    if not isinstance(paths, list) or not all(isinstance(path, str) and folder(path) for path in paths):
        return UNKNOWN
    return Known("\n".join(text for text in (read_text(read, path) for path in paths) if text is not None))


def requirement_lines(text: str) -> list[str]:
    """The requirements of a text that has one on each line."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def entry_point(group: str, item: str, path: str, place: Range) -> list[Any]:
    """The entry point that `name = target` spells, as a list of one; UNKNOWN where it is none."""
    name, equals, target = item.partition("=")
    if equals and name.strip() and target.strip():
        return [EntryPoint(group, name.strip(), target.strip(), path, place)]
    return unknown_entry_point(group)


def unknown_entry_point(group: Any) -> list[Any]:
    """What stands for entry points that cannot be told; nothing, where they are surely not InvenTree's."""
    return [UNKNOWN] if group in (PLUGIN_GROUP, UNKNOWN) else []


def entry_points_of_text(text: str, path: str, range_of: Callable[[int, str], Range]) -> list[Any]:
    """The entry points of an INI text. `range_of` is given a line's number, from 1, and its stripped text."""
    group: str | None = None
    items: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        item = line.strip()
        if not item or item.startswith("#"):
            continue
        if item.startswith("[") and item.endswith("]"):
            group = item[1:-1].strip()
        elif group is not None:
            items += entry_point(group, item, path, range_of(number, item))
    return items


def entry_points_of_file(path: str, read: Read) -> list[Any]:
    """The entry points of an INI file of the project."""
    text = read_text(read, path)
    if text is None:
        return [UNKNOWN]
    lines = text.split("\n")

    def range_of(number: int, item: str) -> Range:
        column = lines[number - 1].index(item) + 1
        return Range(number, column, number, column + len(item))

    return entry_points_of_text(text, folder(path) or path, range_of)


def folder(path: str) -> str | None:
    """A folder as a POSIX path relative to the root, "" for the root itself, None where it is outside."""
    location = PurePosixPath(path.strip().replace("\\", "/"))
    if location.is_absolute() or ".." in location.parts:
        return None
    return "" if str(location) == "." else str(location)


def directories(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of package and folder whose folder lies inside the root."""
    found = ((package.strip(), folder(path)) for package, path in pairs)
    return [(package, path) for package, path in found if path is not None]
