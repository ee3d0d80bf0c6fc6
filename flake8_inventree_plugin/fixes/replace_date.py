"""Writes a date in ISO form, inside the quotes it already has."""

from __future__ import annotations

import re

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.fixes.source import Edit, Source

_BLANKS = r"(?:[()\s\\]|#[^\r\n]*[\r\n])*"
_LITERAL = re.compile(rf"{_BLANKS}[uUrR]?('''|\"\"\"|'|\")(.*?)\1{_BLANKS}", re.DOTALL)


def edits(source: Source, finding: Finding) -> list[Edit]:
    """Replaces the text of a literal; nothing where the value is written in any other way."""
    assert finding.fix is not None
    arguments = finding.fix.arguments
    place = Range(*arguments["range"])
    literal = _LITERAL.fullmatch(source.text_at(place))
    if literal is None or literal[2] != arguments["date"]:
        return []
    start = source.span(place)[0]
    return [Edit(start + literal.start(2), start + literal.end(2), arguments["iso"])]
