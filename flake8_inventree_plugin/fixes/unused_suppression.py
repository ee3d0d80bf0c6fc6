"""Removes a code from a `# noqa` comment, and the comment where nothing is left in it."""

from __future__ import annotations

from flake8_inventree_plugin.findings import Finding
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edit of the comment's line; nothing where the code is not where it was found."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    place = finding.range
    line = source.line(place.line).rstrip("\r\n")
    if line[place.column - 1 : place.end_column - 1] != arguments["code"]:
        return []
    codes: list[list[int]] = arguments["codes"]
    if "noqa" in line[codes[-1][1] - 1 :].lower():
        # A second one would begin to count.
        return []
    index = codes.index([place.column, place.end_column])
    if index > 0:
        first, last, text = codes[index - 1][1], place.end_column, ""
    elif len(codes) > 1:
        first, last, text = place.column, codes[1][0], ""
    else:
        first, last, text = _whole_comment(line, arguments["comment"], place.end_column)
    start = source.offset(place.line, first)
    end = source.offset(place.line, last)
    if first == 1 and last > len(line) and not _is_continued(source, place.line):
        # Nothing is left of the line.
        end = start + len(source.line(place.line))
    return [Edit(start, end, text)]


def _whole_comment(line: str, start: int, end: int) -> tuple[int, int, str]:
    """The columns of "# noqa: …" with what only separates it, and what comes in its place.

    The text behind it stays, as a comment of its own.
    """
    behind = line[end - 1 :].lstrip(" \t\f,")
    if behind:
        return start, len(line) - len(behind) + 1, "" if behind.startswith("#") else "# "
    return len(line[: start - 1].rstrip(" \t\f")) + 1, len(line) + 1, ""


def _is_continued(source: Source, line: int) -> bool:
    """Whether a line belongs to the one above, which would otherwise go on in the one below."""
    return line > 1 and source.line(line - 1).rstrip("\r\n").endswith("\\")
