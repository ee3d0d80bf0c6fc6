"""The package that is built lacks templates, static files or translations of the plugin.

The plugin works from its repository and in an editable installation, and fails on the server that installs
it from a package: pages answer "TemplateDoesNotExist", panels stay empty because their script is not found.

What a build takes depends on its backend:

- setuptools takes what `package_data` names and, where `include_package_data` is on, what `MANIFEST.in`
  includes. It is on by default only in a package that is declared in pyproject.toml, and without a
  `MANIFEST.in` it ships nothing;
- hatchling takes the files of the package that `.gitignore` does not mean: a folder with built scripts, which
  often stands there, has to be named in `artifacts`;
- Poetry does the same, but keeps what git tracks.

Easily forgotten is `.vite/manifest.json`, without which the server cannot find the scripts that Vite built:
a `MANIFEST.in` with `recursive-include demo/static *.js` leaves it out, and so does the `package_data`
pattern `static/**`, which means no name with a dot in front.

Reported is one finding a package, on the line or the file that has to change. Looked at are files in
folders named `templates`, `static` and `locale` of the plugin's package that a server needs: no sources
such as `.ts`, `.scss` or `.po`. Where anything is not known (another backend, a build plugin, a setup.py
that computes its arguments) nothing is reported. The linter's tests compare all this with what real builds
do.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.builds.left_out import left_out
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports what the build of each package leaves out."""
    for found in left_out(project):
        others = len(found.paths) - 1
        more = f" and {others} {'other' if others == 1 else 'others'}" if others else ""
        yield RULE.finding(
            f"the built package lacks {found.paths[0]}{more}: {found.reason}, so a server that installs it "
            f"does not find {'them' if others else 'it'}",
            found.advice,
            found.where,
            found.place,
        )


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PROJECT = '[project]\nname = "demo"\nversion = "1.0.0"\n'
_HATCH = _PROJECT + '\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
_SETUP = "from setuptools import find_packages, setup\n\nsetup(name='demo', packages=find_packages(){})\n"
_DATA = {"demo/__init__.py": _PLUGIN, "demo/static/demo.js": "", "demo/templates/demo/panel.html": ""}
_VITE = {"demo/__init__.py": _PLUGIN, "demo/static/panel.js": "", "demo/static/.vite/manifest.json": "{}"}

RULE = Rule(
    code="INV606",
    name="missing-package-data",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#packaging",
    guide="deliver as a package",
    good=(
        Example(
            {**_DATA, "pyproject.toml": _PROJECT, "MANIFEST.in": "graft demo\n"},
            note="A manifest that includes them.",
        ),
        Example(
            {
                **_DATA,
                "pyproject.toml": _PROJECT
                + '\n[tool.setuptools.package-data]\ndemo = ["static/**", "templates/**/*.html"]\n',
            },
            note="Patterns that name them.",
        ),
        Example({**_DATA, "pyproject.toml": _HATCH}, note="hatchling takes all files of a package."),
        Example(
            {
                **_VITE,
                "pyproject.toml": _HATCH + '\n[tool.hatch.build]\nartifacts = ["demo/static/"]\n',
                ".gitignore": "static/\n",
            },
            note="Built files that git ignores, named for hatchling.",
        ),
        Example(
            {
                **_DATA,
                "pyproject.toml": _PROJECT
                + '\n[build-system]\nrequires = ["setuptools", "setuptools-scm"]\n'
                + 'build-backend = "setuptools.build_meta"\n',
            },
            note="A build plugin that takes what git tracks.",
        ),
    ),
    bad=(
        Example(
            {**_DATA, "pyproject.toml": _PROJECT},
            at=("pyproject.toml:1:1",),
            note="`include_package_data` is on by default, but there is nothing that it could include.",
        ),
        Example(
            {**_VITE, "pyproject.toml": _PROJECT, "MANIFEST.in": "recursive-include demo/static *.js\n"},
            at=("MANIFEST.in:1:1",),
            note="The scripts, but not the list that Vite wrote of them.",
        ),
        Example(
            {
                **_VITE,
                "pyproject.toml": _PROJECT + '\n[tool.setuptools.package-data]\ndemo = ["static/**"]\n',
            },
            at=("pyproject.toml:5:1",),
            note="`**` does not lead into folders with a dot in front.",
        ),
        Example(
            {**_DATA, "setup.py": _SETUP.format(""), "MANIFEST.in": "graft demo\n"},
            at=("setup.py:3:1",),
            note="In a setup.py `include_package_data` is off by default.",
        ),
        Example(
            {**_VITE, "pyproject.toml": _HATCH, ".gitignore": "*.pyc\nstatic/\n"},
            at=(".gitignore:2:1",),
            note="Built files that git ignores.",
        ),
    ),
)
