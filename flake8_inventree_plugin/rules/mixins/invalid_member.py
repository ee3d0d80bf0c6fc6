"""A member of a plugin has not the form that its mixin asks for.

The dictionaries and lists in which a plugin describes itself are read by the server as they are. Some
mistakes are refused while the plugin is loaded (a link in NAVIGATION without `name`, a task without
`schedule`); on servers since 1.0 such a refusal also stops the loading of all later plugins. Others are
accepted and do harm later: a schedule `"h"` in lower case passes the check and then stops the scheduler for
everybody, a setting whose key is not in upper case never gets its default.

A key that is one letter away from a known one (`reqiured`) is a warning: nothing reads it.

Not reported are values that are not known from the source, and members that the plugin does not leave to
the mixin (own `get_scheduled_tasks`, `setup_urls`, `setup_navigation`).

What to do: give the member the form that the message names.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each invalid entry at the key or value that is wrong."""
    yield from contract_findings(project, RULE, Kind.INVALID)
    yield from contract_findings(project, RULE, Kind.NEAR_MISS, Severity.WARNING)


def _plugin(mixin: str, member: str, rest: str = "") -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixin}\n\n\n"
        f"class Demo({mixin}, InvenTreePlugin):\n    NAME = 'Demo'\n    {member}\n{rest}"
    )


_RUN = "\n    def run(self):\n        pass\n"

RULE = Rule(
    code="INV404",
    name="invalid-member",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/schedule/",
    guide="Pick your building blocks",
    good=(
        Example(
            _plugin(
                "ScheduleMixin",
                "SCHEDULED_TASKS = {'a': {'func': 'run', 'schedule': 'I', 'minutes': 30}}",
                _RUN,
            ),
        ),
        Example(
            _plugin(
                "SettingsMixin", "SETTINGS = {'URL': {'name': 'Address', 'default': '', 'required': True}}"
            ),
        ),
        Example(
            _plugin("SettingsMixin", "SETTINGS = {'URL': {'name': 'Address', 'my_own_key': 1}}"),
            note="A key that looks like no other is the plugin's own.",
        ),
        Example(
            _plugin(
                "ScheduleMixin",
                "SCHEDULED_TASKS = {'a': {'func': 'run'}}",
                f"{_RUN}\n    def get_scheduled_tasks(self):\n"
                "        return {k: {**v, 'schedule': 'H'} for k, v in self.SCHEDULED_TASKS.items()}\n",
            ),
            note="The plugin completes its tasks itself.",
        ),
        Example(
            _plugin(
                "ScheduleMixin",
                "SCHEDULED_TASKS = {'a': {'func': 'run', 'schedule': HOURLY, **more()}}",
                _RUN,
            ),
            note="Not known from the source.",
        ),
    ),
    bad=(
        Example(
            _plugin("ScheduleMixin", "SCHEDULED_TASKS = {'a': {'func': 'run', 'schedule': 'h'}}", _RUN),
            at=("7:57",),
            note="The letters are upper case.",
        ),
        Example(
            _plugin("ScheduleMixin", "SCHEDULED_TASKS = {'a': {'func': 'run', 'schedule': 'I'}}", _RUN),
            at=("7:24",),
            note="Every how many minutes?",
        ),
        Example(
            _plugin("NavigationMixin", "NAVIGATION = [{'name': 'Demo', 'url': 'plugin:demo:index'}]"),
            at=("7:19",),
            note="It is called `link`.",
        ),
        Example(
            _plugin("SettingsMixin", "SETTINGS = {'url': {'name': 'Address', 'reqiured': True}}"),
            at=("7:17", "7:44"),
            note="Keys are upper case, and `required` is another word.",
        ),
        Example(
            _plugin(
                "SettingsMixin", "SETTINGS = {'A': {'name': 'A', 'validator': 'bool', 'choices': ['a', 'b']}}"
            ),
            at=("7:49", "7:69", "7:74"),
            note="The type itself, and pairs of value and text.",
        ),
        Example(_plugin("UrlsMixin", "URLS = ['page/']"), at=("7:13",), note="Made with `path(…)`."),
    ),
)
