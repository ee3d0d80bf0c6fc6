"""Nothing tests the plugin by itself: the project has no CI workflow.

InvenTree's interfaces for plugins change from release to release. Without a machine that runs the tests on
every change, a plugin that no longer works is noticed by its users.

A workflow is a file that GitHub (`.github/workflows/`), Forgejo or Gitea (`.forgejo/workflows/`,
`.gitea/workflows/`), GitLab (`.gitlab-ci.yml`) or Woodpecker (`.woodpecker.yml`, `.woodpecker/`) runs. Not
reported are projects with the file of another CI (Azure Pipelines, CircleCI, Drone, Jenkins, Travis …), a
folder of a larger repository, an unpacked source distribution, which has no workflows, a plugin that is no
package, and text from standard input.

How to mend it: add a workflow that runs the tests against InvenTree's `latest` image, on every change and by
the clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports a package without a workflow."""
    if project.package is None or project.is_unnamed:
        return
    from flake8_inventree_plugin.project.ci import has_other_ci, is_whole_repository, workflows

    if not is_whole_repository(project.root) or has_other_ci(project.read):
        return
    if workflows(project.root, project.read):
        return
    path, place = project.anchor
    yield RULE.finding(
        "the project has no CI workflow, so nobody notices when a change, or a new InvenTree, breaks the "
        "plugin",
        "add one that runs the tests: `.github/workflows/test.yml` with `on: {push: , pull_request: , "
        'schedule: [{cron: "0 4 * * 1"}]}` and a job in the container `inventree/inventree:latest`',
        path,
        place,
    )


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PACKAGE = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": _PLUGIN,
}

RULE = Rule(
    code="INV701",
    name="no-ci",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/test/",
    guide="use GitHub actions to test your plugin regularly",
    good=(
        Example(
            {
                **_PACKAGE,
                ".github/workflows/test.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
                "    steps:\n      - run: python -m unittest\n",
            },
            note="A workflow on GitHub.",
        ),
        Example({**_PACKAGE, ".gitlab-ci.yml": "test:\n  script: python -m unittest\n"}, note="GitLab."),
        Example(
            {**_PACKAGE, ".woodpecker.yml": "steps:\n  test:\n    commands: [python -m unittest]\n"},
            note="Woodpecker.",
        ),
        Example({**_PACKAGE, ".travis.yml": "language: python\n"}, note="A CI that is not read."),
        Example({**_PACKAGE, "PKG-INFO": "Metadata-Version: 2.4\n"}, note="A source distribution."),
        Example({"demo.py": _PLUGIN}, note="No package."),
    ),
    bad=(Example(_PACKAGE, at=("demo/core.py:4:7",), note="It stands at the first plugin class."),),
)
