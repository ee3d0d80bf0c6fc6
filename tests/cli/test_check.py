"""`inventree-lint check`: exit statuses, paths, options, fixing and output, through the command line itself."""

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flake8_inventree_plugin import cli, engine, files
from flake8_inventree_plugin.cli import checking
from flake8_inventree_plugin.findings import START, Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.rules.rule import Rule
from tests.support import write_files

CLEAN = """from plugin import InvenTreePlugin


class Demo(InvenTreePlugin):
    NAME = "Demo"
    SLUG = "demo"
    VERSION = "1.0.0"
    AUTHOR = "me"
    DESCRIPTION = "what it does"
    WEBSITE = "https://example.org"
"""
FIXED = CLEAN.replace("\n\n\n", "\nfrom plugin.mixins import SettingsMixin\n\n\n", 1)
FIXABLE = FIXED.replace("plugin.mixins", "plugin.base.integration.SettingsMixin")
PYPROJECT = """[project]
name = "demo"
version = "1.0.0"

[project.entry-points.inventree_plugins]
Demo = "demo.core:Demo"
"""
FILES = {"pyproject.toml": PYPROJECT, "demo/__init__.py": "", "demo/core.py": CLEAN}


class Done(NamedTuple):
    status: int
    out: str
    err: str
    raw: bytes

    @property
    def codes(self) -> list[str]:
        """The codes of a JSON report, with the paths."""
        return [f"{finding['path']} {finding['code']}" for finding in json.loads(self.out)["findings"]]


