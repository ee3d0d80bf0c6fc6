"""A plugin has no PUBLISH_DATE, so users do not see how old it is.

The server shows the date in the plugin's settings. For a plugin in a folder that is a git repository it takes
the date of the last commit instead; for one that is installed as a package it shows none.

To mend it, set `PUBLISH_DATE` in the class in ISO form, such as "2023-05-17". A date in any other form does
more harm than none (INV113).
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL, plugins_lacking
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class without a date."""
    for plugin, _ in plugins_lacking(project, "PUBLISH_DATE"):
        yield RULE.finding(
            f"{plugin.name} has no PUBLISH_DATE, so users do not see how old it is",
            'set PUBLISH_DATE in the class to an ISO date such as "2023-05-17"',
            plugin.path,
            plugin.definition.range,
        )


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV107",
    name="missing-publish-date",
    severity=Severity.ADVICE,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(Example(_PLUGIN, at=("4:7",)),),
    good=(
        Example(
            f"from datetime import date\n\n{_PLUGIN}    PUBLISH_DATE = date(2023, 5, 17)\n",
            note="A value that is not known without running the plugin.",
        ),
        Example(f'{_PLUGIN}    PUBLISH_DATE = "2023-05-17"\n'),
    ),
)
