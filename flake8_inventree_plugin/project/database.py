"""What a plugin brings to the server's database: Django models and migrations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flake8_inventree_plugin.inventree.catalogue import is_server_module
from flake8_inventree_plugin.project.index import grouped
from flake8_inventree_plugin.project.layout import Role, folders_above
from flake8_inventree_plugin.project.model import ClassGraph, Project
from flake8_inventree_plugin.project.names import Outside, Own
from flake8_inventree_plugin.source.facts import MODULE
from flake8_inventree_plugin.source.values import Known

_MODEL_BASES = frozenset(
    {
        "django.contrib.gis.db.models.Model",
        "django.db.models.Model",
        "django.db.models.base.Model",
        "mptt.models.MPTTModel",
    }
)
_NO_MODELS = ("Mixin", "Manager", "QuerySet", "Field", "Status", "Choices", "Enum")


def models(project: Project, folder: str) -> Sequence[Own]:
    """The Django models, abstract ones left out, in a folder or below it.

    The folder of a plugin class with AppMixin is what a server adds to its apps.
    """
    return _models(project).get(folder, ())


def migrations(project: Project, folder: str) -> Sequence[str]:
    """The paths of the migrations in a folder or below it."""
    return _migrations(project).get(folder, ())


@lru_cache(maxsize=1)
def _models(project: Project) -> dict[str, list[Own]]:
    found = []
    for file in project.package_files:
        for index, definition in enumerate(file.facts.classes):
            if definition.owner == MODULE and not definition.function_level:
                own = Own(file.path, "class", definition.name, index)
                if _is_model(project.graph, own) and not _is_abstract(project, own):
                    found.append(own)
    return grouped((folder, own) for own in found for folder in folders_above(own.path))


@lru_cache(maxsize=1)
def _migrations(project: Project) -> dict[str, list[str]]:
    return grouped(
        (folder, file.path)
        for file in project.files
        if file.role is Role.MIGRATION and not file.path.endswith("/__init__.py")
        for folder in folders_above(file.path)
    )


def _is_model(graph: ClassGraph, own: Own) -> bool:
    pending: list[Own] = [own]
    seen: set[Own] = set()
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        for base in graph.bases(current):
            if isinstance(base, Own):
                pending.append(base)
            elif base is not None and _is_model_base(base):
                return True
    return False


def _is_model_base(base: Outside) -> bool:
    if base.name in _MODEL_BASES:
        return True
    module, _, name = base.name.rpartition(".")
    if name.endswith(_NO_MODELS) or not (module.endswith(".models") or ".models." in module):
        return False
    return module.startswith("django.contrib.") or is_server_module(module)


def _is_abstract(project: Project, own: Own) -> bool:
    for index in project.names.index(own.path).classes.get((own.index, "Meta"), ()):
        value = project.names.class_value(own.path, index, "abstract")
        return isinstance(value, Known) and bool(value.value)
    return False
