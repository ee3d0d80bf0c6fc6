from __future__ import annotations

import pytest
from hypothesis import given

from flake8_inventree_plugin.findings import Range, Severity
from flake8_inventree_plugin.reports import Report, Summary
from flake8_inventree_plugin.reports.escaping import visible
from flake8_inventree_plugin.reports.github import escape_data, escape_property, render
from tests.reports.samples import DATE, ONE_ERROR, located
from tests.reports.test_escaping import ANY_TEXT

PROPERTIES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}


def unescape(text: str, escapes: dict[str, str]) -> str:
    """As the runner does: one escape after the other, the percent sign last."""
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text


def parse(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it."""
    assert line.startswith("::")
    info, _, data = line[2:].partition("::")
    command, _, properties = info.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return command, {key: unescape(value, PROPERTIES) for key, value in pairs}, unescape(data, DATA)


def test_nothing_found() -> None:
    assert render(Report([], Summary(files=2))) == "No findings in 2 files\n"


def test_one_finding() -> None:
    assert render(Report([DATE], ONE_ERROR)) == (
        "::error file=demo/core.py,line=4,endLine=4,col=20,endColumn=31,title=INV113 (invalid-publish-date)::"
        'demo/core.py:4:20: INV113 PUBLISH_DATE "22.02.2222" of SampleActionPlugin is no ISO date, '
        "so the plugin list answers 500%0A"
        'help: write it as "2222-02-22"%0A'
        "more: https://docs.inventree.org/en/stable/plugins/metadata/\n"
        "1 error in 3 files\n"
        "1 can be mended with --fix\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.ADVICE, "notice")],
)
def test_severity(severity: Severity, command: str) -> None:
    assert parse(render(Report([located(severity=severity)], Summary())).splitlines()[0])[0] == command


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Range(1, 1, 1, 1), "line=1,endLine=1,col=1,endColumn=1,"),
        (Range(3, 5, 3, 9), "line=3,endLine=3,col=5,endColumn=8,"),
        (Range(3, 5, 4, 2), "line=3,endLine=4,title="),
    ],
)
def test_place(place: Range, expected: str) -> None:
    assert f"file=demo/core.py,{expected}" in render(Report([located(place=place)], Summary()))


def test_escapes() -> None:
    line = render(Report([located(path="50%,a:b.py", message="100%, a: b")], Summary())).splitlines()[0]
    assert line == (
        "::warning file=50%25%2Ca%3Ab.py,line=1,endLine=1,col=1,endColumn=1,title=INV601 (not-a-package)::"
        "50%25,a:b.py:1:1: INV601 100%25, a: b%0Ahelp: mend it"
    )


@given(ANY_TEXT)
def test_the_runner_undoes_the_escapes(text: str) -> None:
    assert unescape(escape_data(text), DATA) == text
    assert unescape(escape_property(text), PROPERTIES) == text
    assert not set("\r\n") & set(escape_data(text))
    assert not set("\r\n:,") & set(escape_property(text))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_finding_is_one_command(message: str, advice: str, path: str) -> None:
    line, counts = render(
        Report([located(message=message, advice=advice, path=path)], Summary(warnings=1))
    ).splitlines()
    command, properties, data = parse(line)
    assert command == "warning"
    assert properties == {
        "file": visible(path),
        "line": "1",
        "endLine": "1",
        "col": "1",
        "endColumn": "1",
        "title": "INV601 (not-a-package)",
    }
    assert data == f"{visible(path)}:1:1: INV601 {visible(message)}\nhelp: {visible(advice)}"
    assert counts == "1 warning"


def test_another_encoding() -> None:
    render(Report([located(message="部品 \udce9")], Summary()), encoding="cp1252").encode("cp1252")
