"""Reads an INI file as `configparser` does, and remembers where each option stands.

`configparser` tells no positions, and importing it takes longer than everything else that is done here. Tests
hold this reader against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from flake8_inventree_plugin.findings import Range

_HEADER = re.compile(r"\[(.+)\]")
_DEFAULTS = "DEFAULT"


class IniError(ValueError):
    """A file that `configparser` refuses; `line` and `column` are 1-based."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"{line}:{column}: {reason}")
        self.line = line
        self.column = column
        self.reason = reason


class Line(NamedTuple):
    """A piece of a value: its text, and where it begins."""

    number: int
    column: int
    text: str

    @property
    def range(self) -> Range:
        """Where the text stands."""
        return Range(self.number, self.column, self.number, self.column + len(self.text))


@dataclass(slots=True)
class Option:
    """An option: `lines` are the lines of its value, the first what stands behind the delimiter."""

    name: str
    line: int
    column: int
    lines: list[Line]

    @property
    def value(self) -> str:
        """The value, its lines stripped and joined."""
        return "\n".join(line.text for line in self.lines).rstrip()

    @property
    def range(self) -> Range:
        """From the name to the end of the value."""
        last = next((line for line in reversed(self.lines) if line.text), self.lines[0])
        return Range(self.line, self.column, last.number, last.column + len(last.text))

    def items(self, separator: str) -> list[Line]:
        """The value as a list: an item on each line or, where there is one line only, between separators."""
        if "\n" in self.value:
            return [line for line in self.lines if line.text]
        items: list[Line] = []
        column = self.lines[0].column
        for part in self.value.split(separator):
            text = part.strip()
            if text:
                items.append(Line(self.lines[0].number, column + part.index(text), text))
            column += len(part) + len(separator)
        return items


@dataclass(slots=True)
class Section:
    """A section and its options, in the order of the file."""

    name: str
    range: Range
    options: dict[str, Option]


def parse(text: str) -> dict[str, Section]:
    """The sections of an INI file; `DEFAULT` gives its options to all others. Raises IniError."""
    sections: dict[str, Section] = {}
    section: Section | None = None
    option: Option | None = None
    indent = 0
    for number, line in enumerate(re.sub("\r\n?", "\n", text).split("\n"), 1):
        value = line.strip()
        if value.startswith(("#", ";")):
            continue
        if not value:
            if option is not None:
                option.lines.append(Line(number, 1, ""))
            continue
        column = line.index(value[0]) + 1
        if option is not None and column > indent:
            option.lines.append(Line(number, column, value))
            continue
        indent = column
        if header := _HEADER.match(value):
            name = header[1]
            if name in sections and name != _DEFAULTS:
                raise IniError(number, column, f"a second section [{name}]")
            place = Range(number, column, number, column + header.end())
            section = sections.setdefault(name, Section(name, place, {}))
            option = None
        elif section is None:
            raise IniError(number, column, "stands before the first [section]")
        else:
            option = _option(number, column, value)
            if option.name in section.options:
                raise IniError(number, column, f"a second option {option.name!r} in [{section.name}]")
            section.options[option.name] = option
    if (defaults := sections.pop(_DEFAULTS, None)) is not None:
        for other in sections.values():
            other.options = {**defaults.options, **other.options}
    return sections


def _option(number: int, column: int, text: str) -> Option:
    end = next((index for index, character in enumerate(text) if character in "=:"), -1)
    name = text[: max(end, 0)].rstrip()
    if not name:
        raise IniError(number, column, "neither a [section] nor an `option = value`")
    value = text[end + 1 :].strip()
    start = text.index(value, end + 1) if value else end + 1
    return Option(name, number, column, [Line(number, column + start, value)])
