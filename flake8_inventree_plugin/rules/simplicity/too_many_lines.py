"""The project has more lines of code than a plugin should.

The guide draws the line at about a thousand: a larger plugin is hard to upgrade and to test, and most of it
is often what a mixin or a library already does. It counts the project, however many plugin classes are in it,
because they are installed and upgraded together.

A line counts when it holds more than blanks, comments and docstrings. Left out are tests, migrations,
documentation and build scripts, folders with other people's code (`_vendor`, `vendor`, `third_party`), and
generated files: those with `@generated` or `DO NOT EDIT` in one of their first five lines. The message names
the three largest files and how much was left out.

Another limit is set by `max-lines` in `[tool.inventree-lint]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.layout import Role
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.rules.rule import Example, Rule

VENDORED_FOLDERS = frozenset({"_vendor", "vendor", "third_party"})

_ROLES = {
    Role.TEST: "tests",
    Role.MIGRATION: "migrations",
    Role.DOCS: "documentation",
    Role.BUILD: "build scripts",
}


def check(project: Project) -> Iterator[Finding]:
    """Reports a project whose own code is longer than the limit."""
    counted: list[File] = []
    left_out: Counter[str] = Counter()
    for file in project.files:
        reason = _reason_to_leave_out(file)
        if reason:
            left_out[reason] += file.facts.code_lines
        else:
            counted.append(file)
    total = sum(file.facts.code_lines for file in counted)
    if total <= project.config.max_lines:
        return
    largest = sorted(counted, key=lambda file: (-file.facts.code_lines, file.path))[:3]
    files = ", ".join(f"{file.path} ({file.facts.code_lines})" for file in largest)
    others = ", ".join(f"{reason} ({lines})" for reason, lines in left_out.items() if lines)
    path, place = project.anchor
    yield RULE.finding(
        f"the project has {total} lines of code, more than {project.config.max_lines}; "
        f"the largest files are {files}" + (f"; not counted: {others}" if others else ""),
        "split it into several plugins, or leave to mixins and libraries what they already do",
        path,
        place,
    )


def _reason_to_leave_out(file: File) -> str:
    if file.role is not Role.PACKAGE:
        return _ROLES[file.role]
    if not VENDORED_FOLDERS.isdisjoint(file.path.split("/")[:-1]):
        return "vendored code"
    return "generated files" if file.facts.generated else ""


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PACKAGE = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": _PLUGIN,
}
_TABLE = "VALUES = [\n" + "    1,\n" * 1000 + "]\n"

RULE = Rule(
    code="INV501",
    name="too-many-lines",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#development-guidelines",
    guide="keep it simple - more that 1000 LOC are normally to much for a plugin",
    good=(
        Example(_PLUGIN, note="A plugin of a few lines."),
        Example({**_PACKAGE, "demo/tests/test_core.py": _TABLE}, note="Tests do not count."),
        Example({**_PACKAGE, "demo/_vendor/table.py": _TABLE}, note="Nor does other people's code."),
        Example({**_PACKAGE, "demo/table.py": "# @generated\n" + _TABLE}, note="Nor do generated files."),
        Example(
            {
                **_PACKAGE,
                "pyproject.toml": _PACKAGE["pyproject.toml"] + "\n[tool.inventree-lint]\nmax-lines = 2000\n",
                "demo/table.py": _TABLE,
            },
            note="Another limit.",
        ),
    ),
    bad=(
        Example(
            {**_PACKAGE, "demo/table.py": _TABLE},
            at=("demo/core.py:4:7",),
            note="It stands at the first plugin class.",
        ),
    ),
)
