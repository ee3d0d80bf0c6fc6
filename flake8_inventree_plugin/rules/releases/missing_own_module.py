"""A module or name of the project itself is imported that does not exist.

A module that was renamed, moved or never committed is missed only when the import runs: the plugin does not
load, or the function fails. On the machine of the author a stale file may hide it.

Reported are relative imports, and absolute ones of the project's own packages, at any level.

Not reported: guarded imports and those inside `if TYPE_CHECKING`; what is there but is no Python source, is
excluded or cannot be read; folders without an `__init__.py`; files that the build writes (`_version.py`,
`write_to`, `version_file`, `version-file`); names of a module that binds names when it runs (`globals()`,
`__getattr__`, `exec`, a star import from outside); a package that has the name of one of InvenTree's. Tests
are exempt.

What to do: mend the name, or add the module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import top_level_modules
from flake8_inventree_plugin.inventree.releases import NONE
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.index import FileIndex, around
from flake8_inventree_plugin.project.layout import Role, folder_of, role_of
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.obstacles import is_caught
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import MODULE, Import

_MODULE_ATTRIBUTES = frozenset(
    {"__builtins__", "__cached__", "__dict__", "__doc__", "__file__", "__loader__", "__name__", "__package__"}
    | {"__path__", "__spec__"}
)
"""What every module has."""

_BINDS_NAMES = re.compile(rb"\b(?:globals|exec|vars|locals)\s*\(|\bsys\.modules\b|\b__dict__\b")
_BUILD_FILES = ("pyproject.toml", "setup.cfg", "setup.py", "hatch.toml")
_GENERATED = frozenset({"_version", "__version__", "_version_generated", "__about__"})
"""Modules that version tools write by default."""


def check(project: Project) -> Iterator[Finding]:
    """Reports each module once a statement, and each name at its own place."""
    for file in project.package_files:
        reported: set[object] = set()
        for index, item in enumerate(file.facts.imports):
            found = _missing(project, file.path, item)
            if found is None or _is_guarded(project, file, index):
                continue
            kind, name = found
            if kind == "module":
                if (item.statement, name) in reported:
                    continue
                reported.add((item.statement, name))
            late = item.function_level
            consequence = "the function fails that imports it" if late else "the file cannot be imported"
            what = f"module `{name}`" if kind == "module" else f"`{name}` in `{item.module}`"
            yield RULE.finding(
                f"there is no {what} in this project, so {consequence}",
                "mend the import, or add what is missing",
                file.path,
                item.range,
            )


def _is_guarded(project: Project, file: File, index: int) -> bool:
    item = file.facts.imports[index]
    return (
        item.type_checking
        or is_caught(project.names.index(file.path), index)
        or reach(project.names, file.path, item.branch) == NONE
        or any(branch.kind == "try" and branch.arm == "handler" for branch in around(file.facts, item.branch))
    )


def _missing(project: Project, path: str, item: Import) -> tuple[str, str] | None:
    """What an import of the project's own asks for and does not exist: "module" or "name", and its name."""
    if item.module.startswith("."):
        folder = _folder(path, item.module)
        parts = [part for part in item.module.lstrip(".").split(".") if part]
        if folder is None:
            return None
    else:
        top = _own_package(project, item.module)
        if top is None:
            return None
        folder = PurePosixPath(folder_of(top))
        parts = item.module.split(".")
    # `from . import x` needs no module but the package itself.
    for end in range(1, len(parts) + 1):
        if not _exists(project, folder.joinpath(*parts[:end])):
            dots = len(item.module) - len(item.module.lstrip("."))
            return "module", "." * dots + ".".join(parts[:end])
    if item.name in (None, "*"):
        return None
    module = folder.joinpath(*parts)
    source = next(
        (p for p in (f"{module}.py", f"{module}/__init__.py".removeprefix("./")) if p in project.by_path),
        None,
    )
    assert item.name is not None
    if source is None or _has(project, source, item.name, set()):
        return None
    if _exists(project, module / item.name):
        return None
    return "name", item.name


def _folder(path: str, module: str) -> PurePosixPath | None:
    """The folder that the dots of a relative import mean; None where it lies above the root."""
    folder = PurePosixPath(folder_of(path))
    for _ in range(len(module) - len(module.lstrip(".")) - 1):
        if not folder.parts:
            return None
        folder = folder.parent
    return folder


