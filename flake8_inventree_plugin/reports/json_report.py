"""The report for programs, documented in docs/json.md and stable: keys may be added, but none changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flake8_inventree_plugin.reports import Located, Report, statistics
from flake8_inventree_plugin.reports.json_text import json_text, without_surrogates


def render(report: Report) -> str:
    """The report as one JSON object, in ASCII, ending with a line feed."""
    shown: dict[str, Any] = {
        "findings": [_finding(item) for item in report.items],
        "summary": report.summary._asdict(),
    }
    if report.statistics:
        shown["statistics"] = [asdict(rule) for rule in statistics.counts(report.items)]
    return json_text(shown)


def _finding(item: Located) -> dict[str, Any]:
    finding = item.finding
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": without_surrogates(finding.message),
        "advice": without_surrogates(finding.advice),
        "path": without_surrogates(item.path),
        "line": finding.range.line,
        "column": finding.range.column,
        "end_line": finding.range.end_line,
        "end_column": finding.range.end_column,
        "url": finding.url,
        "fix": fix and {"description": without_surrogates(fix.description), "safe": fix.safe},
    }
