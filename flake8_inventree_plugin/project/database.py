"""What a plugin brings to the server's database: Django models and migrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    classes = [
        Own(file.path, "class", definition.name, index)
        for file in project.package_files
        for index, definition in enumerate(file.facts.classes)
        if definition.owner == MODULE and not definition.function_level
    ]
    derived = _derived_from_models(project.graph, classes)
    found = (own for own in classes if own in derived and not _is_abstract(project, own))
    return grouped((folder, own) for own in found for folder in folders_above(own.path))


@lru_cache(maxsize=1)
def _migrations(project: Project) -> dict[str, list[str]]:
    return grouped(
        (folder, file.path)
        for file in project.files
        if file.role is Role.MIGRATION and not file.path.endswith("/__init__.py")
        for folder in folders_above(file.path)
    )


def _derived_from_models(graph: ClassGraph, classes: Iterable[Own]) -> set[Own]:
    """The classes, and bases of them, that inherit from a model of Django's or the server's."""
    extensions: dict[Own, list[Own]] = {}
    derived: set[Own] = set()
    pending = list(classes)
    seen = set(pending)
    while pending:
        current = pending.pop()
        for base in graph.bases(current):
            if isinstance(base, Own):
                extensions.setdefault(base, []).append(current)
                if base not in seen:
                    seen.add(base)
                    pending.append(base)
            elif base is not None and _is_model_base(base):
                derived.add(current)
    pending = list(derived)
    while pending:
        for extension in extensions.get(pending.pop(), ()):
            if extension not in derived:
                derived.add(extension)
                pending.append(extension)
    return derived


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
