"""Baselines, suppressions, explicit configurations and what is shown to the puzzled, on the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from flake8_inventree_plugin import cli
from tests.support import write_files

PYPROJECT = """[project]
name = "demo"
version = "1.0.0"

[project.entry-points.inventree_plugins]
Demo = "demo.core:Demo"
"""
PLUGIN = """from plugin import InvenTreePlugin
from plugin.registry import registry


class Demo(InvenTreePlugin):
    NAME = "Demo"
    SLUG = "demo"
    VERSION = "1.0.0"
    AUTHOR = "me"
    DESCRIPTION = "what it does"
"""
FILES = {"pyproject.toml": PYPROJECT, "README.md": "Demo", "demo/__init__.py": "", "demo/core.py": PLUGIN}
HAS = ["demo/core.py INV203", "demo/core.py INV102"]
COUNTS = {"demo/core.py": {"INV102": 1, "INV203": 1}}
TWO = PLUGIN.replace("registry\n", "registry\nfrom plugin.registry import registry as again\n", 1)
MENDED = PLUGIN.replace("plugin.registry import", "plugin import")


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        return [f"{finding['path']} {finding['code']}" for finding in json.loads(self.out)["findings"]]


Lint = Callable[..., Done]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two findings in the current folder."""
    for variable, folder in (("HOME", "home"), ("XDG_CACHE_HOME", "cache"), ("LOCALAPPDATA", "cache")):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    for variable in ("NO_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(variable, raising=False)
    folder = write_files(tmp_path / "project", FILES)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    """Runs `inventree-lint check` in this process; the JSON report has codes."""

    def lint(*arguments: str) -> Done:
        status = cli.run(["check", *arguments])
        return Done(status, *capsys.readouterr())

    return lint


def test_the_project_has_two_findings(lint: Lint) -> None:
    assert sorted(lint("--output-format=json").codes) == sorted(HAS)


def counts(file: Path) -> object:
    return json.loads(file.read_text())["findings"]


# Baselines


def test_adoption_step_by_step(lint: Lint, project: Path) -> None:
    file = project / "baseline.json"
    done = lint("--write-baseline=baseline.json")
    assert (done.status, done.err) == (0, "baseline.json: counts 2 findings\n")
    assert done.out.startswith("No findings in 2 files; 2 in the baseline\n")
    assert counts(file) == COUNTS
    # Nothing new, though lines have moved.
    write_files(project, {"demo/core.py": "\n\n" + PLUGIN})
    done = lint("--baseline=baseline.json")
    assert (done.status, done.err) == (0, "")
    # Something new: all of the kind are shown.
    write_files(project, {"demo/core.py": TWO})
    done = lint("--baseline=baseline.json", "--output-format=json")
    assert (done.status, done.codes) == (1, ["demo/core.py INV203"] * 2)
    assert json.loads(done.out)["summary"]["baselined"] == 1
    # Something mended.
    write_files(project, {"demo/core.py": MENDED})
    done = lint("--baseline=baseline.json")
    assert done.status == 0
    assert done.err == (
        "baseline: 1 INV203 counted in demo/core.py, none left\n"
        "baseline: --write-baseline with the same file lets it shrink\n"
    )
    done = lint("--write-baseline=baseline.json")
    assert (done.status, done.err) == (0, "baseline.json: counts 1 finding, 1 fewer\n")
    assert counts(file) == {"demo/core.py": {"INV102": 1}}


def test_a_baseline_never_grows(lint: Lint, project: Path) -> None:
    lint("--write-baseline=baseline.json")
    before = (project / "baseline.json").read_bytes()
    write_files(project, {"demo/core.py": TWO})
    done = lint("--write-baseline=baseline.json", "--output-format=json")
    assert (done.status, done.codes) == (1, ["demo/core.py INV203"] * 2)
    assert done.err == (
        "baseline.json: counts 2 findings\n"
        "baseline.json: 2 findings not in it, and it can only shrink: mend, or delete it first\n"
    )
    assert (project / "baseline.json").read_bytes() == before


def test_what_did_not_run_stays_counted(lint: Lint, project: Path) -> None:
    lint("--write-baseline=baseline.json")
    write_files(project, {"demo/core.py": MENDED})
    done = lint("--write-baseline=baseline.json", "--select=INV1")
    assert (done.status, done.err) == (0, "baseline.json: counts 2 findings\n")
    assert counts(project / "baseline.json") == COUNTS
    assert lint("--baseline=baseline.json", "--ignore=INV203").err == ""
    # One that is ignored for this file ran, and found what is there still.
    ignoring = PYPROJECT + '[tool.inventree-lint]\nper-file-ignores = {"demo/core.py" = ["INV203"]}\n'
    write_files(project, {"demo/core.py": PLUGIN, "pyproject.toml": ignoring})
    assert lint("--baseline=baseline.json").err == ""


def test_vanished_files_and_rules(lint: Lint, project: Path) -> None:
    entries = {"demo/gone.py": {"INV203": 2}, "demo/core.py": {"INV102": 1, "INV203": 1, "INV999": 3}}
    write_files(project, {"baseline.json": json.dumps({"version": 1, "findings": entries})})
    assert lint("--baseline=baseline.json").err.splitlines()[:-1] == [
        "baseline: 3 INV999 counted in demo/core.py, none left",
        "baseline: 2 INV203 counted in demo/gone.py, none left",
    ]
    lint("--write-baseline=baseline.json")
    assert counts(project / "baseline.json") == COUNTS


def test_many_entries_that_count_too_much(lint: Lint, project: Path) -> None:
    entries = {f"demo/gone{number}.py": {"INV203": 1} for number in range(13)}
    write_files(project, {"baseline.json": json.dumps({"version": 1, "findings": entries})})
    lines = lint("--baseline=baseline.json").err.splitlines()
    assert len(lines) == 12
    assert lines[10] == "baseline: 3 more entries count too much"


def test_several_projects_and_parts_of_one(
    lint: Lint, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(project.parent / "other", {**FILES, "demo/more.py": TWO})
    monkeypatch.chdir(project.parent)
    assert lint("project", "other", "--write-baseline=baseline.json").status == 0
    expected = {
        "other/demo/core.py": COUNTS["demo/core.py"],
        "other/demo/more.py": {"INV102": 1, "INV203": 2},
        "project/demo/core.py": COUNTS["demo/core.py"],
    }
    found = counts(Path("baseline.json"))
    assert isinstance(found, dict)
    assert {path: found[path] for path in expected} == expected
    assert (lint("other", "--baseline=baseline.json").status, lint("project").status) == (0, 1)
    # The baseline is that of whole projects, whatever part is checked.
    done = lint("other/demo/more.py", "--write-baseline=baseline.json")
    assert (done.status, counts(Path("baseline.json"))) == (0, found)
    lint("other/demo/more.py", "--write-baseline=part.json")
    part = counts(Path("part.json"))
    assert part == {path: numbers for path, numbers in found.items() if path.startswith("other/")}


def test_outside_of_the_project(lint: Lint, project: Path, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    gate.mkdir()
    file = gate / "baseline.json"
    assert lint(f"--write-baseline={file}").status == 0
    assert counts(file) == COUNTS
    assert lint(f"--baseline={file}").status == 0
    write_files(project.parent / "other", FILES)
    done = lint(".", "../other", f"--baseline={file}")
    assert done.status == 2
    assert "the baseline of several projects must lie in a folder above them all" in done.err


def test_isolated(lint: Lint, project: Path, tmp_path: Path) -> None:
    lint("--write-baseline=baseline.json")
    silenced = PLUGIN.replace("registry\n", "registry  # noqa: INV203\n", 1)
    configured = PYPROJECT + '[tool.inventree-lint]\nbaseline = "baseline.json"\nignore = ["INV102"]\n'
    write_files(project, {"pyproject.toml": configured, "demo/core.py": silenced})
    assert lint().status == 0
    done = lint("--isolated", "--output-format=json")
    assert (done.status, sorted(done.codes)) == (1, sorted(HAS))
    done = lint("--isolated", "--baseline=baseline.json")
    assert done.status == 2
    assert "baseline.json: with --isolated the baseline must lie outside of the project" in done.err
    gate = write_files(tmp_path / "gate", {}) / "baseline.json"
    gate.parent.mkdir()
    (project / "baseline.json").rename(gate)
    assert lint("--isolated", f"--baseline={gate}").status == 0


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{\n<<<<<<< ours\n}", "bad.json:2: no valid JSON"),
        ('{"version": 7}', "bad.json:1: version 7; this inventree-lint reads 1"),
        (
            '{"version": 1, "findings": {\n"a.py": {"INV001": 1}}}',
            "bad.json:2: INV001 cannot be in a baseline",
        ),
    ],
)
def test_broken_baselines(lint: Lint, project: Path, text: str, error: str) -> None:
    write_files(project, {"bad.json": text})
    for option in ("--baseline", "--write-baseline"):
        done = lint(f"{option}=bad.json")
        assert (done.status, done.out) == (2, "")
        assert error in done.err
    assert (project / "bad.json").read_text() == text


def test_wrong_usage_of_baselines(lint: Lint, project: Path) -> None:
    assert "gone.json: there is no such baseline" in lint("--baseline=gone.json").err
    done = lint("--write-baseline=nowhere/b.json")
    assert (done.status, done.out) == (2, "")
    assert "nowhere/b.json: cannot be written: No such file or directory" in done.err
    (project / "loop.json").symlink_to("loop.json")
    assert "loop.json: Too many levels of symbolic links" in lint("--baseline=loop.json").err
    for arguments in (
        ("--write-baseline=a.json", "--diff"),
        ("--write-baseline=a.json", "--baseline=a.json"),
        ("--write-baseline=a.json", "-", "--stdin-filename=demo/core.py"),
    ):
        assert lint(*arguments).status == 2
    assert not (project / "a.json").exists()


def test_nothing_is_counted_where_the_linter_could_not_work(lint: Lint, project: Path) -> None:
    lint("--write-baseline=baseline.json")
    write_files(project, {"demo/core.py": MENDED, "demo/broken.py": "x = (\n"})
    before = (project / "baseline.json").read_bytes()
    assert lint("--baseline=baseline.json").err == ""
    for name in ("baseline.json", "new.json"):
        done = lint(f"--write-baseline={name}")
        assert done.status == 1
        assert f"{name}: not written, what the linter could not read" in done.err
    assert (project / "baseline.json").read_bytes() == before
    assert not (project / "new.json").exists()
    write_files(project, {"empty/pyproject.toml": "", "empty/a.py": ""})
    done = lint("empty", "--write-baseline=new.json")
    assert (done.status, (project / "new.json").exists()) == (2, False)
    assert "new.json: not written, there is no plugin" in done.err


def test_fixes_mend_what_is_counted(lint: Lint, project: Path) -> None:
    lint("--write-baseline=baseline.json")
    done = lint("--fix", "--baseline=baseline.json")
    assert (project / "demo/core.py").read_text().count("plugin.registry") == 0
    assert "1 INV203 counted in demo/core.py, none left" in done.err


@pytest.mark.parametrize("value", ['"../b.json"', '"/b.json"', '""', "3", '"a\\\\b"', '"C:b"', '"gone.json"'])
def test_wrong_baseline_in_the_configuration(lint: Lint, project: Path, value: str) -> None:
    write_files(project, {"pyproject.toml": PYPROJECT + f"[tool.inventree-lint]\nbaseline = {value}\n"})
    done = lint()
    assert done.status == 2
    assert "pyproject.toml:8:1: INV004" in done.out
    assert "tool.inventree-lint.baseline" in done.out


def test_broken_baseline_in_the_configuration(lint: Lint, project: Path) -> None:
    configured = PYPROJECT + '[tool.inventree-lint]\nbaseline = "ci/b.json"\n'
    write_files(project, {"pyproject.toml": configured, "ci/b.json": "{\n}}"})
    done = lint()
    assert done.status == 2
    assert 'names "ci/b.json", which is wrong in line 2: no valid JSON: Extra data' in done.out
    # It can be written for the first time, and paths are relative to its folder or the root.
    (project / "ci/b.json").unlink()
    assert lint("--write-baseline=ci/b.json").status == 0
    assert counts(project / "ci/b.json") == COUNTS
    assert (lint().status, lint().err) == (0, "")
    # An upgrade lists what is to do, whatever is counted.
    assert "INV203" in upgrade(project)


def upgrade(project: Path) -> str:
    command = [sys.executable, "-m", "flake8_inventree_plugin", "upgrade", "--to=1.2", "--diff", "."]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False).stderr


