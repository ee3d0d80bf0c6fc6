"""flake8 and `inventree-lint check` say the same: real processes, over every fixture and some odd projects."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
        "demo/not_whole.py": PLUGIN.replace("as Again", "as Again  # flake8: noqa"),
    },
}


def _run(*command: str, cwd: Path, stdin: str | None = None) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        input=None if stdin is None else stdin.encode(),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout.decode(), done.returncode


def flake8(cwd: Path, *arguments: str, stdin: str | None = None) -> list[Place]:
    """What flake8 reports of ours, sorted."""
    output, _ = _run("flake8", "--isolated", "--select=INV", *arguments, cwd=cwd, stdin=stdin)
    matches = [_LINE.match(line) for line in output.splitlines()]
    return sorted(
        (m["path"].removeprefix("./"), int(m["line"]), int(m["column"]), m["code"]) for m in matches if m
    )


def inventree_lint(cwd: Path, *arguments: str, stdin: str | None = None) -> list[Place]:
    """What the command line reports, sorted; findings outside Python are moved to where flake8 shows them."""
    output, status = _run(
        "flake8_inventree_plugin", "check", "--output-format=json", *arguments, cwd=cwd, stdin=stdin
    )
    assert status in (0, 1, 2), output
    found = json.loads(output)["findings"] if output else []
    return sorted((f["path"], f["line"], f["column"], f["code"]) for f in found)


def _in_python(cwd: Path, found: list[Place]) -> list[Place]:
    return [place for place in found if place[0].endswith(".py")]


@pytest.fixture(params=[*ODD_PROJECTS, *sorted(path.name for path in FIXTURES.iterdir())])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name = request.param
    if name in ODD_PROJECTS:
        return write_files(tmp_path, ODD_PROJECTS[name])
    shutil.copytree(FIXTURES / name, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_same_findings(project: Path) -> None:
    ours = inventree_lint(project, "--no-cache", ".")
    theirs = flake8(project, ".")
    assert _in_python(project, ours) == [place for place in theirs if place in ours]
    # What is left in flake8's list are findings outside Python, moved to the anchor, code by code.
    moved = [place for place in theirs if place not in ours]
    elsewhere = [place for place in ours if not place[0].endswith(".py")]
    assert sorted(code for *_, code in moved) == sorted(code for *_, code in elsewhere)
    assert len({place[:3] for place in moved}) <= len({place[0] for place in elsewhere})
    assert flake8(project, "--jobs=1", ".") == flake8(project, "--jobs=4", ".") == theirs
    assert inventree_lint(project, "--jobs=1", ".") == inventree_lint(project, "--jobs=4", ".") == ours


def test_file_by_file(project: Path) -> None:
    """One file given alone shows exactly what stands in it."""
    whole, whole_flake8 = inventree_lint(project, "."), flake8(project, ".")
    files = sorted(path.relative_to(project).as_posix() for path in project.rglob("*.py"))
    one_by_one = [place for file in files for place in inventree_lint(project, file)]
    assert sorted(one_by_one) == whole
    assert sorted(place for file in files for place in flake8(project, file)) == whole_flake8


def test_standard_input(project: Path) -> None:
    """An unsaved buffer gives the findings of its own text, with the rest of the project as saved."""
    for file in sorted(project.rglob("*.py"))[:4]:
        name = file.relative_to(project).as_posix()
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        changed = f"\n{text}" if not text.startswith(("\ufeff", "# flake8")) else text
        theirs = flake8(project, "-", f"--stdin-display-name={name}", stdin=changed)
        ours = inventree_lint(project, "-", f"--stdin-filename={name}", stdin=changed)
        assert _in_python(project, ours) == [place for place in theirs if place in ours]
        file.write_bytes(changed.encode())
        assert flake8(project, name) == theirs
        assert inventree_lint(project, name) == ours
        file.write_bytes(text.encode())


def test_columns_count_characters(tmp_path: Path) -> None:
    write_files(tmp_path, ODD_PROJECTS["non-ascii"])
    expected = ("demo/core.py", 11, 17, "INV112")
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
