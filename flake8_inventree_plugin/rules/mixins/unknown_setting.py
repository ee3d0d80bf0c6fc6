"""A plugin reads or writes a setting that it does not define.

`get_setting` does not complain about a key that SETTINGS lacks. It gives an empty text, and keeps a row for
it in the database that no page shows, so that a slip of the pen looks like a setting that nobody has filled
in. The same goes for API_URL_SETTING and API_TOKEN_SETTING, which name a setting, and for
`get_user_setting` and USER_SETTINGS.

Keys are compared as the server does, in upper case. Not reported are plugins whose settings are not all
known from the source, keys that are computed, and calls with a `backup_value`.

What to do: define the setting, or use the one that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each use of an unknown setting where it stands."""
    yield from contract_findings(project, RULE, Kind.UNKNOWN_SETTING)


def _plugin(settings: str, used: str, mixins: str = "SettingsMixin") -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixins}\n\n\n"
        f"class Demo({mixins}, InvenTreePlugin):\n    NAME = 'Demo'\n    SETTINGS = {settings}\n\n"
        f"    def use(self, key):\n        return self.{used}\n"
    )


RULE = Rule(
    code="INV405",
    name="unknown-setting",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/settings/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("{'URL': {'name': 'Address'}}", "get_setting('URL')")),
        Example(_plugin("{'URL': {'name': 'Address'}}", "get_setting('url')"), note="Found all the same."),
        Example(
            _plugin("{'URL': {}, **others()}", "get_setting('OTHER')"), note="It may be among the others."
        ),
        Example(
            _plugin("{'URL': {}}\n    SETTINGS['OTHER'] = {}", "get_setting('OTHER')"),
            note="It is added later.",
        ),
        Example(_plugin("{'URL': {}}", "get_setting(key)")),
        Example(
            _plugin("{'URL': {}}", "get_setting('OTHER', backup_value=1)"), note="Expected to be missing."
        ),
        Example(
            _plugin("{}", "get_setting('SUPPLIER')", "SupplierMixin"), note="SupplierMixin adds this setting."
        ),
    ),
    bad=(
        Example(_plugin("{'URL': {'name': 'Address'}}", "get_setting('ADDRESS')"), at=("10:16",)),
        Example(_plugin("{'URL': {'name': 'Address'}}", "set_setting('ADDRESS', key)"), at=("10:16",)),
        Example(
            _plugin("{'URL': {'name': 'Address'}}", "get_setting('ADDRESS').rstrip('/')"),
            at=("10:16",),
            note="Whatever is done with it.",
        ),
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import APICallMixin, SettingsMixin\n\n\n"
            "class Demo(APICallMixin, SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
            "    SETTINGS = {'URL': {'name': 'Address'}}\n    API_URL_SETTING = 'API_URL'\n",
            at=("8:5",),
        ),
    ),
)
