"""What rules say of broken contracts."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Kind, Violation
from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet
from flake8_inventree_plugin.project.contracts import breaches
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.target import Target
from flake8_inventree_plugin.rules.rule import Rule


def contract_findings(
    project: Project, rule: Rule, kind: Kind, severity: Severity | None = None
) -> Iterator[Finding]:
    """The breaches of one kind that matter on the targeted releases."""
    for violation, path, place in breaches(project):
        releases = violation.releases
        if violation.kind is kind and project.target.concerns(releases):
            consequence = decisive(violation, project.target)
            yield rule.finding(
                message(violation, consequence, project.target.releases),
                violation.advice,
                path,
                place,
                severity=Severity.WARNING if consequence.mild else severity,
            )


def decisive(violation: Violation, target: Target) -> Consequence:
    """What to expect of a violation on the targeted releases: the newest consequence, but where the target is
    declared, and so some release is meant on which something breaks, of those only.

    Raises IndexError where it does not matter on any of them.
    """
    found = [item for item in violation.consequences if item.releases & target.releases]
    harmful = [item for item in found if not item.mild] if target.declared else []
    return (harmful or found)[-1]


def message(violation: Violation, consequence: Consequence, releases: ReleaseSet) -> str:
    """What is wrong, and what some releases make of it."""
    where = "" if consequence.releases == ALL else f"on InvenTree {consequence.releases & releases} "
    return f"{violation.text}: {where}{consequence.text}"
