"""The package has no README, or an empty one.

The README is what people see of a plugin, in its repository and on PyPI, before they install it: what it is
for, how it is installed and set up. Without one they have to read the code. The guide asks to begin with
one.

A README counts wherever a repository may have it (at the root, in `docs` or `.github`), in any format, and
so does a description that the package's metadata take from another file.

Not reported is a plugin that is no package: that is INV601.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import START, Finding, Severity
from flake8_inventree_plugin.project.declarations import read_text
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.other_files import names
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known, Value

_FOLDERS = ("", "docs", ".github")


def check(project: Project) -> Iterator[Finding]:
    """Reports a package without a README, or with one that says nothing."""
    package = project.package
    if package is None:
        return
    if package.readme is not None and _has_text(package.readme.value):
        return
    texts = {path: read_text(project.read, path) for path in _paths(project)}
    found = [path for path, text in texts.items() if text is not None]
    if any(text and text.strip() for text in texts.values()):
        return
    advice = "write what the plugin is for, and how it is installed and set up"
    if found:
        yield RULE.finding(
            f"{found[0]} is empty, so nobody learns what the plugin is for", advice, found[0], START
        )
    else:
        path, place = project.anchor
        yield RULE.finding(
            "the package has no README, so nobody learns what the plugin is for", advice, path, place
        )


def _paths(project: Project) -> Iterator[str]:
    for folder in _FOLDERS:
        for name in names(project, folder):
            if name.lower().partition(".")[0] == "readme":
                yield f"{folder}/{name}" if folder else name


def _has_text(value: Value) -> bool:
    """Whether the description in the package's metadata says something; one that is not known may."""
    return not (isinstance(value, Known) and not value.value.strip())


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_FILES = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": _PLUGIN,
}

RULE = Rule(
    code="INV609",
    name="missing-readme",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/how_to/",
    guide="Consider the usecase for your plugin and define the exact function of the plugin, maybe wrtie it "
    "down in a short readme",
    good=(
        Example({**_FILES, "README.md": "# Demo\n\nShows a demo.\n"}, note="A README."),
        Example({**_FILES, "docs/readme.rst": "Demo\n====\n"}, note="In the folder for documents."),
        Example(
            {
                **_FILES,
                "pyproject.toml": _FILES["pyproject.toml"] + 'readme = "ABOUT.md"\n',
                "ABOUT.md": "Shows a demo.\n",
            },
            note="Another file for the package's description.",
        ),
        Example({"demo.py": _PLUGIN}, note="No package: that is INV601."),
    ),
    bad=(
        Example(_FILES, at=("demo/__init__.py:4:7",)),
        Example({**_FILES, "README.md": "\n"}, at=("README.md:1:1",), note="An empty one."),
    ),
)
