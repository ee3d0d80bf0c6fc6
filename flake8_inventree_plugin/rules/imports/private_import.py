"""An internal name or module of InvenTree is imported: one that starts with `_`.

What starts with an underscore is nobody's business but InvenTree's. It is in no release note and is renamed,
moved or dropped in any release, a patch release too. Then the import fails, and with it the plugin: the
server lists it under the errors of the plugin page and goes on without it.

Not reported are `_` itself (`gettext as _`), dunder names such as `__version__`, an underscore that only the
alias has, private names of the project itself and of other packages. Tests are exempt.

What to do: look for a public name in `plugin` and `plugin.mixins` that does the same; often a mixin does.
Where there is none, copy the few lines into the plugin, or ask the InvenTree project for a public function.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.inventree_names import (
    imported_module,
    is_defined_in_module,
    is_private,
)
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import Names
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Import


def check(project: Project) -> Iterator[Finding]:
    """Reports every private name, and every statement that names a private module once."""
    for file in project.package_files:
        reported = None
        for item in file.facts.imports:
            module = private_module(project.names, file.path, item)
            if module is not None:
                if item.statement != reported:
                    yield _finding(f"the module `{module}`", file.path, item)
                reported = item.statement
            elif is_private_name(project.names, file.path, item):
                yield _finding(f"`{item.name}` of `{item.module}`", file.path, item)


def _finding(what: str, path: str, item: Import) -> Finding:
    return RULE.finding(
        f"{what} is internal to InvenTree, as its leading underscore says: any release may change or drop it",
        "use what `plugin` and `plugin.mixins` offer, or copy the few lines that you need",
        path,
        item.range,
    )


def private_module(names: Names, path: str, item: Import) -> str | None:
    """The private module inside InvenTree that an import statement names, None where it names none."""
    parts = item.module.split(".")
    for index in range(1, len(parts)):
        if is_private(parts[index]):
            is_own = names.own_module(path, item.module) is not None
            return None if is_own or not is_defined_in_module(names, ".".join(parts[:index])) else item.module
    return None


def is_private_name(names: Names, path: str, item: Import) -> bool:
    """Whether an import is of a private name from a module of InvenTree."""
    return bool(item.name) and is_private(item.name or "") and imported_module(names, path, item) is not None


RULE = Rule(
    code="INV201",
    name="private-import",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#development-guidelines",
    guide="do not use internal functions - if a functions name starts with `_` it is internal and might "
    "change at any time",
    good=(
        Example(
            "from django.utils.translation import gettext_lazy as _\n"
            "from InvenTree.helpers import _\n"
            "from plugin import InvenTreePlugin\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    TITLE = _('Demo')\n",
            note="`_` is the usual name for the translation function.",
        ),
        Example(
            "from plugin import InvenTreePlugin, registry as _registry\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="Only the alias has the underscore.",
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/_helpers.py": "def _price(part):\n    return 1\n",
                "demo/core.py": "from importlib.metadata import _meta\nfrom plugin import InvenTreePlugin\n\n"
                "from ._helpers import _price\n\n\n"
                "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    PRICE = _price\n",
            },
            note="Private names of the plugin itself, and of another package.",
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/core.py": "from plugin import InvenTreePlugin\n\n\n"
                "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
                "tests/test_demo.py": "from plugin.helpers import _internal\n",
            },
            note="A test.",
        ),
    ),
    bad=(
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.helpers import (\n    render_template,\n"
            "    _get_plugins,\n)\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
            at=("4:5",),
            note="A private function.",
        ),
        Example(
            "import plugin._internal.cache as cache\nfrom plugin import InvenTreePlugin\n"
            "from InvenTree._pricing import calculate, update\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
            at=("1:8", "3:32"),
            note="Private modules.",
        ),
        Example(
            "from plugin import InvenTreePlugin\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def price(self, part):\n"
            "        from part.models import _price_of as price_of\n\n"
            "        return price_of(part)\n",
            at=("8:33",),
            note="Inside a function, under another name.",
        ),
    ),
)
