"""Hostile projects, end to end: whatever stands in one, the linter answers, and the rest is still checked.

What a single module does with odd input is tested beside that module; here everything runs in processes of
their own, so that one that dies, hangs or eats the memory fails a test and not the test run.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flake8_inventree_plugin import cli
from flake8_inventree_plugin.cli import checking
from tests.cli.test_check import FILES, FIXABLE, FIXED, PYPROJECT
from tests.support import write_files

SECONDS = 60
CPU_SECONDS = 30
"""Several times what anything here takes, for slow machines and runs that are measured."""

MEBIBYTES = 1024
DEMO = FILES["demo/core.py"].replace('    AUTHOR = "me"\n', "")
"""A plugin with one finding, INV103."""

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one plugin, which is the current folder, with a home and a cache of its own."""
    for variable in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    folder = write_files(tmp_path / "project", {**FILES, "demo/core.py": DEMO})
    monkeypatch.chdir(folder)
    return folder


class Done(NamedTuple):
    status: int
    findings: list[dict[str, Any]]
    err: str
    mebibytes: int

    @property
    def found(self) -> list[str]:
        """Codes and paths of what was found."""
        return sorted(f"{finding['code']} {finding['path']}" for finding in self.findings)

    def unreadable(self) -> dict[str, str]:
        """Why files could not be read, by path."""
        return {
            finding["path"]: finding["message"].partition(": ")[2]
            for finding in self.findings
            if finding["code"] == "INV001"
        }


# Says what the run took at the end, children (workers, flake8's too) included; one that takes far too long
# is killed.
MEASURED = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_CPU, ({CPU_SECONDS}, {CPU_SECONDS}))
try:
    runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
