"""A plugin is made of a mixin of which it uses nothing.

Each mixin registers the plugin for something: it is listed among those that do it, asked each time, and
shown with it in the web interface. Of a mixin of which neither a member is defined nor a helper called,
nothing comes, but that everybody who reads the plugin looks for it. AppMixin alone makes the server rebuild
its apps.

Not reported are mixins that another one makes use of (SettingsMixin for APICallMixin), AppMixin with
models, migrations, admin pages, templates or anything else that Django looks for in the folder, and plugins
with an unknown base class. Where a mixin cannot work without a member that is missing, INV403 says so.

What to do: remove the mixin, or define what it is for.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each idle mixin on the name of the class."""
    yield from contract_findings(project, RULE, Kind.IDLE)


def _plugin(mixins: str, body: str = "") -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixins}\n\n\n"
        f"class Demo({mixins}, InvenTreePlugin):\n    NAME = 'Demo'\n{body}"
    )


_APP = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": _plugin("AppMixin"),
}

RULE = Rule(
    code="INV409",
    name="idle-mixin",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("UrlsMixin", "\n    def setup_urls(self):\n        return []\n")),
        Example(
            _plugin("APICallMixin, SettingsMixin", "    API_URL_SETTING = 'URL'\n"),
            note="APICallMixin needs SettingsMixin.",
        ),
        Example({**_APP, "demo/migrations/__init__.py": ""}, note="Something of an app."),
        Example({**_APP, "demo/templates/demo/page.html": ""}),
        Example(_plugin("EventMixin"), note="INV403 speaks."),
        Example(f"from elsewhere import Base\n\n{_plugin('UrlsMixin').replace('Demo(', 'Demo(Base, ')}"),
    ),
    bad=(
        Example(_plugin("UrlsMixin"), at=("5:7",)),
        Example(
            _plugin("ValidationMixin, SettingsMixin", "    SETTINGS = {'A': {'name': 'A'}}\n"), at=("5:7",)
        ),
        Example(_APP, at=("demo/core.py:5:7",), note="Nothing beside it."),
    ),
)
