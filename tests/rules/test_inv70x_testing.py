"""INV701 to INV703: projects of which nothing can be said, and what the messages tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import check_project
from tests.support import codes, findings_of, project_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
PACKAGE = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
    "demo/core.py": PLUGIN,
}
GITHUB = ".github/workflows/test.yml"
GITLAB = ".gitlab-ci.yml"


def in_package(files: dict[str, str]) -> list[str]:
    """What the rules of the group find in a package with these files."""
    found = [codes({**PACKAGE, **files}, code) for code in ("INV701", "INV702", "INV703")]
    return [place for places in found for place in places]


@pytest.mark.parametrize(
    "files",
    [
        {GITHUB: "on: [push\n"},
        {GITHUB: "jobs:\n  a:\n    uses: acme/ci/.github/workflows/test.yml@main\non: {schedule: [{cron: x}]}\n"},
        {GITLAB: "include: elsewhere.yml\n"},
        {"Jenkinsfile": "pipeline {}\n"},
        {".git/HEAD": "", GITHUB: "on: {schedule: [{cron: x}]}\njobs:\n  a:\n    container: inventree/inventree\n"},
    ],
)  # fmt: skip
def test_nothing_to_say(files: dict[str, str]) -> None:
    assert in_package(files) == []


@pytest.mark.parametrize(
    ("job", "found"),
    [
        ("container: inventree/inventree:latest", False),
        ("container: inventree/inventree:master", False),
        ("container: inventree/inventree:1.2.0", True),
        ("container: python:3.11", True),
        ("container: inventree/inventree:${{ vars.TAG }}", False),
        ("steps: [{run: 'pip install git+https://github.com/inventree/InvenTree.git'}]", False),
        ("steps: [{run: 'pip install git+https://github.com/inventree/InvenTree.git@stable'}]", True),
        ("steps: [{run: 'pip install git+https://github.com/inventree/InvenTree@master'}]", False),
        ("steps: [{run: 'pip install git+https://github.com/inventree/inventree-python.git'}]", True),
        ("steps: [{run: 'pip install inventree'}]", True),
        ("steps: [{run: 'git clone https://github.com/inventree/InvenTree'}]", False),
        ("steps: [{run: 'git clone -b stable https://github.com/inventree/InvenTree'}]", True),
        ("steps: [{uses: actions/checkout@v4, with: {repository: inventree/InvenTree, ref: main}}]", False),
    ],
)
def test_main_line(job: str, found: bool) -> None:
    text = f"on: {{schedule: [{{cron: x}}]}}\njobs:\n  a:\n    {job}\n"
    assert in_package({GITHUB: text}) == ([f"{GITHUB}:2:1 INV703"] if found else [])


def test_messages_name_what_is_used_and_what_to_write() -> None:
    (used,) = findings_of({**PACKAGE, GITLAB: "test:\n  image: inventree/inventree:stable\n"}, "INV703")
    assert "(CI uses stable)" in used.message
    (schedule,) = findings_of({**PACKAGE, GITLAB: "test: {}\n"}, "INV702")
    assert "$CI_PIPELINE_SOURCE" in schedule.advice
    (schedule,) = findings_of({**PACKAGE, GITHUB: "on: push\n"}, "INV702")
    assert 'schedule: [{cron: "0 4 * * 1"}]' in schedule.advice


def test_advice_has_to_be_asked_for_and_costs_nothing_otherwise(tmp_path: Path) -> None:
    files = {**PACKAGE, GITHUB: "on: push\njobs: {}\n"}
    found = {finding.code for finding in check_project(project_of(files, advice=True)).findings}
    assert {"INV702", "INV703"} <= found
    found = {finding.code for finding in check_project(project_of(files)).findings}
    assert not {"INV702", "INV703"} & found
    write_files(tmp_path, files)
    program = (
        "import sys; from flake8_inventree_plugin.cli import run; sys.argv[1:] = []\n"
        "run(['check', '--no-cache', '.'])\nassert 'yaml' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
