"""Which InvenTree a project's CI, container and requirement files ask for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.project.workflows import Use, documents, find_files, inventree_uses, read_files

GITHUB = ".github/workflows/ci.yml"
GITLAB = ".gitlab-ci.yml"
CLONE = "https://github.com/inventree/InvenTree"


def versions(path: str, text: str) -> list[str | None]:
    uses = inventree_uses({path: text.encode()})
    assert {use.path for use in uses} <= {path}
    return [use.version for use in uses]


def is_pinned(path: str, text: str) -> bool:
    return any(use.is_pin for use in inventree_uses({path: text.encode()}))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (GITHUB, "jobs:\n  test:\n    container: inventree/inventree:latest\n"),
        (GITHUB, "jobs:\n  test:\n    container: inventree/inventree\n"),
        (GITHUB, "# inventree/inventree:stable\njobs: {}\n"),
        (GITHUB, "jobs:\n  test:\n    container: my-inventree/inventree-plugin:1.0.0\n"),
        (GITHUB, "jobs:\n  test:\n    container: inventree/inventree-postgres:stable\n"),
        (GITHUB, "on:\n  push:\n    branches: [stable]\njobs:\n  a:\n    steps:\n      - run: pip install inventree\n"),
        (GITHUB, "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: stable\n"),
        (
            GITHUB,
            "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
            "        with:\n          repository: inventree/InvenTree\n",
        ),
        (GITHUB, f"jobs:\n  a:\n    steps:\n      - run: git clone --depth 1 {CLONE}\n"),
        (GITHUB, f"jobs:\n  a:\n    steps:\n      - run: |\n          # git clone -b stable {CLONE}\n          make\n"),
        (GITHUB, "jobs:\n  a:\n    steps:\n      - run: git clone -b stable https://github.com/other/repository\n"),
        (GITLAB, "test:\n  image: inventree/inventree:master\n"),
        ("Dockerfile", "FROM inventree/inventree\n"),
        ("Dockerfile", "# FROM inventree/inventree:stable\nFROM python:3.11\nRUN pip install inventree\n"),
        ("requirements.txt", "inventree==0.17.0\n"),
        ("requirements-dev.txt", "inventree~=0.13\ninventree-plugin @ git+https://example.com/x@stable\n"),
        ("pyproject.toml", f'[project.urls]\nUpstream = "{CLONE}/tree/stable"\n'),
        ("pyproject.toml", '[tool.inventree-lint]\ntarget = "1.2"\n'),
        ("pyproject.toml", '[project]\ndependencies = ["inventree>=0.13,<0.14"]\n'),
    ],
)  # fmt: skip
def test_no_pin(path: str, text: str) -> None:
    assert not is_pinned(path, text)
    assert None not in versions(path, text)


@pytest.mark.parametrize(
    ("path", "text", "version"),
    [
        (GITHUB, "jobs:\n  test:\n    container: inventree/inventree:stable\n", "stable"),
        (GITHUB, "jobs:\n  test:\n    container:\n      image: docker.io/inventree/inventree:0.13.5\n", "0.13.5"),
        (GITHUB, "jobs:\n  test:\n    container: inventree/inventree:stable@sha256:aa\n", "stable@sha256:aa"),
        (GITHUB, "jobs:\n  test:\n    container: inventree/inventree@sha256:ab12\n", "sha256:ab12"),
        (
            ".forgejo/workflows/ci.yaml",
            "jobs:\n  a:\n    steps:\n      - uses: https://data.forgejo.org/actions/checkout@v4\n        with:\n"
            "          repository: inventree/InvenTree\n          ref: 1.0.0\n",
            "1.0.0",
        ),
        (
            ".gitea/workflows/ci.yaml",
            "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n"
            "          ref: stable\n          repository: inventree/InvenTree\n",
            "stable",
        ),
        (GITHUB, f"jobs:\n  a:\n    steps:\n      - run: git clone --branch stable {CLONE}.git it\n", "stable"),
        (GITHUB, f"jobs:\n  a:\n    steps:\n      - run: git clone --branch=0.16.x {CLONE}\n", "0.16.x"),
        (GITHUB, f"jobs:\n  a:\n    steps:\n      - run: |\n          git clone \\\n            -b stable {CLONE}\n", "stable"),
        (GITHUB, "jobs:\n  a:\n    steps:\n      - run: git clone -b 1.1.0 git@github.com:inventree/InvenTree.git\n", "1.1.0"),
        (
            GITHUB,
            f"jobs:\n  a:\n    steps:\n      - run: |\n          git clone {CLONE}\n          cd InvenTree\n"
            "          git checkout tags/0.17.2\n",
            "0.17.2",
        ),
        (GITHUB, "jobs:\n  a:\n    steps:\n      - uses: inventree/InvenTree/.github/actions/setup@stable\n", "stable"),
        (GITHUB, f"jobs:\n  a:\n    steps:\n      - run: curl -LO {CLONE}/archive/refs/tags/1.0.1.tar.gz\n", "1.0.1"),
        (
            GITHUB,
            "jobs:\n  a:\n    steps:\n      - run: wget https://raw.githubusercontent.com/inventree/InvenTree/stable/x.yml\n",
            "stable",
        ),
        (GITLAB, "test:\n  image:\n    name: inventree/inventree:stable\n", "stable"),
        (GITLAB, "test: !reference [a]\nb:\n  image: inventree/inventree:stable\n", "stable"),
        (".woodpecker.yml", "steps:\n  - name: t\n    image: inventree/inventree:1.2.0\n", "1.2.0"),
        (".woodpecker/test.yml", "steps:\n  t:\n    image: inventree/inventree:stable\n", "stable"),
        ("docker-compose.yml", "services:\n  server:\n    image: inventree/inventree:stable\n", "stable"),
        ("Dockerfile", "ARG PYTHON=3.11\nFROM inventree/inventree:0.16.0 AS server\n", "0.16.0"),
        (".devcontainer/devcontainer.json", '{\n  // for tests\n  "image": "inventree/inventree:stable"\n}\n', "stable"),
        ("requirements-dev.txt", f"-e git+{CLONE}@stable#egg=inventree\n", "stable"),
        ("requirements.txt", f"inventree @ git+{CLONE}.git@0.15.1\n", "0.15.1"),
        ("pyproject.toml", f'[project]\ndependencies = ["inventree @ git+{CLONE}@stable"]\n', "stable"),
        ("pyproject.toml", f'[tool.uv.sources]\ninventree = {{ git = "{CLONE}", tag = "1.0.0" }}\n', "1.0.0"),
        (
            "pyproject.toml",
            f'[tool.poetry.dependencies.inventree]\ngit = "{CLONE}.git"\nbranch = "stable"\n',
            "stable",
        ),
        ("tox.ini", f"[testenv]\ndeps =\n  git+{CLONE}@stable\n", "stable"),
        ("run_tests.sh", f"#!/bin/sh\ngit clone -b stable {CLONE}\n", "stable"),
    ],
)  # fmt: skip
def test_pin(path: str, text: str, version: str) -> None:
    assert versions(path, text) == [version]
    assert is_pinned(path, text)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            GITHUB,
            "jobs:\n  t:\n    strategy:\n      matrix:\n        inventree-tag: [latest, stable]\n"
            "    container:\n      image: inventree/inventree:${{ matrix.inventree-tag }}\n",
            ["latest", "stable"],
        ),
        (
            GITHUB,
            "jobs:\n  t:\n    strategy:\n      matrix:\n        include:\n          - tag: 1.0\n          - tag: master\n"
            "    container: inventree/inventree:${{ matrix.tag }}\n",
            ["1.0", "master"],
        ),
        (
            GITHUB,
            "on:\n  workflow_dispatch:\n    inputs:\n      release:\n        default: stable\njobs:\n  t:\n"
            "    container: inventree/inventree:${{ inputs.release }}\n",
            ["stable"],
        ),
        (GITHUB, "jobs:\n  t:\n    container: inventree/inventree:${{ vars.TAG || 'stable' }}\n", ["stable"]),
        (
            GITHUB,
            "jobs:\n  t:\n    strategy:\n      matrix:\n        tag: ${{ fromJSON(needs.x.outputs.tags) }}\n"
            "    container: inventree/inventree:${{ matrix.tag }}\n",
            [None],
        ),
        (GITHUB, "jobs:\n  t:\n    container: inventree/inventree:${{ secrets.TAG }}\n", [None]),
        (GITHUB, "env:\n  INVENTREE_TAG: stable\njobs: {}\n", ["stable"]),
        (
            GITLAB,
            "variables:\n  IMAGE: inventree/inventree\n  TAG: stable\ntest:\n  image: $IMAGE:${TAG}\n",
            ["", "stable"],
        ),
        ("docker-compose.yml", "services:\n  a:\n    image: inventree/inventree:${INVENTREE_TAG:-stable}\n", ["stable"]),
        ("docker-compose.yml", "services:\n  a:\n    image: inventree/inventree:${INVENTREE_TAG}\n", [None]),
        ("Dockerfile", "ARG TAG=1.0.1\nFROM inventree/inventree:${TAG}\n", ["1.0.1"]),
        (
            "run_tests.sh",
            f'BRANCH="stable"\ngit clone --branch "$BRANCH" {CLONE}\n',
            ["stable"],
        ),
        (
            GITHUB,
            "jobs:\n  t:\n    uses: someone/inventree-workflows/.github/workflows/test.yml@v1\n",
            [None],
        ),
        (GITHUB, "jobs:\n  t:\n    uses: someone/publish/.github/workflows/inventree.yml@v1\n", []),
        (GITHUB, "jobs:\n  t:\n    uses: matmair/inventree-meta-plugin/.github/workflows/plugin_action.yaml@next\n", []),
    ],
)  # fmt: skip
def test_variables(path: str, text: str, expected: list[str | None]) -> None:
    assert versions(path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: [\n  image: inventree/inventree:stable\n",
        "\tjobs:\n  image: inventree/inventree:stable\n",
        "a: &a [*a]\nimage: inventree/inventree:stable\n",
    ],
)
def test_broken_yaml_is_read_as_text(text: str) -> None:
    assert "stable" in versions(GITHUB, text)


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")])
def test_depth(before: str, after: str) -> None:
    """Older parsers overflow the stack where it is much greater, and end the process."""
    deep = [f"a:\n  {before * count}x{after * count}\n" for count in (99, 100, 300_000)]
    assert [documents(text) is None for text in deep] == [False, True, True]


def test_alias_bomb_is_harmless() -> None:
    lines = ["a0: &a0 [inventree/inventree:stable]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 20)}]" for n in range(1, 60)]
    start = time.process_time()
    assert versions(GITHUB, "\n".join(lines)) == ["stable"]
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "text",
    [
        "inventree " + "git " * 200_000,
        "inventree " + "://" * 300_000,
        "inventree: " + "[" * 50_000,
        "x: inventree/inventree" + "/a" * 400_000,
        "inventree " + "${{" * 300_000,
        "inventree " + "a-" * 400_000,
        "a: $b$b\nb: $a$a\nc: $a inventree/inventree:$b\n",
        "inventree\n" + "\n".join(f"v{n}: $v{n + 1}$v{n + 1}" for n in range(40)) + "\nc: $v0",
        "inventree: |\n  " + " ".join(f"$x{n}" for n in range(3_000)),
        "x/inventree" * 80_000,
    ],
    ids=range(10),
)
@pytest.mark.parametrize("path", [GITHUB, "run_tests.sh", "pyproject.toml"])
def test_hostile_files_take_no_time(path: str, text: str) -> None:
    start = time.process_time()
    versions(path, text)
    assert time.process_time() - start < 5


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("inventree/:@$ {}'\"-\n#ab.1[]&*|>=\0é"), max_size=200))
def test_any_text_is_read(text: str) -> None:
    for path in (GITHUB, "Dockerfile", "pyproject.toml"):
        for use in inventree_uses({path: f"inventree {text}".encode()}):
            assert isinstance(use, Use)


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("# inventree\n")


def test_files_that_are_found(tmp_path: Path) -> None:
    expected = [
        ".github/workflows/a.yml",
        ".github/workflows/b.yaml",
        ".github/actions/setup/action.yml",
        ".forgejo/workflows/a.yml",
        ".gitea/workflows/a.yml",
        ".woodpecker/a.yml",
        ".gitlab/ci/a.yml",
        ".gitlab-ci.yml",
        ".woodpecker.yml",
        "pyproject.toml",
        "Dockerfile.dev",
        "docker-compose.test.yml",
        "requirements-dev.txt",
        "run_tests.sh",
        ".devcontainer/devcontainer.json",
    ]
    others = [
        "ci.yml",
        "docs/Dockerfile",
        "demo/docker-compose.yml",
        "README.md",
        ".github/dependabot.yml",
        ".env",
    ]
    write(tmp_path, *expected, *others)
    assert find_files(tmp_path) == expected


def test_no_link_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, "workflows/ci.yml", "Dockerfile")
    root = tmp_path / "root"
    root.mkdir()
    (root / ".github").symlink_to(outside)
    (root / "Dockerfile").symlink_to(outside / "Dockerfile")
    assert find_files(root) == []


def test_what_does_not_mention_inventree_or_is_too_large_is_not_kept(tmp_path: Path) -> None:
    contents = {
        "Dockerfile": b"FROM InvenTree/inventree",
        "tox.ini": b"[tox]",
        "run.sh": b"inventree" + b" " * 1024 * 1024,
        ".gitlab-ci.yml": None,
    }
    write(tmp_path, *contents)
    assert read_files(tmp_path, contents.get) == {"Dockerfile": b"FROM InvenTree/inventree"}
