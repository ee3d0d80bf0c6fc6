"""The Code Quality report of GitLab: what merge requests show of it.

The fields are those of "Code Quality report format" in GitLab's documentation. Of findings with one
fingerprint GitLab shows the first only.
"""

from __future__ import annotations

from flake8_inventree_plugin.findings import Severity
from flake8_inventree_plugin.reports import Report
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.fingerprints import fingerprints
from flake8_inventree_plugin.reports.json_text import json_text

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def render(report: Report) -> str:
    """The report as a JSON array, in ASCII, ending with a line feed."""
    return json_text(
        [
            {
                "description": f"{visible(item.finding.message)}; help: {visible(item.finding.advice)}",
                "check_name": item.finding.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[item.finding.severity],
                "location": {
                    "path": item.path,
                    "lines": {"begin": item.finding.range.line, "end": item.finding.range.end_line},
                },
            }
            for item, fingerprint in zip(report.items, fingerprints(report.items), strict=True)
        ]
    )
