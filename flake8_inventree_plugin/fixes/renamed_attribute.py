"""Gives the last name of a dotted use another spelling: `translation.ugettext` → `translation.gettext`."""

from __future__ import annotations

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edit of the last name; none where something else stands there."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    end = source.span(Range(*arguments["use"]))[1]
    start = end - len(arguments["old"])
    if source.text[start:end] != arguments["old"]:
        return []
    return [Edit(start, end, arguments["new"])]
