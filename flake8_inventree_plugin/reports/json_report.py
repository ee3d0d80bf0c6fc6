"""The report for programs, documented in docs/json.md and stable: keys may be added, but none changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flake8_inventree_plugin.reports import Located, Summary
from flake8_inventree_plugin.reports.escaping import LOG_COMMAND


def render(items: Sequence[Located], summary: Summary) -> str:
    """The report as one JSON object, in ASCII, without a line feed at its end."""
    report = {"findings": [_finding(item) for item in items], "summary": summary._asdict()}
    # Only strings can hold the beginning of a log command; "#" may be written as an escape in any of them.
    return LOG_COMMAND.sub(r"#\\u0023", json.dumps(report, indent=2))


def _finding(item: Located) -> dict[str, Any]:
    finding = item.finding
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": _text(finding.message),
        "advice": _text(finding.advice),
        "path": _text(item.path),
        "line": finding.range.line,
        "column": finding.range.column,
        "end_line": finding.range.end_line,
        "end_column": finding.range.end_column,
        "url": finding.url,
        "fix": None if fix is None else {"description": _text(fix.description), "safe": fix.safe},
    }


def _text(text: str) -> str:
    """Strict parsers refuse a lone surrogate, which a path that is not UTF-8 has; it becomes text."""
    return text.encode("utf-8", "backslashreplace").decode()
