"""A third-party package is imported that the project does not declare and a targeted release lacks.

A server installs a plugin with the dependencies that its package declares, and nothing else. An undeclared
one is there only where something else brings it along: InvenTree itself, by release, another dependency, or
the machine of the author. Where it is missing, the import fails.

Counted as declared are `dependencies` and `optional-dependencies` of the package, and requirements files in
the root; as installed what the targeted releases install. Without a target, what none of the releases on
which the plugin runs installs is reported.

Not reported: the standard library; the project's own modules, and programs beside the plugin's package;
InvenTree's; guarded imports and those inside `if TYPE_CHECKING`; tests; releases of which it is not known
what they install (0.6 and 0.7); what a declared package has in its name (`pydantic_core` of `pydantic`); a
project whose dependencies cannot be known, or that declares a package of which it is not known how it is
imported, unless another import has its name.

What to do: declare it in `dependencies`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import (
    HOST_DISTRIBUTIONS,
    import_names,
    import_releases,
    is_installed,
    packages_complete,
    top_level_modules,
)
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.index import around
from flake8_inventree_plugin.project.layout import folder_of
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.obstacles import is_caught
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known

_FORMER_STANDARD_LIBRARY = frozenset(
    {"aifc", "asynchat", "asyncore", "audioop", "binhex", "cgi", "cgitb", "chunk", "crypt", "distutils"}
    | {"formatter", "imghdr", "imp", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "parser", "pipes"}
    | {"smtpd", "sndhdr", "spwd", "sunau", "symbol", "telnetlib", "uu", "xdrlib"}
)
"""Modules that Python 3.9 still had; newer ones dropped them, and need other help than a dependency."""

_NEWER_STANDARD_LIBRARY = frozenset({"annotationlib", "compression", "tomllib"})
"""Modules that the oldest Python which runs this linter does not have yet."""

_ALWAYS_THERE = frozenset({"pip", "pkg_resources", "setuptools", "plugins", "manage", "script", "web"})
"""What every environment of InvenTree has, and modules of the server whose names say little."""

_TOOLS = frozenset(
    {"black", "build", "flake8", "mypy", "pre-commit", "pytest", "ruff", "tox", "twine", "wheel"}
)
"""Distributions that are declared for development, and provide nothing under another name."""

_REQUIREMENT_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_REQUIREMENTS_FILES = ("requirements.txt", "requirements/base.txt", "requirements.in")


def check(project: Project) -> Iterator[Finding]:
    """Reports each such top-level name once a file, at its first import."""
    if project.package is None and not _has_requirements(project):
        how = "declare it: deliver the plugin as a package with `dependencies`"
    else:
        how = "add what provides it to the package's `dependencies`"
    declared = _declared(project)
    if declared is None:
        return
    known, unknown = _provided(declared)
    own = _own_names(project)
    imports = {file.path: list(_imports(project, file, own)) for file in project.package_files}
    imported = {top for found in imports.values() for top, _ in found}
    # What is imported by its own name is no candidate for providing another one.
    candidates = {name for name in unknown if not any(guess in imported for guess in _guesses(name))}
    known |= {guess for name in unknown for guess in _guesses(name)}
    complete = ReleaseSet.of(*(release for release in ALL if packages_complete(release)))
    shipped = {_top(project, plugin.path) for plugin in project.plugins}
    for file in project.package_files:
        # A file may belong to a program beside the package of the plugin class.
        if not imports[file.path] or _top(project, file.path) not in shipped:
            continue
        seen: set[str] = set()
        for top, index in imports[file.path]:
            if top in seen or candidates or _is_provided(top, known):
                continue
            item = file.facts.imports[index]
            reached = reach(project.names, file.path, item.branch)
            lacking = (complete & reached) - import_releases(top)
            if not _concerns(project, lacking, complete):
                continue
            seen.add(top)
            targeted = project.target.releases & lacking
            installs = (
                f"InvenTree {targeted} does not install it"
                if import_releases(top)
                else ("InvenTree does not install it")
            )
            yield RULE.finding(
                f"`{top}` is imported, but the project does not declare it and {installs}, so importing it "
                "fails where nothing else brings it along",
                how,
                file.path,
                item.range,
            )


def _is_provided(top: str, known: set[str]) -> bool:
    """Whether a declared distribution provides a name, or brings along one that begins like its own."""
    beginnings = (top[:end] for end, letter in enumerate(top) if letter == "_" and end > 2)
    return top in known or any(name in known and name not in HOST_DISTRIBUTIONS for name in beginnings)


def _concerns(project: Project, lacking: ReleaseSet, complete: ReleaseSet) -> bool:
    targeted = project.target.releases & complete
    if project.target.declared:
        return bool(targeted & lacking)
    return bool(targeted) and not targeted - lacking


def _imports(project: Project, file: File, own: set[str]) -> Iterator[tuple[str, int]]:
    """The top-level names of third-party packages that a file imports unguarded, and the imports."""
    for index, item in enumerate(file.facts.imports):
        top = item.module.partition(".")[0]
        if not top or item.type_checking or top in own or not _is_third_party(top):
            continue
        if reach(project.names, file.path, item.branch) == NONE or is_caught(
            project.names.index(file.path), index
        ):
            continue
        if any(
            branch.kind == "try" and branch.arm == "handler" for branch in around(file.facts, item.branch)
        ):
            continue
        yield top, index


def _top(project: Project, path: str) -> str:
    """The topmost package around a file; its folder where it lies in none."""
    folder = folder_of(path)
    while folder and f"{folder_of(folder)}/__init__.py".lstrip("/") in project.by_path and folder_of(folder):
        folder = folder_of(folder)
    return folder


def _own_names(project: Project) -> set[str]:
    """The names that files and folders of the project can be imported by."""
    names = {module.partition(".")[0] for module in project.names.modules}
    for path in project.names.files:
        *folders, last = path.split("/")
        names |= {*folders, last.removesuffix(".py")}
    return names


def _is_third_party(top: str) -> bool:
    return (
        top not in sys.stdlib_module_names
        and top not in _FORMER_STANDARD_LIBRARY | _NEWER_STANDARD_LIBRARY
        and top not in _ALWAYS_THERE
        and top not in HOST_DISTRIBUTIONS
        and top not in top_level_modules()
    )


# What is declared


def _has_requirements(project: Project) -> bool:
    return any(project.read(path) is not None for path in _REQUIREMENTS_FILES)


def _declared(project: Project) -> list[str] | None:
    """The names of all distributions that the project declares, normalised; None where that is not known."""
    lines: list[object] = []
    package = project.package
    if package is not None:
        for located in (package.dependencies, package.optional_dependencies):
            if located is None:
                continue
            if not isinstance(located.value, Known):
                return None
            value = located.value.value
            for group in value.values() if isinstance(value, dict) else [value]:
                if not isinstance(group, (list, tuple)):
                    return None
                lines += group
        if package.errors:
            return None
    for path in _REQUIREMENTS_FILES:
        data = project.read(path)
        if data is not None:
            text = data.decode("utf-8", errors="replace")
            lines += [line for line in text.splitlines() if line.strip() and line.strip()[0] not in "#-"]
    names = []
    for line in lines:
        match = _REQUIREMENT_NAME.match(line) if isinstance(line, str) else None
        if match is None:
            return None
        names.append(re.sub(r"[-_.]+", "-", match[1]).lower())
    return names


def _provided(distributions: list[str]) -> tuple[set[str], list[str]]:
    """The top-level names that distributions provide, and those distributions of which that is not known."""
    known: set[str] = set()
    unknown: list[str] = []
    for name in distributions:
        names = import_names(name)
        known |= set(names)
        if name not in _TOOLS and not is_installed(name):
            # What InvenTree installs is known by its import names, anything else may have any.
            unknown.append(name)
    return known, unknown


def _guesses(distribution: str) -> set[str]:
    """The names by which a distribution is usually imported."""
    plain = distribution.replace("-", "_")
    short = re.sub(r"^(?:python|py|django)_|_(?:python|py)$", "", plain)
    return {plain, short, plain.replace("_", ""), plain.partition("_")[0], distribution.split("-")[-1]}


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PROJECT = '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n'

RULE = Rule(
    code="INV309",
    name="undeclared-dependency",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/how_to/",
    guide="deliver as a package - pip is great for dependency management",
    good=(
        Example(
            {
                "pyproject.toml": _PROJECT + 'dependencies = ["paho-mqtt>=2", "Shopify-API"]\n',
                "demo/__init__.py": "",
                "demo/core.py": "import paho.mqtt.client\nimport shopify\n" + _PLUGIN,
            },
            note="Declared, whatever name it is imported by.",
        ),
        Example("import json\nimport requests\nimport yaml\n" + _PLUGIN, note="InvenTree installs them."),
        Example(
            "try:\n    import serial\nexcept ImportError:\n    serial = None\n" + _PLUGIN, note="Guarded."
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/helpers.py": "",
                "demo/core.py": "import demo.helpers\n" + _PLUGIN,
                "tests/test_core.py": "import hypothesis\n",
            },
            note="The project itself; tests.",
        ),
    ),
    bad=(
        Example("import serial\n" + _PLUGIN, at=("1:8",)),
        Example(
            "import json\n"
            + _PLUGIN
            + "\n    def send(self):\n        from serial.tools import list_ports\n\n"
            "        return list_ports\n",
            at=("9:34",),
            note="At any level.",
        ),
    ),
)
