"""JUnit's XML, for CI servers that show tests: a suite for each file, a failed test for each finding.

Advice never fails a run, so it is a test that passes. A run without findings is one test that passes too:
Jenkins takes a report without tests for a mistake.
"""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flake8_inventree_plugin.findings import Severity
from flake8_inventree_plugin.reports import Located, Report
from flake8_inventree_plugin.reports.escaping import visible

NAME = "inventree-lint"


def render(report: Report) -> str:
    """The report as XML 1.0, in ASCII, ending with a line feed."""
    root = Element("testsuites", name=NAME)
    for path, group in groupby(report.items, key=lambda item: item.path):
        items = list(group)
        suite = _suite(root, visible(path), items)
        for item in items:
            _case(suite, item)
    if not report.items:
        SubElement(_suite(root, NAME, []), "testcase", classname=NAME, name="No findings")
    # `visible` leaves no character that XML forbids; the encoding turns those beyond ASCII into references.
    indent(root)
    data: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return f"{data.decode()}\n"


def _suite(root: Element, name: str, items: list[Located]) -> Element:
    failures = sum(_fails(item) for item in items)
    counts = {"tests": str(max(1, len(items))), "failures": str(failures), "errors": "0"}
    return SubElement(root, "testsuite", {"name": name, **counts})


def _case(suite: Element, item: Located) -> None:
    finding = item.finding
    place = f"{visible(item.path)}:{finding.range.line}:{finding.range.column}"
    name = f"{finding.code} {finding.name} at {place}"
    case = SubElement(suite, "testcase", classname=visible(item.path), name=name)
    lines = [
        f"{place}: {finding.code} {visible(finding.message)}",
        f"help: {visible(finding.advice)}",
        *([f"more: {finding.url}"] if finding.url else []),
    ]
    if _fails(item):
        attributes = {"type": finding.severity.value, "message": visible(finding.message)}
        content = SubElement(case, "failure", attributes)
    else:
        content = SubElement(case, "system-out")
    content.text = "\n".join(lines)


def _fails(item: Located) -> bool:
    return item.finding.severity is not Severity.ADVICE
