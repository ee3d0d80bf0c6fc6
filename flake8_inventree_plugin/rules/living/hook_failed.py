"""A hook raises when it is called as the release calls it, or returns what the server cannot use.

Hooks are called with the release's own arguments and harmless values: an action without data, a barcode
that nobody knows, an event that nobody sends, a part that was made for the purpose. What then happens on a
server depends on the hook: the user sees an error, or it is written to the log and the plugin is passed
over.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

Not reported: a hook that needs a setting, the network or a device that is not there, for that says nothing
about the plugin; it is noted as not tried. Nor what another rule names, such as a hook that does not take
the release's arguments (INV303).

To mend it, let a hook answer what it does not know with the value that means nothing (`None`, `False`, an
empty list).
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Nothing: `inventree-lint try` reports this rule."""
    return iter(())


_BARCODE = """\
from plugin import InvenTreePlugin
from plugin.mixins import BarcodeMixin


class DemoPlugin(BarcodeMixin, InvenTreePlugin):
    NAME = "Demo"

    def scan(self, barcode_data, **kwargs):
        {body}
"""

RULE = Rule(
    code="INV804",
    name="hook-failed",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/barcode/",
    bad=(
        Example(
            _BARCODE.format(body="return {'part': {'pk': int(barcode_data.split('-')[1])}}"),
            at=("9:9",),
            note="It takes every barcode for its own, so that scanning any other one fails.",
        ),
        Example(
            _BARCODE.format(body="return True"), at=("8:9",), note="The server wants a dictionary, or None."
        ),
    ),
    good=(
        Example(
            _BARCODE.format(
                body="if barcode_data.startswith('demo-'):\n"
                "            return {'part': {'pk': int(barcode_data.split('-')[1])}}"
            ),
        ),
    ),
)
