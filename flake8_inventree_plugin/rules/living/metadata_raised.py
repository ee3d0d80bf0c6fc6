"""Reading the plugin's name, version, date or another piece of metadata raises an error.

The server reads these properties of every active plugin whenever it shows a list of plugins. One that
raises makes the whole list fail, for all plugins.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

Not reported: a date that is not in ISO form, which INV113 names.

To mend it, let metadata be plain class attributes. Where it must be worked out, do so when the module is
imported, with a fallback.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Nothing: `inventree-lint try` reports this rule."""
    return iter(())


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV805",
    name="metadata-raised",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/",
    bad=(
        Example(
            f"{_PLUGIN}\n    @property\n    def website(self):\n        return self.settings['website']\n",
            at=("9:9",),
            note="The plugin has no such attribute.",
        ),
    ),
    good=(Example(f"{_PLUGIN}    WEBSITE = 'https://example.com/'\n"),),
)
