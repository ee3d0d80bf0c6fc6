"""A plugin has no VERSION, so nobody sees which one is installed.

The server shows the version in the list of plugins; who reports an issue is asked for it.

From InvenTree 0.8 on, a server that finds no `VERSION` in the class looks into the metadata of the installed
package. It does so only for a plugin that an entry point names, and only when the package has the name of the
plugin's class or of its top-level module; there it reads `Version`. Where it finds the version this way
nothing is reported; where one is declared and it cannot find it, the message says why.

To mend it, set `VERSION` in the class, best to a constant that the package takes its version from, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL, plugins_lacking
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class for which a targeted release finds no version."""
    for plugin, reason in plugins_lacking(project, "VERSION", "version"):
        yield RULE.finding(
            f"{plugin.name} has no VERSION, so users do not see which one they have{reason}",
            "set VERSION in the class",
            plugin.path,
            plugin.definition.range,
        )


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""


def _package(name: str) -> dict[str, str]:
    return {
        "pyproject.toml": f'[project]\nname = "{name}"\ndynamic = ["version"]\n'
        '\n[project.entry-points.inventree_plugins]\nDemoPlugin = "demo.core:DemoPlugin"\n',
        "demo/__init__.py": "",
        "demo/core.py": _PLUGIN,
    }


RULE = Rule(
    code="INV105",
    name="missing-version",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(
        Example(_PLUGIN, at=("4:7",)),
        Example(
            _package("inventree-demo"),
            at=("demo/core.py:4:7",),
            note='A server looks for a package named "DemoPlugin" or "demo".',
        ),
    ),
    good=(
        Example(_package("demo"), note="A server from 0.8 on finds the version of the package."),
        Example(
            {
                "demo/__init__.py": 'PLUGIN_VERSION = "1.0.0"\n',
                "demo/core.py": "from plugin import InvenTreePlugin\n\nfrom . import PLUGIN_VERSION\n\n\n"
                'class DemoPlugin(InvenTreePlugin):\n    NAME = "Demo"\n    VERSION = PLUGIN_VERSION\n',
            }
        ),
        Example(f'{_PLUGIN}    VERSION = "1.0.0"\n'),
    ),
)
