"""Where the keys of a TOML document stand; the parser of the standard library does not tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress

from flake8_inventree_plugin.findings import START, Range

Path = tuple[str | int, ...]
"""The keys that lead to a value; in arrays the index."""

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\]}#]+")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_MAXIMUM_DEPTH = 100


def key_ranges(text: str) -> dict[Path, Range]:
    """The ranges of a document's keys (from the key to the end of its value), tables (their header) and array
    items, as far as the text can be followed. Never raises; complete for what `toml.parse` accepts, down to
    _MAXIMUM_DEPTH levels of brackets.
    """
    scanner = _Scanner(text)
    with suppress(_LostError):
        scanner.scan()
    lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(offset: int) -> tuple[int, int]:
        line = bisect_right(lines, offset)
        return line, offset - lines[line - 1] + 1

    return {path: Range(*place(start), *place(end)) for path, (start, end) in scanner.spans.items()}


def nearest_range(ranges: dict[Path, Range], path: Path) -> Range:
    """The range of a key, else that of the nearest table around it, else the start of the file."""
    for length in range(len(path), 0, -1):
        if path[:length] in ranges:
            return ranges[path[:length]]
    return START


class _LostError(Exception):
    """The text is no TOML from here on."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.spans: dict[Path, tuple[int, int]] = {}
        self.array_lengths: dict[Path, int] = {}

    def scan(self) -> None:
        table: Path = ()
        while True:
            self.skip(_BLANK)
            if self.position >= len(self.text):
                return
            if self.text[self.position] == "[":
                table = self.header()
            else:
                self.pair(table, 0)

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()

    def at(self, token: str) -> bool:
        return self.text.startswith(token, self.position)

    def take(self, token: str) -> None:
        if not self.at(token):
            raise _LostError
        self.position += len(token)

    def header(self) -> Path:
        """`[table]` or `[[array of tables]]`."""
        start = self.position
        is_array = self.at("[[")
        self.take("[[" if is_array else "[")
        keys = self.keys()
        self.take("]]" if is_array else "]")
        path: Path = ()
        parents: list[Path] = []
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            parents.append(path)
            if is_array and number == len(keys):
                self.array_lengths[path] = self.array_lengths.get(path, 0) + 1
            if path in self.array_lengths:
                path = (*path, self.array_lengths[path] - 1)
                parents.append(path)
        for parent in parents:
            self.spans.setdefault(parent, (start, self.position))
        # A table may be begun implicitly, by [a.b]; its own header is the better place.
        self.spans[path] = (start, self.position)
        return path

    def pair(self, table: Path, depth: int) -> None:
        """`key = value`, the key perhaps dotted."""
        start = self.position
        keys = self.keys()
        self.take("=")
        self.skip(_SPACE)
        path = (*table, *keys)
        self.value(path, depth)
        for length in range(len(table) + 1, len(path)):
            self.spans.setdefault(path[:length], (start, self.position))
        self.spans[path] = (start, self.position)

    def keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self.skip(_SPACE)
            if match := _BARE_KEY.match(self.text, self.position):
                keys.append(match[0])
            elif (match := _STRING.match(self.text, self.position)) is not None:
                keys.append(_unquoted(match[0]))
            else:
                raise _LostError
            self.position = match.end()
            self.skip(_SPACE)
            if not self.at("."):
                return keys
            self.position += 1

    def value(self, path: Path, depth: int) -> None:
        if depth > _MAXIMUM_DEPTH:
            raise _LostError
        if self.at("["):
            self.array(path, depth)
        elif self.at("{"):
            self.inline_table(path, depth)
        else:
            pattern = _STRING if self.at('"') or self.at("'") else _SCALAR
            match = pattern.match(self.text, self.position)
            if match is None:
                raise _LostError
            self.position = match.end()

    def array(self, path: Path, depth: int) -> None:
        self.take("[")
        index = 0
        while True:
            self.skip(_BLANK)
            if self.at("]"):
                break
            start = self.position
            item = (*path, index)
            self.value(item, depth + 1)
            self.spans[item] = (start, self.position)
            index += 1
            self.skip(_BLANK)
            if not self.at(","):
                break
            self.position += 1
        self.take("]")

    def inline_table(self, path: Path, depth: int) -> None:
        self.take("{")
        while True:
            # Newlines in an inline table are TOML 1.1; older parsers have refused them before we get here.
            self.skip(_BLANK)
            if self.at("}"):
                break
            self.pair(path, depth + 1)
            self.skip(_BLANK)
            if not self.at(","):
                break
            self.position += 1
        self.take("}")


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _ESCAPED.get(match[4], match[4])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else ""
