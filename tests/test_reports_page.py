"""The examples in docs/reports.md are what the command prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flake8_inventree_plugin.cli import run
from flake8_inventree_plugin.reports import FORMATS

REPOSITORY = Path(__file__).parent.parent
PAGE = (REPOSITORY / "docs/reports.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin of the examples is the current folder."""
    for variable in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(REPOSITORY / "tests/fixtures/first-plugin")


def example(marker: str) -> str:
    """The block below a comment."""
    found = re.findall(rf"<!-- {marker} -->\n```\w*\n(.*?)```\n", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("output_format", ["text", "github", "gitlab", "junit"])
def test_output(capsys: pytest.CaptureFixture[str], output_format: str) -> None:
    assert run(["check", "--no-cache", "--select=INV113", f"--output-format={output_format}"]) == 1
    assert capsys.readouterr().out == example(f"output: {output_format}")


def test_result_of_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--no-cache", "--select=INV113", "--output-format=sarif"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert f"{json.dumps(result, indent=2)}\n" == example("result")


def test_statistics(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--no-cache", "--statistics", "--select=INV1,INV2"]) == 1
    assert f"\n\n{example('statistics')}\n1 error, " in capsys.readouterr().out


def test_job_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert run(["check", "--no-cache", "--select=INV113"]) == 1
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == example("summary")


def test_every_format_is_described() -> None:
    assert set(re.findall(r"^\| \[`(\w+)`\]\((?:#\1|json\.md)\) \|", PAGE, re.MULTILINE)) == set(FORMATS)
    for output_format in set(FORMATS) - {"json"}:
        assert f"\n## `{output_format}`\n" in PAGE
