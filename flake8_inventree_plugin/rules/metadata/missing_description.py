"""A plugin has no DESCRIPTION, so the list of plugins shows its name twice.

The server shows the description beside the name, for who decides whether to activate the plugin.

From InvenTree 0.8 on, a server that finds no `DESCRIPTION` in the class looks into the metadata of the
installed package. It does so only for a plugin that an entry point names, and only when the package has the
name of the plugin's class or of its top-level module; there it reads `Summary`. Where it finds the
description this way nothing is reported; where one is declared and it cannot find it, the message says why.

To mend it, set `DESCRIPTION` in the class to one sentence on what the plugin does.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL, plugins_lacking
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class for which a targeted release finds no description."""
    for plugin, reason in plugins_lacking(project, "DESCRIPTION", "description"):
        yield RULE.finding(
            f"{plugin.name} has no DESCRIPTION, so the server shows its name in that place{reason}",
            "set DESCRIPTION in the class to one sentence on what the plugin does",
            plugin.path,
            plugin.definition.range,
        )


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV104",
    name="missing-description",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(
        Example(_PLUGIN, at=("4:7",)),
        Example(f"{_PLUGIN}    DESCRIPTION = None\n", at=("4:7",), note="None is no description."),
    ),
    good=(
        Example(
            {
                "pyproject.toml": '[project]\nname = "demo"\nversion = "1.0"\ndescription = "Prints labels"\n'
                '\n[project.entry-points.inventree_plugins]\nDemoPlugin = "demo.core:DemoPlugin"\n',
                "demo/__init__.py": "",
                "demo/core.py": _PLUGIN,
            },
            note="A server from 0.8 on finds the description in the package.",
        ),
        Example(
            f"from django.utils.translation import gettext_lazy as _\n{_PLUGIN}"
            '    DESCRIPTION = _("Prints labels")\n',
            note="A text that is translated.",
        ),
        Example(f'{_PLUGIN}    DESCRIPTION = "Prints labels"\n'),
    ),
)
