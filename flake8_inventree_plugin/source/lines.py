"""The physical lines of a text: offsets to lines and columns, lines of code, and lines that flake8 joins."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable

from flake8_inventree_plugin.findings import Range

Span = tuple[int, int]
"""A piece of a text: offsets in code points, the end exclusive."""

_NEWLINE = re.compile(r"\r\n|\r|\n")
_FSTRINGS_ARE_TOKENIZED = sys.version_info >= (3, 12)


class Lines:
    """Where the physical lines of a text start, split as Python does: at \\n, \\r\\n and \\r only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]

    @property
    def count(self) -> int:
        """How many lines there are; what follows the last line end counts only where it is not empty."""
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column (from 1, in code points) of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column; the inverse of `position`."""
        return self.starts[line - 1] + column - 1

    def between(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(*self.position(start), *self.position(end))

    def line(self, number: int) -> str:
        """The text of a line (from 1) with its line end."""
        starts = self.starts
        return self.text[starts[number - 1] : starts[number] if number < len(starts) else len(self.text)]

    def touched(self, span: Span) -> list[int]:
        """The numbers of the lines that a piece of the text touches."""
        first, last = self.position(span[0])[0], self.position(span[1])[0]
        return [*range(first, last + 1)]


def count_code_lines(lines: Lines, docstrings: Iterable[Span], string_texts: Iterable[Span]) -> int:
    """How many lines hold more than blanks, comments and docstrings.

    `string_texts` are the strings of more than one line: what looks like a comment in them is none.
    """
    inside_string = {number for span in string_texts for number in lines.touched(span)[1:]}
    documentation: set[int] = set()
    for span in docstrings:
        touched = lines.touched(span)
        first, last = touched[0], touched[-1]
        if lines.text[lines.starts[first - 1] : span[0]].strip(" \t\f("):
            first += 1
        after = lines.line(last)[lines.position(span[1])[1] - 1 :].strip(" \t\f\r\n);")
        if after and after[0] != "#":
            last -= 1
        documentation.update(range(first, last + 1))
    count = 0
    for number in range(1, len(lines.starts) + 1):
        line = lines.line(number).strip()
        if line and number not in documentation and (line[0] != "#" or number in inside_string):
            count += 1
    return count


def joined_lines(
    lines: Lines, strings: Iterable[Span], string_texts: Iterable[Span], formatted_strings: Iterable[Span]
) -> list[tuple[int, int]]:
    """Ranges of lines (inclusive) that flake8 reads as one for `# noqa`: it joins what one token spans.

    `strings` are all string literals, `string_texts` the literal texts of more than one line,
    `formatted_strings` the f-strings of more than one line. Before Python 3.12 an f-string is one token;
    since then its lines may also end between the tokens inside its braces.
    """
    followed = {number for span in string_texts for number in lines.touched(span)[:-1]}
    if not _FSTRINGS_ARE_TOKENIZED:
        followed.update(number for span in formatted_strings for number in lines.touched(span)[:-1])
    candidates = [
        number
        for number in range(1, len(lines.starts))
        if number not in followed and lines.line(number).rstrip("\r\n").endswith("\\")
    ]
    if candidates:
        outside = _without(lines.text, strings)
        for number in candidates:
            start, end = lines.starts[number - 1], lines.starts[number]
            if "#" not in outside[start:end]:
                followed.add(number)
    ranges: list[tuple[int, int]] = []
    for number in sorted(followed):
        if ranges and ranges[-1][1] == number:
            ranges[-1] = (ranges[-1][0], number + 1)
        else:
            ranges.append((number, number + 1))
    return ranges


def _without(text: str, strings: Iterable[Span]) -> str:
    """The text with its string literals blanked, so that offsets stay the same."""
    pieces: list[str] = []
    position = 0
    for start, end in strings:
        if start >= position:
            pieces.append(text[position:start])
            pieces.append(" " * (end - start))
            position = end
    pieces.append(text[position:])
    return "".join(pieces)
