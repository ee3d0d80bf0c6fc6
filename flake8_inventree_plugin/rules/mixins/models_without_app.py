"""Django models of a plugin that is no app, or an app that cannot be one.

Django only takes models of modules that lie in an installed app. Importing a model of a plugin without
AppMixin raises RuntimeError ("doesn't declare an explicit app_label and isn't in an application in
INSTALLED_APPS"), so the module that imports it, most often the plugin itself, cannot be loaded.

The other way round, AppMixin needs a package: the server makes the folder of the plugin an app. For a
single file in the folder of plugins that is a name that cannot be imported; since 0.13 Django's registry of
apps is then left unfinished, and the server answers nothing more until the file is gone.

Not reported are abstract models, those that name their `app_label` themselves, and plugins beside another
one of the same project that has AppMixin.

What to do: add AppMixin to the bases and keep plugin and models in a package.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each model at its name, and the plugin class in a single file at its own."""
    yield from contract_findings(project, RULE, Kind.MODELS_WITHOUT_APP)


def _plugin(mixin: str = "") -> str:
    bases = f"{mixin}, InvenTreePlugin" if mixin else "InvenTreePlugin"
    imports = f"from plugin.mixins import {mixin}\n" if mixin else ""
    return f"from plugin import InvenTreePlugin\n{imports}\n\nclass Demo({bases}):\n    NAME = 'Demo'\n"


_MODEL = "from django.db import models\n\n\nclass Shelf(models.Model):\n    name = models.TextField()\n"
_FILES = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": _plugin(),
    "demo/models.py": _MODEL,
}

RULE = Rule(
    code="INV411",
    name="models-without-app",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/app/",
    guide="Pick your building blocks",
    good=(
        Example({**_FILES, "demo/core.py": _plugin("AppMixin")}),
        Example({**_FILES, "demo/models.py": f"{_MODEL}\n    class Meta:\n        abstract = True\n"}),
        Example({**_FILES, "demo/models.py": f"{_MODEL}\n    class Meta:\n        app_label = 'part'\n"}),
        Example(
            {**_FILES, "demo/other.py": _plugin("AppMixin").replace("Demo", "Other")},
            note="Another plugin of the project makes the folder an app.",
        ),
    ),
    bad=(
        Example(_FILES, at=("demo/models.py:4:7",)),
        Example({"demo.py": _plugin("AppMixin")}, at=("demo.py:5:7",), note="A single file."),
    ),
)
