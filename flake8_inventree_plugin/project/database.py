"""What a plugin brings to the server's database: Django models and migrations."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.catalogue import is_server_module
from flake8_inventree_plugin.project.layout import Role, folder_of
from flake8_inventree_plugin.project.model import ClassGraph, PluginClass, Project
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


def models(project: Project, plugin: PluginClass) -> list[Own]:
    """The Django models, abstract ones left out, in the folder of the plugin class or below it.

    That folder is what a server adds to its apps for a plugin with AppMixin.
    """
    graph = ClassGraph(project.names)
    found = []
    for file in project.package_files:
        if not _is_below(file.path, plugin):
            continue
        for index, definition in enumerate(file.facts.classes):
            if definition.owner == MODULE and not definition.function_level:
                own = Own(file.path, "class", definition.name, index)
                if _is_model(graph, own) and not _is_abstract(project, own):
                    found.append(own)
    return found


def migrations(project: Project, plugin: PluginClass) -> list[str]:
    """The paths of the migrations in the folder of the plugin class or below it."""
    return [
        file.path
        for file in project.files
        if file.role is Role.MIGRATION
        and _is_below(file.path, plugin)
        and not file.path.endswith("/__init__.py")
    ]


def _is_below(path: str, plugin: PluginClass) -> bool:
    folder = folder_of(plugin.path)
    return not folder or path.startswith(f"{folder}/")


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
    for index, inner in enumerate(project.names.files[own.path].classes):
        if inner.name == "Meta" and inner.owner == own.index:
            value = project.names.class_value(own.path, index, "abstract")
            return isinstance(value, Known) and bool(value.value)
    return False
