"""Imports a name from where it went, with its new name; where both places are needed, tries one after the
other."""

from __future__ import annotations

import re

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.import_statement import Item, Statement, statement
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edits of the import and, where it gets another name, of all uses."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    module, name, alias = arguments["old"]
    new_module, new = arguments["new"]
    here = statement(source, Range(*arguments["statement"]))
    if here is None or here.module != module:
        return []
    item = next(
        (
            item
            for item in here.items
            if (item.name, item.alias) == (name, alias)
            and (item.start, item.end) == source.span(finding.range)
        ),
        None,
    )
    if item is None:
        return []
    renamings = _renamings(source, arguments["uses"], name, new)
    if renamings is None:
        return []
    bound = alias or (new if arguments["uses"] is not None else name)
    written = new if bound == new else f"{new} as {bound}"
    if arguments["tried"]:
        return _tried(here, item, f"from {new_module} import {written}")
    if new_module == module:
        return [*_renamed(here, item, written), *renamings]
    targets = [statement(source, Range(*place)) for place in arguments["into"]]
    moved = _joined(here, item, written, [t for t in targets if t is not None and t.module == new_module])
    moved = moved or _moved(here, item, new_module, written)
    return [*moved, *renamings] if moved else []


def _renamings(source: Source, uses: list[list[int]] | None, old: str, new: str) -> list[Edit] | None:
    """The edits of the uses; None where one of them is written in another way."""
    expected = re.compile(rf"{re.escape(old)}(?!\w)")
    found = []
    for use in uses or ():
        start = source.span(Range(*use))[0]
        if not expected.match(source.text, start):
            return None
        found.append(Edit(start, start + len(old), new))
    return sorted(set(found))


def _renamed(here: Statement, item: Item, written: str) -> list[Edit]:
    """The edit that gives an item another name in the same statement, unless it has that name already."""
    if any(other.text == written for other in here.items):
        taken = here.taken_out([item])
        return taken[0] if taken is not None and not taken[1] else []
    return [Edit(item.start, item.end, written)]


def _joined(here: Statement, item: Item, written: str, targets: list[Statement]) -> list[Edit]:
    """The edits that put an item into another import; none where a comment or other code is in the way."""
    if len(here.items) == 1:
        removal = here.removed()
        removals = [removal] if removal is not None else []
    else:
        taken = here.taken_out([item])
        removals = taken[0] if taken is not None and not taken[1] else []
    if not removals:
        return []
    for target in targets:
        if any(other.text == written for other in target.items):
            return removals
        added = target.with_names([written])
        if added is not None:
            return [*removals, *added]
    return []


def _moved(here: Statement, item: Item, module: str, written: str) -> list[Edit]:
    """The edits that import an item from another module."""
    if len(here.items) == 1:
        return [here.moved_to(module), Edit(item.start, item.end, written)]
    taken = here.taken_out([item])
    if taken is None:
        return []
    removals, comment = taken
    line = f"from {module} import {written}"
    if not here.is_first_on_line:
        return [] if comment else [*removals, Edit(here.start, here.start, f"{line}; ")]
    line += f"  {comment}" if comment else ""
    return [*removals, Edit(here.start, here.start, f"{line}{here.source.newline}{here.indentation}")]


def _tried(here: Statement, item: Item, line: str) -> list[Edit]:
    """The edits that put a `try` around the import of an item, the new place first."""
    if not (here.is_first_on_line and here.is_last_on_line):
        return []
    newline, indentation = here.source.newline, here.indentation
    inner = indentation + ("\t" if indentation.startswith("\t") else "    ")
    head = f"try:{newline}{inner}{line}{newline}{indentation}except ImportError:{newline}{inner}"
    if len(here.items) == 1:
        if "\\" in here.source.text[here.start : here.end] and "\t" in indentation:
            return []
        return [Edit(here.start, here.start, head)]
    taken = here.taken_out([item])
    if taken is None:
        return []
    removals, comment = taken
    old = f"from {here.module} import {item.text}" + (f"  {comment}" if comment else "")
    return [*removals, Edit(here.start, here.start, f"{head}{old}{newline}{indentation}")]
