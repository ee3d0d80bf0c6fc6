"""From a project, as it is read, to what the runtime loads of it; and from what that saw back to findings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Range
from flake8_inventree_plugin.inventree.consequences import consequence
from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.declarations import Located
from flake8_inventree_plugin.project.entry_points import module_name, module_path
from flake8_inventree_plugin.project.layout import folder_of
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import known_text
from flake8_inventree_plugin.project.package import EntryPoint
from flake8_inventree_plugin.rules import rule_by_code
from flake8_inventree_plugin.runtime.request import PluginSource, Problem
from flake8_inventree_plugin.source.values import Known

# From a project to the runtime


def default_release(project: Project) -> str:
    """The newest release that the project is meant for."""
    return (project.target.releases or ALL).last


class Module(NamedTuple):
    """An own module: its dotted name and its path in the project."""

    name: str
    path: str


def plugin_source(project: Project) -> PluginSource:
    """What the runtime needs to load the plugins of a project.

    Only the top-level packages and modules are named that define plugins, or that these import: nothing else
    that lies in the project's folder can be imported.
    """
    root = Path(os.path.realpath(project.root))
    modules = _modules(project)
    by_path = {module.path: module for module in modules}
    defining = [
        by_path[path].name
        for path in dict.fromkeys(plugin.path for plugin in project.concrete_plugins)
        if path in by_path
    ]
    entry_points = [
        (item.name, _target(item))
        for item in _entry_points(project)
        if item.attribute and module_path(project, item.module) is not None
    ]
    loaded = (*defining, *(target.partition(":")[0] for _, target in entry_points))
    needed = _with_imports(project, modules, {name.partition(".")[0] for name in loaded})
    return PluginSource(
        root=str(root),
        packages={top: str(root / _place(project, modules, top)) for top in sorted(needed)},
        modules=defining,
        entry_points=entry_points,
        distribution=_distribution(project),
    )


def _entry_points(project: Project) -> Sequence[EntryPoint]:
    return project.package.plugin_entry_points if project.package is not None else ()


def _target(item: EntryPoint) -> str:
    """What an entry point loads, without blanks and extras."""
    return f"{item.module}:{item.attribute}"


def _modules(project: Project) -> list[Module]:
    """The own modules under the names by which a server imports them.

    Where the project's folder is a package itself, and no entry point leads to a plugin, the folder is meant
    to lie in a server's folder for plugins, and is called by its own name.
    """
    paths = [file.path for file in project.files]
    package = project.package
    is_flat = any("/" not in plugin.path for plugin in project.concrete_plugins)
    if "__init__.py" in paths and (package is None or (is_flat and not package.plugin_entry_points)):
        top = project.root.name.replace(".", "_")
        return [Module(f"{top}.{_dotted(path)}".removesuffix("."), path) for path in paths]
    found = ((module_name(project, path), path) for path in paths)
    return [Module(name, path) for name, path in found if name]


def _dotted(path: str) -> str:
    return (
        "" if path == "__init__.py" else path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    )


def _with_imports(project: Project, modules: Sequence[Module], tops: set[str]) -> set[str]:
    """Top-level names and those of the project's own that their modules import."""
    needed: set[str] = set()
    by_path = {module.path: module.name for module in modules}
    pending = sorted(tops)
    while pending:
        top = pending.pop()
        if top in needed:
            continue
        needed.add(top)
        for module in modules:
            if module.name.partition(".")[0] != top:
                continue
            for item in project.names.files[module.path].imports:
                path = project.names.own_module(module.path, item.module)
                if path in by_path:
                    pending.append(by_path[path].partition(".")[0])
    return needed


