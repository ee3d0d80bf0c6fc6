"""What fixes promise, on whole projects; `fuzz/fix_stress.py` holds any folder of plugins against the same."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.cli.test_check import FILES, FIXABLE
from tests.support import write_files

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def stress(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for variable in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    spec = importlib.util.spec_from_file_location("fix_stress", ROOT / "fuzz/fix_stress.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_projects(stress: ModuleType, tmp_path: Path) -> None:
    crlf = ("# first\n" + FIXABLE + "# last").replace("\n", "\r\n").encode("utf-8-sig")
    demo = write_files(tmp_path / "demo", {**FILES, "demo/core.py": FIXABLE, "demo/other.py": crlf})
    assert stress.stress(demo, ["--fix"]) == (2, 2, [])
    fixes, changed, wrong = stress.stress(ROOT / "tests/fixtures/first-plugin", ["--fix", "--unsafe-fixes"])
    assert (fixes > 0, changed > 0, wrong) == (True, True, [])


def test_what_breaks_a_promise_is_noticed(stress: ModuleType) -> None:
    path = Path("demo.py")
    before = b"\xef\xbb\xbfx = 1\r\n# why\r\ny = 2\r\nz = 3\r\n"
    assert stress.problems(path, before, before.replace(b"x = 1", b"x = 4"), 1) == []
    for after, wrong in {
        before.replace(b"x = 1", b"x ="): "does not parse",
        b"\xef\xbb\xbfx = 4\r\n# why\r\ny = 5\r\nz = 6\r\n": "1 fixes changed 3 statements into 3",
        before.replace(b"# why\r\n", b""): "lost the comment",
        before.replace(b"y = 2\r\n", b"y = 2\n"): "mixed line ends",
        before[3:]: "byte order mark",
    }.items():
        [found] = stress.problems(path, before, after, 1)
        assert found.startswith(wrong)
