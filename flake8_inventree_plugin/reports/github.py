"""Annotations for GitHub Actions: a workflow command for each finding, then the counts.

The form is that of "Workflow commands for GitHub Actions" in GitHub's documentation; the escapes are those
that the runner undoes (its ActionCommand). GitHub shows no more than ten annotations of a kind in a step; the
rest stand in the log, without their file, so the message names the place too.
"""

from __future__ import annotations

from flake8_inventree_plugin.findings import Severity
from flake8_inventree_plugin.reports import Located, Report, statistics
from flake8_inventree_plugin.reports.escaping import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render(report: Report, *, encoding: str = "utf-8") -> str:
    """The annotations, ending with a line feed; `encoding` can write all of it."""
    lines = [_annotation(item, encoding) for item in report.items]
    if report.statistics:
        lines += statistics.lines(report.items)
    lines += filter(None, [report.summary.counts, report.summary.fixes])
    return "".join(f"{line}\n" for line in lines)


def _annotation(item: Located, encoding: str) -> str:
    finding = item.finding
    line, column, end_line, end_column = finding.range
    path = visible(item.path, encoding)
    properties = {"file": path, "line": line, "endLine": end_line}
    if line == end_line:
        # The runner drops columns where there are several lines. Its end is inclusive: the start by default.
        properties |= {"col": column, "endColumn": max(column, end_column - 1)}
    properties["title"] = f"{finding.code} ({finding.name})"
    text = [
        f"{path}:{line}:{column}: {finding.code} {visible(finding.message, encoding)}",
        f"help: {visible(finding.advice, encoding)}",
    ]
    if finding.url:
        text.append(f"more: {finding.url}")
    command = _COMMANDS[finding.severity]
    listed = ",".join(f"{key}={escape_property(str(value))}" for key, value in properties.items())
    return f"::{command} {listed}::{escape_data(chr(10).join(text))}"


def escape_data(text: str) -> str:
    """The text of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """A value among a workflow command's properties."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