def _place(project: Project, modules: Sequence[Module], top: str) -> str:
    """The folder or file of a top-level name, relative to the root."""
    for package, folder in project.package.package_directories if project.package is not None else ():
        if package == top:
            return folder
    name, path = next(item for item in modules if item.name.partition(".")[0] == top)
    depth = name.count(".")
    if not depth and not path.endswith("__init__.py"):
        return path
    place = folder_of(path)
    for _ in range(depth - (0 if path.endswith("__init__.py") else 1)):
        place = folder_of(place)
    return place


def _distribution(project: Project) -> dict[str, str]:
    """What the package declares of itself, as far as it is known."""
    package = project.package
    if package is None:
        return {}
    values = {
        "name": _text(package.name),
        "version": _text(package.version),
        "summary": _text(package.description),
        "author_email": _text(package.author_email),
        "license": _text(package.license),
        "project_url": _first_url(package.urls),
    }
    return {key: value for key, value in values.items() if value}


def _text(located: Located | None) -> str:
    return (known_text(located.value) or "") if located is not None else ""


def _first_url(located: Located | None) -> str:
    value = located.value if located is not None else None
    urls = value.value if isinstance(value, Known) and isinstance(value.value, dict) else {}
    return next((url for url in urls.values() if isinstance(url, str)), "")


# From the runtime to findings

_NAMED_BY = {
    "final-override": ("INV305",),
    "init": ("INV410", "INV401"),
    "migrations": ("INV605", "INV311", "INV411"),
    "mixin-refused": ("INV403", "INV404", "INV406", "INV402"),
    "navigation": ("INV404", "INV407"),
    "publish-date": ("INV113",),
    "schedule": ("INV404", "INV406", "INV403"),
    "settings": ("INV404", "INV403"),
    "slug-changed": ("INV115",),
    "slug-duplicate": ("INV115",),
    "slug-empty": ("INV115", "INV101", "INV116"),
    "super-init": ("INV410",),
    "version-range": ("INV118", "INV308"),
}
"""A kind of problem -> the rules that name its cause, at the plugin class; the one that fits best first."""

_SPEAKS_FOR_ITSELF = frozenset(
    {"final-override", "publish-date", "slug-changed", "slug-duplicate", "slug-empty", "super-init"}
)
"""The kinds of which the first of these rules speaks also where it could not know from the source."""

_AT_THE_LINE = frozenset(
    {"INV001", "INV301", "INV302", "INV305", "INV307", "INV309", "INV311", "INV312", "INV313", "INV401"}
    | {"INV402", "INV403", "INV404", "INV603"}
)
"""The rules that name why a line of the plugin raises."""

_ADVICE = {
    "INV801": "let nothing at the top of a module raise",
    "INV802": "let __init__ do nothing that can fail",
    "INV803": "mend what the mixin is given",
    "INV804": "let the hook answer what it does not know with the value that means nothing",
    "INV805": "make it a plain class attribute",
    "INV806": "do it when its result is needed, in a hook or a scheduled task",
}


def with_living(
    project: Project, problems: Iterable[Problem], release: str, static: Sequence[Finding]
) -> list[Finding]:
    """The findings of a project and what was seen where it was loaded: one cause, one finding.

    Where a rule names the cause of a problem from the source, its finding says that it was seen; else the
    problem is a finding of its own.
    """
    found = list(static)
    seen: set[int] = set()
    for problem in problems:
        path, place = _at(project, problem)
        index = _same_cause(project, found, problem, path, place)
        if index is not None:
            if index not in seen:
                found[index] = _with_evidence(found[index], problem, release)
                seen.add(index)
            continue
        finding = _finding(problem, release, path, place)
        if finding not in found:
            seen.add(len(found))
            found.append(finding)
    return sorted(found, key=lambda finding: finding.sort_key)


def _with_evidence(finding: Finding, problem: Problem, release: str) -> Finding:
    evidence = f"seen where it was loaded as by InvenTree {release}"
    # The runtime may refuse something in the words that the rule has for it.
    if problem.message.partition(": ")[2] not in finding.message or ": " not in problem.message:
        evidence = f"{evidence}: {problem.message}"
    return replace(finding, message=f"{finding.message} ({evidence})")


