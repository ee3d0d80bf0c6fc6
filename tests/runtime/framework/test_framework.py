"""Runs each module of checks in a child process of its own, for each release that it names."""

import importlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytest.importorskip("django")

HERE = Path(__file__).parent
MODULES = sorted(f"tests.runtime.framework.{path.stem}" for path in HERE.glob("checks_*.py"))
RUNS = [
    pytest.param(
        name,
        release,
        check,
        id=f"{name.rpartition('checks_')[2]}-{release}-{check[6:]}",
        marks=pytest.mark.xdist_group(f"{name} {release}"),
    )
    for name in MODULES
    for module in [importlib.import_module(name)]
    for release in module.RELEASES
    for check in vars(module)
    if check.startswith("check_")
]


@cache
def results(name: str, release: str) -> dict[str, str]:
    """What the checks of a module say: name -> "" or what failed."""
    module = importlib.import_module(name)
    with TemporaryDirectory() as folder:
        plugins = Path(folder) / "plugins"
        plugins.mkdir()
        for path, text in module.FILES.items():
            place = plugins / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        done = subprocess.run(
            [sys.executable, "-m", "tests.runtime.framework.child", name, release, folder],
            cwd=HERE.parents[2],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("name", "release", "check"), RUNS)
def test_check(name, release, check):
    failed = results(name, release)[check]
    assert not failed, failed
