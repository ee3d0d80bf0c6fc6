"""The plugin is created, but its settings, tasks, app, migrations or addresses cannot be set up.

When a plugin is switched on, the server reads its settings, writes its tasks to the database, adds its app
to Django and its URLs to the server's. From 1.0 on, an error in one of these steps skips the steps that
follow for all plugins.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

Not reported: what another rule names (INV404 and INV406 for tasks, settings and navigation, INV411 for
models without AppMixin, INV605 for models without migrations), whose finding then says that the plugin was
seen to fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Nothing: `inventree-lint try` reports this rule."""
    return iter(())


_SETTINGS = """\
from plugin import InvenTreePlugin
from plugin.mixins import SettingsMixin


def limit():
    return {}


class DemoPlugin(SettingsMixin, InvenTreePlugin):
    NAME = "Demo"
    SETTINGS = {{"LIMIT": {{"name": "Limit", "description": "How many", "default": limit}}}}
"""

RULE = Rule(
    code="INV803",
    name="activation-failed",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/settings/",
    bad=(
        Example(
            _SETTINGS.format("int('ten')"),
            at=("6:5",),
            note="The default of a setting is worked out when the plugin is switched on.",
        ),
    ),
    good=(Example(_SETTINGS.format("10")),),
)
