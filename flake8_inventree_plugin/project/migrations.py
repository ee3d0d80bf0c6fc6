"""The core migrations that a plugin's own ones depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_inventree_plugin.inventree.catalogue import migration_apps, migration_releases
from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.model import PluginClass
from flake8_inventree_plugin.project.names import Names
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.source.facts import MODULE, Assignment
from flake8_inventree_plugin.source.values import Known

MIGRATION = "INV311"


def migration_obstacles(
    names: Names, plugins: Iterable[PluginClass], migrations: Iterable[str]
) -> list[Obstacle]:
    """The dependencies on core migrations that some releases lack; `migrations` are the paths of the
    project's own, which a server only looks at where a plugin has AppMixin."""
    if not any(plugin.has_mixin("AppMixin") for plugin in plugins):
        return []
    paths = list(migrations)
    own = {path.rpartition("/")[2].removesuffix(".py") for path in paths}
    found = []
    for path in paths:
        for app, name, assignment in _dependencies(names, path):
            if app not in migration_apps() or name in own or name.startswith("__"):
                continue
            releases = migration_releases(app, name)
            if releases != ALL:
                place = assignment.range
                found.append(Obstacle(MIGRATION, path, place, f"{app}.{name}", releases))
    return found


def _dependencies(names: Names, path: str) -> Iterator[tuple[str, str, Assignment]]:
    """App label, migration name and the assignment, of all dependencies that are written out."""
    for index, definition in enumerate(names.files[path].classes):
        if definition.name != "Migration" or definition.owner != MODULE:
            continue
        for assignment in definition.attributes:
            if assignment.name != "dependencies":
                continue
            value = names.evaluate(path, assignment.value, index)
            items = value.value if isinstance(value, Known) else ()
            for item in items if isinstance(items, (list, tuple)) else ():
                if isinstance(item, (list, tuple)) and len(item) == 2:
                    app, name = item
                    if isinstance(app, str) and isinstance(name, str):
                        yield app, name, assignment