Lint = Callable[..., Done]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a cache of the test's own; the current folder is that of the project."""
    for variable, folder in (("HOME", "home"), ("XDG_CACHE_HOME", "cache"), ("LOCALAPPDATA", "cache")):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    for variable in ("NO_COLOR", "INVENTREE_LINT_TRACEBACK", "TERM", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(variable, raising=False)
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def lint(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Runs `inventree-lint check` in this process."""

    def lint(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = cli.run(["check", *arguments])
        out, err = capsysbinary.readouterr()
        return Done(status, out.decode(errors="replace"), err.decode(), out)

    return lint


def process(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "flake8_inventree_plugin", "check", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts other rules in place of the catalogue."""
    return lambda *found: monkeypatch.setattr(engine, "all_rules", lambda: found)


def rule(
    code: str, *messages: str, path: str = "demo/core.py", severity: Severity = Severity.WARNING
) -> Rule:
    def check(project: Project) -> Iterator[Finding]:
        for message in messages:
            yield made.finding(message, "do this", path, START)

    made = Rule(code, "made-up", severity, check, "https://example.org")
    return made


def broken_rule(code: str, error: BaseException) -> Rule:
    def check(project: Project) -> Iterator[Finding]:
        raise error

    return Rule(code, "broken", Severity.WARNING, check, "")


# Exit statuses


def test_clean(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, FILES)
    done = lint()
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == "No findings in 2 files"
    assert "Runs on InvenTree" in done.out.splitlines()[1]


@pytest.mark.parametrize(
    ("severity", "arguments", "status"),
    [
        (Severity.ERROR, (), 1),
        (Severity.WARNING, (), 1),
        (Severity.ADVICE, (), 0),
        (Severity.ADVICE, ("--advice",), 0),
        (Severity.ERROR, ("--exit-zero",), 0),
        (Severity.ERROR, ("--ignore", "INV2"), 0),
        (Severity.ERROR, ("--select", "INV1"), 0),
    ],
)
def test_findings(
    lint: Lint, surroundings: Path, rules: Any, severity: Severity, arguments: tuple[str, ...], status: int
) -> None:
    write_files(surroundings, FILES)
    rules(rule("INV203", "odd", severity=severity))
    assert lint(*arguments).status == status


def test_broken_rule(lint: Lint, surroundings: Path, rules: Any) -> None:
    write_files(surroundings, FILES)
    rules(rule("INV203", "still said"), broken_rule("INV501", ValueError("odd")))
    for arguments in ((), ("--exit-zero",)):
        done = lint(*arguments)
        assert done.status == 3
        assert "still said" in done.out
        assert "INV003 rule-failed (error)" in done.out
        assert "rule INV501 (broken) failed on this project with ValueError: odd" in done.out
    assert lint("--ignore", "INV501").status == 1
    elsewhere = lint("demo/__init__.py", "--output-format=json")
    assert elsewhere.status == 3
    assert elsewhere.codes == []
    assert elsewhere.err.startswith("demo/core.py:4: INV003 rule INV501 (broken) failed")


def test_interrupted(lint: Lint, surroundings: Path, rules: Any) -> None:
    write_files(surroundings, FILES)
    rules(broken_rule("INV501", KeyboardInterrupt()))
    done = lint()
    assert (done.status, done.out, done.err.strip()) == (130, "", "Interrupted.")


def test_defect_of_the_linter(lint: Lint, surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(surroundings, FILES)

    def fail(*arguments: object, **keywords: object) -> None:
        raise ValueError("very odd")

    monkeypatch.setattr(checking, "read_project", fail)
    done = lint()
    assert (done.status, done.out) == (3, "")
    assert done.err.startswith("inventree-lint failed: ValueError: very odd\n")
    monkeypatch.setenv("INVENTREE_LINT_TRACEBACK", "1")
    with pytest.raises(ValueError, match="very odd"):
        lint()


@pytest.mark.parametrize(
    "files", [{}, {"notes.txt": ""}, {"demo.py": "x = 1\n"}, {"a.py": "", "b.py": "class Demo: pass\n"}]
)
def test_no_plugin(lint: Lint, surroundings: Path, files: dict[str, str]) -> None:
    write_files(surroundings, files)
    count = sum(name.endswith(".py") for name in files)
    for arguments in ((), ("--exit-zero",), ("--diff",), ("--fix",)):
        done = lint(*arguments)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(
            f"No InvenTree plugin found in {count} Python file{'' if count == 1 else 's'}: "
        )
    as_json = lint("--output-format=json")
    assert (as_json.status, as_json.codes) == (2, [])


def test_broken_file_is_a_finding_not_a_missing_plugin(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {"demo.py": CLEAN + "def broken(:\n"})
    done = lint("--output-format=json")
    assert (done.status, done.codes, done.err) == (1, ["demo.py INV001"], "")


def test_invalid_configuration(lint: Lint, surroundings: Path) -> None:
    write_files(
        surroundings, {**FILES, "pyproject.toml": PYPROJECT + "[tool.inventree-lint]\nselct = ['INV2']\n"}
    )
    for arguments in ((), ("--exit-zero",), ("--select", "INV2")):
        done = lint(*arguments)
        assert done.status == 2
        assert "pyproject.toml:8:1: INV004 invalid-configuration (error)" in done.out
        assert "tool.inventree-lint.selct is no key of this table" in done.out
    elsewhere = lint("demo/__init__.py")
    assert elsewhere.status == 2
    assert elsewhere.err.startswith(
        "pyproject.toml:8: INV004 pyproject.toml: tool.inventree-lint.selct is no key"
    )
    assert lint("--isolated").status == 0


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--nonsense",), "No such option"),
        (("--fix", "--diff"), "exclude each other"),
        (("--unsafe-fixes",), "goes with --fix or --diff"),
        (("--diff", "--output-format=json"), "goes with no --output-format"),
        (("--output-format=xml",), "'xml' is not one of"),
        (("--jobs=0",), "0 is not in the range"),
        (("--jobs=many",), "is not a valid integer"),
        (("--target=0.5",), '"0.5" is not a known InvenTree release'),
        (("--target=",), "is neither an InvenTree release"),
        (("--select=INV9",), 'names no rule: "INV9"'),
        (("--select=",), "it names no code"),
        (("--select= , ",), "it names no code"),
        (("--extend-select=E501",), 'names no rule: "E501"'),
        (("--ignore=inv203",), 'names no rule: "inv203"'),
        (("missing.py",), "missing.py: there is no such file or folder"),
        (("demo", "missing"), "missing: there is no such file or folder"),
        (("pyproject.toml",), "pyproject.toml: this is no Python file; give the folder that it belongs to"),
        (("-", "demo"), "goes with no other PATH"),
        (("--stdin-filename=demo/core.py",), "goes with the PATH -"),
        (("-", "--fix"), "--fix cannot write to standard input; use --diff"),
        (("-", "--stdin-filename=notes.txt"), "--stdin-filename notes.txt: this is no Python file."),
        (("-", "--stdin-filename="), "this is no Python file."),
        (("a\nb\x1b[31m",), r"a\nb\x1b[31m: there is no such file or folder"),
    ],
)
def test_wrong_usage(lint: Lint, surroundings: Path, arguments: tuple[str, ...], message: str) -> None:
    write_files(surroundings, FILES)
    done = lint(*arguments)
    assert (done.status, done.out) == (2, "")
    assert message in " ".join(done.err.split("\n"))
    assert "\x1b" not in done.err


def test_commands() -> None:
    assert cli.run(["nonsense"]) == 2
    assert cli.run([]) == 2
    assert cli.run(["--help"]) == 0
    assert cli.run(["check", "--help"]) == 0
    assert cli.run(["-h"]) == 0


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["--help"])
    output = capsys.readouterr().out
    assert "Lint plugins: files, folders, or the current folder." in output
    assert "List the rules, or explain one." in output


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("inventree-lint 0.")


