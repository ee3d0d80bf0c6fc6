"""A scheduled task calls a method that the plugin does not have, or one that asks for arguments.

Where `func` of a task has no dot, the worker calls the method of that name on the plugin, without
arguments. The server checks neither that there is one nor what it asks for: the task is scheduled, and
fails each time that it is due.

Not reported are functions given by a dotted path, methods that a base class or a mixin may have, and
methods whose decorators may change what they take.

What to do: name a method of the plugin that can be called without arguments.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each such function where SCHEDULED_TASKS names it."""
    yield from contract_findings(project, RULE, Kind.UNKNOWN_TASK_FUNCTION)


def _plugin(function: str, method: str) -> str:
    return (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import ScheduleMixin\n\n\n"
        "class Demo(ScheduleMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
        f"    SCHEDULED_TASKS = {{'task': {{'func': '{function}', 'schedule': 'D'}}}}\n\n"
        f"    {method}:\n        pass\n"
    )


RULE = Rule(
    code="INV406",
    name="unknown-task-function",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/schedule/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("run", "def run(self)")),
        Example(_plugin("run", "def run(self, force=False, *args, **kwargs)")),
        Example(_plugin("demo.tasks.run", "def other(self)"), note="A function of a module."),
        Example(_plugin("run", "@wrapped\n    def run(self, user)"), note="The decorator may provide it."),
    ),
    bad=(
        Example(_plugin("run", "def start(self)"), at=("7:41",), note="No such method."),
        Example(_plugin("run", "def run(self, user)"), at=("7:41",), note="Nobody passes `user`."),
    ),
)