finally:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print("MEMORY", max(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024, file=sys.stderr)
"""


def run(module: str, *arguments: str) -> tuple[int, str, str, int]:
    if sys.platform == "win32":
        command = [sys.executable, "-m", module]
    else:
        command = [sys.executable, "-c", MEASURED, module]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False, timeout=SECONDS,
        encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    err, _, memory = done.stderr.partition("MEMORY ")
    return done.returncode, done.stdout, err, int(memory or 0)


def lint(*arguments: str) -> Done:
    status, out, err, memory = run(
        "flake8_inventree_plugin", "check", "--output-format=json", "--no-cache", *arguments
    )
    return Done(status, json.loads(out)["findings"] if out else [], err, memory)


# Texts


def repeated(unit: str, count: int = 40_000) -> bytes:
    return f"x = {unit * count}a\n".encode()


TOO_LARGE = "the file is larger than 1048576 bytes"
TOO_DEEP = "the code is nested too deep for the parser"
REFUSED = {
    "megabytes.py": (b"#" * 10_000_000, TOO_LARGE),
    "megabytes_of_code.py": (b"x = [1, 2, 3]\n" * 800_000, TOO_LARGE),
    "lines.py": (b"x = 1\n" * 100_000, "the file has more than 50000 lines"),
    "blank_lines.py": (b"\n" * 100_000, "the file has more than 50000 lines"),
    "dense.py": (b"x = [" + b"a," * 500_000 + b"]\n", "the file has more than 100000 operators"),
    "parentheses.py": (repeated("("), TOO_DEEP),
    "brackets.py": (repeated("["), TOO_DEEP),
    "braces.py": (repeated("{"), TOO_DEEP),
    "unary.py": (repeated("-"), TOO_DEEP),
    "nots.py": (repeated("not "), TOO_DEEP),
    "operators.py": (repeated("a + "), TOO_DEEP),
    "comparisons.py": (repeated("a < "), TOO_DEEP),
    "attributes.py": (repeated("a."), TOO_DEEP),
    "calls.py": (repeated("f("), TOO_DEEP),
    "chained_calls.py": (b"x = f" + b"()" * 40_000 + b"\n", TOO_DEEP),
    "subscripts.py": (b"x = f" + b"[0]" * 30_000 + b"\n", TOO_DEEP),
    "conditionals.py": (repeated("a if b else "), TOO_DEEP),
    "lambdas.py": (repeated("lambda: "), TOO_DEEP),
    "defaults.py": (b"x = " + b"lambda a=" * 60 + b"1" + b": a" * 60 + b"\n", TOO_DEEP),
    "pattern.py": (b"match a:\n case " + b"[" * 40 + b"]" * 40 + b": pass\n", "more than 5 nested brackets"),
    "deletion.py": (
        b"del " + b"(" * 60 + b"a" + b")" * 60 + b"\n",
        "more than 15 nested brackets",
    ),
    "nul.py": (b"x = 1\n\0\n", "source code holds a NUL byte"),
    "invalid_utf8.py": (b"x = '\xff'\n", "byte 0xff is not utf-8"),
    "wrong_ascii.py": (b"# coding: ascii\nx = '\xe9'\n", "byte 0xe9 is not ascii"),
    "utf16.py": ("x = 1\n".encode("utf-16"), "the file is UTF-16"),
    "declared_utf16.py": (b"# coding: utf-16\nx = 1\n", "utf-16 is no encoding for Python source"),
    "unknown_encoding.py": (b"# coding: klingon\nx = 1\n", "unknown encoding"),
}
READ = {
    "long_line.py": b"x = '" + b"a" * 1_000_000 + b"'\n",
    "long_name.py": b"a" * 1_000_000 + b" = 1\n",
    "latin1.py": b"# coding: latin-1\nx = '\xe9'\n",
    "bom.py": b"\xef\xbb\xbfx = 1\n",
    "crlf.py": b"x = 1\r\nif x:\r\n    y = 2\r\n",
    "cr.py": b"x = 1\rif x:\r    y = 2\r",
    "form_feeds.py": b"\x0cx = 1\n\x0c\nif x:\n\x0c    y = 2\n",
    "no_final_newline.py": b"x = 1",
    "empty.py": b"",
    "much_indented.py": b"if x:\n" + b" " * 900_000 + b"y = 1\n",
}
HOSTILE = {**{name: data for name, (data, _) in REFUSED.items()}, **READ}


@on_posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_texts(project: Path, jobs: str) -> None:
    """On the main thread and in workers."""
    write_files(project / "demo", HOSTILE)
    done = lint("--jobs", jobs)
    assert (done.status, done.err) == (1, "")
    reasons = done.unreadable()
    assert reasons.keys() == {f"demo/{name}" for name in REFUSED}
    for name, (_, reason) in REFUSED.items():
        assert reason in reasons[f"demo/{name}"]
    assert "INV103 demo/core.py" in done.found
    assert done.mebibytes < MEBIBYTES


@on_posix
def test_texts_in_flake8(project: Path) -> None:
    write_files(project / "demo", HOSTILE)
    files = ["demo/core.py", "demo/deletion.py", "demo/defaults.py"]
    for jobs in ("1", "2"):
        status, out, err, memory = run("flake8", "--isolated", "--select=INV", "-j", jobs, *files)
        assert (status, err) == (1, ""), out
        codes = Counter(tuple(line.split()[:2]) for line in out.splitlines())
        # flake8 reports a file that Python cannot read itself; it is no finding of ours.
        assert [place for place, code in codes if code == "INV103"] == ["demo/core.py:4:7:"]
        assert {code for _, code in codes} == {"INV103", "INV001"}
        assert memory < MEBIBYTES


# Files and folders


UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
"""Somebody else could not write what was measured."""


def as_somebody_else(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in a child that has linted once, so that all is imported, and is not the superuser."""
    before = (
        "import contextlib, io, os, sys, tempfile\n"
        "from pathlib import Path\n"
        "from flake8_inventree_plugin.cli import run\n"
        "with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):\n"
        "    Path(folder, 'pyproject.toml').write_text('')\n"
        "    Path(folder, 'demo.py').write_text(sys.argv[1])\n"
        "    run(['check', '--fix', '--no-cache', '--select=INV203', folder])\n"
        "    run(['check', '--no-cache', '--output-format=json', folder])\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
    )
    command = [sys.executable, "-c", before + script, FIXABLE, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=SECONDS, env=UNMEASURED
    )


@pytest.fixture
def readable(tmp_path: Path) -> None:
    """Lets another user come to the test's folder."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)


LINT = "sys.exit(run(['check', '--no-cache', '--output-format=json']))\n"


@on_posix
@pytest.mark.usefixtures("readable")
def test_what_may_not_be_read(project: Path) -> None:
    write_files(project, {"demo/locked.py": "x = 1\n", "demo/closed/a.py": "x = 1\n"})
    (project / "demo/locked.py").chmod(0)
    (project / "demo/closed").chmod(0)
    try:
        done = as_somebody_else(LINT)
    finally:
        (project / "demo/closed").chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "")
    found = Done(1, json.loads(done.stdout)["findings"], "", 0)
    assert found.unreadable() == {"demo/locked.py": "Permission denied"}
    assert "INV103 demo/core.py" in found.found


@on_posix
@pytest.mark.usefixtures("readable")
def test_configuration_that_may_not_be_read(project: Path) -> None:
    (project / "pyproject.toml").chmod(0)
    done = as_somebody_else(LINT)
    assert (done.returncode, done.stderr) == (2, "")
    assert [
        finding["message"] for finding in json.loads(done.stdout)["findings"] if finding["code"] == "INV004"
    ]


@on_posix
@pytest.mark.usefixtures("readable")
def test_fix_in_a_read_only_tree(project: Path) -> None:
    write_files(project, {"demo/core.py": FIXABLE})
    (project / "demo").chmod(0o555)
    done = as_somebody_else("sys.exit(run(['check', '--fix', '--no-cache', '--select=INV203']))\n")
    (project / "demo").chmod(0o755)
    assert done.returncode == 3
    assert done.stderr == "demo/core.py: not fixed, it cannot be written: Permission denied\n"
    assert (project / "demo/core.py").read_text() == FIXABLE
    assert sorted(path.name for path in (project / "demo").iterdir()) == ["__init__.py", "core.py"]


@on_posix
def test_links_pipes_devices_and_names(project: Path, tmp_path: Path) -> None:
    outside = write_files(tmp_path / "outside", {"secret.py": "def (:\n"})
    demo = project / "demo"
    for name, target in {
        "dangling.py": "nowhere.py",
        "circle.py": "circle.py",
        "one.py": "two.py",
        "two.py": "one.py",
        "out.py": str(outside / "secret.py"),
        "up.py": "../../outside/secret.py",
        "outside": str(outside),
        "around": "..",
        "zero.py": "/dev/zero",
        "stdin.py": "/dev/stdin",
        "memory.py": "/proc/self/mem",
    }.items():
        (demo / name).symlink_to(target)
    os.mkfifo(demo / "pipe.py")
    os.mkfifo(project / "setup.cfg")
    os.mkfifo(project / "setup.py")
    (project / "LICENSE").symlink_to("/dev/zero")
    (project / "README.md").symlink_to(outside / "secret.py")
    broken = b"def (:\n"
    names = ["new\nline.py", "\x1b[31m.py", " .py", "-x.py", "ü.py", os.fsdecode(b"\xff.py")]
    write_files(demo, dict.fromkeys(names, broken))
    done = lint()
    assert (done.status, done.err) == (1, "")
    assert len(done.unreadable()) == len(names)
    assert "INV103 demo/core.py" in done.found
    for output_format in ("text", "github"):
        status, out, _, _ = run("flake8_inventree_plugin", "check", "--output-format", output_format)
        assert status == 1
        assert "\x1b" not in out
        assert "new\nline" not in out


@on_posix
def test_device_as_an_argument(project: Path) -> None:
    for path in ("/dev/zero", "/dev/stdin"):
        assert lint(path).status == 2


# Configuration


def nested(opening: str, closing: str, count: int) -> str:
    return opening * count + closing * count


CONFIGURATIONS = {
    "broken TOML": {"pyproject.toml": "[project\n"},
    "no UTF-8": {"pyproject.toml": b"[project]\nname = '\xff'\n"},
    "nested TOML": {"pyproject.toml": "x = " + nested("[", "]", 100_000)},
    "10 MB": {"pyproject.toml": PYPROJECT + "# " + "x" * 10_000_000 + "\n"},
    "10 MB of ours": {"pyproject.toml": "[tool.inventree-lint]\n" + "# x\n" * 2_500_000},
    "dotted TOML": {"pyproject.toml": ".".join(["a"] * 100_000) + " = 1\n"},
    "huge number": {"pyproject.toml": "x = " + "9" * 100_000 + "\n"},
    "surprising types": {"pyproject.toml": "project = 1\ntool = [2]\nbuild-system = ''\n"},
    "broken INI": {"pyproject.toml": "", "setup.cfg": "[metadata\nname\n= x\n"},
    "10 MB of INI": {"pyproject.toml": "", "setup.cfg": "[metadata]\nname = demo\n" * 400_000},
    "broken setup.py": {"pyproject.toml": "", "setup.py": "setup(\n"},
}


@on_posix
@pytest.mark.parametrize("files", CONFIGURATIONS.values(), ids=CONFIGURATIONS.keys())
def test_configuration(project: Path, files: dict[str, str | bytes]) -> None:
    """What a package lacks may stand in what cannot be read; what its code says is reported all the same."""
    write_files(project, {"demo/core.py": FIXABLE, **files})
    start = time.monotonic()
    done = lint()
    assert time.monotonic() - start < SECONDS / 3
    assert done.status in (1, 2)
    assert "INV003" not in {finding["code"] for finding in done.findings}
    assert "INV203 demo/core.py" in done.found
    assert done.mebibytes < MEBIBYTES


APP = """from plugin import InvenTreePlugin
from plugin.mixins import AppMixin


class Demo(AppMixin, InvenTreePlugin):
    NAME = "Demo"
"""
BOMB = "a0: &a0 [inventree/inventree:stable]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 20)}]\n" for n in range(1, 60)
)
WORKFLOWS = {
    "bomb.yml": BOMB,
    "broken.yml": "inventree: [\n",
    "nested.yml": "inventree: " + nested("[", "]", 100_000),
    "blocks.yml": "inventree:\n" + "".join(" " * depth + "a:\n" for depth in range(1000)),
    "tags.yml": "inventree: !!python/object/apply:os.system ['touch executed']\n",
    "long.yml": "inventree: " + "a" * 1_000_000 + "\n",
    "no_utf8.yml": b"inventree: \xff\xfe\n",
    "nul.yml": "inventree: \0\n",
}


@on_posix
def test_workflows(project: Path) -> None:
    write_files(project, {"demo/core.py": APP})
    write_files(project / ".github/workflows", WORKFLOWS)
    done = lint()
    assert (done.status, done.err) == (1, "")
    assert "INV003" not in {finding["code"] for finding in done.findings}
    assert done.mebibytes < MEBIBYTES
    assert not (project / "executed").exists()


# Circles and crowds


def test_circular_imports_and_inheritance(project: Path) -> None:
    write_files(
        project / "demo",
        {
            "__init__.py": "from .a import *\nfrom . import a\nfrom .core import Demo\n",
            "a.py": "from .b import *\nfrom .b import B as A\nfrom demo import a\nclass C(C): pass\nx = x\n",
            "b.py": "from .a import *\nfrom .a import A as B\ny = z\nz = y\n",
            "c.py": "from .d import D\nclass C(D): NAME = NAME\n",
            "d.py": "from .c import C\nfrom plugin import InvenTreePlugin\nclass D(C, InvenTreePlugin): pass\n",
            "e.py": "from .e import E\nclass E(E): pass\n",
        },
    )
    done = lint()
    assert (done.status, done.err) == (1, "")
    assert "INV003" not in {finding["code"] for finding in done.findings}
    assert "INV103 demo/core.py" in done.found


IMPORT = "from plugin import InvenTreePlugin\n"
CROWD = 10_000
CROWDS = {
    "in one file": {
        "many.py": IMPORT
        + "".join(f"class Demo{n}(InvenTreePlugin):\n    NAME = 'Demo {n}'\n" for n in range(CROWD))
    },
    "with one base": {
        "many.py": IMPORT
        + "class Base(InvenTreePlugin):\n    AUTHOR = 'me'\n"
        + "".join(f"class Demo{n}(Base):\n    NAME = 'Demo {n}'\n" for n in range(CROWD))
    },
    "in a line": {
        "many.py": IMPORT
        + "class Demo0(InvenTreePlugin):\n    NAME = 'Demo 0'\n"
        + "".join(f"class Demo{n}(Demo{n - 1}):\n    NAME = 'Demo {n}'\n" for n in range(1, CROWD))
    },
}


@on_posix
@pytest.mark.parametrize("files", CROWDS.values(), ids=CROWDS.keys())
def test_ten_thousand_plugin_classes(project: Path, files: dict[str, str]) -> None:
    """All rules together; what takes a time that grows with the square of the classes takes far more."""
    write_files(project / "demo", files)
    done = lint()
    assert (done.status, done.err) == (1, "")
    assert "INV003" not in {finding["code"] for finding in done.findings}
    assert "INV103 demo/core.py" in done.found
    assert done.mebibytes < MEBIBYTES


OLD = "plugin.base.action.mixins"
IMPORTS = {
    "of places to join": "".join(
        f"from {OLD} import ActionMixin as A{n}\nfrom plugin.mixins import ActionMixin as B{n}\n"
        for n in range(8_000)
    ),
    "of one name": f"from {OLD} import ActionMixin\nfrom plugin.mixins import ActionMixin\n" * 5_000,
    "in one statement": f"from {OLD} import {', '.join(f'ActionMixin as A{n}' for n in range(16_000))}\n",
    "and uses of one module": "".join(f"import {OLD}\nx{n} = {OLD}.ActionMixin\n" for n in range(8_000)),
    "of everything": "from plugin.mixins import *\n" * 8_000 + "".join(f"x{n}\n" for n in range(8_000)),
}


@on_posix
@pytest.mark.parametrize("text", IMPORTS.values(), ids=IMPORTS.keys())
def test_thousands_of_imports(project: Path, text: str) -> None:
    """What a finding's fix may join or replace is not looked for in all of the file."""
    write_files(project / "demo", {"many.py": text})
    done = lint()
    assert (done.status, done.err) == (1, "")
    assert {"INV203", "INV204"} & {finding["code"] for finding in done.findings}
    assert "INV003" not in {finding["code"] for finding in done.findings}
    assert done.mebibytes < MEBIBYTES


# What happens during the run


def test_file_that_vanishes_before_its_line_is_shown(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = checking.check_project

    def check_and_remove(*arguments: Any, **keywords: Any) -> Any:
        result = real(*arguments, **keywords)
        (project / "demo/core.py").unlink()
        return result

    monkeypatch.setattr(checking, "check_project", check_and_remove)
    assert cli.run(["check", "--no-cache"]) == 1
    assert "demo/core.py:4:7" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["edited", "removed"])
def test_file_that_changes_while_it_is_fixed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    """Nobody's edit is lost, and no file comes back."""
    file = project / "demo/core.py"
    file.write_text(FIXABLE)
    mine = FIXABLE.replace("what it does", "what it did")
    real = checking.check_project

    def check_and_change(*arguments: Any, **keywords: Any) -> Any:
        result = real(*arguments, **keywords)
        if change == "removed":
            file.unlink(missing_ok=True)
        elif not result.findings:
            file.write_text(mine)
        return result

    monkeypatch.setattr(checking, "check_project", check_and_change)
    cli.run(["check", "--fix", "--no-cache", "--select=INV203"])
    assert (file.read_text() if file.exists() else None) == {"edited": mine, "removed": None}[change]
    if change == "edited":
        assert "demo/core.py: not fixed, it has changed since it was read" in capsys.readouterr().err


@on_posix
def test_fix_on_a_full_disk(project: Path) -> None:
    """A limit on the size of files has the same effect: a write fails in the middle."""
    large = FIXABLE + "# " + "x" * 200_000 + "\n"
    write_files(project, {"demo/core.py": large})
    script = (
        "import resource, sys; from flake8_inventree_plugin.cli import run\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "sys.exit(run(['check', '--fix', '--no-cache', '--select=INV203']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("demo/core.py: not fixed, it cannot be written: File too large")
    assert (project / "demo/core.py").read_text() == large
    assert sorted(path.name for path in (project / "demo").iterdir()) == ["__init__.py", "core.py"]


@on_posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_in_the_middle(project: Path, jobs: str) -> None:
    """Wherever it is, the run ends with 130, says so in a word, and no file is half written."""
    many = {f"demo/f{number}.py": FIXABLE + "x = [1, 2, 3]\n" * 1500 for number in range(12)}
    write_files(project, many)
    script = (
        "from flake8_inventree_plugin import cli; main = cli.inventree_lint.main\n"
        "def started(*arguments, **options):\n"
        "    print('started', flush=True)\n"
        "    return main(*arguments, **options)\n"
        "cli.inventree_lint.main = started\n"
        f"cli.main(['check', '--fix', '--select=INV203', '--jobs', '{jobs}'])\n"
    )
    for delay in (0.05, 0.4, 1.0):
        child = subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"started\n"
        time.sleep(delay)
        # As a terminal does: to the whole group.
        os.killpg(child.pid, signal.SIGINT)
        out, err = child.communicate(timeout=SECONDS)
        assert (child.returncode, out, err.decode().strip()) == (130, b"", "Interrupted.")
    for path in many:
        assert (project / path).read_text() in (many[path], many[path].replace(FIXABLE, FIXED))
    assert not [path for path in project.rglob("*") if path.name.endswith(".tmp")]


# What the parent did not give


@on_posix
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_closed_streams(project: Path, closed: int) -> None:
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", "--no-cache"]
    child = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        preexec_fn=functools.partial(os.close, closed),
    )  # fmt: skip
    assert (child.returncode, child.stderr) == (1, b"")
    assert (b"INV103" in child.stdout) is (closed != 1)


@on_posix
def test_closed_input_that_is_asked_for(project: Path) -> None:
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", "-"]
    child = subprocess.run(
        command, capture_output=True, check=False, preexec_fn=functools.partial(os.close, 0)
    )
    assert child.returncode == 2
    assert child.stderr.startswith(b"No InvenTree plugin found")


@on_posix
def test_current_folder_that_is_gone(tmp_path: Path) -> None:
    def enter_and_remove() -> None:
        folder = tmp_path / "gone"
        folder.mkdir()
        os.chdir(folder)
        folder.rmdir()

    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", str(tmp_path)]
    child = subprocess.run(
        command, capture_output=True, check=False, preexec_fn=enter_and_remove,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))},
    )  # fmt: skip
    assert (child.returncode, child.stdout) == (2, b"")
    assert child.stderr == b"Error: The current folder cannot be used: No such file or directory\n"
