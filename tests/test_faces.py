"""flake8 and `inventree-lint check` say the same: real processes, over every fixture and some odd projects."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from flake8.main import cli as flake8_cli
from flake8.utils import stdin_get_value

from flake8_inventree_plugin import cli
from flake8_inventree_plugin.project.layout import forget_roots
from tests.support import write_files

FIXTURES = Path(__file__).parent / "fixtures"
Place = tuple[str, int, int, str]

_LINE = re.compile(r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>INV\d+) ")

PLUGIN = '''"""A plugin."""

from plugin import InvenTreePlugin
from plugin.plugin import InvenTreePlugin as Again


class Démo(InvenTreePlugin):
    """Text before a name: \N{GRINNING FACE}."""

    NAME = "Demo"
    x = "\N{GRINNING FACE}é"; VERSION = "version one"
'''
PYPROJECT = '[project]\nname = "demo"\nversion = "1"\n'

ODD_PROJECTS: dict[str, dict[str, str | bytes]] = {
    "non-ascii": {"pyproject.toml": PYPROJECT, "demo/__init__.py": "", "demo/core.py": PLUGIN},
    "latin-1": {
        "pyproject.toml": PYPROJECT,
        "demo.py": b"# -*- coding: latin-1 -*-\n"
        + PLUGIN.replace("\N{GRINNING FACE}", "\xfc").encode("latin-1"),
    },
    "bom-and-crlf": {
        "pyproject.toml": PYPROJECT,
        "demo.py": b"\xef\xbb\xbf" + PLUGIN.replace("\n", "\r\n").encode(),
    },
    "no-final-newline": {"pyproject.toml": PYPROJECT, "demo.py": PLUGIN.rstrip()},
    "form-feed": {"pyproject.toml": PYPROJECT, "demo.py": PLUGIN.replace("\n\n\nclass", "\n\x0c\nclass")},
    "several-plugins": {
        "pyproject.toml": PYPROJECT,
        "demo/__init__.py": PLUGIN,
        "demo/other.py": PLUGIN.replace('"Demo"', '"Other"'),
        "demo/tests/test_demo.py": PLUGIN,
    },
    "bare-file": {"demo.py": PLUGIN},
    "bare-package": {"demo/__init__.py": "", "demo/core.py": PLUGIN},
    "nested-projects": {
        "pyproject.toml": PYPROJECT,
        "demo.py": PLUGIN,
        "inner/setup.cfg": "[metadata]\nname = inner\n",
        "inner/inner.py": PLUGIN.replace('"Demo"', '"Inner"'),
    },
    "no-plugin": {"pyproject.toml": PYPROJECT, "demo.py": "from plugin.registry import registry\n"},
    "invalid-configuration": {
        "pyproject.toml": PYPROJECT + "[tool.inventree-lint]\nsekect = []\n",
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN,
    },
    "configuration": {
        "pyproject.toml": PYPROJECT
        + '[tool.inventree-lint]\ntarget = "1.2"\nadvice = true\nexclude = ["left_out.py"]\n'
        + 'ignore = {INV112 = "we number by words"}\nper-file-ignores = {"demo/core.py" = ["INV203"]}\n',
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN,
        "demo/left_out.py": PLUGIN,
    },
    "baseline": {
        "pyproject.toml": PYPROJECT + '[tool.inventree-lint]\nbaseline = "ci/baseline.json"\n',
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN,
        "demo/silenced.py": PLUGIN.replace("as Again", "as Again  # noqa: INV203"),
        "ci/baseline.json": '{"version": 1, "findings": {"demo/core.py": {"INV203": 1, "INV112": 2},'
        ' "demo/silenced.py": {"INV203": 1, "INV102": 1}, "pyproject.toml": {"INV601": 1}}}',
    },
    "broken-baseline": {
        "pyproject.toml": PYPROJECT + '[tool.inventree-lint]\nbaseline = "baseline.json"\n',
        "demo.py": PLUGIN,
        "baseline.json": "{",
    },
    "suppressions": {
        "pyproject.toml": PYPROJECT,
        "demo/__init__.py": "",
        "demo/blanket.py": PLUGIN.replace("as Again", "as Again  # noqa"),
        "demo/code.py": PLUGIN.replace("as Again", "as Again  # noqa: INV203 for a reason"),
        "demo/lower.py": PLUGIN.replace("as Again", "as Again  # NOQA: inv203"),
        "demo/other_code.py": PLUGIN.replace("as Again", "as Again  # noqa: E501, INV111"),
        "demo/prefix.py": PLUGIN.replace("as Again", "as Again  # noqa: INV2"),
        "demo/letters.py": PLUGIN.replace("as Again", "as Again  # noqa: INV"),
        "demo/spaced.py": PLUGIN.replace("as Again", "as Again  # noqa : INV111"),
        "demo/closing.py": PLUGIN.replace(
            "from plugin.plugin import InvenTreePlugin as Again",
            "from plugin.plugin import (\n    InvenTreePlugin as Again,\n)  # noqa: INV203",
        ),
        "demo/inside.py": PLUGIN.replace(
            "from plugin.plugin import InvenTreePlugin as Again",
            "from plugin.plugin import (\n    InvenTreePlugin as Again,  # noqa: INV203\n)",
        ),
        "demo/continued.py": PLUGIN.replace(
            "from plugin.plugin import", "from plugin.plugin \\\n    import  # noqa".replace("  # noqa", "")
        ).replace("as Again", "as Again  # noqa: INV203"),
        "demo/string.py": PLUGIN.replace('"version one"', '"""version\none"""  # noqa: INV112'),
        "demo/whole.py": "# flake8: noqa\n" + PLUGIN,
        "demo/unused.py": PLUGIN.replace("as Again", "as Again  # noqa: INV111, INV203, INV999"),
        "demo/unused_in_string.py": PLUGIN.replace('"version one"', '"""# noqa: INV111\n"""'),
        "demo/kept.py": PLUGIN.replace("as Again", "as Again  # noqa: INV111, INV203, INV002"),
        "demo/not_whole.py": PLUGIN.replace("as Again", "as Again  # flake8: noqa"),
    },
}


