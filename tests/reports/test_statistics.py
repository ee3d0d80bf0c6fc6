from __future__ import annotations

import json

import pytest

from flake8_inventree_plugin.findings import Fix
from flake8_inventree_plugin.reports import Located, Report, Summary, github, json_report, text
from flake8_inventree_plugin.reports.statistics import RuleCount, counts, lines
from tests.reports.samples import DATE, located

ITEMS: list[Located] = [
    *[located(code="INV203", fix=Fix("x", "y", safe=safe)) for safe in (True, False)],
    *[located(code="INV203") for _ in range(8)],
    located(code="INV609"),
    located(code="INV102"),
    DATE,
]
LINES = """\
10  INV203  not-a-package         2 fixable
 1  INV102  not-a-package
 1  INV113  invalid-publish-date  1 fixable
 1  INV609  not-a-package

"""


def test_nothing_found() -> None:
    assert counts([]) == []
    assert lines([]) == []
    assert text.render(Report([], Summary(files=1), statistics=True)) == "No findings in 1 file\n"


def test_counts() -> None:
    assert counts(ITEMS) == [
        RuleCount("INV203", "not-a-package", 10, 2),
        RuleCount("INV102", "not-a-package", 1, 0),
        RuleCount("INV113", "invalid-publish-date", 1, 1),
        RuleCount("INV609", "not-a-package", 1, 0),
    ]


@pytest.mark.parametrize("render", [text.render, github.render])
def test_lines_stand_before_the_counts(render: object) -> None:
    assert callable(render)
    summary = Summary(errors=1, warnings=12)
    plain = render(Report(ITEMS, summary))
    assert plain.endswith("1 error, 12 warnings\n")
    found = plain.removesuffix("1 error, 12 warnings\n")
    assert render(Report(ITEMS, summary, statistics=True)) == f"{found}{LINES}1 error, 12 warnings\n"


def test_json() -> None:
    assert "statistics" not in json.loads(json_report.render(Report(ITEMS)))
    report = json.loads(json_report.render(Report(ITEMS, statistics=True)))
    assert report["statistics"][0] == {"code": "INV203", "name": "not-a-package", "count": 10, "fixable": 2}
    assert len(report["statistics"]) == 4
