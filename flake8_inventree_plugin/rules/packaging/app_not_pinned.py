"""A plugin brings database models with AppMixin, but nothing pins the InvenTree it is made for.

With AppMixin the plugin becomes a Django app of the server, and its migrations are run among InvenTree's own.
They depend on the state of InvenTree's tables and on its version of Django. On the development branch both
change from one day to the next; a migration that was made or tested there may not apply to a released server,
and a server whose migrations are mixed up is hard to mend. The guide therefore asks to pin such a plugin
against the stable branch.

Accepted as a pin is

- `MAX_VERSION` in the plugin class;
- a CI job (GitHub, GitLab, Forgejo, Gitea, Woodpecker), a container file, a requirement or a script that uses
  InvenTree's `stable` branch or image, or one of a release: `inventree/inventree:stable`,
  `git clone --branch 1.0.0 https://github.com/inventree/InvenTree`, `repository: inventree/InvenTree` with
  `ref: stable`.

Not a pin: `latest` and `master`; a requirement on the package `inventree`, which is the client of InvenTree's
API; the `target` of this linter.

Not reported is a plugin without models and migrations, and one where the version that CI uses cannot be told
from the repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.database import migrations, models
from flake8_inventree_plugin.project.layout import folder_of
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known


def check(project: Project) -> Iterator[Finding]:
    """Reports plugin classes with AppMixin and a database of their own, where nothing pins InvenTree."""
    unpinned = [
        (plugin, what)
        for plugin in project.concrete_plugins
        if plugin.has_mixin("AppMixin")
        and not _has_maximum(project, plugin)
        and (what := _database(project, plugin))
    ]
    if not unpinned:
        return
    from flake8_inventree_plugin.project.workflows import inventree_uses

    uses = inventree_uses(project.inventree_files)
    if any(use.version is None or use.is_pin for use in uses):
        return
    for plugin, what in unpinned:
        used = sorted(
            {use.version or "the newest InvenTree" for use in uses if use.version in ("", "latest", "master")}
        )
        unlike = f" (CI uses {' and '.join(used)})" if used else ""
        yield RULE.finding(
            f"{plugin.name} uses AppMixin with {what}, but nothing pins the InvenTree it is made for"
            f"{unlike}: its migrations may not fit those of a released server",
            "run the tests on InvenTree's stable branch or image, or set MAX_VERSION to the newest release "
            "that they fit",
            plugin.path,
            plugin.definition.range,
        )


def _has_maximum(project: Project, plugin: PluginClass) -> bool:
    member = project.member(plugin, "MAX_VERSION")
    return member is not None and not (isinstance(member.value, Known) and not member.value.value)


def _database(project: Project, plugin: PluginClass) -> str:
    found = models(project, folder_of(plugin.path))
    if found:
        names = ", ".join(own.name for own in found[:3]) + (" …" if len(found) > 3 else "")
        return f"the {'model' if len(found) == 1 else 'models'} {names}"
    return "migrations" if migrations(project, folder_of(plugin.path)) else ""


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
_JOB = "jobs:\n  test:\n    runs-on: ubuntu-latest\n    container:\n      image: inventree/inventree:"

RULE = Rule(
    code="INV604",
    name="app-not-pinned",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/app/",
    guide="if you use the AppMixin pin your plugin against the stable branch of InvenTree, your "
    "migrations might get messed up otherwise",
    good=(
        Example({**_FILES, "demo/core.py": _PLUGIN + "    MAX_VERSION = '1.2.0'\n"}, note="`MAX_VERSION`."),
        Example(
            {**_FILES, ".github/workflows/ci.yaml": f"{_JOB}stable\n"}, note="A job on the stable image."
        ),
        Example(
            {
                **_FILES,
                ".gitlab-ci.yml": "test:\n  script:\n"
                "    - git clone --depth 1 --branch 1.0.0 https://github.com/inventree/InvenTree\n",
            },
            note="A job on the source of a release.",
        ),
        Example({**_FILES, "demo/models.py": ""}, note="No models, no migrations."),
    ),
    bad=(
        Example(_FILES, at=("demo/core.py:5:7",), note="Models, and no pin."),
        Example(
            {**_FILES, ".github/workflows/ci.yaml": f"{_JOB}latest\n"},
            at=("demo/core.py:5:7",),
            note="`latest` is the development branch.",
        ),
        Example(
            {**_FILES, "pyproject.toml": _FILES["pyproject.toml"] + 'dependencies = ["inventree==0.17.0"]\n'},
            at=("demo/core.py:5:7",),
            note="The package `inventree` is the client of the API.",
        ),
    ),
)
