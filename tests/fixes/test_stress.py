"""What fixes promise, on whole projects; `fuzz/fix_stress.py` holds any folder of plugins against the same."""

from __future__ import annotations

import importlib
from collections import Counter
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
    monkeypatch.syspath_prepend(ROOT / "fuzz")
    return importlib.import_module("fix_stress")


@pytest.fixture
def plants(stress: ModuleType) -> ModuleType:
    return importlib.import_module("planted_fixes")


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


CODE = """#!/usr/bin/env python
from __future__ import annotations

x = [
    1]
if x:
    y = '''
a
'''
elif not x: y = 2
else:
\tdef f(z):
\t\t@z
\t\tclass A: pass
\t\treturn \\
\t\t\t1
"""


def test_plants_stand_between_statements(plants: ModuleType) -> None:
    starts, ends = plants.places(CODE)
    lines = ["x = [", "if x:", "    y = ", "\tdef f", "\t\t@z", "\t\treturn"]
    for (start, _), line in zip(starts, lines, strict=True):
        assert CODE[start:].startswith(line)
    assert [indentation for _, indentation in starts] == ["", "", "    ", "\t", "\t\t", "\t\t"]
    assert [CODE[:end].rpartition("\n")[2] for end in ends] == [
        "from __future__ import annotations",
        "    1]",
        "'''",
        "elif not x: y = 2",
        "\t\tclass A: pass",
        "\t\t\t1",
    ]


def test_planted_files(plants: ModuleType, tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "lf.py": CODE,
            "crlf.py": CODE.replace("\n", "\r\n").encode("utf-8-sig").rstrip(),
            "latin.py": b"# coding: latin-1\nx = '\xe9'\n",
            "empty.py": "",
            "broken.py": "def (:\n",
            "alone.py": "try:\n    x = 1\nexcept OSError :\n    pass\n",
        },
    )
    counts: Counter[str] = Counter()
    assert plants.stress(sorted(tmp_path.glob("*.py")), counts) == []
    assert (counts["files"], counts["unreadable"]) == (6, 1)
    assert counts["left alone safely"] == counts["left alone again"] == 1
    assert (
        0 < counts["mended safely"] < counts["mended unsafely"] == counts["mended again"] < counts["planted"]
    )


def test_every_other_byte_is_noticed(
    plants: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plants, "expected", lambda pieces, fixable: ("x = 1", 0))
    path = write_files(tmp_path, {"demo.py": "x = 1\n"}) / "demo.py"
    wrong = plants.stress([path], Counter())
    assert [text.partition(":\n---")[0] for text in wrong] == [
        f"{path} {step}" for step in ("safely", "unsafely", "again")
    ]
