"""What users get: no network at run time, one version, and dependencies whose lower bounds are tried."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from flake8_inventree_plugin.toml import parse
from tests.cli.test_check import FILES, FIXABLE
from tests.support import write_files

ROOT = Path(__file__).parent.parent

WITHOUT_NETWORK = """
import runpy, socket, sys

def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise SystemExit(f"the network is used: {event} {arguments}")

sys.addaudithook(refuse)
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    ("module", "arguments", "status"),
    [
        ("flake8_inventree_plugin", ["check", "--no-cache", "--jobs=1"], 1),
        ("flake8_inventree_plugin", ["check", "--output-format=json"], 1),
        ("flake8_inventree_plugin", ["check", "--diff", "--unsafe-fixes"], 1),
        ("flake8_inventree_plugin", ["check", "--fix"], 0),
        ("flake8_inventree_plugin", ["compat"], 0),
        ("flake8_inventree_plugin", ["upgrade", "--to=1.2"], None),
        ("flake8_inventree_plugin", ["rules"], 0),
        ("flake8_inventree_plugin", ["rules", "INV101"], 0),
        ("flake8_inventree_plugin", ["cache"], 0),
        ("flake8_inventree_plugin", ["catalogue", "diff", "1.3", "1.4"], 0),
        ("flake8_inventree_plugin", ["--version"], 0),
        ("flake8", ["--isolated", "-j1"], 1),
    ],
)
def test_no_network(tmp_path: Path, module: str, arguments: list[str], status: int | None) -> None:
    project = write_files(tmp_path / "project", {**FILES, "demo/core.py": FIXABLE})
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK, module, *arguments],
        capture_output=True, text=True, check=False, cwd=project,
        env={**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"),
             "PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))},
    )  # fmt: skip
    assert "the network is used" not in done.stderr
    assert done.returncode in ((0, 1) if status is None else (status,)), done.stderr
    assert done.stdout or "--fix" in arguments


def test_the_network_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text("import socket\nsocket.create_connection(('127.0.0.1', 9))\n")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK, "asks"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("the network is used: socket.")


def test_version_stands_in_one_place() -> None:
    project = parse((ROOT / "pyproject.toml").read_bytes())["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"] == version("flake8-inventree-plugin")
    elsewhere = [
        path
        for path in (ROOT / "flake8_inventree_plugin").rglob("*.py")
        if re.search(r"^__version__ *=", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert elsewhere == []


def test_lower_bounds_are_those_that_are_tried() -> None:
    project = parse((ROOT / "pyproject.toml").read_bytes())["project"]
    bounds = {re.sub(r";.*", "", item).strip().replace(">=", "==") for item in project["dependencies"]}
    lines = (ROOT / ".ci/lowest.txt").read_text(encoding="utf-8").splitlines()
    tried = {re.sub(r"(\.0)+$", "", line.strip()) for line in lines if line.strip() and line[0] != "#"}
    assert tried == {re.sub(r"(\.0)+$", "", bound) for bound in bounds}
