"""The text that a fix edits, and edits of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.source.lines import Lines

if TYPE_CHECKING:
    import libcst


class Edit(NamedTuple):
    """Replaces the code points from `start` up to `end` (offsets into the text) by `text`."""

    start: int
    end: int
    text: str


class Source:
    """One file's decoded text, without a byte order mark and with its own line ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = Lines(text)

    @property
    def newline(self) -> str:
        """How the first line ends: what new lines end with too."""
        first = self.line(1)
        return "\r\n" if first.endswith("\r\n") else "\r" if first.endswith("\r") else "\n"

    @cached_property
    def module(self) -> libcst.Module:
        """The tree of the text.

        Raises libcst.ParserSyntaxError where it is not valid Python.
        """
        import libcst

        return libcst.parse_module(self.text)

    def line(self, number: int) -> str:
        """The physical line of a number (1-based) with its end, "" behind the last."""
        return self._lines.line(number) if number <= self._lines.count else ""

    def offset(self, line: int, column: int) -> int:
        """The offset of a place: line and column 1-based, in code points."""
        return self._lines.starts[line - 1] + column - 1

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column (1-based) of an offset."""
        return self._lines.position(offset)

    def span(self, place: Range) -> tuple[int, int]:
        """The offsets of a range's start and end."""
        return self.offset(place.line, place.column), self.offset(place.end_line, place.end_column)

    def text_at(self, place: Range) -> str:
        """The text that a range covers."""
        start, end = self.span(place)
        return self.text[start:end]

    def replace(self, place: Range, text: str) -> Edit:
        """The edit that puts `text` in the place of a range."""
        return Edit(*self.span(place), text)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text after all edits, which must not overlap; insertions at one place keep their order.

    Raises ValueError where they do.
    """
    result: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        if edit.start < position:
            raise ValueError("edits overlap")
        result += (text[position : edit.start], edit.text)
        position = edit.end
    result.append(text[position:])
    return "".join(result)
