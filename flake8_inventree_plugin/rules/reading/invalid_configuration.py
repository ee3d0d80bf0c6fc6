"""`[tool.inventree-lint]` in pyproject.toml has a key, a code or a value that means nothing.

What is misspelt is silently without effect in most tools; here it is an error. The command line stops with
exit status 2, flake8 reports it on the project's anchor. The keys are explained in the README.

This finding cannot be suppressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.config import FILE, TABLE, Problem
from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def describe(problem: Problem) -> str:
    """A problem in one sentence."""
    if not problem.key:
        return f"{FILE} cannot be read: {problem.reason}"
    key = problem.key if problem.key.startswith("tool.") else f"tool.{TABLE}.{problem.key}"
    return f"{FILE}: {key} {problem.reason}"


def check(project: Project) -> Iterator[Finding]:
    """Reports every problem of the configuration."""
    for problem in project.config.problems:
        yield RULE.finding(describe(problem), f"correct it in {FILE}", FILE, problem.place)


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV004",
    name="invalid-configuration",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    always=True,
    bad=(
        Example(
            {"pyproject.toml": '[tool.inventree-lint]\nignroe = ["INV501"]\n', "demo.py": _PLUGIN},
            at=("pyproject.toml:2:1",),
            note="A key that there is not.",
        ),
        Example(
            {"pyproject.toml": '[tool.inventree-lint]\ntarget = "0.5"\n', "demo.py": _PLUGIN},
            at=("pyproject.toml:2:1",),
            note="A release that is older than plugins.",
        ),
    ),
    good=(Example({"pyproject.toml": '[tool.inventree-lint]\nignore = ["INV501"]\n', "demo.py": _PLUGIN}),),
)
