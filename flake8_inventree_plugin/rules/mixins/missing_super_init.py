"""`__init__` of a plugin class does not call `super().__init__()`.

The base class prepares in its `__init__` what the server asks each plugin for: which mixins it has, where
it lies, whether it is a package. Without that call the plugin loads, and from then on every API that goes
through the plugins (the list of plugins, actions, barcodes) answers 500, also for everybody else's plugins.

Looked at is each class of the project that comes before the plugin base class; not reported are those that
call `__init__` of a base by its name, or whose `__init__` is only defined in some cases.

What to do: call `super().__init__()` first. Python passes no arguments to a plugin.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each such `__init__` at its name."""
    yield from contract_findings(project, RULE, Kind.MISSING_SUPER_INIT)


def _plugin(body: str, bases: str = "InvenTreePlugin") -> str:
    return (
        "from plugin import InvenTreePlugin\n\n\n"
        f"class Demo({bases}):\n    NAME = 'Demo'\n\n    def __init__(self):\n        {body}\n"
    )


RULE = Rule(
    code="INV410",
    name="missing-super-init",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("super().__init__()\n        self.cache = {}")),
        Example(_plugin("super(Demo, self).__init__()\n        self.cache = {}")),
        Example(_plugin("InvenTreePlugin.__init__(self)\n        self.cache = {}")),
        Example(
            "from plugin import InvenTreePlugin\n\n\n"
            "class Cache:\n    def __init__(self):\n        self.cache = {}\n"
            "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    cache = Cache()\n",
            note="Not a plugin class.",
        ),
    ),
    bad=(
        Example(_plugin("self.cache = {}"), at=("7:9",)),
        Example(
            "from plugin import InvenTreePlugin\n\n\n"
            "class Cached:\n    def __init__(self):\n        self.cache = {}\n"
            "\n\nclass Demo(Cached, InvenTreePlugin):\n    NAME = 'Demo'\n",
            at=("5:9",),
            note="It stands left of the plugin base class.",
        ),
    ),
)
