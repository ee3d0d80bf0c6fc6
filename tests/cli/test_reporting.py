"""Where reports go: formats, `--output-file`, `--statistics`, and what GitHub Actions gets, by real processes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from flake8_inventree_plugin import cli, files
from flake8_inventree_plugin.reports import FORMATS
from flake8_inventree_plugin.reports.job_summary import LIMIT
from tests.cli.test_check import CLEAN, FILES, FIXABLE
from tests.reports.test_gitlab import validated as gitlab
from tests.reports.test_sarif import validated as sarif
from tests.support import write_files

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs modes, links or devices")
SELECT = "--select=INV203"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one finding, which is the current folder."""
    for variable in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    write_files(folder, {**FILES, "demo/core.py": FIXABLE})
    monkeypatch.chdir(folder)
    return folder


def lint(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Status, output and errors of `inventree-lint check`."""
    done = subprocess.run(
        [sys.executable, "-m", "flake8_inventree_plugin", "check", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
    )
    return done.returncode, done.stdout, done.stderr


def summary_of(file: Path) -> dict[str, str]:
    """The environment of a step in GitHub Actions."""
    return {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(file)}


# Formats


def test_gitlab() -> None:
    status, out, err = lint(SELECT, "--output-format=gitlab")
    assert (status, err) == (1, "")
    (found,) = gitlab(out)
    assert (found["check_name"], found["location"]) == (
        "INV203",
        {"path": "demo/core.py", "lines": {"begin": 2, "end": 2}},
    )


def test_sarif() -> None:
    status, out, err = lint(SELECT, "--output-format=sarif")
    assert (status, err) == (1, "")
    run = sarif(out)
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    assert [result["ruleId"] for result in run["results"]] == ["INV203"]
    assert sarif(lint(SELECT, "--exit-zero", "--output-format=sarif")[1])["invocations"][0]["exitCode"] == 0


def test_sarif_lists_nothing_that_is_suppressed(project: Path) -> None:
    suppressed = FIXABLE.replace("import SettingsMixin", "import SettingsMixin  # noqa: INV203")
    write_files(project, {"demo/core.py": suppressed})
    status, out, _ = lint(SELECT, "--output-format=sarif")
    assert (status, json.loads(out)["runs"][0]["results"]) == (0, [])


def test_junit() -> None:
    status, out, err = lint(SELECT, "--output-format=junit")
    assert (status, err) == (1, "")
    (suite,) = fromstring(out)
    assert suite.get("name") == "demo/core.py"
    assert suite[0].get("name") == "INV203 noncanonical-import at demo/core.py:2:51"


@pytest.mark.parametrize("output_format", FORMATS)
def test_the_status_is_the_same_for_every_format(project: Path, output_format: str) -> None:
    option = f"--output-format={output_format}"
    assert lint(SELECT, option)[0] == 1
    assert lint("--select=INV204", option)[0] == 0
    write_files(project, {"demo/core.py": "x = 1\n"})
    status, _, err = lint(option)
    assert (status, err.partition(" in ")[0]) == (2, "No InvenTree plugin found")


def apply(text: str, replacements: list[Any]) -> str:
    """The text after SARIF's replacements, which count lines and code points from 1, ends exclusive."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [0]
    ends = [position + 1 for position, character in enumerate(text) if character == "\n"]
    starts += ends
    assert len(starts) == len(lines)
    spans = []
    for replacement in replacements:
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        spans.append((start, end, replacement["insertedContent"]["text"]))
    for start, end, inserted in sorted(spans, reverse=True):
        text = text[:start] + inserted + text[end:]
    return text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("code", ["INV203", "INV113"])
def test_the_fix_in_sarif_is_what_fix_does(project: Path, newline: str, mark: str, code: str) -> None:
    text = FIXABLE.replace("    AUTHOR", '    "\N{GRINNING FACE}"; PUBLISH_DATE = "24.12.2025"\n    AUTHOR')
    text = text.replace("\n", newline)
    file = project / "demo/core.py"
    file.write_bytes((mark + text).encode())
    _, out, _ = lint(f"--select={code}", "--output-format=sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    ((change,),) = (fix["artifactChanges"] for fix in result["fixes"])
    assert change["artifactLocation"] == {"uri": "demo/core.py", "uriBaseId": "%SRCROOT%"}
    assert lint(f"--select={code}", "--fix")[0] == 0
    mended = apply(text, change["replacements"])
    assert mended != text
    assert file.read_bytes().decode() == mark + mended


# A file beside the terminal


@pytest.mark.parametrize("output_format", FORMATS)
def test_output_file(project: Path, output_format: str) -> None:
    plain = lint(SELECT)
    alone = lint(SELECT, f"--output-format={output_format}")
    both = lint(SELECT, f"--output-format={output_format}", "--output-file=report")
    assert both == plain
    assert (project / "report").read_text(encoding="utf-8") == alone[1]
    assert sorted(path.name for path in project.iterdir()) == ["demo", "pyproject.toml", "report"]


def test_output_file_without_a_format_is_text(project: Path) -> None:
    assert lint(SELECT, "--output-file=report.txt") == lint(SELECT)
    assert (project / "report.txt").read_text(encoding="utf-8") == lint(SELECT)[1]


def test_output_file_is_replaced(project: Path) -> None:
    file = project / "report.json"
    file.write_text("old" * 10_000, encoding="utf-8")
    lint(SELECT, "--output-format=json", "--output-file=report.json")
    assert json.loads(file.read_bytes())["summary"]["warnings"] == 1


def test_output_file_is_there_without_a_plugin(project: Path) -> None:
    write_files(project, {"demo/core.py": "x = 1\n"})
    status, out, err = lint("--output-format=sarif", "--output-file=report.sarif")
    assert (status, out, err.partition(" in ")[0]) == (2, "", "No InvenTree plugin found")
    (run,) = json.loads((project / "report.sarif").read_bytes())["runs"]
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("gone/report.json", "--output-file gone/report.json: there is no such folder."),
        ("demo", "File 'demo' is a directory."),
    ],
)
def test_output_file_that_cannot_be(project: Path, file: str, message: str) -> None:
    status, out, err = lint("--output-format=json", f"--output-file={file}")
    assert (status, out) == (2, "")
    assert message in err
    assert not (project / "gone").exists()


