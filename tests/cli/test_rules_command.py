from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flake8_inventree_plugin import toml
from flake8_inventree_plugin.cli.rules import listing, rules
from flake8_inventree_plugin.findings import Severity
from flake8_inventree_plugin.rules import all_rules, rule_by_code
from flake8_inventree_plugin.rules.pages import explanation
from flake8_inventree_plugin.rules.rule import Example, Rule


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rules, arguments)


def test_every_rule_is_listed_once() -> None:
    result = run()
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.output.splitlines() if line.startswith("  INV")]
    assert listed == [rule.code for rule in all_rules()]
    assert result.output == listing(all_rules())


def test_ruff_keeps_our_comments(tmp_path: Path) -> None:
    """What `--ruff` prints makes ruff keep comments with our codes, which it does not know."""
    result = run("--ruff")
    assert (result.exit_code, toml.parse(result.output.encode())) == (
        0,
        {"tool": {"ruff": {"lint": {"external": ["INV"]}}}},
    )
    assert run("--ruff", "INV101").exit_code == 2
    ruff = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if ruff is None:
        pytest.skip("ruff is not installed")
    source = "import os  # noqa: F401, INV203\n"
    for settings, expected in (("", "import os  # noqa: F401\n"), (result.output, source)):
        (tmp_path / "pyproject.toml").write_text(settings)
        (tmp_path / "demo.py").write_text(source)
        command = [ruff, "check", "--no-cache", "--fix", "--extend-select=RUF", "demo.py"]
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        assert (tmp_path / "demo.py").read_text() == expected


def made_up(code: str, name: str, severity: Severity, *, fixable: bool = False) -> Rule:
    """A rule whose page is that of an existing one."""
    real = rule_by_code("INV001")
    assert real is not None
    bad = (Example("x = 1\n", at=("1:1",), fixed="x = 2\n"),) if fixable else ()
    return Rule(code, name, severity, real.check, "https://docs.inventree.org/", bad=bad)


def test_listing() -> None:
    summary = "A Python file of the project cannot be read, so what stands in it was not checked."
    assert listing(
        (
            made_up("INV001", "unreadable-file", Severity.ERROR),
            made_up("INV113", "invalid-publish-date", Severity.WARNING, fixable=True),
        )
    ) == (
        "Reading\n"
        f"  INV001  unreadable-file       error         {summary}\n"
        "\n"
        "Define the metadata\n"
        f"  INV113  invalid-publish-date  warning  fix  {summary}\n"
        "\n"
        "Explain one: inventree-lint rules CODE\n"
    )


@pytest.mark.parametrize("code", ["INV004", "inv004", "invalid-configuration", "Invalid-Configuration"])
def test_one_rule_is_explained(code: str) -> None:
    result = run(code)
    assert result.exit_code == 0
    rule = rule_by_code("INV004")
    assert rule is not None
    assert result.output == explanation(rule)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("INV0004", "Did you mean INV004"),
        ("invalid-configuraton", "Did you mean invalid-configuration"),
        ("unreadable", "Did you mean unreadable-file"),
        ("E501", "`inventree-lint rules` lists them all."),
        ("", "`inventree-lint rules` lists them all."),
        ("x\x1b[1m", 'There is no rule "x\\x1b[1m".'),
    ],
)
def test_an_unknown_rule(code: str, hint: str) -> None:
    result = run(code)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert hint in result.stderr


def test_a_beginning_names_no_more_than_five() -> None:
    assert run("INV").stderr.count(" or INV") <= 4
    assert "Did you mean INV001 or " in run("INV").stderr


def test_output_that_is_not_utf8() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[2])}
    for arguments in ([], *([rule.code] for rule in all_rules() if not explanation(rule).isascii())):
        command = [sys.executable, "-m", "flake8_inventree_plugin", "rules", *arguments]
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
