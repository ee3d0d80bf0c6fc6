from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from flake8_inventree_plugin.findings import Range, Severity
from flake8_inventree_plugin.reports import Report
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.gitlab import render
from tests.reports.samples import DATE, located, needed
from tests.reports.test_escaping import ANY_TEXT

SCHEMA = json.loads((Path(__file__).parent / "schemas/gitlab-code-quality.json").read_text(encoding="utf-8"))


def validated(report: str) -> list[Any]:
    """The report, held against the fields that GitLab documents."""
    jsonschema = needed("jsonschema")
    found: list[Any] = json.loads(report)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def test_nothing_found() -> None:
    assert render(Report([])) == "[]\n"


def test_one_finding() -> None:
    (found,) = validated(render(Report([DATE])))
    fingerprint = found.pop("fingerprint")
    assert re.fullmatch(r"[0-9a-f]{32}", fingerprint)
    assert found == {
        "description": 'PUBLISH_DATE "22.02.2222" of SampleActionPlugin is no ISO date, so the plugin list answers '
        '500; help: write it as "2222-02-22"',
        "check_name": "INV113",
        "severity": "major",
        "location": {"path": "demo/core.py", "lines": {"begin": 4, "end": 4}},
    }


def test_severities_and_places() -> None:
    items = [
        located(severity=severity, place=Range(line, 1, line + 2, 3))
        for line, severity in enumerate(Severity, 1)
    ]
    found = validated(render(Report(items)))
    assert [(item["severity"], item["location"]["lines"]) for item in found] == [
        ("major", {"begin": 1, "end": 3}),
        ("minor", {"begin": 2, "end": 4}),
        ("info", {"begin": 3, "end": 5}),
    ]


def test_what_is_alike_is_shown_too() -> None:
    found = validated(render(Report([located(), located(), located(place=Range(9, 1, 9, 1))])))
    assert len({item["fingerprint"] for item in found}) == 3


def test_the_schema_refuses_what_gitlab_would_not_show() -> None:
    jsonschema = needed("jsonschema")
    (found,) = json.loads(render(Report([DATE])))
    for key in found:
        with pytest.raises(jsonschema.ValidationError):
            validated(json.dumps([{other: found[other] for other in found if other != key}]))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_survives(message: str, advice: str, path: str) -> None:
    report = render(Report([located(message=message, advice=advice, path=f"x{path}")]))
    assert report.isascii()
    assert not re.search(r"##[A-Za-z]*\[", report)
    (found,) = validated(report)
    assert found["description"] == f"{visible(message)}; help: {visible(advice)}"
    assert found["location"]["path"] == f"x{path}".encode("utf-8", "backslashreplace").decode()