# Suppressions


def test_add_suppressions(lint: Lint, project: Path) -> None:
    done = lint("--add-suppressions", " until 2.0 ")
    assert (done.status, done.err) == (0, "2 findings suppressed in 1 file\n")
    assert done.out.startswith("No findings in 2 files; 2 suppressed\n")
    text = (project / "demo/core.py").read_text()
    assert "registry  # noqa: INV203  # until 2.0\n" in text
    assert "class Demo(InvenTreePlugin):  # noqa: INV102  # until 2.0\n" in text
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=INV", "."]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b""
    done = lint("--add-suppressions", "another reason")
    assert (done.status, done.err) == (0, "0 findings suppressed in 0 files\n")
    assert (project / "demo/core.py").read_text() == text


def test_findings_outside_python_are_suppressed_on_the_anchor(lint: Lint, project: Path) -> None:
    write_files(project, {"pyproject.toml": PYPROJECT.replace("demo.core:Demo", "demo.core:Gone")})
    assert "pyproject.toml INV603" in lint("--output-format=json", "--select=INV603").codes
    assert lint("--select=INV603", "--add-suppressions", "r").status == 0
    assert "class Demo(InvenTreePlugin):  # noqa: INV603  # r\n" in (project / "demo/core.py").read_text()


def test_what_cannot_be_suppressed(lint: Lint, project: Path) -> None:
    text = PLUGIN.replace('    NAME = "Demo"', '    NAME = "# noqa: E5"; PUBLISH_DATE = "24.12.2025"')
    write_files(project, {"demo/core.py": text, "demo/broken.py": "x = (\n"})
    done = lint("--add-suppressions", "r", "--output-format=json")
    assert done.status == 1
    assert done.codes == ["demo/broken.py INV001", "demo/core.py INV113"]
    assert done.err == (
        'demo/core.py:6: INV113 not suppressed, flake8 reads the "# noqa" in the string before any comment\n'
        "2 findings suppressed in 1 file\n"
    )


