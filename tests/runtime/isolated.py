"""Runs a piece of Python as the child process is run: isolated, with this package and nothing beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import flake8_inventree_plugin
from flake8_inventree_plugin.runtime.launch import environment

_BEGIN = """\
import runpy, sys
runpy.run_path({bootstrap!r})["make_importable"]()
"""


def run_isolated(code: str, folder: Path) -> str:
    """What the code prints; fails where it raises. `folder` is the current one."""
    bootstrap = Path(flake8_inventree_plugin.__file__).parent / "runtime" / "bootstrap.py"
    ended = subprocess.run(
        [sys.executable, "-I", "-c", _BEGIN.format(bootstrap=str(bootstrap)) + code],
        cwd=folder,
        env=environment(str(folder)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
