"""Imports names from the package that InvenTree keeps stable for them.

The fix of one finding moves all names of its statement that go to the same package, so that the statement
stays whole; where a `# noqa` in the statement may keep some of them, only the finding's own. Whatever it
leaves, the next pass does.
"""

from __future__ import annotations

import re

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.import_statement import Item, Statement, statement, written
from flake8_inventree_plugin.fixes.source import Edit, Source

_GAP = r"(?:[ \t\f]|\\(?:\r\n|\r|\n))+"
_NAMES = r"(?:\((?:[^()#]|#[^\r\n]*[\r\n])*\)|[\w*](?:[\w., \t\f*]|\\(?:\r\n|\r|\n))*)"
_BLANK = re.compile(r"(?:[ \t\f\r\n;]|\\(?:\r\n|\r|\n)|#[^\r\n]*)*")
_IMPORT = re.compile(rf"(?:from{_GAP}[\w.]+{_GAP}import(?:{_GAP}|(?=\()){_NAMES}|import{_GAP}{_NAMES})")


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edits that import the finding's name from its package, and others of the statement with it."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    here = statement(source, Range(*arguments["statement"]))
    if here is None or here.module != arguments["module"]:
        return []
    own = next((item for item in here.items if (item.start, item.end) == source.span(finding.range)), None)
    moving = [item for item in here.items if [item.name, item.alias] in arguments["names"]]
    if own is None or own not in moving:
        return []
    if not here.is_one_line and any("noqa" in text.lower() for text in (*here.comments, here.comment)):
        moving = [own]
    present = [item for item in moving if [item.name, item.alias] in arguments["present"]]
    targets = [
        target
        for place in arguments["into"]
        if (target := statement(source, Range(*place))) is not None
        and target.module == arguments["package"]
        and _may_join(source, here, target)
    ]
    if len(moving) == len(here.items):
        return _move_statement(here, present, targets, arguments["package"])
    return _move_names(here, own, moving, present, targets, arguments["package"])


def _move_statement(
    here: Statement, present: list[Item], targets: list[Statement], package: str
) -> list[Edit]:
    """All names move: they join another import, or the statement stays and names the other module."""
    removal = here.removed()
    if removal is not None:
        if len(present) == len(here.items):
            return [removal]
        for target in targets:
            added = target.with_names(_missing(here.items, target))
            if added is not None:
                return [*added, removal]
    return [here.moved_to(package)]


def _move_names(
    here: Statement,
    own: Item,
    moving: list[Item],
    present: list[Item],
    targets: list[Statement],
    package: str,
) -> list[Edit]:
    """Some names move: they join another import, or get a statement of their own in front."""
    if any(here.comment_of(item) for item in moving):
        moving = [own]
    taken = here.taken_out(moving)
    if taken is None:
        return []
    removals, comment = taken
    # Changes nothing, but makes the fix of another name of the statement wait for the next pass.
    removals.append(here.moved_to(here.module))
    if not comment and all(item in present for item in moving):
        return removals
    for target in targets:
        names = _missing(moving, target)
        if names or not comment:
            added = target.with_names(names, comment)
            if added is not None:
                return [*added, *removals]
    names = [item.text for item in moving]
    newline = here.source.newline
    if not here.is_first_on_line:
        text = f"from {package} import {', '.join(names)}; "
        return [] if comment else [*removals, Edit(here.start, here.start, text)]
    text = written(package, names, here.indentation, newline)
    text += f"  {comment}" if comment else ""
    return [*removals, Edit(here.start, here.start, f"{text}{newline}{here.indentation}")]


def _missing(items: tuple[Item, ...] | list[Item], target: Statement) -> list[str]:
    known = {(item.name, item.alias) for item in target.items}
    return list(dict.fromkeys(item.text for item in items if (item.name, item.alias) not in known))


def _may_join(source: Source, here: Statement, target: Statement) -> bool:
    """Whether two statements stand in one block with nothing but imports between them."""
    if not (here.is_first_on_line and target.is_first_on_line) or here.indentation != target.indentation:
        return False
    first, last = (here, target) if here.start < target.start else (target, here)
    return _has_only_imports(source.text, first.end, last.start)


def _has_only_imports(text: str, start: int, end: int) -> bool:
    """Whether a piece of the text consists of whole import statements, comments and blanks."""
    position = start
    while True:
        blank = _BLANK.match(text, position, end)
        position = blank.end() if blank else position
        if position == end:
            return True
        match = _IMPORT.match(text, position, end)
        if match is None:
            return False
        position = match.end()
