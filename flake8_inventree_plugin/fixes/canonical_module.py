"""Imports the module that InvenTree keeps stable instead of one behind it, and rewrites its uses."""

from __future__ import annotations

import re

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edits of the import and of all uses; none where a use is written in an unusual way."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    module, package = arguments["module"], arguments["package"]
    text = source.text
    start, end = source.span(Range(*arguments["statement"]))
    if text.startswith("from", start):
        match = re.compile(rf"from[ \t]+({re.escape(module)})[ \t]+import\b").match(text, start, end)
        return [Edit(match.start(1), match.end(1), package)] if match else []
    places = [source.offset(finding.range.line, finding.range.column)]
    places += [source.offset(use[0], use[1]) for use in arguments["uses"]]
    expected = re.compile(rf"{re.escape(module)}(?!\w)")
    if not all(expected.match(text, place) for place in places):
        return []
    return [Edit(place, place + len(module), package) for place in dict.fromkeys(places)]
