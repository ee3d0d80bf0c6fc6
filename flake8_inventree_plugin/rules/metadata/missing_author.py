"""A plugin has no AUTHOR, so the server says that it found none.

The server shows the author in the list of plugins and in the plugin's settings. For a plugin in a folder it
takes the author of the last commit where the folder is a git repository, which is not always who wrote the
plugin.

From InvenTree 0.8 on, a server that finds no `AUTHOR` in the class looks into the metadata of the installed
package. It does so only for a plugin that an entry point names, and only when the package has the name of the
plugin's class or of its top-level module; there it reads `Author-email`. An author without an e-mail address
becomes `Author`, which it does not read. Where it finds the author this way nothing is reported; where an
author is declared and it cannot find it, the message says why.

To mend it, set `AUTHOR` in the class.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL, plugins_lacking
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class for which a targeted release finds no author."""
    for plugin, reason in plugins_lacking(project, "AUTHOR", "author_email"):
        yield RULE.finding(
            f"{plugin.name} has no AUTHOR, so users do not see who made it{reason}",
            "set AUTHOR in the class",
            plugin.path,
            plugin.definition.range,
        )


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""


def _package(author: str) -> dict[str, str]:
    return {
        "pyproject.toml": f'[project]\nname = "demo-plugin"\nversion = "1.0"\nauthors = [{{ {author} }}]\n'
        '\n[project.entry-points.inventree_plugins]\nDemoPlugin = "demo_plugin.core:DemoPlugin"\n',
        "demo_plugin/__init__.py": "",
        "demo_plugin/core.py": _PLUGIN,
    }


RULE = Rule(
    code="INV103",
    name="missing-author",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(
        Example(_PLUGIN, at=("4:7",)),
        Example(
            _package('name = "Demo Author"'),
            at=("demo_plugin/core.py:4:7",),
            note="An author without an e-mail address is not found in the package.",
        ),
    ),
    good=(
        Example(
            _package('name = "Demo Author", email = "demo@example.com"'),
            note="A server from 0.8 on finds the author in the package.",
        ),
        Example(f"{_PLUGIN}    AUTHOR = get_author()\n", note="A value that is not known."),
        Example(f'{_PLUGIN}    AUTHOR = "Demo Author"\n'),
    ),
)
