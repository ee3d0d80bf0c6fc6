"""Moves a plugin's base class behind the mixins that belong before it, with its comments."""

from __future__ import annotations

import re
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source

_GAP = re.compile(
    r"(?P<comma>[ \t]*,)(?P<trailing>[ \t]*\#[^\r\n]*)?"
    r"(?P<space>\s*)(?P<above>(?:\#[^\r\n]*(?:\r\n|\r|\n)\s*)*)"
)
_AFTER = re.compile(r"(?P<comma>[ \t]*,)?(?P<trailing>[ \t]*\#[^\r\n]*)?(?P<rest>[^\r\n]*)")


class _Item(NamedTuple):
    """A base class: the comment lines above it, its expression, and the comment behind it."""

    above: str
    expression: str
    trailing: str


class _Slot(NamedTuple):
    """Where an item stands: what comes between it and the next one."""

    comma: str
    space: str


def edits(source: Source, finding: Finding) -> list[Edit]:
    """One edit that moves the first of the bases that the fix names behind the last; none where they do not
    stand side by side, or where a comment would end up in front of code."""
    assert finding.fix is not None
    spans = [source.span(Range(*place)) for place in finding.fix.arguments["bases"]]
    text = source.text
    # A comment in the lines above a base belongs to it.
    start, end = _start_of_comments(source, spans[0][0]), spans[-1][1]
    above = text[start : spans[0][0]]
    items: list[_Item] = []
    slots: list[_Slot] = []
    for number, (first, last) in enumerate(spans):
        is_last = number == len(spans) - 1
        gap = _AFTER.match(text, last) if is_last else _GAP.fullmatch(text[last : spans[number + 1][0]])
        if gap is None:
            return []
        trailing = gap["trailing"] or ""
        items.append(_Item(above, text[first:last], trailing))
        if is_last:
            # A comment may stand here only at the end of the line.
            slots.append(_Slot(gap["comma"] or "", "" if gap["rest"].strip() else "\n"))
            end = gap.start("rest")
        else:
            slots.append(_Slot(gap["comma"], gap["space"]))
            above = gap["above"]
    items = [*items[1:], items[0]]
    result = ""
    for number, (item, slot) in enumerate(zip(items, slots, strict=True)):
        if item.trailing and not slot.space.lstrip(" \t").startswith(("\r", "\n")):
            return []
        result += item.above + item.expression + slot.comma + item.trailing
        if number < len(slots) - 1:
            result += slot.space
    return [Edit(start, end, result)]


def _start_of_comments(source: Source, start: int) -> int:
    """Where the comment lines right above an offset begin; the offset itself where there are none."""
    line, column = source.position(start)
    if source.line(line)[: column - 1].strip():
        return start
    while (above := source.line(line - 1)).lstrip().startswith("#"):
        line -= 1
        start = source.offset(line, len(above) - len(above.lstrip()) + 1)
    return start
