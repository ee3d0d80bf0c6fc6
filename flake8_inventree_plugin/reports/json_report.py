"""The report for programs, documented in docs/json.md and stable: keys may be added, but none changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flake8_inventree_plugin.reports import Located, Report, Trial, statistics
from flake8_inventree_plugin.reports.json_text import json_text

TRIED_VERSION = 1
"""The version of what `tried` looks like."""


def render(report: Report) -> str:
    """The report as one JSON object, in ASCII, ending with a line feed."""
    shown: dict[str, Any] = {
        "findings": [_finding(item) for item in report.items],
        "summary": report.summary._asdict(),
    }
    if report.statistics:
        shown["statistics"] = [asdict(rule) for rule in statistics.counts(report.items)]
    if report.trials is not None:
        projects = [_trial(trial) for trial in report.trials]
        shown["tried"] = {"version": TRIED_VERSION, "projects": projects}
    return json_text(shown)


def _finding(item: Located) -> dict[str, Any]:
    finding = item.finding
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "advice": finding.advice,
        "path": item.path,
        "line": finding.range.line,
        "column": finding.range.column,
        "end_line": finding.range.end_line,
        "end_column": finding.range.end_column,
        "url": finding.url,
        "fix": fix and {"description": fix.description, "safe": fix.safe},
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "path": trial.path,
        "release": trial.release,
        "loaded": [
            {
                "plugin": plugin.plugin,
                "slug": plugin.slug,
                "metadata": plugin.metadata,
                "mixins": plugin.mixins,
                "calls": [
                    {"mixin": call.mixin, "what": call.what, "result": call.result}
                    for call in trial.calls
                    if call.plugin == plugin.plugin
                ],
            }
            for plugin in trial.loaded
        ],
        "not_loaded": list(trial.not_loaded),
        "not_tried": [
            {"plugin": note.plugin, "message": note.message, "needs": note.needs} for note in trial.not_tried
        ],
    }
