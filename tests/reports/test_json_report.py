from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given

from flake8_inventree_plugin.findings import Fix, Severity
from flake8_inventree_plugin.reports import Report, Summary, Trial
from flake8_inventree_plugin.reports.json_report import render
from flake8_inventree_plugin.reports.statistics import RuleCount
from flake8_inventree_plugin.runtime.request import Call, Loaded, Note
from tests.reports.samples import DATE, ONE_ERROR, located
from tests.reports.test_escaping import ANY_TEXT

DOCUMENT = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
KEYS = [
    "code",
    "name",
    "severity",
    "message",
    "advice",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "url",
    "fix",
]


TRIED_KEYS = {
    "tried": ["version", "projects"],
    "project": ["path", "release", "loaded", "not_loaded", "not_tried"],
    "plugin": ["plugin", "slug", "metadata", "mixins", "calls"],
    "call": ["mixin", "what", "result"],
    "note": ["plugin", "message", "needs"],
}
TRIAL = Trial(
    "demo",
    "1.5",
    [
        Loaded(
            "demo.core.SampleActionPlugin",
            "sample",
            "demo/core.py",
            {"slug": "sample", "name": "SampleActionPlugin"},
            ["action"],
        )
    ],
    [
        Call("demo.core.SampleActionPlugin", "ActionMixin", "perform_action(user, data=…)", "None"),
        Call("demo.core.Another", "ActionMixin", "get_info(user, data=…)", "None"),
    ],
    ["OtherPlugin"],
    [Note("demo.other", "needs yaml, which is not installed here", "yaml")],
)


def test_nothing_found() -> None:
    report = json.loads(render(Report([], Summary(files=2))))
    assert list(report) == ["findings", "summary"]
    assert report["findings"] == []
    assert report["summary"] == {
        "errors": 0,
        "warnings": 0,
        "advice": 0,
        "suppressed": 0,
        "fixable": 0,
        "fixable_unsafe": 0,
        "files": 2,
        "fixed": 0,
        "baselined": 0,
    }


def test_the_documented_example_is_the_report() -> None:
    example = re.search(r"```json\n(.*?)\n```", DOCUMENT, re.DOTALL)
    assert example is not None
    assert render(Report([DATE], ONE_ERROR)) == f"{example[1]}\n"


def test_every_key_is_documented() -> None:
    rows = re.findall(r"^\| (`.+?) \|", DOCUMENT, re.MULTILINE)
    documented = re.findall(r"`(\w+)`", " ".join(rows))
    of_trials = [key for keys in TRIED_KEYS.values() for key in keys]
    counted = [field.name for field in fields(RuleCount)]
    assert documented == [*KEYS, *Summary._fields, *counted, *of_trials]


def test_the_documented_example_of_what_was_tried_is_the_report() -> None:
    example = re.findall(r"```json\n(.*?)\n```", DOCUMENT, re.DOTALL)[1]
    report = render(Report([], Summary(), trials=[TRIAL]))
    assert report.isascii()
    tried = json.loads(report)["tried"]
    assert json.dumps(tried, indent=2) == example
    (project,) = tried["projects"]
    ((plugin,), (note,)) = project["loaded"], project["not_tried"]
    (call,) = plugin["calls"]
    shown = (tried, project, plugin, call, note)
    assert [list(item) for item in shown] == list(TRIED_KEYS.values())


def test_nothing_was_tried_of_what_is_there() -> None:
    report = json.loads(render(Report([], Summary(), trials=[Trial("demo", "0.6")])))
    assert report["tried"]["projects"] == [
        {"path": "demo", "release": "0.6", "loaded": [], "not_loaded": [], "not_tried": []}
    ]


@given(ANY_TEXT)
def test_any_text_of_a_plugin_survives(text: str) -> None:
    trial = Trial(
        text, "1.5", [Loaded(text, text, text, {"name": text}, [text])], [Call(text, text, text, text)]
    )
    report = render(Report([], Summary(), trials=[trial]))
    assert report.isascii()
    assert not re.search(r"##[A-Za-z]*\[", report)
    (project,) = json.loads(report)["tried"]["projects"]
    shown = text.encode("utf-8", "backslashreplace").decode()
    assert project["loaded"] == [
        {
            "plugin": shown,
            "slug": shown,
            "metadata": {"name": shown},
            "mixins": [shown],
            "calls": [{"mixin": shown, "what": shown, "result": shown}],
        }
    ]


@pytest.mark.parametrize(
    ("fix", "shown"),
    [(None, None), (Fix("x", "Move it", safe=False), {"description": "Move it", "safe": False})],
)
def test_fix(fix: Fix | None, shown: object) -> None:
    (finding,) = json.loads(render(Report([located(fix=fix, severity=Severity.ADVICE)], Summary(advice=1))))[
        "findings"
    ]
    assert list(finding) == KEYS
    assert finding["severity"] == "advice"
    assert finding["fix"] == shown


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_survives(message: str, path: str) -> None:
    report = render(Report([located(message=message, path=path)], Summary(warnings=1)))
    assert report.isascii()
    assert not re.search(r"##[A-Za-z]*\[", report)
    finding = json.loads(report)["findings"][0]
    assert finding["message"] == message.encode("utf-8", "backslashreplace").decode()
    assert finding["path"] == path.encode("utf-8", "backslashreplace").decode()


def test_a_lone_surrogate_and_a_log_command() -> None:
    report = render(Report([located(path="caf\udce9.py", message="##[error]no")], Summary(warnings=1)))
    assert '"path": "caf\\\\udce9.py"' in report
    assert '"message": "#\\u0023[error]no"' in report
    assert json.loads(report)["findings"][0]["message"] == "##[error]no"