def _process(*command: str, cwd: Path) -> tuple[str, int]:
    done = subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout.decode(), done.returncode


def _here(module: str, arguments: list[str], cwd: Path, stdin: str | None) -> str:
    """What a command prints, run in this process.

    flake8 forgets what our plugin remembers of earlier runs. The command line ends its process, and flake8 reads
    standard input once in a process, so both are helped here.
    """
    stdin_get_value.cache_clear()
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    source = io.TextIOWrapper(io.BytesIO((stdin or "").encode()), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(output):
        patch.chdir(cwd)
        patch.setattr(sys, "stdin", source)
        if module == "flake8":
            flake8_cli.main(arguments)
        else:
            forget_roots()
            cli.run(arguments)
    return output.buffer.getvalue().decode()  # type: ignore[attr-defined]


def flake8(cwd: Path, *arguments: str, stdin: str | None = None, process: bool = False) -> list[Place]:
    """What flake8 reports of ours, sorted."""
    command = ["--isolated", "--select=INV", *arguments]
    output = _process("flake8", *command, cwd=cwd)[0] if process else _here("flake8", command, cwd, stdin)
    matches = [_LINE.match(line) for line in output.splitlines()]
    return sorted(
        (m["path"].removeprefix("./"), int(m["line"]), int(m["column"]), m["code"]) for m in matches if m
    )


def inventree_lint(
    cwd: Path, *arguments: str, stdin: str | None = None, process: bool = False
) -> list[Place]:
    """What the command line reports, sorted."""
    command = ["check", "--output-format=json", *arguments]
    output = (
        _process("flake8_inventree_plugin", *command, cwd=cwd)[0]
        if process
        else _here("flake8_inventree_plugin", command, cwd, stdin)
    )
    found = json.loads(output)["findings"] if output else []
    return sorted((f["path"], f["line"], f["column"], f["code"]) for f in found)


def _in_python(found: list[Place]) -> list[Place]:
    return [place for place in found if place[0].endswith(".py")]


def _write_project(name: str, folder: Path) -> Path:
    if name in ODD_PROJECTS:
        return write_files(folder, ODD_PROJECTS[name])
    shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    return folder


PROJECTS = [*ODD_PROJECTS, *sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())]


