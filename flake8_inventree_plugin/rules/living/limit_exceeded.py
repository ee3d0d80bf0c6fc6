"""Loading the plugin takes too long or too much memory, or uses the network.

A server loads all plugins each time that one of its processes starts, and again when one is switched on or
off. A plugin that then waits for another machine keeps the server waiting, and one that cannot reach it may
keep it from starting.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

`inventree-lint try` ends the plugin after `--timeout` seconds, limits its memory to `--memory` MiB where
the platform can, and turns the network off unless `--allow-network` is given. Reported are an attempt to
use the network while the plugin is imported, created or activated, also one whose error the plugin catches;
and a step that is not over when the time is, or that runs out of memory.

Not reported: a hook that uses the network, which is what hooks are for; it is noted as not tried.

To mend it, ask the other machine when its answer is needed, in a hook or a scheduled task.
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
    code="INV806",
    name="limit-exceeded",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    bad=(
        Example(
            "import socket\n\n"
            + _PLUGIN
            + "\n\ntry:\n    socket.create_connection(('192.0.2.1', 80))\nexcept OSError:\n    pass\n",
            at=("11:5",),
            note="On a server whose firewall drops the packets, this waits for minutes.",
        ),
    ),
    good=(
        Example(
            "import socket\n\n"
            + _PLUGIN
            + "\n    def ask(self):\n        return socket.create_connection(('192.0.2.1', 80))\n",
            note="Nobody asks while the server starts.",
        ),
    ),
)
