"""A plugin calls what a mixin offers, but is not made of that mixin.

Mixins bring the methods that a plugin calls on itself: `get_setting` and `set_setting` come from
SettingsMixin, `api_call` from APICallMixin. Without the mixin among the bases, the plugin loads, is shown
as fully working, and the first call raises AttributeError. APICallMixin itself reads its address and its
token with `get_setting`, so it needs SettingsMixin beside it.

Not reported are plugins that define the method themselves or get it from a base class, also from another
mixin that inherits from the one that is missing (SupplierMixin is a SettingsMixin), and calls that are
tried or asked for with `hasattr`. APICallMixin does without SettingsMixin where `api_url` and `api_headers`
are overridden, and where each call gives a whole address and no token is named.

What to do: add the mixin to the bases, left of the plugin base class.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each call, or the class whose mixin lacks its companion."""
    yield from contract_findings(project, RULE, Kind.MISSING_COMPANION)


def _plugin(mixins: str, body: str) -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixins}\n\n\n"
        f"class Demo({mixins}, InvenTreePlugin):\n    NAME = 'Demo'\n{body}"
    )


_URL = "    API_URL_SETTING = 'URL'\n"
_SETTINGS = "    SETTINGS = {'URL': {'name': 'Address'}}\n"
_READ = "\n    def perform_action(self, user=None, data=None):\n        return self.get_setting('URL')\n"

RULE = Rule(
    code="INV402",
    name="missing-companion",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/api/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("APICallMixin, SettingsMixin", _URL + _SETTINGS), note="Both are there."),
        Example(
            _plugin(
                "APICallMixin",
                "\n    @property\n    def api_url(self):\n        return 'https://example.org'\n\n"
                "    @property\n    def api_headers(self):\n        return {}\n",
            ),
            note="What reads settings is overridden.",
        ),
        Example(
            _plugin(
                "APICallMixin",
                "\n    def rates(self):\n"
                "        return self.api_call('https://example.org/rates', endpoint_is_url=True)\n",
            ),
            note="A whole address, and no token.",
        ),
        Example(
            _plugin("SupplierMixin", _SETTINGS + _READ),
            note="SupplierMixin is a SettingsMixin.",
        ),
        Example(
            _plugin(
                "ActionMixin",
                _READ + "\n    def get_setting(self, key):\n        return None\n",
            ),
            note="The plugin's own method.",
        ),
        Example(
            _plugin(
                "ActionMixin",
                "\n    def perform_action(self, user, data):\n        if hasattr(self, 'get_setting'):\n"
                "            print(self.get_setting('URL'))\n",
            ),
            note="Asked for first.",
        ),
        Example(
            f"from elsewhere import Base\n\n{_plugin('ActionMixin', _READ).replace('Demo(', 'Demo(Base, ')}"
        ),
    ),
    bad=(
        Example(_plugin("ActionMixin", _READ), at=("9:16",), note="`get_setting` comes from SettingsMixin."),
        Example(
            _plugin("APICallMixin", _URL), at=("5:7",), note="APICallMixin reads the address from a setting."
        ),
        Example(
            _plugin(
                "ActionMixin",
                "\n    def perform_action(self, user, data):\n        return self.api_call('users')\n",
            ),
            at=("9:16",),
        ),
    ),
)
