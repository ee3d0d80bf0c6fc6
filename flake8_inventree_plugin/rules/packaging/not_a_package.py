"""The plugin is not delivered as a package: nothing tells pip how to install it.

A plugin that is only copied into the plugin folder of a server has no version that the server can show,
brings no dependencies along, is not updated with the server, and in containers it is easily lost. A package
is installed, pinned and updated by name, from PyPI or from a repository.

A `pyproject.toml` that only configures tools declares no package: it has no `[project]` table, nor that of
Poetry or Flit, and there is no `setup.cfg` or `setup.py` that says more.

A file from standard input that has no name is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule

_FILES = ("pyproject.toml", "setup.cfg", "setup.py")


def check(project: Project) -> Iterator[Finding]:
    """Reports a project without packaging metadata."""
    if project.package is not None or project.is_unnamed:
        return
    present = [path for path in _FILES if project.read(path) is not None]
    if present:
        verb = "declares" if len(present) == 1 else "declare"
        message = f"{' and '.join(present)} {verb} no package"
    else:
        message = "the plugin is no package: there is no pyproject.toml, setup.cfg or setup.py"
    path, place = project.anchor
    yield RULE.finding(
        f"{message}, so pip can neither install nor update it on a server",
        "declare the package in a [project] table of a pyproject.toml",
        path,
        place,
    )


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV601",
    name="not-a-package",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#packaging",
    guide="deliver as a package - pip is great for dependency management and pypi can serve as a transparent "
    "and reliable delivery infrastructure",
    good=(
        Example(_PLUGIN, note="A package with a `[project]` table."),
        Example(
            {
                "setup.py": "from setuptools import setup\n\nsetup(name='demo', py_modules=['demo'])\n",
                "demo.py": _PLUGIN,
            },
            note="A package with a `setup.py`.",
        ),
        Example(
            {"setup.cfg": "[metadata]\nname = demo\n", "demo.py": _PLUGIN},
            note="A package with a `setup.cfg`.",
        ),
        Example(
            {
                "pyproject.toml": '[tool.poetry]\nname = "demo"\nversion = "1.0"\n'
                '[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
                "demo.py": _PLUGIN,
            },
            note="A package of Poetry's older form.",
        ),
    ),
    bad=(
        Example({"demo.py": _PLUGIN}, at=("demo.py:4:7",), note="A single file."),
        Example(
            {"pyproject.toml": "[tool.ruff]\nline-length = 110\n", "demo/__init__.py": _PLUGIN},
            at=("demo/__init__.py:4:7",),
            note="This pyproject.toml only configures a tool.",
        ),
    ),
)
