"""A rule of this linter raised an error: a defect of the linter, not of the plugin.

The message names the rule. What that rule would have found is missing from the report; all other rules ran.
The exit status is 3, because a gate must not take the run for a clean one.

This finding cannot be suppressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Rule


def check(project: Project) -> Iterator[Finding]:
    """Nothing: the engine reports this rule when another one raises."""
    return iter(())


RULE = Rule(
    code="INV003",
    name="rule-failed",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    always=True,
)