def test_output_file_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", fail)
    for arguments in ((), ("--exit-zero",)):
        assert cli.run(["check", SELECT, "--output-file=report.txt", *arguments]) == 3
        out, err = capsys.readouterr()
        assert err == "report.txt: the report cannot be written: No space left on device\n"
        assert "1 warning in 2 files\n" in out


@on_posix
def test_output_file_may_be_a_device() -> None:
    status, out, _ = lint(SELECT, "--output-format=json", "--output-file=/dev/stderr")
    assert (status, "1 warning in 2 files" in out) == (1, True)
    assert lint(SELECT, "--output-file=/dev/null")[0] == 1
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


# Statistics


def test_statistics() -> None:
    line = "1  INV203  noncanonical-import  1 fixable\n\n1 warning in 2 files\n"
    assert line in lint(SELECT, "--statistics")[1]
    assert line in lint(SELECT, "--statistics", "--output-format=github")[1]
    assert line in lint(SELECT, "--statistics", "--output-format=junit", "--output-file=report.xml")[1]
    report = json.loads(lint(SELECT, "--statistics", "--output-format=json")[1])
    assert report["statistics"] == [
        {"code": "INV203", "name": "noncanonical-import", "count": 1, "fixable": 1}
    ]


@pytest.mark.parametrize("output_format", ["gitlab", "sarif", "junit"])
def test_statistics_have_no_place_in_other_formats(output_format: str) -> None:
    status, out, err = lint("--statistics", f"--output-format={output_format}")
    assert (status, out) == (2, "")
    assert "--statistics goes with the formats text, github, json." in err


