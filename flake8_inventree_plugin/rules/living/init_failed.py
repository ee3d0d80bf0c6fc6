"""Creating the plugin raises an error, or a mixin refuses it, which may stop other plugins too.

The server makes one object of the plugin's class when it loads it. From 1.0 on, an error there leaves the
loop over all plugins: those that come later are not loaded, and none gets its settings, tasks and
addresses. On 0.6 that is so where a mixin refuses the plugin.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

Not reported: what another rule names (INV403 and INV404 for what a mixin refuses, INV410 for a missing
`super().__init__()`, INV115 for slugs, INV305 for final methods), whose finding then says that the plugin
was seen to fail.

To mend it, let `__init__` do nothing that can fail: no network, no database, no files.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Nothing: `inventree-lint try` reports this rule."""
    return iter(())


_INIT = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"

    def __init__(self):
        super().__init__()
        self.limit = {}
"""

RULE = Rule(
    code="INV802",
    name="init-failed",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    bad=(
        Example(
            _INIT.format("int('ten')"),
            at=("9:9",),
        ),
    ),
    good=(
        Example(
            _INIT.format("10"),
        ),
    ),
)
