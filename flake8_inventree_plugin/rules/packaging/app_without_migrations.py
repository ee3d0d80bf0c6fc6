"""A plugin with AppMixin has database models, but no migrations: their tables are never created.

A server creates the tables of a plugin by running its migrations. It runs those that the package brings and
never makes new ones. Without migrations the plugin is loaded, and the first use of a model fails with "no
such table" (or "relation does not exist").

Make them in a development setup and deliver them with the package:

```sh
invoke dev.makemigrations
```

Not reported are abstract and proxy models, models with `managed = False`, and models of which anything is
not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.database import migrations, models
from flake8_inventree_plugin.project.layout import folder_of
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import Own
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known


def check(project: Project) -> Iterator[Finding]:
    """Reports plugin classes with AppMixin whose models have no migrations."""
    for plugin in project.concrete_plugins:
        if not plugin.has_mixin("AppMixin") or _has_migrations(project, plugin):
            continue
        with_table = _tables(project, folder_of(plugin.path))
        if with_table:
            names = ", ".join(own.name for own in with_table[:3]) + (" …" if len(with_table) > 3 else "")
            yield RULE.finding(
                f"{plugin.name} uses AppMixin, but there are no migrations for {names}: a server never "
                f"creates {'its table' if len(with_table) == 1 else 'their tables'}",
                "make the migrations (`invoke dev.makemigrations`) and deliver them in the package",
                plugin.path,
                plugin.definition.range,
            )


def _has_migrations(project: Project, plugin: PluginClass) -> bool:
    """Whether there are migrations in the plugin's folder or anywhere in its top-level package."""
    if migrations(project, folder_of(plugin.path)):
        return True
    return plugin.path.removeprefix("src/").partition("/")[0] in _folders_with_migrations(project)


@lru_cache(maxsize=1)
def _folders_with_migrations(project: Project) -> set[str]:
    """The names of the folders somewhere below which there are migrations."""
    return {
        name
        for file in project.files
        if "/migrations/" in file.path and not file.path.endswith("/__init__.py")
        for name in folder_of(file.path).split("/")
    }


@lru_cache(maxsize=1)
def _tables(project: Project, folder: str) -> list[Own]:
    """The models in a folder or below it that have tables."""
    return [own for own in models(project, folder) if _has_table(project, own)]


def _has_table(project: Project, model: Own) -> bool:
    for index in project.names.index(model.path).classes.get((model.index, "Meta"), ()):
        managed = project.names.class_value(model.path, index, "managed")
        proxy = project.names.class_value(model.path, index, "proxy")
        return managed in (None, Known(True)) and proxy in (None, Known(False))
    return True


_PLUGIN = (
    "from plugin import InvenTreePlugin\nfrom plugin.mixins import AppMixin\n\n\n"
    "class Demo(AppMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
)
_MODELS = (
    "from django.db import models\n\n\nclass Shelf(models.Model):\n"
    "    name = models.CharField(max_length=100)\n"
)
_FILES = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": _PLUGIN,
    "demo/models.py": _MODELS,
}

RULE = Rule(
    code="INV605",
    name="app-without-migrations",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/app/",
    good=(
        Example(
            {
                **_FILES,
                "demo/migrations/__init__.py": "",
                "demo/migrations/0001_initial.py": "from django.db import migrations\n\n\n"
                "class Migration(migrations.Migration):\n    initial = True\n",
            },
            note="With migrations.",
        ),
        Example({**_FILES, "demo/models.py": ""}, note="Without models."),
        Example(
            {**_FILES, "demo/models.py": _MODELS + "\n    class Meta:\n        managed = False\n"},
            note="A table that Django does not create.",
        ),
        Example(
            {**_FILES, "demo/core.py": _PLUGIN.replace("AppMixin, InvenTreePlugin", "InvenTreePlugin")},
            note="Without AppMixin its models are no part of the server: that is INV411.",
        ),
    ),
    bad=(
        Example(_FILES, at=("demo/core.py:5:7",)),
        Example(
            {**_FILES, "demo/migrations/__init__.py": ""},
            at=("demo/core.py:5:7",),
            note="A package for migrations that has none.",
        ),
    ),
)