@pytest.mark.parametrize("option", ["--output-format=text", "--output-file=x", "--statistics"])
def test_a_diff_is_no_report(project: Path, option: str) -> None:
    status, _, err = lint("--diff", option)
    assert status == 2
    assert "--diff prints no report" in err
    assert not (project / "x").exists()


# GitHub Actions


def test_github_actions(project: Path) -> None:
    summary = project.parent / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    done = lint(SELECT, environment=summary_of(summary))
    assert done == lint(SELECT, "--output-format=github")
    assert done[1].startswith("::warning file=demo/core.py,line=2,")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n### inventree-lint: 1 warning in 2 files\n\n<table>\n")
    assert "<code>demo/core.py:2:51</code>" in text


@pytest.mark.parametrize("actions", ["", "false", "1"])
def test_anywhere_else(project: Path, actions: str) -> None:
    summary = project.parent / "summary.md"
    environment = {**summary_of(summary), "GITHUB_ACTIONS": actions}
    assert lint(SELECT, environment=environment) == lint(SELECT)
    assert not summary.exists()


@pytest.mark.parametrize("output_format", ["text", "json", "sarif"])
def test_a_chosen_format_is_what_is_shown(project: Path, output_format: str) -> None:
    summary = project.parent / "summary.md"
    option = f"--output-format={output_format}"
    assert lint(SELECT, option, environment=summary_of(summary)) == lint(SELECT, option)
    assert not summary.exists()


def test_output_file_in_github_actions(project: Path) -> None:
    summary = project.parent / "summary.md"
    done = lint(SELECT, "--output-format=sarif", "--output-file=a.sarif", environment=summary_of(summary))
    assert done == lint(SELECT, "--output-format=github")
    assert summary.read_text(encoding="utf-8").startswith("### inventree-lint: 1 warning")
    assert sarif((project / "a.sarif").read_text(encoding="utf-8"))["results"]


def test_no_findings_is_not_said_without_a_plugin(project: Path) -> None:
    write_files(project, {"demo/core.py": "x = 1\n"})
    summary = project.parent / "summary.md"
    status, out, err = lint(environment=summary_of(summary))
    assert (status, out, err.partition(" in ")[0]) == (2, "", "No InvenTree plugin found")
    assert not summary.exists()


def test_without_a_place_for_a_summary() -> None:
    environment = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": ""}
    assert lint(SELECT, environment=environment) == lint(SELECT, "--output-format=github")


def test_a_summary_that_cannot_be_written_costs_nothing(project: Path) -> None:
    status, out, err = lint(SELECT, environment=summary_of(project.parent / "gone/summary.md"))
    assert (status, out) == lint(SELECT, "--output-format=github")[:2]
    assert err.endswith("summary.md: the job summary cannot be written: No such file or directory\n")


@pytest.mark.parametrize(
    ("used", "written"), [(LIMIT - 1500, True), (LIMIT - 10, False), (LIMIT + 10, False)]
)
def test_the_summary_leaves_room_for_what_is_there(project: Path, used: int, written: bool) -> None:
    summary = project.parent / "summary.md"
    summary.write_bytes(b"x" * used)
    assert lint(SELECT, environment=summary_of(summary))[0] == 1
    size = summary.stat().st_size
    assert (size > used) is written
    assert size <= max(used, LIMIT)


def test_an_upgrade_reports_text_in_github_actions(project: Path) -> None:
    write_files(project, {"demo/core.py": CLEAN})
    done = subprocess.run(
        [sys.executable, "-m", "flake8_inventree_plugin", "upgrade", "--to=1.0"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, **summary_of(project.parent / "summary.md")},
    )
    assert done.stdout.startswith("No findings in 2 files\n")
    assert not (project.parent / "summary.md").exists()
