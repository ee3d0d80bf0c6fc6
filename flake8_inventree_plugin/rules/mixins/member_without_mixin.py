"""A plugin defines what only a mixin looks at, but is not made of that mixin.

`process_event` is called on plugins with EventMixin only, SCHEDULED_TASKS are read by ScheduleMixin,
SETTINGS by SettingsMixin. Without the mixin the server never sees them, and nothing says so.

Not reported are members that the plugin's own code uses, plugins with a base class that is not known, and
what an own base class defines of which another plugin is made that has the mixin.

What to do: add the mixin to the bases, left of the plugin base class, or remove the member.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each such member where it is defined."""
    yield from contract_findings(project, RULE, Kind.MEMBER_WITHOUT_MIXIN)


def _plugin(mixins: str, body: str) -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixins}\n\n\n"
        f"class Demo({mixins}, InvenTreePlugin):\n    NAME = 'Demo'\n{body}"
    )


_ACTION = "\n    def perform_action(self, user=None, data=None):\n        pass\n"
_EVENT = "\n    def process_event(self, event, *args, **kwargs):\n        pass\n"

RULE = Rule(
    code="INV408",
    name="member-without-mixin",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/event/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("EventMixin", _EVENT)),
        Example(
            _plugin(
                "ActionMixin",
                "\n    def perform_action(self, user=None, data=None):\n        self.process_event('x')\n"
                + _EVENT,
            ),
            note="The plugin calls it itself.",
        ),
        Example(_plugin("SupplierMixin", "    SETTINGS = {}\n"), note="SupplierMixin is a SettingsMixin."),
        Example(
            f"from elsewhere import Base\n\n{_plugin('ActionMixin', _EVENT).replace('Demo(', 'Demo(Base, ')}"
        ),
    ),
    bad=(
        Example(_plugin("ActionMixin", _ACTION + _EVENT), at=("11:9",)),
        Example(_plugin("ActionMixin", f"    SETTINGS = {{'A': {{'name': 'A'}}}}\n{_ACTION}"), at=("7:5",)),
    ),
)
