"""A migration of the plugin depends on a core migration that a targeted release does not have.

When such a server starts, Django puts the migrations of all apps in order and raises `NodeNotFoundError`: the
server does not start, and neither does its worker, until the plugin is removed by hand. `makemigrations`
writes the newest migration of the machine it runs on, so a plugin that was developed against a newer
InvenTree asks for more than it needs.

Not reported are `__first__` and `__latest__`, `migrations.swappable_dependency(…)`, dependencies among the
plugin's own migrations or on other apps, and migrations in a project without `AppMixin`, which a server does
not look at.

What to do: depend on the last core migration that the plugin needs and that every release has which it is
for; where it needs the newer one, raise MIN_VERSION.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.project.migrations import MIGRATION
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.rules.targeted import targeted_obstacles


def check(project: Project) -> Iterator[Finding]:
    """Reports every dependency, at the assignment that lists it."""
    for obstacle, releases in targeted_obstacles(project, RULE.code):
        app, _, name = obstacle.name.partition(".")
        yield RULE.finding(
            f'the migration `{name}` of InvenTree\'s app "{app}" is {_where(releases, obstacle.releases)}: '
            "with the plugin such a server does not start",
            f'depend on an older migration of "{app}", or raise MIN_VERSION',
            obstacle.path,
            obstacle.range,
        )


def _where(missing: ReleaseSet, has: ReleaseSet) -> str:
    return f"not in InvenTree {missing}, only in {has}" if has else "in no known InvenTree release"


_PLUGIN = (
    "from plugin import InvenTreePlugin\nfrom plugin.mixins import AppMixin\n\n\n"
    "class Demo(AppMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '1.0.0'\n"
)
_MIGRATION = (
    "from django.conf import settings\nfrom django.db import migrations\n\n\n"
    "class Migration(migrations.Migration):\n    dependencies = [\n"
)


def _files(*dependencies: str, plugin: str = _PLUGIN) -> dict[str, str]:
    lines = "".join(f"        {item},\n" for item in dependencies)
    return {
        "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
        "demo/__init__.py": "",
        "demo/core.py": plugin,
        "demo/migrations/__init__.py": "",
        "demo/migrations/0001_initial.py": f"{_MIGRATION}{lines}    ]\n",
    }


RULE = Rule(
    code=MIGRATION,
    name="migration-not-in-release",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/app/",
    guide="pin your plugin against the stable branch",
    good=(
        Example(
            _files(
                "('part', '0130_alter_parttesttemplate_part')",
                "('stock', '__first__')",
                "('demo', '0000_before')",
                "migrations.swappable_dependency(settings.AUTH_USER_MODEL)",
            ),
            note="What every release from 1.0 on has, and what is not a migration of InvenTree.",
        ),
        Example(
            _files("('part', '0147_remove_part_default_supplier')", plugin=_PLUGIN.replace("1.0.0", "1.3.0")),
            note="The plugin is for those releases only that have it.",
        ),
        Example(
            _files(
                "('part', '0147_remove_part_default_supplier')",
                plugin=_PLUGIN.replace("AppMixin", "UrlsMixin"),
            ),
            note="No app, so no server looks at its migrations.",
        ),
    ),
    bad=(
        Example(
            _files(
                "('part', '0001_initial')",
                "('part', '0147_remove_part_default_supplier')",
                plugin=_PLUGIN.replace("    MIN", "    MAX").replace("1.0.0", "1.2.9"),
            ),
            at=("demo/migrations/0001_initial.py:6:5",),
            note="InvenTree has this one since 1.3.",
        ),
        Example(
            _files("('part', '0147_no_such_migration')"),
            at=("demo/migrations/0001_initial.py:6:5",),
            note="No release has this one.",
        ),
    ),
)