@pytest.fixture(params=PROJECTS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return _write_project(request.param, tmp_path)


def test_same_findings_in_real_processes(tmp_path: Path) -> None:
    for name in PROJECTS:
        _write_project(name, tmp_path / name)
    ours = inventree_lint(tmp_path, "--no-cache", ".", process=True)
    theirs = flake8(tmp_path, ".", process=True)
    assert len(_in_python(ours)) > 50
    assert _in_python(ours) == [place for place in theirs if place in ours]
    # What is left in flake8's list are findings outside Python, moved to the anchor of their project.
    moved = [place for place in theirs if place not in ours]
    elsewhere = [place for place in ours if not place[0].endswith(".py")]
    assert sorted((path.split("/")[0], code) for path, *_, code in moved) == sorted(
        (path.split("/")[0], code) for path, *_, code in elsewhere
    )
    for jobs in ("--jobs=1", "--jobs=4"):
        assert flake8(tmp_path, jobs, ".", process=True) == theirs
        assert inventree_lint(tmp_path, jobs, "--no-cache", ".", process=True) == ours
    assert inventree_lint(tmp_path, ".", process=True) == ours


def test_file_by_file(project: Path) -> None:
    """One file given alone shows exactly what stands in it."""
    files = sorted(path.relative_to(project).as_posix() for path in project.rglob("*.py"))
    one_by_one = [place for file in files for place in inventree_lint(project, file)]
    assert sorted(one_by_one) == inventree_lint(project, ".")
    assert sorted(place for file in files for place in flake8(project, file)) == flake8(project, ".")


def test_standard_input(project: Path) -> None:
    """An unsaved buffer gives the findings of its own text, with the rest of the project as saved."""
    for file in sorted(project.rglob("*.py"))[:8]:
        name = file.relative_to(project).as_posix()
        try:
            text = file.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        changed = text if text.startswith(("\ufeff", "# flake8")) else f"\n{text}"
        theirs = flake8(project, "-", f"--stdin-display-name={name}", stdin=changed)
        ours = inventree_lint(project, "-", f"--stdin-filename={name}", stdin=changed)
        assert _in_python(ours) == [place for place in theirs if place in ours]
        file.write_bytes(changed.encode())
        assert flake8(project, name) == theirs
        assert inventree_lint(project, name) == ours
        file.write_bytes(text.encode())


BASE = "from plugin import InvenTreePlugin\n\n\nclass Base(InvenTreePlugin):\n    VERSION = '1'\n"
CORE = "from plugin.registry import registry\n\nfrom .base import Base\n\n\nclass Demo(Base):\n    NAME = 'Demo'\n"


def test_unsaved_buffer_in_its_saved_project(tmp_path: Path) -> None:
    """What stands in other files counts as it is saved, in real processes and from any folder."""
    files = {"pyproject.toml": PYPROJECT, "demo/__init__.py": "", "demo/base.py": BASE, "demo/core.py": CORE}
    write_files(tmp_path, files)
    buffer = CORE.replace("class", "# Not saved yet\nclass") + "    MIN_VERSION = 'one'\n"
    about_project = [("demo/core.py", 7, 7, code) for code in ("INV102", "INV103", "INV104", "INV602")]
    expected = [("demo/core.py", 1, 29, "INV203"), *about_project, ("demo/core.py", 9, 5, "INV118")]
    runs = (
        (tmp_path, "demo/core.py", "demo/core.py"),
        (tmp_path / "demo", "core.py", "core.py"),
        (tmp_path, str(tmp_path / "demo/core.py"), "demo/core.py"),
    )
    for folder, name, shown in runs:
        for command in (
            ["flake8", "--isolated", "--select=INV", f"--stdin-display-name={name}", "-"],
            [
                "flake8_inventree_plugin",
                "check",
                "--no-cache",
                "--select=INV",
                "-",
                f"--stdin-filename={name}",
            ],
        ):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=folder,
                input=buffer.encode(),
                capture_output=True,
                check=False,
            )
            assert done.stderr == b""
            found = [match for line in done.stdout.decode().splitlines() if (match := _LINE.match(line))]
            places = [(m["path"], int(m["line"]), int(m["column"]), m["code"]) for m in found]
            assert {place[0] for place in places} <= {name, shown}
            assert sorted(place[1:] for place in places) == [place[1:] for place in expected]
    mended = BASE + "    WEBSITE = 'https://plugin.demo'\n    AUTHOR = DESCRIPTION = 'Demo'\n"
    write_files(tmp_path, {"demo/base.py": mended})
    left = [expected[0], *expected[4:]]
    assert flake8(tmp_path, "--stdin-display-name=demo/core.py", "-", stdin=buffer) == left
    # The buffer counts for its own file only, and nothing was written.
    assert (tmp_path / "demo/core.py").read_text() == CORE
    assert flake8(tmp_path, "--stdin-display-name=demo/base.py", "-", stdin=BASE) == []


