"""Which CI a project has, and what is known of when it runs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.project.ci import Workflow, has_other_ci, is_whole_repository, workflows
from tests.support import write_files

GITHUB = ".github/workflows/ci.yml"
FORGEJO = ".forgejo/workflows/ci.yaml"
GITLAB = ".gitlab-ci.yml"
WOODPECKER = ".woodpecker/test.yml"


def read(files: dict[str, str | bytes], folder: Path) -> list[Workflow]:
    write_files(folder, files)
    return workflows(folder, lambda path: (folder / path).read_bytes())


def only(path: str, text: str | bytes, folder: Path) -> Workflow:
    (found,) = read({path: text}, folder)
    return found


# Which files


def test_systems(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = dict.fromkeys(
        [
            ".gitea/workflows/a.yml",
            ".github/actions/x/action.yml",
            ".github/dependabot.yml",
            ".github/workflows/ a.yaml",
            ".github/workflows/notes.md",
            ".gitlab-ci.yml",
            ".gitlab/other.yml",
            ".woodpecker.yaml",
            "Dockerfile",
            FORGEJO,
            WOODPECKER,
        ],
        "{}",
    )
    assert [(item.path, item.system) for item in read(files, tmp_path)] == [
        (".gitlab-ci.yml", "GitLab"),
        (".woodpecker.yaml", "Woodpecker"),
        (WOODPECKER, "Woodpecker"),
        (FORGEJO, "Forgejo"),
        (".gitea/workflows/a.yml", "Forgejo"),
        (".github/workflows/ a.yaml", "GitHub"),
    ]


def test_what_runs_on_changes_comes_first(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        ".github/workflows/a.yml": "on: release\n",
        ".github/workflows/b.yml": "on: [push, pull_request]\n",
        ".github/workflows/c.yml": "on:\n  pull_request:\n",
    }
    assert [item.path[-5] for item in read(files, tmp_path)] == ["b", "c", "a"]


def test_other_systems(tmp_path: Path) -> None:
    def read_bytes(path: str) -> bytes | None:
        return (tmp_path / path).read_bytes() if (tmp_path / path).exists() else None

    assert not has_other_ci(read_bytes)
    (tmp_path / "Jenkinsfile").write_text("pipeline {}")
    assert has_other_ci(read_bytes)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"project/a.py": ""}, True),
        ({"project/.git/HEAD": ""}, True),
        ({"project/.git": "gitdir: ../x\n", ".git/HEAD": ""}, True),
        ({"project/.git/HEAD": "", "project/PKG-INFO": ""}, True),
        ({"project/PKG-INFO": ""}, False),
        ({"project/a.py": "", ".git/HEAD": ""}, False),
    ],
)
def test_whole_repositories(tmp_path: Path, files: dict[str, str | bytes], expected: bool) -> None:
    write_files(tmp_path, files)
    assert is_whole_repository(tmp_path / "project") is expected


# By the clock


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (GITHUB, "on: push\n"),
        (GITHUB, "on: [push, pull_request]\n"),
        (GITHUB, "on:\n  push:\n  workflow_dispatch:\n"),
        (GITHUB, "on: push\njobs:\n  schedule:\n    steps: []\n"),
        (GITHUB, "on: push\nschedule:\n  - cron: '0 4 * * 1'\n"),
        (GITHUB, "# schedule\non: push\n"),
        (GITHUB, ""),
        (FORGEJO, "on: push\n"),
        (GITLAB, "test:\n  script: echo schedule\n"),
        (GITLAB, "test:\n  only: [branches]\n  except: [schedules]\n"),
        (GITLAB, "test:\n  rules:\n    - if: $CI_PIPELINE_SOURCE != 'schedule'\n"),
        (GITLAB, "test:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'push'\n"),
        (GITLAB, "test:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'schedule'\n      when: never\n"),
        (WOODPECKER, "when:\n  event: push\n"),
        (WOODPECKER, "steps:\n  cron:\n    commands: [cron]\n"),
        (WOODPECKER, "when:\n  - event: [push, pull_request]\n"),
    ],
)
def test_unscheduled(tmp_path: Path, path: str, text: str) -> None:
    assert only(path, text, tmp_path).is_scheduled is False


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (GITHUB, "on:\n  schedule:\n    - cron: '0 4 * * 1'\n"),
        (GITHUB, "'on':\n  push:\n  schedule: [{cron: '0 4 * * 1'}]\n"),
        (GITHUB, "true:\n  schedule: [{cron: '0 4 * * 1'}]\n"),
        (GITHUB, "On: {schedule: [{cron: '0 4 * * 1'}]}\n"),
        (GITHUB, "x: &t\n  schedule: [{cron: '0 4 * * 1'}]\non: *t\n"),
        (GITHUB, "on: [push, schedule]\n"),
        (FORGEJO, "on:\n  schedule:\n    - cron: '0 4 * * 1'\n"),
        (GITLAB, "test:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"schedule\"\n"),
        (GITLAB, "test:\n  rules:\n    - if: $CI_PIPELINE_SOURCE =~ /^(push|schedule)$/\n      when: always\n"),
        (GITLAB, "workflow:\n  rules:\n    - if: $A && $CI_PIPELINE_SOURCE=='schedule'\ntest: {}\n"),
        (GITLAB, "test:\n  only: [branches, schedules]\n"),
        (GITLAB, "test:\n  only: schedules\n"),
        (GITLAB, "test:\n  only:\n    refs: [schedules]\n"),
        (GITLAB, "test:\n  script: !reference [a, b]\n  only: [schedules]\n"),
        (WOODPECKER, "when:\n  event: cron\n"),
        (WOODPECKER, "when:\n  - event: [push, cron]\n    branch: main\n"),
        (WOODPECKER, "steps:\n  test:\n    when:\n      cron: nightly\n"),
        (WOODPECKER, "steps:\n  - name: test\n    when: [{event: push}, {event: cron}]\n"),
    ],
)  # fmt: skip
def test_scheduled(tmp_path: Path, path: str, text: str) -> None:
    assert only(path, text, tmp_path).is_scheduled is True


# Elsewhere, and places


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (GITHUB, "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n", False),
        (GITHUB, "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n", False),
        (
            GITHUB,
            "jobs:\n  a:\n    uses: matmair/inventree-meta-plugin/.github/workflows/a.yml@main\n",
            False,
        ),
        (GITHUB, "jobs:\n  a:\n    uses: acme/ci/.github/workflows/b.yml@main\n", True),
        (GITLAB, "include: other.yml\n", True),
        (GITLAB, "test:\n  script: x\n", False),
        (WOODPECKER, "steps: {}\n", False),
    ],
)
def test_jobs_from_elsewhere(tmp_path: Path, path: str, text: str, expected: bool) -> None:
    assert only(path, text, tmp_path).calls_elsewhere is expected


@pytest.mark.parametrize(
    ("path", "text", "triggers", "jobs"),
    [
        (GITHUB, "name: x\non: push\njobs: {}\n", Range(2, 1, 2, 3), Range(3, 1, 3, 5)),
        (GITHUB, "name: x\njobs: {}\n", Range(1, 1, 1, 5), Range(2, 1, 2, 5)),
        (GITHUB, "{name: é, true: push}\n", Range(1, 11, 1, 15), Range(1, 2, 1, 6)),
        (GITLAB, "---\ntest: {}\nworkflow: {}\n", Range(3, 1, 3, 9), Range(2, 1, 2, 5)),
        (WOODPECKER, "steps: []\nwhen: {}\n", Range(2, 1, 2, 5), Range(1, 1, 1, 6)),
        (GITHUB, "- a\n", START, START),
        (GITHUB, "text\n", START, START),
        (GITHUB, "", START, START),
    ],
)
def test_places(tmp_path: Path, path: str, text: str, triggers: Range, jobs: Range) -> None:
    found = only(path, text, tmp_path)
    assert (found.triggers, found.jobs) == (triggers, jobs)


# What is odd


@pytest.mark.parametrize(
    "text", ["on: [push\n", "a: b: c\n", "\x00", "[" * 100_000, "- " * 20_000, "a: *b\n"]
)
@pytest.mark.parametrize("path", [GITHUB, GITLAB, WOODPECKER])
def test_broken_files(tmp_path: Path, path: str, text: str) -> None:
    found = only(path, text, tmp_path)
    assert (found.is_scheduled, found.calls_elsewhere, found.triggers) == (None, None, START)


@pytest.mark.parametrize("path", [GITHUB, GITLAB, WOODPECKER])
def test_bombs_do_no_harm(tmp_path: Path, path: str) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    text = "\n".join([*lines, "on: *a39", "when: *a39", "only: *a39", "b: &b [*b]"])
    start = time.process_time()
    assert only(path, text, tmp_path).is_scheduled is False
    assert time.process_time() - start < 2


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([GITHUB, GITLAB, WOODPECKER]),
    st.one_of(st.binary(max_size=80), st.text(alphabet="on:when[]{}&*a-,\n !'|? ", max_size=80)),
)
def test_any_content(tmp_path_factory: pytest.TempPathFactory, path: str, content: str | bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert only(path, content, folder).path == path
