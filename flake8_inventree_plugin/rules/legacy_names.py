"""How the metadata names of InvenTree 0.6 are mended."""

from __future__ import annotations

from functools import lru_cache

from flake8_inventree_plugin.findings import Fix
from flake8_inventree_plugin.inventree.slugs import slugify
from flake8_inventree_plugin.project.index import grouped
from flake8_inventree_plugin.project.model import LEGACY_NAMES, PluginClass, Project
from flake8_inventree_plugin.project.names import Own, class_at, known_text
from flake8_inventree_plugin.source.facts import Assignment
from flake8_inventree_plugin.source.values import Known

NEW_NAMES = {old: new for new, old in LEGACY_NAMES.items()}
"""PLUGIN_NAME -> NAME and so on."""


def rename_fix(project: Project, plugin: PluginClass, own: Own, assignment: Assignment) -> Fix | None:
    """What gives an old name of the class `own` its new one, or removes it beside the new one.

    `plugin` is a plugin class that has `own` in its lineage. None where a use cannot be followed, or where
    both names have values of their own.
    """
    old, new = assignment.name, NEW_NAMES[assignment.name]
    names = project.names
    definition = class_at(names.files, own)
    assigned = names.index(own.path).assignments[own.index, old]
    if len(assigned) > 1 or assignment.branch != definition.branch:
        return None
    classes = _renamed_with(project, own, old)
    if classes is None:
        return None
    value = names.class_value(own.path, own.index, old)
    present = names.class_value(own.path, own.index, new)
    if present is not None and not (isinstance(present, Known) and present == value):
        return None
    name = known_text(member.value) if (member := project.metadata(plugin, "NAME")) is not None else None
    slug = known_text(value)
    changes_key = (
        old == "PLUGIN_SLUG"
        and present is None
        and project.member(plugin, "NAME") is not None
        and (name is None or slug is None or slugify(name) != slugify(slug))
    )
    description = f"rename {old} to {new}" if present is None else f"remove {old}"
    if changes_key:
        description += " (unsafe: servers have known the plugin by its name and will take it for a new one)"
    return Fix(
        "rename_metadata",
        description,
        safe=not changes_key,
        arguments={
            "old": old,
            "new": new,
            "place": [assignment.range.line, assignment.range.column],
            "remove": present is not None,
            "classes": classes,
        },
    )


@lru_cache(maxsize=len(NEW_NAMES))
def _renamed_with(project: Project, own: Own, old: str) -> list[str] | None:
    """The classes of the file whose uses of an old name of the class `own` get the new one; None where
    another class has either name, or another file may use it."""
    family = {other for one in project.heirs[own.path, own.index] for other in one.lineage}
    for other in family - {own}:
        for name in (old, NEW_NAMES[old]):
            if project.names.class_value(other.path, other.index, name) is not None:
                return None
    if _is_used_elsewhere(project, own.path, family, old):
        return None
    return sorted(other.name for other in family if other.path == own.path)


def _is_used_elsewhere(project: Project, path: str, family: set[Own], name: str) -> bool:
    """Whether another file may use an attribute of the family's classes."""
    owners = {(own.path, own.index) for own in family}
    return any(
        other != path and (kind not in ("self", "cls", "super") or (other, owner) in owners)
        for other, owner, kind in _uses(project).get(name, ())
    )


@lru_cache(maxsize=1)
def _uses(project: Project) -> dict[str, list[tuple[str, int, str]]]:
    """The uses of attributes with an old name, by that: path, owner and kind, each once."""
    found = {
        (name, (file.path, reference.owner, reference.kind)): None
        for file in project.files
        for reference in file.facts.references
        for name in reference.path[1:]
        if name in NEW_NAMES
    }
    return grouped(found)
