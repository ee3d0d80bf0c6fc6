"""SARIF 2.1.0, the format of OASIS that code scanning services and editors read.

Paths are relative to the folder that the linter runs in, `%SRCROOT%`; where that lies is not said, so that
the report is the same on every machine. The rules that the findings are of are described; findings that a
comment silences are not in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.reports import Located, Report
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.fingerprints import fingerprints
from flake8_inventree_plugin.reports.json_text import json_text
from flake8_inventree_plugin.rules import SECTIONS, rule_by_code
from flake8_inventree_plugin.rules.pages import explanation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

FINGERPRINT = "inventreeLint/v1"
"""The name of our fingerprint; `primaryLocationLineHash` is GitHub's own, which it works out itself."""

_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def render(report: Report) -> str:
    """The report as a SARIF log with one run, in ASCII, ending with a line feed."""
    from importlib.metadata import version

    rules = {item.finding.code: item.finding for item in report.items}
    indices = {code: index for index, code in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "inventree-lint",
                "version": version("flake8-inventree-plugin"),
                "rules": [_rule(rules[code]) for code in indices],
            }
        },
        "invocations": [
            {"executionSuccessful": report.exit_status in (0, 1), "exitCode": report.exit_status}
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that the linter ran in."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [
            _result(item, indices[item.finding.code], fingerprint)
            for item, fingerprint in zip(report.items, fingerprints(report.items), strict=True)
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: Finding) -> dict[str, Any]:
    """The description of the rule that a finding is of."""
    shown: dict[str, Any] = {"id": finding.code, "name": finding.name}
    rule = rule_by_code(finding.code)
    if rule is None:
        return shown
    return {
        **shown,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _paragraphs(rule.page)},
        "help": {"text": rule.page, "markdown": explanation(rule)},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [SECTIONS[rule.code[3]]]},
    }


def _paragraphs(page: str) -> str:
    """The first two paragraphs of a page: what is wrong, and why it matters."""
    return "\n\n".join(" ".join(part.split()) for part in page.split("\n\n")[:2])


def _result(item: Located, index: int, fingerprint: str) -> dict[str, Any]:
    finding = item.finding
    file = _file(item.path)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{_message(finding.message)}.\nhelp: {_message(finding.advice)}."},
        "locations": [
            {"physicalLocation": {"artifactLocation": file, "region": _place(finding.range)}},
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.fix is not None and item.replacements:
        replacements = [
            {"deletedRegion": _region(place), "insertedContent": {"text": text}}
            for place, text in item.replacements
        ]
        result["fixes"] = [
            {
                "description": {"text": f"{_message(finding.fix.description)}."},
                "artifactChanges": [{"artifactLocation": file, "replacements": replacements}],
            }
        ]
    return result


def _message(text: str) -> str:
    """A text that stays itself where messages may hold placeholders, `{0}`, and links, `[text](address)`."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _file(path: str) -> dict[str, Any]:
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}


def _place(place: Range) -> dict[str, int]:
    """The region of a finding; a place without extent stands for the line from there on."""
    region = _region(place)
    return {key: region[key] for key in ("startLine", "startColumn")} if place[:2] == place[2:] else region


def _region(place: Range) -> dict[str, int]:
    """A range in SARIF's words: both count from 1, and both ends are exclusive."""
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), place, strict=True))
