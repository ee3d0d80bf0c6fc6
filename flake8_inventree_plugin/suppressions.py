"""`# noqa` comments on the command line, exactly as flake8 reads them.

The two faces must agree, so flake8's own code decides what a comment silences; only where the comments stand
is worked out here, because the command line reads files with libcst's grammar instead of the host's
tokenizer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding

UNSUPPRESSIBLE = frozenset({"INV001", "INV003", "INV004"})
"""Codes that say that the linter could not do its work; no comment on the command line hides them."""

_NOQA = re.compile("noqa", re.IGNORECASE)


class Suppression(NamedTuple):
    """The physical lines `first` to `last` (1-based) that flake8 reads as one, with their `text`.

    Only lines that mention "noqa" are kept. `comment` is the offset in `text` of the comment that ends it, -1
    where there is none: flake8 reads "# noqa" in a string as well.
    """

    first: int
    last: int
    text: str
    comment: int = -1


def collect_suppressions(
    text: str, joined_lines: Sequence[tuple[int, int]], strings: Sequence[tuple[int, int]] = ()
) -> list[Suppression]:
    """The lines of a file that mention "noqa".

    `joined_lines` are the ranges of lines (1-based, inclusive) that a multi-line string or a backslash makes
    one; a comment anywhere in them counts for all of them. `strings` are the spans of all string literals, by
    their start.
    """
    joined = {line: pair for pair in joined_lines for line in range(pair[0], pair[1] + 1)}
    lines = split_lines(text)
    starts = [0, *accumulate(map(len, lines))]
    string_starts = [start for start, _ in strings]
    # Strings in the braces of an f-string end before it does.
    string_ends = list(accumulate((end for _, end in strings), max))

    def comment(start: int, end: int) -> int:
        """Where the first "#" stands that is in no string, from the beginning of a line."""
        position = text.find("#", start, end)
        while position >= 0 and (before := bisect_right(string_starts, position)):
            if string_ends[before - 1] <= position:
                break
            position = text.find("#", string_ends[before - 1], end)
        return position - start if position >= 0 else -1

    suppressions: dict[int, Suppression] = {}
    for number, line in enumerate(lines, start=1):
        if _NOQA.search(line):
            first, last = joined.get(number, (number, number))
            if first not in suppressions:
                start, end = starts[first - 1], starts[last]
                suppressions[first] = Suppression(first, last, text[start:end], comment(start, end))
    return list(suppressions.values())


def split_lines(text: str) -> list[str]:
    """The physical lines of a text with their ends, split as Python does: at \\n, \\r\\n and \\r only."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def silences_file(suppressions: Iterable[Suppression]) -> bool:
    """Whether a line is nothing but `# flake8: noqa`: flake8 then skips the file."""
    from flake8.defaults import NOQA_FILE

    return any(NOQA_FILE.match(line) for item in suppressions for line in split_lines(item.text))


class Listed(NamedTuple):
    """A `# noqa` comment that lists codes: the offset in its suppression's text where "# noqa" begins, and
    those of the codes' starts and ends."""

    start: int
    codes: list[tuple[int, int]]


def listed_codes(suppression: Suppression) -> Listed | None:
    """The codes that flake8 reads in a comment; None where it is blanket, or stands in a string."""
    from flake8.defaults import NOQA_INLINE_REGEXP

    match = NOQA_INLINE_REGEXP.search(suppression.text)
    if match is None or match["codes"] is None or not 0 <= suppression.comment <= match.start():
        return None
    codes = re.compile(r"[^\s,]+").finditer(suppression.text, *match.span("codes"))
    return Listed(match.start(), [code.span() for code in codes])


def is_suppressed(finding: Finding, line: int, suppressions: Sequence[Suppression]) -> bool:
    """Whether one of a file's suppressions silences a finding that is shown on `line` (1-based)."""
    return FileSuppressions(suppressions).silence(finding, line)


class FileSuppressions:
    """The suppressions of one file."""

    def __init__(self, suppressions: Sequence[Suppression]) -> None:
        self._all = suppressions

    @cached_property
    def _silences_file(self) -> bool:
        return silences_file(self._all)

    @cached_property
    def _by_line(self) -> dict[int, Suppression]:
        return {line: item for item in reversed(self._all) for line in range(item.first, item.last + 1)}

    def silence(self, finding: Finding, line: int) -> bool:
        """Whether a `# noqa` comment silences a finding that is shown on `line` (1-based) of the file."""
        if finding.code in UNSUPPRESSIBLE or not self._all:
            return False
        if self._silences_file:
            return True
        found = self._by_line.get(line)
        if found is None:
            return False
        from flake8.violation import Violation

        violation = Violation(finding.code, finding.path, line, 1, finding.message, found.text)
        return violation.is_inline_ignored(False)
