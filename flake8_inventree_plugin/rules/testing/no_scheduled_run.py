"""The project has CI, but none of it runs by the clock.

A plugin breaks without being changed: when InvenTree, Django or a dependency changes. A workflow that only
runs when somebody pushes shows that at the next change of the plugin, months later. A run each week shows it
in time, and the plugin can be mended before the release.

What counts, in any workflow of the project:

- on GitHub, Forgejo and Gitea, `schedule` below `on`;
- on GitLab a job that asks for a scheduled pipeline, by `$CI_PIPELINE_SOURCE == "schedule"` in a rule or by
  `only: [schedules]`; the schedules themselves are kept on the server;
- on Woodpecker `event: cron` below `when`; the cron jobs themselves are kept on the server.

Not reported are projects without CI (INV701 speaks of them), workflows that are no YAML, and GitLab's with
`include`, whose other half is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule

_SNIPPETS = {
    "GitHub": 'add `schedule: [{cron: "0 4 * * 1"}]` below `on`',
    "Forgejo": 'add `schedule: [{cron: "0 4 * * 1"}]` below `on`',
    "GitLab": "add a schedule on the server (Build > Pipeline schedules), and "
    "`rules: [{if: '$CI_PIPELINE_SOURCE == \"schedule\"'}]` to the job that tests",
    "Woodpecker": "add a cron job in the repository's settings, and `when: [{event: cron}]` to the workflow",
}


def check(project: Project) -> Iterator[Finding]:
    """Reports the workflow that runs on changes."""
    from flake8_inventree_plugin.project.ci import workflows

    found = workflows(project.root, project.read)
    if not found or any(
        item.is_scheduled is not False or (item.calls_elsewhere and item.system == "GitLab") for item in found
    ):
        return
    yield RULE.finding(
        "no workflow runs by the clock, so a new InvenTree that breaks the plugin is noticed at the plugin's "
        "next change",
        _SNIPPETS[found[0].system],
        found[0].path,
        found[0].triggers,
    )


_FILES = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": "from plugin import InvenTreePlugin\n\n\n"
    "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
}
_GITHUB = ".github/workflows/test.yml"
_JOBS = "jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python -m unittest\n"

RULE = Rule(
    code="INV702",
    name="no-scheduled-run",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/test/",
    guide="test your plugin regularly (you can schedule actions)",
    good=(
        Example(_FILES, note="No CI at all."),
        Example(
            {**_FILES, _GITHUB: f'on:\n  push:\n  schedule:\n    - cron: "0 4 * * 1"\n{_JOBS}'},
            note="Each week, on GitHub.",
        ),
        Example(
            {
                **_FILES,
                ".gitlab-ci.yml": "test:\n  script: python -m unittest\n  rules:\n"
                '    - if: $CI_PIPELINE_SOURCE == "schedule"\n    - if: $CI_COMMIT_BRANCH\n',
            },
            note="On GitLab.",
        ),
        Example(
            {
                **_FILES,
                ".woodpecker.yml": "when:\n  - event: [push, cron]\n"
                "steps:\n  test:\n    commands: [python -m unittest]\n",
            },
            note="On Woodpecker.",
        ),
    ),
    bad=(
        Example(
            {**_FILES, _GITHUB: f"on: [push, pull_request]\n{_JOBS}"}, at=(f"{_GITHUB}:1:1",), note="GitHub."
        ),
        Example(
            {**_FILES, ".gitlab-ci.yml": "test:\n  script: python -m unittest\n"},
            at=(".gitlab-ci.yml:1:1",),
            note="GitLab.",
        ),
        Example(
            {
                **_FILES,
                ".woodpecker/test.yaml": "steps:\n  test:\n    commands: [python -m unittest]\n"
                "when:\n  event: push\n",
            },
            at=(".woodpecker/test.yaml:4:1",),
            note="Woodpecker.",
        ),
    ),
)
