"""What the rules about names of certain releases say of one that went, and the fix that imports its
successor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flake8_inventree_plugin.findings import Finding, Fix, Range
from flake8_inventree_plugin.inventree.catalogue import Successor
from flake8_inventree_plugin.inventree.releases import ALL, RELEASES, ReleaseSet
from flake8_inventree_plugin.project.breaks import Missing, breaks, safe_successor, successor_for
from flake8_inventree_plugin.project.index import FileIndex
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import Own
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.rules.rule import Rule
from flake8_inventree_plugin.source.facts import NO_BRANCH, Import, Reference


def missing_names(project: Project, rule: Rule) -> Iterator[Finding]:
    """The findings of a rule about names that targeted releases do not have."""
    for missing in breaks(project).missing:
        if missing.obstacle.rule != rule.code:
            continue
        obstacle = missing.obstacle
        successor = successor_for(obstacle.name, missing.releases)
        yield rule.finding(
            _message(project, missing, successor),
            _advice(successor, missing.releases),
            obstacle.path,
            obstacle.range,
            fix=moved_fix(project, obstacle, missing.releases, project.target.releases),
        )


def _message(project: Project, missing: Missing, successor: Successor | None) -> str:
    obstacle = missing.obstacle
    what = f"`{obstacle.name}`"
    if not obstacle.releases:
        return (
            f"{what} is in no known InvenTree release ({RELEASES[0]} to {RELEASES[-1]}), "
            f"so {_consequence(project, obstacle)}"
        )
    where = f"{what} is not in InvenTree {missing.releases}"
    where += f", only in {obstacle.releases}" if missing.releases != ALL - obstacle.releases else ""
    came = f"; `{successor.new}` came instead" if successor is not None else ""
    return f"{where}, so there {_consequence(project, obstacle)}{came}"


def _consequence(project: Project, obstacle: Obstacle) -> str:
    facts = project.by_path[obstacle.path].facts
    if obstacle.import_index >= 0:
        late = facts.imports[obstacle.import_index].function_level
        return "the function fails that imports it" if late else "the file cannot be imported"
    return "what uses it fails"


def _advice(successor: Successor | None, releases: ReleaseSet) -> str:
    if successor is None:
        return (
            "do without it, import it in a `try … except ImportError`, or declare with MIN_VERSION and "
            "MAX_VERSION where the plugin runs"
        )
    since = "" if not releases - successor.releases else f" (in InvenTree {successor.releases})"
    if successor.safe:
        return f"use `{successor.new}`{since}"
    note = successor.note.rstrip(".")
    return f"use `{successor.new}`{since}, which differs{': ' + note if note else ''}"


# The fix


def moved_fix(project: Project, obstacle: Obstacle, lacking: ReleaseSet, wanted: ReleaseSet) -> Fix | None:
    """The fix that takes a name from where it is on the releases that lack it, None where there is none.

    `wanted` are all releases that the code is for: where some of them have the old name only, the import is
    tried.
    """
    successor = safe_successor(obstacle.name, lacking)
    if successor is None:
        return None
    is_tried = bool(wanted - successor.releases)
    if wanted - successor.releases - obstacle.releases:
        return None
    facts = project.by_path[obstacle.path].facts
    old_module, _, old = obstacle.name.rpartition(".")
    new_module, _, new = successor.new.rpartition(".")
    if obstacle.import_index < 0:
        place = obstacle.range[:2]
        found = project.names.index(obstacle.path).references_from(place, place)
        use = next((item for item in found if item.range == obstacle.range), None)
        return None if use is None or is_tried else _attribute_fix(use, old_module, old, new_module, new)
    item = facts.imports[obstacle.import_index]
    if (
        item.name is None
        or item.name == "*"
        or item.name != old
        or item.module != old_module
        or not new_module
    ):
        return None
    arguments = {
        "statement": list(item.statement),
        "old": [item.module, item.name, item.alias],
        "new": [new_module, new],
        "tried": is_tried,
        "uses": None,
        "into": [list(place) for place in _imports_of(project, obstacle, new_module)],
    }
    if new == old or item.alias or is_tried:
        how = "Try to import" if is_tried else "Import"
        return Fix("moved_import", f"{how} `{new}` from `{new_module}`", arguments=arguments)
    uses = _uses(project, obstacle.path, obstacle.import_index, new, new_module)
    if uses is None:
        return Fix("moved_import", f"Import `{new}` from `{new_module}` as `{old}`", arguments=arguments)
    arguments["uses"] = [list(use.range) for use in uses]
    return Fix("moved_import", f"Use `{successor.new}` instead of `{old}`", arguments=arguments)


def _imports_of(project: Project, obstacle: Obstacle, module: str) -> list[Range]:
    """The import statements of a module that an import of the file may join: between them and it stands no
    use of its name."""
    index = project.names.index(obstacle.path)
    item = index.facts.imports[obstacle.import_index]
    if item.function_level or item.branch != NO_BRANCH or item.statement.column != 1:
        return []
    first_use = min((use.range for use in index.uses.get(obstacle.import_index, ())), default=None)
    return list(
        dict.fromkeys(
            other.statement
            for other in index.imports_near(module, item.statement)
            if (other.function_level, other.branch) == (False, NO_BRANCH)
            and other.name not in (None, "*")
            and other.statement.column == 1
            and (first_use is None or first_use > other.statement)
        )
    )


def _attribute_fix(use: Reference, old_module: str, old: str, new_module: str, new: str) -> Fix | None:
    """`translation.ugettext` becomes `translation.gettext`."""
    if new_module != old_module or old not in use.path or use.path.count(old) != 1:
        return None
    rest = use.path[use.path.index(old) + 1 :]
    if any(part in ("()", "[]") for part in (*use.path[: use.path.index(old)], *rest)) or rest:
        return None
    return Fix(
        "renamed_attribute",
        f"Use `{new}` instead of `{old}`",
        arguments={"use": list(use.range), "old": old, "new": new},
    )


def _uses(project: Project, path: str, index: int, new: str, new_module: str) -> list[Reference] | None:
    """The uses of an imported name that can all be given another name; None where they cannot."""
    file = project.names.index(path)
    item = file.facts.imports[index]
    if item.function_level or not _is_only_binding(file, item) or _is_taken(file, new, new_module):
        return None
    if item.bound in (file.facts.exports or ()) or not _taken_from(project).isdisjoint(
        {(path, item.bound), (path, None)}
    ):
        return None
    if any(base.name == new for extended in file.extended.get(item.bound, ()) for base in extended.bases):
        # The same base class twice.
        return None
    return file.uses.get(index, [])


def _is_only_binding(file: FileIndex, item: Import) -> bool:
    return len(file.imports[item.bound]) == 1 and not _is_defined(file, item.bound)


def _is_taken(file: FileIndex, new: str, new_module: str) -> bool:
    """Whether the new name means something else in the file."""
    imports = (file.facts.imports[number] for number in file.imports.get(new, ()))
    return _is_defined(file, new) or any(
        (other.module, other.name, other.function_level) != (new_module, new, False) for other in imports
    )


def _is_defined(file: FileIndex, name: str) -> bool:
    """Whether the file gives a name a meaning other than by import."""
    return name in file.defined_names or name in file.parameters


@lru_cache(maxsize=1)
def _taken_from(project: Project) -> set[tuple[str, str | None]]:
    """The names that files of the project import from others, with the path of the other; None stands for all
    that is there."""
    names = project.names
    found: set[tuple[str, str | None]] = set()
    for path, facts in names.files.items():
        for item in facts.imports:
            module = names.own_module(path, item.module)
            if module is not None:
                found.add((module, None if item.name == "*" else item.name))
            for origin in names.imported(path, item):
                if isinstance(origin, Own) and origin.kind == "module":
                    found.add((origin.path, None))
    return found
