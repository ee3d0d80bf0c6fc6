"""A plugin has no WEBSITE, so its users find no place to report issues or to reach its author.

The server shows the website in the plugin's settings. The guide asks for it even where all other metadata is
left out.

From InvenTree 0.8 on, a server that finds no `WEBSITE` in the class looks into the metadata of the installed
package. It does so only for a plugin that an entry point names, and only when the package has the name of the
plugin's class or of its top-level module; there it reads `Project-URL`, which comes from `[project.urls]` or
`project_urls`. The `url` of setuptools becomes `Home-page`, which it does not read. Where it finds the URL
this way nothing is reported; where a URL is declared and it cannot find it, the message says why.

To mend it, set `WEBSITE` in the class, for example to the address of the repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL, plugins_lacking
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class for which a targeted release finds no website."""
    for plugin, reason in plugins_lacking(project, "WEBSITE", "urls"):
        yield RULE.finding(
            f"{plugin.name} has no WEBSITE, so users find no place to file issues or to reach you{reason}",
            "set WEBSITE in the class to the address of the plugin's repository or page",
            plugin.path,
            plugin.definition.range,
        )


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""
_ENTRY_POINT = '\n[project.entry-points.inventree_plugins]\nDemoPlugin = "demo.core:DemoPlugin"\n'
_URLS = '\n[project.urls]\nRepository = "https://example.com/demo"\n'

RULE = Rule(
    code="INV102",
    name="missing-website",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide="At least provide a weblink so users can file issues / reach you.",
    bad=(
        Example(_PLUGIN, at=("4:7",)),
        Example(
            {
                "pyproject.toml": f'[project]\nname = "our-demo"\nversion = "1.0"\n{_URLS}{_ENTRY_POINT}',
                "demo/__init__.py": "",
                "demo/core.py": _PLUGIN,
            },
            at=("demo/core.py:4:7",),
            note='The package has a URL, but a server looks for a package named "DemoPlugin" or "demo".',
        ),
    ),
    good=(
        Example(
            {
                "pyproject.toml": f'[project]\nname = "demo"\nversion = "1.0"\n{_URLS}{_ENTRY_POINT}',
                "demo/__init__.py": "",
                "demo/core.py": _PLUGIN,
            },
            note="A server from 0.8 on finds the URL in the package.",
        ),
        Example(f"{_PLUGIN}    WEBSITE = get_website()\n", note="A value that is not known."),
        Example(f'{_PLUGIN}    WEBSITE = "https://example.com/demo"\n'),
    ),
)
