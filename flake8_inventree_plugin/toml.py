"""Reads TOML, with errors that say where."""

from __future__ import annotations

import re
import sys
from typing import Any

_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"

MAXIMUM_BYTES = 256 * 1024
"""A longer file is refused; the pyproject.toml of large projects have some 50 KB."""

# The parser takes quadratic time for long dotted keys, and for keys below a long table header: with these
# limits the worst file takes seconds, without them it takes hours.
_MAXIMUM_DOTS = 500
_MAXIMUM_DOTS_IN_HEADER = 100


class TomlError(ValueError):
    """A document that is no TOML; `line` and `column` are 1-based, columns in code points."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"{line}:{column}: {reason}")
        self.line = line
        self.column = column
        self.reason = reason


def parse(data: bytes) -> dict[str, Any]:
    """The content of a TOML document. Raises TomlError."""
    if len(data) > MAXIMUM_BYTES:
        raise TomlError(1, 1, f"longer than {MAXIMUM_BYTES // 1024} KiB")
    text = _decode(data)
    _check_dots(text)
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(_PLACE, message)
        reason = message[: place.start()] if place else message
        if place and place[1]:
            raise TomlError(int(place[1]), int(place[2]), reason) from None
        line, column = _end_of(text)
        raise TomlError(line, column, f"{reason} at the end of the file") from None
    except RecursionError:
        raise TomlError(1, 1, "nested too deeply") from None
    except ValueError:
        # Python's own limit on the length of an integer is the one thing the parser does not wrap.
        raise TomlError(1, 1, "a number is too long") from None


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8")) + 1
        raise TomlError(before.count(b"\n") + 1, column, "not valid UTF-8") from None
    if text.startswith("\ufeff"):
        raise TomlError(1, 1, "begins with a byte order mark, which TOML does not allow")
    return text


def _check_dots(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        limit = _MAXIMUM_DOTS_IN_HEADER if line.lstrip().startswith("[") else _MAXIMUM_DOTS
        if line.count(".") > limit:
            raise TomlError(number, 1, f"more than {limit} dots in one line")


def _end_of(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1