def _same_cause(
    project: Project, found: Sequence[Finding], problem: Problem, path: str, place: Range
) -> int | None:
    """The index of the finding that names the cause of a problem."""
    plugin = plugin_class(project, problem.plugin)
    own = {path} if plugin is None else {item.path for item in plugin.lineage}
    for code in _NAMED_BY.get(problem.kind, ()):
        for index, finding in enumerate(found):
            if finding.code == code and finding.path in own and _is_about(finding, plugin):
                return index
    for index, finding in enumerate(found):
        if (
            finding.code in _AT_THE_LINE
            and finding.path == path
            and finding.range.line <= place.line <= finding.range.end_line
        ):
            return index
    if problem.stage == "hook" and plugin is not None:
        for index, finding in enumerate(found):
            if finding.code == "INV303" and finding.path in own and f"{problem.member}" in finding.message:
                return index
    return None


def _is_about(finding: Finding, plugin: PluginClass | None) -> bool:
    """Whether a finding stands within a plugin's class, or in a file of one of its bases."""
    if plugin is None or finding.path != plugin.path:
        return True
    return finding.range.line >= plugin.definition.range.line


def _finding(problem: Problem, release: str, path: str, place: Range) -> Finding:
    code = problem.code
    if problem.kind in _SPEAKS_FOR_ITSELF:
        code = _NAMED_BY[problem.kind][0]
    rule = rule_by_code(code) or rule_by_code(problem.code)
    assert rule is not None, problem.code
    effect = consequence(problem.kind, release)
    message = f"{problem.message}; on InvenTree {release} {effect}" if effect else problem.message
    return rule.finding(message, _ADVICE[problem.code], path, place)


def _at(project: Project, problem: Problem) -> tuple[str, Range]:
    """Where a problem stands: at its line in the plugin's own code, else at the entry point or the member
    that it is about, else at the class."""
    root = os.path.realpath(project.root)
    if problem.file and Path(problem.file).is_relative_to(root):
        path = Path(problem.file).relative_to(root).as_posix()
        if path in project.by_path and problem.line > 0:
            return path, _line(project, path, problem.line)
    for item in _entry_points(project):
        if problem.stage == "import" and problem.member == _target(item):
            return item.path, item.range
    plugin = plugin_class(project, problem.plugin) or _defined_in(project, problem.member)
    if plugin is None:
        return project.anchor
    member = project.member(plugin, problem.member) if problem.member else None
    if member is not None and member.assignment is not None:
        return member.path, member.range
    for own, function in project.methods(plugin):
        if function.name == problem.member:
            return own.path, function.range
    return plugin.path, plugin.definition.range


def _line(project: Project, path: str, line: int) -> Range:
    """A line without the blanks around it."""
    from flake8_inventree_plugin.source.parse import decode
    from flake8_inventree_plugin.suppressions import split_lines

    try:
        text = split_lines(decode(project.read(path) or b"").text)[line - 1].rstrip()
    except (ValueError, IndexError):
        text = ""
    return Range(line, len(text) - len(text.lstrip()) + 1, line, max(len(text), 1) + 1)


def plugin_class(project: Project, name: str) -> PluginClass | None:
    """The plugin class that is called "module.Class" where it is loaded."""
    module, _, own_name = name.rpartition(".")
    paths = {item.path for item in _modules(project) if item.name == module}
    return next((item for item in project.plugins if item.name == own_name and item.path in paths), None)


def _defined_in(project: Project, name: str) -> PluginClass | None:
    """A plugin class of a module, or one that is called "module:Class": what could not be imported."""
    module, _, own_name = name.partition(":")
    paths = {item.path for item in _modules(project) if item.name == module}
    found = [item for item in project.plugins if item.path in paths and own_name in ("", item.name)]
    return next(iter(found), None)