def _own_package(project: Project, module: str) -> str | None:
    """The folder of the project's own package to which an absolute module belongs, None for any other."""
    top = module.partition(".")[0]
    source = project.names.modules.get(top, "")
    if not source.endswith("/__init__.py") or top in top_level_modules():
        return None
    if role_of(source) is not Role.PACKAGE:
        return None
    return folder_of(source)


def _exists(project: Project, module: PurePosixPath) -> bool:
    """Whether a module, package or folder is there, in any form, or will be when the package is built."""
    name = module.as_posix()
    if f"{name}.py" in project.by_path or name in project.names.folders:
        return True
    if module.name in _GENERATED or _is_written_by_build(project, f"{name}.py"):
        return True
    try:
        # Compiled modules have many endings: `x.cpython-311-x86_64-linux-gnu.so`, `x.pyd`.
        return (project.root / name).exists() or module.name in _stems(project, module.parent.as_posix())
    except OSError:
        return False


@lru_cache(maxsize=1)
def _stems(project: Project, folder: str) -> set[str]:
    """All that the names of the files in a folder begin with, up to a dot."""
    names = [entry.name for entry in (project.root / folder).iterdir() if not entry.is_dir()]
    return {name[:end] for name in names for end, letter in enumerate(name) if letter == "."}


def _is_written_by_build(project: Project, path: str) -> bool:
    for file in _BUILD_FILES:
        data = project.read(file)
        if data is not None and (path.encode() in data or path.partition("/")[2].encode() in data):
            return "/" in path
    return False


def _has(project: Project, path: str, name: str, seen: set[str]) -> bool:
    """Whether a module binds a name, or may do so when it runs."""
    seen.add(path)
    index = project.names.index(path)
    if index.facts.error is not None or name in _MODULE_ATTRIBUTES or _binds(index, name):
        return True
    if _binds_as_it_runs(project, path):
        return True
    for number in index.imports.get("*", ()):
        own = project.names.own_module(path, index.facts.imports[number].module)
        if own is None or (own not in seen and _has(project, own, name, seen)):
            return True
    return False


@lru_cache(maxsize=1)
def _binds_as_it_runs(project: Project, path: str) -> bool:
    """Whether a module may bind any name when it runs."""
    data = project.read(path)
    has_hook = (MODULE, "__getattr__") in project.names.index(path).named_functions
    return has_hook or (data is not None and bool(_BINDS_NAMES.search(data)))


def _binds(index: FileIndex, name: str) -> bool:
    key = (MODULE, name)
    return (
        name in index.imports
        or key in index.named_functions
        or key in index.classes
        or key in index.assignments
        or key in index.other_names
    )


_CLASS = "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PLUGIN = "from plugin import InvenTreePlugin\n" + _CLASS
_BASE = {"demo/__init__.py": "PLUGIN_VERSION = '1.0.0'\n", "demo/helpers.py": "def help():\n    pass\n"}

RULE = Rule(
    code="INV312",
    name="missing-own-module",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/how_to/",
    guide="use GitHub actions to test your plugin regularly",
    good=(
        Example(
            {
                **_BASE,
                "demo/core.py": "from . import PLUGIN_VERSION, helpers\nfrom .helpers import help\n"
                "import demo.helpers\n" + _PLUGIN,
            }
        ),
        Example(
            {
                **_BASE,
                "demo/core.py": "try:\n    from .local import SECRET\nexcept ImportError:\n    SECRET = ''\n"
                "from ._version import version\n" + _PLUGIN,
            },
            note="Guarded; written by the build.",
        ),
        Example(
            {
                "demo/__init__.py": "def __getattr__(name):\n    return name\n",
                "demo/tables.py": "from json import *\n",
                "demo/core.py": "from . import anything\nfrom .tables import something\n" + _PLUGIN,
            },
            note="Names that are bound when the module runs.",
        ),
    ),
    bad=(
        Example(
            {**_BASE, "demo/core.py": "from .helper import help\n" + _PLUGIN},
            at=("demo/core.py:1:21",),
        ),
        Example(
            {**_BASE, "demo/core.py": "from . import PLUGIN_VERSON, helpers\n" + _PLUGIN},
            at=("demo/core.py:1:15",),
        ),
        Example(
            {**_BASE, "demo/core.py": "from demo.helpers import help, assist\nimport demo.other\n" + _PLUGIN},
            at=("demo/core.py:1:32", "demo/core.py:2:8"),
            note="By the absolute name.",
        ),
    ),
)
