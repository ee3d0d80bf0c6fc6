"""InvenTree's own code outside `plugin` is imported: models, serializers, helpers.

InvenTree says of it: "We do not provide stable interfaces to models or any other internal python APIs." The
name may move, its arguments and its fields may change, in any release: `Part.responsible` became
`responsible_owner` in 0.13, `label.models` went in 0.16. Many plugins cannot do without; then it is good to
know where the plugin touches InvenTree, and to test these places against every release it is meant for.

Advice, so it is given only when asked for. Not reported are the webhook models that the guide recommends
(`common.models.WebhookEndpoint`, `WebhookMessage`), imports for type checkers only, and what another rule of
this section says more about: private names, and names that `plugin.mixins` offers. Tests are exempt.

What to do: prefer a mixin's hook, which is handed the object, or the REST API. Else keep such imports in few
modules.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.inventree_names import canonical_import, imported_module, is_private
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule

_RECOMMENDED = frozenset({"common.models.WebhookEndpoint", "common.models.WebhookMessage"})


def check(project: Project) -> Iterator[Finding]:
    """Reports every name that is imported from InvenTree outside the plugin framework."""
    for file in project.package_files:
        for index, item in enumerate(file.facts.imports):
            module = imported_module(project.names, file.path, item)
            if module is None or module.partition(".")[0] == "plugin" or item.type_checking:
                continue
            name = module if item.name in (None, "*") else f"{module}.{item.name}"
            if name in _RECOMMENDED or is_private(item.name or ""):
                continue
            if canonical_import(project, file, index) is not None:
                continue
            yield RULE.finding(
                f"`{name}` is InvenTree's own code, no interface for plugins: any release may move or "
                f"change it",
                "use a mixin or the REST API where one does the same, and test against every release you "
                "support",
                file.path,
                item.range,
            )


_PLUGIN = "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV205",
    name="internal-import",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#models-and-other-internal-inventree-apis",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(
            "from common.models import WebhookEndpoint\nfrom plugin import InvenTreePlugin\n\n\n"
            "class Hook(WebhookEndpoint):\n    pass\n\n\n" + _PLUGIN,
            note='"Do not code your own untested function, use the WebhookEndpoint model as a base."',
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/core.py": "from typing import TYPE_CHECKING\n\nfrom plugin import InvenTreePlugin\n\n"
                "if TYPE_CHECKING:\n    from part.models import Part\n\n\n" + _PLUGIN,
                "demo/tests/test_demo.py": "from InvenTree.unit_test import InvenTreeTestCase\n",
            },
            note="For a type checker, and in a test.",
        ),
        Example(
            {
                "common/__init__.py": "",
                "common/models.py": "class Price:\n    pass\n",
                "demo/__init__.py": "",
                "demo/core.py": "import build\nfrom build import ProjectBuilder\n\n"
                "from common.models import Price\n"
                "from plugin import InvenTreePlugin\n\n\n" + _PLUGIN,
            },
            note="A module of the project, and a package of PyPI that has the name of one of InvenTree's.",
        ),
    ),
    bad=(
        Example(
            "import stock.models as stock\nfrom part.models import Part, PartCategory as Category\n"
            "from plugin import InvenTreePlugin\n\n\n" + _PLUGIN,
            at=("1:8", "2:25", "2:31"),
        ),
        Example(
            "from plugin import InvenTreePlugin\n\n\n" + _PLUGIN + "\n    def version(self):\n"
            "        from InvenTree.version import inventreeVersion\n\n        return inventreeVersion()\n",
            at=("8:39",),
            note="Inside a function.",
        ),
    ),
)