def test_process_that_runs_flake8_again_and_again(tmp_path: Path) -> None:
    """As the server of an editor does: each run sees what is saved by then."""
    write_files(
        tmp_path,
        {
            "setup.cfg": "[metadata]\nname = demo\n",
            "demo/__init__.py": "",
            "demo/base.py": BASE,
            "demo/core.py": CORE,
        },
    )
    command = ["--isolated", "--select=INV1,INV2", "demo/core.py"]

    def run() -> list[str]:
        output = _here("flake8", command, tmp_path, None)
        return [
            f"{match['line']} {match['code']}" for line in output.splitlines() if (match := _LINE.match(line))
        ]

    assert run() == ["1 INV203", "6 INV102", "6 INV103", "6 INV104"]
    write_files(tmp_path, {"demo/base.py": BASE + "    WEBSITE = 'https://plugin.demo'\n"})
    assert run() == ["1 INV203", "6 INV103", "6 INV104"]
    write_files(tmp_path, {"demo/core.py": "\n" + CORE})
    assert run() == ["2 INV203", "7 INV103", "7 INV104"]
    write_files(tmp_path, {"pyproject.toml": "[tool.inventree-lint]\nignore = ['INV1']\n"})
    assert run() == ["2 INV203"]
    # A project may begin elsewhere, too.
    write_files(tmp_path, {"demo/pyproject.toml": ""})
    assert run() == ["2 INV203", "7 INV103", "7 INV104"]


def test_columns_count_characters(tmp_path: Path) -> None:
    write_files(tmp_path, ODD_PROJECTS["non-ascii"])
    expected = ("demo/core.py", 11, 15, "INV112")
    assert expected in flake8(tmp_path, ".")
    assert expected in inventree_lint(tmp_path, ".")


def test_unnamed_standard_input(tmp_path: Path) -> None:
    """Without a file name the text is judged alone, and nothing is said about a project."""
    found = flake8(tmp_path, "-", stdin=PLUGIN)
    assert [place[1:] for place in found] == [
        place[1:] for place in inventree_lint(tmp_path, "-", stdin=PLUGIN)
    ]
    assert {"INV102", "INV112", "INV203"} <= {code for *_, code in found}
    assert not [code for *_, code in found if code.startswith("INV6")]


def test_flake8_reads_nothing_but_python(tmp_path: Path) -> None:
    write_files(tmp_path, {"pyproject.toml": "x = 1\n", "demo.py": PLUGIN})
    assert flake8(tmp_path, "pyproject.toml") == []


def test_syntax_error_is_flake8s_own(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"pyproject.toml": PYPROJECT, "demo.py": PLUGIN + "def broken(:\n", "ok.py": PLUGIN}
    )
    ours = inventree_lint(tmp_path, ".")
    assert ("demo.py", 12, 12, "INV001") in ours
    assert [place for place in ours if place[3] != "INV001"] == flake8(tmp_path, ".")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((), False),
        (("--inventree-advice",), True),
        (("--extend-select=INV107",), True),
        (("--extend-select=INV1",), False),
    ],
)
def test_advice_has_to_be_asked_for(tmp_path: Path, arguments: tuple[str, ...], shown: bool) -> None:
    write_files(tmp_path, {"pyproject.toml": PYPROJECT, "demo.py": PLUGIN})
    assert ("INV107" in {code for *_, code in flake8(tmp_path, *arguments, ".")}) is shown


def test_unused_suppressions(tmp_path: Path) -> None:
    """What flake8 leaves out did not run, and with --disable-noqa no comment counts."""
    unused = "class Demo(InvenTreePlugin):  # noqa: INV101\n    NAME = 'Demo'\n"
    text = f"from plugin import InvenTreePlugin\n\n\n{unused}"
    write_files(tmp_path, {"pyproject.toml": PYPROJECT, "demo.py": text})
    expected = [("demo.py", 4, 39, "INV002")]
    assert [place for place in inventree_lint(tmp_path, ".") if place[3] == "INV002"] == expected
    for arguments, found in (
        ((), expected),
        (("--select=INV0,INV101",), expected),
        (("--extend-ignore=INV203",), expected),
        (("--per-file-ignores=other.py:INV1",), expected),
        (("--select=INV002",), []),
        (("--extend-ignore=INV10",), []),
        (("--per-file-ignores=demo.py:INV1",), []),
        (("--disable-noqa",), []),
    ):
        assert [place for place in flake8(tmp_path, *arguments, ".") if place[3] == "INV002"] == found
    for arguments in (("--ignore=INV101",), ("--select=INV002",), ("--isolated",)):
        assert "INV002" not in [place[3] for place in inventree_lint(tmp_path, *arguments, ".")]


def test_flake8_target(tmp_path: Path) -> None:
    legacy = "from plugin import IntegrationPluginBase\n\n\nclass Demo(IntegrationPluginBase):\n    PLUGIN_NAME = 'Demo'\n"
    write_files(tmp_path, {"pyproject.toml": PYPROJECT, "demo.py": legacy})
    assert "INV101" not in {code for *_, code in flake8(tmp_path, ".")}
    assert "INV101" in {code for *_, code in flake8(tmp_path, "--inventree-target=1.2", ".")}
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", "--inventree-target=nonsense", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "--inventree-target" in done.stderr
