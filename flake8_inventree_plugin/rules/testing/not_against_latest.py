"""The project has CI, but none of it uses the InvenTree that is going to be the next release.

What breaks a plugin is first in InvenTree's main line, and in the image `inventree/inventree:latest` that is
built from it. Tests against a release, or without InvenTree, pass until the next release is out and the
plugin fails on servers.

What counts is, in a workflow, a container file, a script or a requirement: the image `inventree/inventree`
with `latest` or without a tag; a clone or checkout of InvenTree's default branch
(`repository: inventree/InvenTree` without `ref`, or with `master`); and
`pip install git+https://github.com/inventree/InvenTree.git`.

Not reported are projects without CI (INV701 speaks of them), and those of which it cannot be told what they
use: a version from a variable of the server, a workflow of another repository, an `include` on GitLab, a file
that is no YAML.

A plugin with AppMixin that is pinned to InvenTree's stable branch (INV604) needs both: a job on `stable` for
what it promises today, and one on `latest` for what is coming.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule

_MAIN_LINE = re.compile(r"(?:latest|master|main)(?:[-_@].*)?|", re.IGNORECASE)


def check(project: Project) -> Iterator[Finding]:
    """Reports the workflow that runs on changes."""
    from flake8_inventree_plugin.project.ci import workflows
    from flake8_inventree_plugin.project.workflows import inventree_uses, read_files

    found = workflows(project.root, project.read)
    if not found or any(item.calls_elsewhere is not False for item in found):
        return
    versions = [use.version for use in inventree_uses(read_files(project.root, project.read))]
    if any(version is None or _MAIN_LINE.fullmatch(version) for version in versions):
        return
    used = ", ".join(sorted({version for version in versions if version is not None})[:3])
    yield RULE.finding(
        "no job tests against InvenTree's main line"
        + (f" (CI uses {used})" if used else "")
        + ", so what breaks the plugin in the next release is noticed by its users",
        "add a job in the container `inventree/inventree:latest`, or on a checkout of inventree/InvenTree "
        "without a `ref`",
        found[0].path,
        found[0].jobs,
    )


_FILES = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": "from plugin import InvenTreePlugin\n\n\n"
    "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
}
_PATH = ".github/workflows/test.yml"
_JOB = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
_STEPS = "    steps:\n      - run: python -m unittest\n"

RULE = Rule(
    code="INV703",
    name="not-against-latest",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/test/",
    guide="test your plugin regularly against the 'latest' docker-build of InvenTree",
    good=(
        Example(_FILES, note="No CI at all."),
        Example(
            {**_FILES, _PATH: f"{_JOB}    container: inventree/inventree:latest\n{_STEPS}"}, note="The image."
        ),
        Example(
            {
                **_FILES,
                _PATH: f"{_JOB}    strategy:\n      matrix:\n        tag: [stable, latest]\n"
                f"    container: inventree/inventree:${{{{ matrix.tag }}}}\n{_STEPS}",
            },
            note="One of several images.",
        ),
        Example(
            {
                **_FILES,
                _PATH: f"{_JOB}    steps:\n      - uses: actions/checkout@v4\n        with:\n"
                "          repository: inventree/InvenTree\n",
            },
            note="The default branch.",
        ),
        Example(
            {
                **_FILES,
                _PATH: "on: push\njobs:\n  test:\n    uses: acme/ci/.github/workflows/test.yml@main\n",
            },
            note="A workflow of another repository.",
        ),
    ),
    bad=(
        Example({**_FILES, _PATH: f"{_JOB}{_STEPS}"}, at=(f"{_PATH}:2:1",), note="Without InvenTree."),
        Example(
            {**_FILES, _PATH: f"{_JOB}    container: inventree/inventree:stable\n{_STEPS}"},
            at=(f"{_PATH}:2:1",),
            note="Only the stable release.",
        ),
    ),
)
