from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given

from flake8_inventree_plugin.findings import Range, Severity
from flake8_inventree_plugin.reports import Report
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.junit import render
from tests.reports.samples import DATE, located, needed
from tests.reports.test_escaping import ANY_TEXT

MIXED = Report(
    [
        located(path="a.py", message="one"),
        located(path="a.py", message="two", severity=Severity.ADVICE, place=Range(2, 3, 2, 4)),
        located(path="b.py", message="three", severity=Severity.ERROR, url="https://example.org/?a=1&b=2"),
    ]
)


def parsed(report: str) -> Element:
    assert report.isascii()
    return fromstring(report)


def test_one_finding() -> None:
    assert render(Report([DATE])) == (
        "<?xml version='1.0' encoding='us-ascii'?>\n"
        '<testsuites name="inventree-lint">\n'
        '  <testsuite name="demo/core.py" tests="1" failures="1" errors="0">\n'
        '    <testcase classname="demo/core.py" name="INV113 invalid-publish-date at demo/core.py:4:20">\n'
        '      <failure type="error" message="PUBLISH_DATE &quot;22.02.2222&quot; of SampleActionPlugin is no ISO '
        'date, so the plugin list answers 500">demo/core.py:4:20: INV113 PUBLISH_DATE "22.02.2222" of '
        "SampleActionPlugin is no ISO date, so the plugin list answers 500\n"
        'help: write it as "2222-02-22"\n'
        "more: https://docs.inventree.org/en/stable/plugins/metadata/</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_suite_for_each_file_and_advice_passes() -> None:
    root = parsed(render(MIXED))
    assert [dict(suite.attrib) for suite in root] == [
        {"name": "a.py", "tests": "2", "failures": "1", "errors": "0"},
        {"name": "b.py", "tests": "1", "failures": "1", "errors": "0"},
    ]
    assert [(case.tag, case[0].tag, case[0].get("type")) for suite in root for case in suite] == [
        ("testcase", "failure", "warning"),
        ("testcase", "system-out", None),
        ("testcase", "failure", "error"),
    ]
    assert root[0][1][0].text == "a.py:2:3: INV601 two\nhelp: mend it"
    assert root[1][0][0].text == "b.py:1:1: INV601 three\nhelp: mend it\nmore: https://example.org/?a=1&b=2"


def test_nothing_found_is_a_test_that_passes() -> None:
    root = parsed(render(Report([])))
    assert [dict(suite.attrib) for suite in root] == [
        {"name": "inventree-lint", "tests": "1", "failures": "0", "errors": "0"}
    ]
    assert [(case.attrib, list(case)) for case in root[0]] == [
        ({"classname": "inventree-lint", "name": "No findings"}, [])
    ]


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_is_valid_and_read_as_it_is(message: str, path: str) -> None:
    report = render(Report([located(message=message, path=path)]))
    assert not re.search(r"##[A-Za-z]*\[", report)
    ((suite,),) = (parsed(report),)
    assert suite.get("name") == suite[0].get("classname") == visible(path)
    failure = suite[0][0]
    assert failure.get("message") == visible(message)
    assert failure.text == f"{visible(path)}:1:1: INV601 {visible(message)}\nhelp: mend it"


@given(ANY_TEXT)
def test_a_consumer_reads_it(message: str) -> None:
    junitparser = needed("junitparser")
    text = render(Report([located(message=message), located(severity=Severity.ADVICE)]))
    (suite,) = junitparser.JUnitXml.fromstring(text.encode())
    failed, passed = suite
    assert (suite.tests, suite.failures, suite.errors) == (2, 1, 0)
    (failure,) = failed.result
    assert (failure.message, failure.type) == (visible(message), "warning")
    assert failed.name == "INV601 not-a-package at demo/core.py:1:1"
    assert passed.is_passed
    assert passed.system_out == "demo/core.py:1:1: INV601 it is wrong\nhelp: mend it"


def test_what_xml_forbids_is_gone() -> None:
    report = render(Report([located(message="a\x00b\x0b\ufffe\ud800 & <c> ]]> \N{GRINNING FACE}")]))
    assert parsed(report)[0][0][0].get("message") == (
        "a\\x00b\\x0b\\ufffe\\ud800 & <c> ]]> \N{GRINNING FACE}"
    )