def test_a_file_that_is_gone_or_has_no_place_for_a_comment(
    lint: Lint, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PLUGIN.replace('    NAME = "Demo"', '    NAME = "# noqa: E5"; PUBLISH_DATE = "24.12.2025"')
    write_files(project, {"demo/core.py": text})
    done = lint("--add-suppressions", "r", "--select=INV113")
    assert (done.status, done.err.splitlines()[-1]) == (1, "0 findings suppressed in 0 files")
    assert (project / "demo/core.py").read_text() == text
    monkeypatch.setattr("flake8_inventree_plugin.project.loading.Reader.read", Vanishing().read)
    done = lint("--add-suppressions", "r", "--no-cache")
    assert "demo/core.py: nothing suppressed, it is gone\n" in done.err


class Vanishing:
    """Files that are gone once they have been read."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def read(self, path: str) -> bytes | None:
        file = Path(path)
        if path in self.seen or not file.is_file():
            return None
        self.seen.update([path] if path == "demo/core.py" else [])
        return file.read_bytes()


def test_nothing_is_suppressed_with_a_wrong_configuration(lint: Lint, project: Path) -> None:
    write_files(project, {"pyproject.toml": PYPROJECT + "[tool.inventree-lint]\nsekect = []\n"})
    done = lint("--add-suppressions", "r")
    assert done.status == 2
    assert done.err == "Nothing was suppressed: the linter could not do its work.\n"
    assert (project / "demo/core.py").read_text() == PLUGIN


def test_a_file_that_cannot_be_written(lint: Lint, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("flake8_inventree_plugin.files.overwrite", refuse)
    done = lint("--add-suppressions", "r")
    assert done.status == 3
    assert "demo/core.py: cannot be written: Permission denied" in done.err
    assert "0 findings suppressed in 0 files" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--add-suppressions", ""),
        ("--add-suppressions", "# noqa"),
        ("--add-suppressions", "r", "--fix"),
        ("--add-suppressions", "r", "--diff"),
        ("--add-suppressions", "r", "--isolated"),
        ("--add-suppressions", "r", "--write-baseline=b.json"),
        ("--add-suppressions", "r", "-"),
    ],
)
def test_wrong_usage_of_suppressions(lint: Lint, project: Path, arguments: tuple[str, ...]) -> None:
    done = lint(*arguments)
    assert (done.status, done.out) == (2, "")
    assert (project / "demo/core.py").read_text() == PLUGIN


# Reasons, and configurations from elsewhere


def test_reasons_of_what_is_ignored(lint: Lint, project: Path) -> None:
    table = '[tool.inventree-lint]\nignore = {INV102 = "no page yet", INV2 = "", INV107 = "\\u001b[1m"}\n'
    write_files(project, {"pyproject.toml": PYPROJECT + table})
    assert "Ignored: INV102 (no page yet), INV107 (\\x1b[1m)\n" in lint().out
    assert "Ignored" not in lint("--ignore=INV102").out
    assert "Ignored" not in lint("--isolated").out


def test_config(lint: Lint, project: Path, tmp_path: Path) -> None:
    write_files(project, {"pyproject.toml": PYPROJECT + '[tool.inventree-lint]\nignore = ["INV"]\n'})
    assert lint().status == 0
    file = tmp_path / "gate" / "lint.toml"
    write_files(
        file.parent, {"lint.toml": '[tool.inventree-lint]\nignore = ["INV102"]\nbaseline = "b.json"\n'}
    )
    assert "lint.toml:3: baseline names" in lint(f"--config={file}").err
    write_files(file.parent, {"lint.toml": '[tool.inventree-lint]\nignore = ["INV102"]\n'})
    assert lint(f"--config={file}", "--output-format=json").codes == ["demo/core.py INV203"]
    assert lint(f"--config={file}", "--isolated", "--output-format=json").codes == ["demo/core.py INV203"]
    assert lint(f"--config={file}", "--ignore=INV203", "--output-format=json").codes == [
        "demo/core.py INV102"
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, "--config lint.toml: no such file"),
        ("[tool.ruff]\n", "--config lint.toml: no table [tool.inventree-lint]"),
        ("\n[tool.inventree-lint]\nx = 1\n", "lint.toml:3: x is no key of this table"),
        ("[tool.inventree-lint\n", "lint.toml:1: "),
    ],
)
def test_wrong_config(lint: Lint, project: Path, text: str | None, error: str) -> None:
    if text is not None:
        write_files(project, {"lint.toml": text})
    done = lint("--config=lint.toml")
    assert (done.status, done.out) == (2, "")
    assert error in done.err


# What is shown to the puzzled


def test_settings(lint: Lint, project: Path) -> None:
    table = (
        "[tool.inventree-lint]\n"
        'target = ">=0.16"\nselect = ["INV1"]\nextend-select = ["INV501"]\n'
        'ignore = {INV102 = "later"}\nper-file-ignores = {"a.py" = ["INV2"]}\nmax-lines = 7\n'
    )
    write_files(project, {"pyproject.toml": PYPROJECT + table})
    lint("--write-baseline=b.json", "--select=INV2")
    done = lint("--show-settings", "--select=INV2", "--extend-select=INV102", "--baseline=b.json", "--advice")
    assert (done.status, done.err) == (0, "")
    assert [re.split("  +", line.strip()) for line in done.out.splitlines()] == [
        [str(project)],
        ["target", '">=0.16"', "pyproject.toml:8"],
        ["select", '["INV2"]', "command line"],
        ["extend-select", '["INV501", "INV102"]', "pyproject.toml:10, command line"],
        ["ignore", '{"INV102" = "later"}', "pyproject.toml:11"],
        ["per-file-ignores", '{"a.py" = ["INV2"]}', "pyproject.toml:12"],
        ["exclude", "[]", "default"],
        ["max-lines", "7", "pyproject.toml:13"],
        ["advice", "true", "command line"],
        ["baseline", f"{project} (2 findings)", "command line"],
        ["isolated", "false", "default"],
        ["Judged for InvenTree 0.16+ (the target)"],
    ]


def test_settings_that_are_defaults_or_wrong(lint: Lint, project: Path, tmp_path: Path) -> None:
    lines = lint("--show-settings", "--isolated").out.splitlines()
    assert [line.split()[-1] for line in lines[1:-2]] == ["default"] * 9
    assert lines[-2].split() == ["isolated", "true", "command", "line"]
    assert lines[-1] == "  Judged for InvenTree 0.7+ (inferred from what the plugin uses)"
    write_files(
        project, {"pyproject.toml": PYPROJECT + '[tool.inventree-lint]\nignore = ["INV1"]\nadvice = 3\n'}
    )
    lines = lint("--show-settings").out.splitlines()
    assert lines[4].split() == ["ignore", '["INV1"]', "pyproject.toml:8"]
    assert lines[8].split() == ["advice", "false", "default"]
    assert (
        lines[-1] == "  Wrong in line 9: pyproject.toml: tool.inventree-lint.advice is neither true nor false"
    )
    write_files(tmp_path, {"gate.toml": '[tool.inventree-lint]\n\nselect = ["INV1"]\n'})
    lines = lint("--show-settings", f"--config={tmp_path / 'gate.toml'}").out.splitlines()
    assert lines[2].split() == ["select", '["INV1"]', f"{tmp_path / 'gate.toml'}:3"]
    write_files(project, {"pyproject.toml": PYPROJECT + "[tool.inventree-lint]\nselect = [\n"})
    lines = lint("--show-settings").out.splitlines()
    assert [line.split()[-1] for line in lines[1:-3]] == ["default"] * 9


def test_files(lint: Lint, project: Path, tmp_path: Path) -> None:
    write_files(
        project,
        {
            "pyproject.toml": PYPROJECT + '[tool.inventree-lint]\nexclude = ["old_*.py", "data"]\n',
            "setup.py": "",
            "demo/old_a.py": "",
            "demo/silent.py": "# flake8: noqa\n",
            "demo/broken.py": "x = (\n",
            "demo/migrations/0001.py": "",
            "demo/data/a.py": "",
            "demo/notes.txt": "",
            "docs/conf.py": "",
            "tests/test_a.py": "",
            "build/a.py": "",
            ".tox/a.py": "",
            "node_modules/a.py": "",
            "env311/pyvenv.cfg": "",
            "inner/setup.cfg": "",
            "inner/a.py": "",
        },
    )
    (project / "demo/away.py").symlink_to(tmp_path)
    (project / "demo/out.py").symlink_to(sys.executable)
    (project / "demo/nowhere.py").symlink_to("gone")
    (project / "demo/again").symlink_to("migrations")
    done = lint("--show-files", "demo", "setup.py", "tests")
    assert (done.status, done.err) == (0, "")
    assert [line.split(maxsplit=2) for line in done.out.splitlines()[1:] if "left out" not in line] == [
        ["package", "demo/__init__.py"],
        ["package", "demo/broken.py", "cannot be read: '(' was never closed"],
        ["package", "demo/core.py"],
        ["migration", "demo/migrations/0001.py", "not held to the guide"],
        ["package", "demo/silent.py", "silenced by `# flake8: noqa`"],
        ["docs", "docs/conf.py", "read, but not asked for"],
        ["build", "setup.py", "not held to the guide"],
        ["test", "tests/test_a.py", "not held to the guide"],
    ]
    assert [line.split(maxsplit=3)[2:] for line in done.out.splitlines() if "left out" in line] == [
        [".tox/", "a hidden folder"],
        ["build/", "what a build leaves behind"],
        ["demo/again/", "a link"],
        ["demo/away.py/", "a link"],
        ["demo/data/", '"data" in `exclude`'],
        ["demo/nowhere.py", "a link to no file"],
        ["demo/old_a.py", '"old_*.py" in `exclude`'],
        ["demo/out.py", "a link out of the project"],
        ["env311/", "a virtual environment"],
        ["inner/", "a project of its own"],
        ["node_modules/", "a folder that is never a project's own code"],
    ]
