"""Importing the plugin raises an error, so the server leaves it out.

A server imports the module of a plugin before it knows anything else of it. Where that raises, the plugin
is missing, and only the server's list of plugin errors says so; other plugins are loaded.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

The finding stands on the innermost line of the plugin's own code that was running. Not reported: what
another rule has found on the same line (an import that the release does not have, INV301; a module that is
not there, INV312), whose finding then says that the plugin was seen to fail; a package that is not
installed beside the linter, and a part of InvenTree that the runtime does not have, for these say nothing
about the plugin.

To mend it, do nothing at the top of a module that can fail, and import what may be missing within
`try`/`except ImportError`.
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
    code="INV801",
    name="import-failed",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    bad=(
        Example(
            f"LIMIT = int('ten')\n\n{_PLUGIN}",
            at=("1:1",),
            note="The linter does not run code; only loading shows it.",
        ),
        Example(f"{_PLUGIN}\n\nraise SystemExit('not as a script')\n", at=("8:1",)),
    ),
    good=(
        Example(f"try:\n    LIMIT = int('ten')\nexcept ValueError:\n    LIMIT = 10\n\n{_PLUGIN}"),
        Example(f"from part.models import PartRelated\n\n{_PLUGIN}", note="Importing alone."),
    ),
)
