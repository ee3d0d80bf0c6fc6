"""Writes another version into MIN_VERSION or MAX_VERSION, or puts MIN_VERSION in front of MAX_VERSION."""

from __future__ import annotations

import re

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source

_LITERAL = re.compile(r"(['\"])[^'\"\\\r\n]*\1")


def edits(source: Source, finding: Finding) -> list[Edit]:
    """The edit of the literal, or the new line; none where the value is written in another way."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    value = Range(*arguments["value"])
    literal = _LITERAL.fullmatch(source.text_at(value))
    if literal is None:
        return []
    text = f"{literal[1]}{arguments['version']}{literal[1]}"
    if not arguments["is_new"]:
        return [source.replace(value, text)]
    start = source.span(finding.range)[0]
    line_start = source.offset(finding.range.line, 1)
    indentation = source.text[line_start:start]
    if indentation.strip(" \t"):
        return []
    return [Edit(start, start, f"{arguments['name']} = {text}{source.newline}{indentation}")]