def test_main_ends_the_process() -> None:
    with pytest.raises(SystemExit) as error:
        cli.main(["check", "--nonsense"])
    assert error.value.code == 2


# Paths


def test_files_and_folders(lint: Lint, surroundings: Path, rules: Any) -> None:
    write_files(surroundings, {**FILES, "demo/other.py": ""})
    rules(
        rule("INV203", "core"),
        rule("INV501", "other", path="demo/other.py"),
        rule("INV601", "file", path="pyproject.toml"),
    )
    core = ["demo/core.py INV203", "pyproject.toml INV601"]
    other = ["demo/other.py INV501"]
    for paths, expected in {
        (): [core[0], *other, core[1]],
        (".",): [core[0], *other, core[1]],
        ("demo",): [core[0], *other, core[1]],
        ("demo/core.py",): core,
        ("demo/other.py",): other,
        ("demo/other.py", "demo/core.py", "demo"): [core[0], *other, core[1]],
        ("demo/__init__.py",): [],
        (str(surroundings / "demo/other.py"),): other,
    }.items():
        assert lint("--output-format=json", *paths).codes == expected, paths


def test_path_from_elsewhere(
    lint: Lint, surroundings: Path, rules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(surroundings, FILES)
    rules(rule("INV203", "core"))
    monkeypatch.chdir(surroundings / "demo")
    assert lint("--output-format=json").codes == ["core.py INV203"]
    assert lint("--output-format=json", "..").codes == ["core.py INV203"]
    assert "not on 0.6: core.py:1 plugin.InvenTreePlugin" in lint("..").out
    (surroundings.parent / "far").mkdir()
    monkeypatch.chdir(surroundings.parent / "far")
    absolute = (surroundings / "demo/core.py").as_posix()
    assert lint("--output-format=json", "../project").codes == [f"{absolute} INV203"]


def test_several_projects(lint: Lint, surroundings: Path) -> None:
    other = {f"other/{path}": text.replace("demo", "other") for path, text in FILES.items()}
    write_files(surroundings, {**FILES, **other, "other/other/core.py": FIXABLE, "bare/demo.py": FIXABLE})
    done = lint("demo", "other", "bare", "--select=INV203", "--output-format=json")
    assert done.codes == ["bare/demo.py INV203", "other/other/core.py INV203"]
    assert lint("other", "--select=INV203", "--output-format=json").codes == ["other/other/core.py INV203"]
    for whole in ((".",), ()):
        assert lint(*whole, "--select=INV203").out.count("Runs on InvenTree") == 2


def test_excluded_file_is_left_out_even_if_it_is_named(lint: Lint, surroundings: Path) -> None:
    configuration = PYPROJECT + "[tool.inventree-lint]\nexclude = ['gen']\n"
    write_files(
        surroundings, {**FILES, "pyproject.toml": configuration, "gen/a.py": FIXABLE, ".venv/b.py": FIXABLE}
    )
    for path in ("gen/a.py", ".venv/b.py", "gen"):
        assert lint(path, "--output-format=json").codes == [], path
    assert lint("-", "--stdin-filename=gen/a.py", "--output-format=json", stdin=FIXABLE.encode()).codes == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a name that is no text")
def test_odd_names(lint: Lint, surroundings: Path) -> None:
    names = ["a\nb.py", "\x1b[31m.py", os.fsdecode(b"\xff.py"), "::error::x.py"]
    write_files(surroundings, {**FILES, **{f"demo/{name}": "class (:\n" for name in names}})
    done = lint()
    assert (done.status, done.err) == (1, "")
    for shown in (r"demo/a\nb.py:1:", r"demo/\x1b[31m.py:1:", r"demo/\udcff.py:1:", "demo/::error::x.py:1:"):
        assert f"{shown}7: INV001" in done.out
    assert len(lint("--output-format=json").codes) == 4
    assert lint("--output-format=github").status == 1


# Standard input


def test_standard_input(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, FILES)
    broken = CLEAN.encode() + b"def broken(:\n"
    named = lint("-", "--stdin-filename=demo/core.py", "--output-format=json", stdin=broken)
    assert (named.status, named.codes) == (1, ["demo/core.py INV001"])
    new = lint("-", "--stdin-filename=demo/new.py", "--output-format=json", stdin=broken)
    assert new.codes == ["demo/new.py INV001"]
    unnamed = lint("-", "--output-format=json", stdin=broken)
    assert (unnamed.status, unnamed.codes) == (1, ["stdin INV001"])
    assert lint("-", "--stdin-filename=demo/core.py", stdin=CLEAN.encode()).status == 0
    assert lint("-", stdin=b"").status == 2
    assert (surroundings / "demo/core.py").read_text() == CLEAN


def test_diff_of_standard_input(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, FILES)
    done = lint("-", "--stdin-filename=demo/core.py", "--diff", "--select=INV203", stdin=FIXABLE.encode())
    assert done.status == 1
    assert done.out.startswith("--- a/demo/core.py\n+++ b/demo/core.py\n")
    assert (surroundings / "demo/core.py").read_text() == CLEAN


# Selection and configuration


def test_options_come_before_the_configuration(lint: Lint, surroundings: Path, rules: Any) -> None:
    configuration = (
        PYPROJECT + "[tool.inventree-lint]\nselect = ['INV501']\nignore = {INV5 = 'because'}\nadvice = true\n"
    )
    write_files(surroundings, {**FILES, "pyproject.toml": configuration})
    rules(rule("INV106", "advice", severity=Severity.ADVICE), rule("INV203", "two"), rule("INV501", "five"))

    def codes(*arguments: str) -> list[str]:
        return [code.split()[1] for code in lint("--output-format=json", *arguments).codes]

    assert codes() == ["INV501"]
    assert codes("--select=INV2") == ["INV203"]
    assert codes("--select=INV2,INV5") == ["INV203"]
    assert codes("--ignore=INV501") == []
    assert codes("--ignore=") == ["INV501"]
    assert codes("--extend-select=INV203") == ["INV203", "INV501"]
    assert codes("--select=INV") == ["INV106", "INV203"]
    assert codes("--isolated") == ["INV203", "INV501"]
    assert codes("--isolated", "--advice") == ["INV106", "INV203", "INV501"]


def test_target(lint: Lint, surroundings: Path) -> None:
    legacy = "from plugin import IntegrationPluginBase\n\n\nclass Demo(IntegrationPluginBase):\n    PLUGIN_NAME = 'Demo'\n"
    write_files(surroundings, {"demo.py": legacy})
    assert lint("--select=INV101").status == 0
    assert lint("--select=INV101", "--target=>=1.0").status == 1


def test_isolated_ignores_comments(lint: Lint, surroundings: Path, rules: Any) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": "# flake8: noqa\n" + CLEAN})
    rules(rule("INV203", "odd"))
    done = lint()
    assert (done.status, done.out.splitlines()[0]) == (0, "No findings in 2 files; 1 suppressed")
    assert lint("--isolated").status == 1


def test_cache(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, FILES)
    cache = surroundings.parent / "cache"
    assert lint("--no-cache").status == 0
    assert not cache.exists()
    assert lint().status == 0
    [file] = cache.rglob("*.json")
    file.write_bytes(b"{damaged")
    assert lint("--no-cache").status == 0
    assert file.read_bytes() == b"{damaged"
    assert lint("--jobs=1").status == 0
    assert file.read_bytes() != b"{damaged"


# Fixing


def test_fix(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": FIXABLE})
    assert lint("--select=INV203").status == 1
    done = lint("--fix", "--select=INV203")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == "No findings in 2 files; 1 fixed"
    assert (surroundings / "demo/core.py").read_text() == FIXED
    again = lint("--fix", "--select=INV203")
    assert (again.status, again.out.splitlines()[0]) == (0, "No findings in 2 files")


def test_fix_leaves_other_files_alone(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": FIXABLE, "demo/other.py": FIXABLE})
    assert lint("--fix", "--select=INV203", "demo/other.py").status == 0
    assert (surroundings / "demo/core.py").read_text() == FIXABLE
    assert (surroundings / "demo/other.py").read_text() == FIXED


def test_suppressed_findings_are_not_fixed(lint: Lint, surroundings: Path) -> None:
    text = FIXABLE.replace("import SettingsMixin", "import SettingsMixin  # noqa: INV203")
    write_files(surroundings, {**FILES, "demo/core.py": text})
    done = lint("--fix", "--select=INV203")
    assert (done.status, done.out.splitlines()[0]) == (0, "No findings in 2 files; 1 suppressed")
    assert (surroundings / "demo/core.py").read_text() == text
    assert lint("--fix", "--select=INV203", "--isolated").status == 0
    assert (surroundings / "demo/core.py").read_text() != text


def test_ignored_findings_are_not_fixed(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": FIXABLE})
    assert lint("--fix", "--ignore=INV203,INV1").status == 0
    assert (surroundings / "demo/core.py").read_text() == FIXABLE


def test_fix_of_a_file_that_does_not_round_trip(lint: Lint, surroundings: Path) -> None:
    text = FIXABLE + "\ntry:\n    x = 1\nexcept OSError :\n    pass\n"
    write_files(surroundings, {**FILES, "demo/core.py": text, "demo/other.py": FIXABLE})
    done = lint("--fix", "--select=INV203")
    assert done.status == 1
    assert done.err == "demo/core.py: not fixed, our parser does not give its text back unchanged\n"
    assert "1 fixed" in done.out
    assert (surroundings / "demo/core.py").read_text() == text
    assert (surroundings / "demo/other.py").read_text() == FIXED


def test_file_that_cannot_be_written(lint: Lint, surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": FIXABLE, "demo/other.py": FIXABLE})
    real = files.overwrite

    def overwrite(path: Path, data: bytes) -> None:
        if path.name == "core.py":
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(files, "overwrite", overwrite)
    for arguments in ((), ("--exit-zero",)):
        done = lint("--fix", "--select=INV203", *arguments)
        assert done.status == 3
        assert done.err == "demo/core.py: not fixed, it cannot be written: No space left on device\n"
    assert "1 warning in 3 files" in done.out
    assert (surroundings / "demo/core.py").read_text() == FIXABLE
    assert (surroundings / "demo/other.py").read_text() == FIXED


def test_diff(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": FIXABLE})
    done = lint("--diff", "--select=INV203")
    assert done.status == 1
    assert done.out == (
        "--- a/demo/core.py\n+++ b/demo/core.py\n@@ -1,5 +1,5 @@\n from plugin import InvenTreePlugin\n"
        "-from plugin.base.integration.SettingsMixin import SettingsMixin\n+from plugin.mixins import SettingsMixin\n"
        " \n \n class Demo(InvenTreePlugin):\n"
    )
    assert done.err == "1 warning in 2 files\n1 can be mended with --fix\n"
    assert (surroundings / "demo/core.py").read_text() == FIXABLE
    clean = lint("--diff", "--select=INV204")
    assert (clean.status, clean.out, clean.err) == (0, "", "No findings in 2 files\n")


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize(
    "data",
    [
        FIXABLE.encode(),
        FIXABLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + FIXABLE.encode(),
        b"# coding: latin-1\n" + FIXABLE.replace("what it does", "t\xe4t").encode("latin-1"),
        FIXABLE.rstrip().encode(),
    ],
)
def test_diff_is_what_fix_does(lint: Lint, surroundings: Path, data: bytes) -> None:
    paths = ("demo/core.py", "demo/a b.py")
    write_files(surroundings, {**FILES, paths[0]: data, paths[1]: FIXABLE})
    diff = lint("--diff", "--select=INV203").raw
    subprocess.run(["patch", "--binary", "-p1"], input=diff, check=True, capture_output=True)
    patched = [(surroundings / path).read_bytes() for path in paths]
    write_files(surroundings, {paths[0]: data, paths[1]: FIXABLE})
    assert lint("--fix", "--select=INV203").status == 0
    assert patched == [(surroundings / path).read_bytes() for path in paths]
    assert patched[0] != data


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_fix_keeps_mode_and_link(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {**FILES, "demo/real.py": FIXABLE})
    (surroundings / "demo/real.py").chmod(0o750)
    (surroundings / "demo/link.py").symlink_to("real.py")
    assert lint("--fix", "--select=INV203").status == 0
    assert (surroundings / "demo/link.py").readlink() == Path("real.py")
    assert (surroundings / "demo/real.py").read_text() == FIXED
    assert (surroundings / "demo/real.py").stat().st_mode & 0o777 == 0o750


# Output


def test_text_report(lint: Lint, surroundings: Path, rules: Any) -> None:
    write_files(surroundings, FILES)
    rules(
        rule("INV203", "odd"),
        rule("INV601", "file", path="pyproject.toml"),
        rule("INV602", "gone", path="gone.txt"),
    )
    assert lint().out.startswith(
        "demo/core.py:1:1: INV203 made-up (warning)\n"
        "  odd\n"
        "  1 | from plugin import InvenTreePlugin\n"
        "    | ^\n"
        "  help: do this\n"
        "  more: inventree-lint rules INV203\n"
        "\n"
        "gone.txt:1:1: INV602 made-up (warning)\n"
        "  gone\n"
        "  help: do this\n"
        "  more: inventree-lint rules INV602\n"
        "\n"
        "pyproject.toml:1:1: INV601 made-up (warning)\n"
        "  file\n"
        "  1 | [project]\n"
    )


def test_source_line_of_a_file_that_is_no_text(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, {**FILES, "demo/bad.py": b"x = '\xff'\n"})
    assert "demo/bad.py:1:6: INV001 unreadable-file (error)\n" in lint().out


def test_github(lint: Lint, surroundings: Path, rules: Any) -> None:
    write_files(surroundings, FILES)
    rules(rule("INV203", "odd"))
    assert lint("--output-format=github").out.startswith("::warning file=demo/core.py,line=1,")


@pytest.mark.parametrize("output_format", ["text", "github", "json"])
def test_output_that_is_not_utf8(surroundings: Path, output_format: str) -> None:
    text = (
        CLEAN.replace('"what it does"', '"\N{GRINNING FACE}"').replace("NAME = ", "N\xc4ME = ")
        + "def b(:  # \xe9\n"
    )
    write_files(surroundings, {**FILES, "demo/core.py": text})
    done = process(f"--output-format={output_format}", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"INV001" in done.stdout
    done.stdout.decode("ascii")


def test_diff_is_bytes_whatever_the_output(surroundings: Path) -> None:
    write_files(
        surroundings,
        {**FILES, "demo/core.py": FIXABLE.replace("class Demo", "# \xe9\nclass Demo")},
    )
    done = process("--diff", "--select=INV203", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "# \xe9\n".encode() in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe of its own")
def test_closed_pipe(surroundings: Path) -> None:
    write_files(surroundings, FILES)
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check"]
    for arguments in ((), ("--output-format=json",)):
        done = subprocess.run([*command, *arguments], stdout=writer, stderr=subprocess.PIPE, check=False)
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr
        assert done.returncode == 1
    os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_full_disk(surroundings: Path) -> None:
    write_files(surroundings, FILES)
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "flake8_inventree_plugin", "check"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_colours_on_a_terminal_only(surroundings: Path, no_color: str, colored: bool) -> None:
    write_files(surroundings, {**FILES, "demo/core.py": CLEAN + "def b(: # \x1b[31m\n"})
    plain = process().stdout
    assert b"\x1b" not in plain
    shown = on_a_terminal(NO_COLOR=no_color)
    assert (b"\x1b[1;31mINV001\x1b[0m" in shown) is colored
    assert b"\x1b[31m" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_diff_on_a_terminal_moves_no_cursor(surroundings: Path) -> None:
    write_files(
        surroundings, {**FILES, "demo/core.py": FIXABLE.replace("class Demo", "# \x1b[2J\nclass Demo")}
    )
    shown = on_a_terminal("--diff", "--select=INV203")
    assert b"# \\x1b[2J" in shown
    assert b"\x1b[2J" not in shown


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """What `inventree-lint check` shows on a terminal."""
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "flake8_inventree_plugin", "check", *arguments]
    done = subprocess.Popen(
        command, stdout=terminal, stderr=terminal, env={**os.environ, "TERM": "xterm", **environment}
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 10_000)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    done.wait()
    return shown


# Cost


def test_warm_run_imports_nothing_heavy(surroundings: Path) -> None:
    write_files(surroundings, FILES)
    script = (
        "import sys; from flake8_inventree_plugin.cli import run; status = run(['check', '--output-format=json'])\n"
        "print(status, *sorted(set(map(lambda name: name.partition('.')[0], sys.modules))), file=sys.stderr)"
    )
    for warm in (False, True):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        status, *modules = done.stderr.split()
        assert status == "0"
        assert ("libcst" in modules) is not warm
    assert {"libcst", "flake8", "rich", "yaml", "django", "packaging", "tempfile"} & set(modules) == set()


def test_every_rule_can_be_selected(lint: Lint, surroundings: Path) -> None:
    write_files(surroundings, FILES)
    for made in all_rules():
        assert lint(f"--select={made.code}", "--no-cache").status in (0, 1), made.code
