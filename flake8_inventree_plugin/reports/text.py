"""The report for people.

    demo/core.py:24:20: INV113 invalid-publish-date (error)
      PUBLISH_DATE "22.02.2222" is no ISO date, so the plugin list answers 500
      24 |     PUBLISH_DATE = "22.02.2222"
         |                    ^^^^^^^^^^^^
      help: write it as "2222-02-22" (--fix does it)
      more: inventree-lint rules INV113

The last line stands at the first finding of each rule. The counts, what could be mended, and where the plugin
runs close the report. With and without colours the text is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flake8_inventree_plugin.findings import Range, Severity
from flake8_inventree_plugin.reports import Located, Report, statistics
from flake8_inventree_plugin.reports.escaping import visible, visible_characters

WIDTH = 100
"""Columns of a source line that are shown; a longer one is cut around the place."""

_CUT = "..."
_TAB = "    "

_BOLD, _DIM = "1", "2"
_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.ADVICE: "1;36"}

Paint = Callable[[str, str], str]


def render(report: Report, *, color: bool = False, encoding: str = "utf-8") -> str:
    """The report, ending with a line feed; `encoding` can write all of it."""
    paint = _colored if color else _plain
    explained: set[str] = set()
    lines: list[str] = []
    for item in report.items:
        lines += _finding(item, paint, encoding, explain=item.finding.code not in explained)
        lines.append("")
        explained.add(item.finding.code)
    if report.statistics:
        lines += statistics.lines(report.items)
    lines.append(paint(_BOLD, report.summary.counts))
    lines += filter(None, [report.summary.fixes])
    lines += (visible(verdict, encoding) for verdict in report.verdicts)
    return "".join(f"{line}\n" for line in lines)


def _colored(style: str, text: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _plain(_: str, text: str) -> str:
    return text


def _finding(item: Located, paint: Paint, encoding: str, *, explain: bool) -> list[str]:
    finding = item.finding
    style = _STYLES[finding.severity]
    place = f"{visible(item.path, encoding)}:{finding.range.line}:{finding.range.column}:"
    severity = paint(style, f"({finding.severity.value})")
    lines = [
        f"{paint(_BOLD, place)} {paint(style, finding.code)} {finding.name} {severity}",
        f"  {visible(finding.message, encoding)}",
    ]
    if item.source_line and not item.source_line.isspace():
        source, carets = excerpt(item.source_line, finding.range, encoding)
        number = str(finding.range.line)
        lines += [
            f"  {paint(_DIM, f'{number} |')} {source}".rstrip(),
            f"  {paint(_DIM, ' ' * len(number) + ' |')} {paint(style, carets)}",
        ]
    fix = finding.fix
    by_fix = " (--fix does it)" if fix is not None and fix.safe else ""
    lines.append(f"  {paint(_BOLD, 'help:')} {visible(finding.advice, encoding)}{by_fix}")
    if fix is not None and not fix.safe:
        description = visible(fix.description, encoding)
        lines.append(f"  {paint(_BOLD, 'fix:')} {description} (--fix --unsafe-fixes does it)")
    if explain:
        lines.append(f"  {paint(_DIM, f'more: inventree-lint rules {finding.code}')}")
    return lines


def excerpt(line: str, place: Range, encoding: str = "utf-8") -> tuple[str, str]:
    """A source line as it is shown, and the carets to put below it.

    A place that goes on in the next line is marked to the end of this one. A tab is shown as four columns, a
    wide character counts as two, a combining one as none.
    """
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    # A character takes a column or more, so nothing farther away could be shown: a line may have a million.
    offset = max(0, start - WIDTH)
    piece = line[offset : start + WIDTH]
    cells = [
        _TAB if character == "\t" else shown
        for character, shown in zip(piece, visible_characters(piece, encoding), strict=True)
    ]
    start -= offset
    end = min(max(end - offset, start), len(cells))
    is_whole = len(piece) == len(line) and sum(map(_room, cells)) <= WIDTH
    first, last = (0, len(cells)) if is_whole else _window(cells, start, end, is_start=not offset)
    before = _CUT if offset + first > 0 else ""
    after = _CUT if offset + last < len(line) else ""
    shown = before + "".join(cells[first:last]) + after
    indent = len(before) + _columns("".join(cells[first:start]))
    marked = _columns("".join(cells[start : min(end, last)]))
    return shown, " " * indent + "^" * max(1, marked)


def _window(cells: Sequence[str], start: int, end: int, *, is_start: bool) -> tuple[int, int]:
    """The cells that are shown of a line that is too long.

    They begin at its start where the place then fits, else with a quarter of the width before the place.
    """
    room = WIDTH - len(_CUT)
    first = 0
    if not is_start or sum(map(_room, cells[:end])) > room:
        room -= len(_CUT)
        first = start
        left = WIDTH // 4
        while first > 0 and _room(cells[first - 1]) <= left:
            first -= 1
            left -= _room(cells[first])
    last = first
    while last < len(cells) and _room(cells[last]) <= room:
        room -= _room(cells[last])
        last += 1
    return first, last


def _room(cell: str) -> int:
    """What a cell takes of the width: at least one, so that a heap of combining characters ends too."""
    return max(1, _columns(cell))


def _columns(text: str) -> int:
    """How many columns a terminal needs for a text without control characters."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me") else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )
