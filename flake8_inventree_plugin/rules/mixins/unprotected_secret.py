"""A setting for a password, token or key is not protected.

The settings of a plugin can be read over the API by every user who can log in, staff or not. Of a setting
with `"protected": True` the server shows `***` instead. `"hidden": True` is no replacement, that is only
not shown on the page.

A setting counts as a secret by the end of its key: PASSWORD, SECRET, TOKEN, API_KEY and the like. Not
reported are switches and numbers (by their default), choices, and settings that refer to an object.

What to do: add `"protected": True` to the setting.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each such setting at its key."""
    yield from contract_findings(project, RULE, Kind.UNPROTECTED_SECRET)


def _plugin(setting: str) -> str:
    return (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import SettingsMixin\n\n\n"
        f"class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    SETTINGS = {{{setting}}}\n"
    )


RULE = Rule(
    code="INV412",
    name="unprotected-secret",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/settings/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("'API_TOKEN': {'name': 'Token', 'protected': True}")),
        Example(_plugin("'TOKEN_URL': {'name': 'Where tokens come from'}"), note="Tells of one, is none."),
        Example(
            _plugin("'ASK_PASSWORD': {'name': 'Ask for the password', 'default': False}"), note="A switch."
        ),
        Example(_plugin("'API_TOKEN': {'name': 'Token', **common()}"), note="It may be protected there."),
    ),
    bad=(
        Example(_plugin("'API_TOKEN': {'name': 'Token'}"), at=("7:17",)),
        Example(_plugin("'PASSWORD': {'name': 'Password', 'hidden': True}"), at=("7:17",)),
    ),
)
