"""`inventree-lint try`: what it says, where, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_inventree_plugin.cli import run, try_plugin
from flake8_inventree_plugin.cli.try_plugin import Limits, Tried, failures
from flake8_inventree_plugin.engine import Result
from flake8_inventree_plugin.runtime import launch
from flake8_inventree_plugin.runtime.launch import NOT_INSTALLED, Ended, environment, read_report, unfinished
from flake8_inventree_plugin.runtime.request import (
    REPORT,
    Call,
    Done,
    Line,
    Loaded,
    Note,
    Problem,
    Step,
    to_line,
)
from tests.support import project_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
FILES = {"pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n', "demo.py": PLUGIN}


def replace_run(monkeypatch: pytest.MonkeyPatch, *lines: Line, status: int = 0, output: str = "") -> None:
    """Let the child report these lines without starting it."""
    ended = Ended(list(lines), status, 0.1, output=output)
    monkeypatch.setattr(try_plugin, "run", lambda request, seconds: ended)


def test_the_report_and_what_is_said_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {**FILES, "demo.py": PLUGIN + "    PUBLISH_DATE = '1.1.2022'\n"})
    assert run(["try", str(tmp_path), "--release", "1.4.2", "--timeout", "50"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(
        f"Executing Demo ({tmp_path.as_posix()}) as InvenTree 1.4 would, with the rights of"
    )
    assert "it is ended after 50 s" in said.err
    assert "INV113 invalid-publish-date (error)" in said.out
    assert "seen where it was loaded as by InvenTree 1.4: ValueError: Invalid isoformat string" in said.out
    assert "\ndemo.Demo was loaded as by InvenTree 1.4\n  slug: demo\n" in said.out


def test_json_has_what_was_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = Note("demo", "needs yaml, which is not installed here", "yaml")
    call = Call("demo.Demo", "ActionMixin", "get_info()", "x" * 999)
    demo = Loaded("demo.Demo", "demo", "demo.py", {"name": "Demo"}, ["action"])
    replace_run(monkeypatch, Step("import"), demo, call, note, note, Done())
    other = "\n\nclass Other(InvenTreePlugin):\n    NAME = 'Other'\n"
    write_files(tmp_path, {**FILES, "demo.py": PLUGIN + other})
    monkeypatch.chdir(tmp_path.parent)
    assert run(["try", tmp_path.name, "--release", "1.4.2", "--output-format", "json"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["findings", "summary", "tried"]
    assert report["tried"] == {
        "version": 1,
        "projects": [
            {
                "path": tmp_path.name,
                "release": "1.4",
                "loaded": [
                    {
                        "plugin": "demo.Demo",
                        "slug": "demo",
                        "metadata": {"name": "Demo"},
                        "mixins": ["action"],
                        "calls": [{"mixin": "ActionMixin", "what": "get_info()", "result": "x" * 999}],
                    }
                ],
                "not_loaded": ["Other"],
                "not_tried": [{"plugin": "demo", "message": note.message, "needs": "yaml"}],
            }
        ],
    }


@pytest.mark.parametrize("output_format", ["github", "gitlab", "sarif", "junit"])
def test_other_formats_hold_nothing_but_the_report(
    output_format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_run(monkeypatch, Step("import"), Loaded("demo.Demo", "demo", "demo.py"), Done())
    write_files(tmp_path, FILES)
    run(["try", str(tmp_path), "--output-format", output_format])
    assert "was loaded" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--release", "0.5"], "is not a known InvenTree release"),
        (["--timeout", "0"], "is not in the range x>0"),
        (["--memory", "-1"], "is not in the range x>=0"),
        (["nowhere"], "there is no such file or folder"),
    ],
)
def test_wrong_usage(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["try", *arguments]) == 2
    assert expected in capsys.readouterr().err


def test_no_plugin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": "x = 1\n"})
    assert run(["try", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("No InvenTree plugin found")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            Note("demo", "needs yaml, which is not installed here", "yaml"),
            "demo was not tried: it needs yaml, which is not installed here; install that into this environment.",
        ),
        (
            Note("", "the runtime needs django, which is not installed", "django"),
            "the runtime needs django, which is not installed: pip install 'flake8-inventree-plugin[runtime]'",
        ),
    ],
)
def test_what_is_not_installed_ends_with_status_2(
    note: Note,
    expected: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace_run(monkeypatch, note, note, status=NOT_INSTALLED)
    write_files(tmp_path, FILES)
    assert run(["try", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[-1] == expected
    assert "Demo: no plugin was loaded" in said.out


def test_a_runtime_that_does_not_start_is_our_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_run(monkeypatch, status=1, output="Traceback\nImportError: x")
    write_files(tmp_path, FILES)
    assert run(["try", str(tmp_path)]) == 3
    assert capsys.readouterr().err.splitlines()[-3:] == [
        "The runtime did not start, which is no fault of the plugin:",
        "Traceback",
        "ImportError: x",
    ]


def test_texts_of_the_plugin_do_not_move_the_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_run(monkeypatch, Step("import"), Note("demo", "\x1b[2J\n##[error]" + "x" * 999), Done())
    write_files(tmp_path, FILES)
    run(["try", str(tmp_path)])
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.startswith("Not tried: demo: \\x1b[2J\\n#\\x23[error]xxx")
    assert len(line) < 400


def test_each_package_is_asked_for_once() -> None:
    project = project_of(FILES)
    lines: list[Line] = [Note("a", "needs yaml", "yaml"), Note("b", "needs yaml", "yaml"), Note("c", "x")]
    tried = Tried(project, "1.2", Ended(lines, 0, 1), Result(project, ()))
    assert [note.plugin for note in tried.needs] == ["a"]
    assert len(list(failures(tried))) == 2
    assert Limits().memory == 0


# The child process


def test_a_child_gets_nothing_secret() -> None:
    given = {"PATH": "/bin", "LC_ALL": "C", "HOME": "/home/me", "TOKEN": "x", "PYTHONSTARTUP": "x"}
    assert environment("/scratch", given) == {
        "PATH": "/bin",
        "LC_ALL": "C",
        **dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TMP", "TEMP"), "/scratch"),
        "PYTHONIOENCODING": "utf-8",
    }


def test_a_report_that_is_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    assert read_report(str(tmp_path)) == []
    (tmp_path / REPORT).write_text(f"{to_line(Step('init', 'demo.Demo'))}\n{to_line(Done())[:-3]}", "utf-8")
    assert read_report(str(tmp_path)) == [Step("init", "demo.Demo")]


@pytest.mark.parametrize(
    ("lines", "status", "timed_out", "expected"),
    [
        ([Step("import", what="demo"), Done()], 0, False, None),
        ([], 1, False, None),
        ([Step("init", "demo.Demo")], -9, True, ("INV806", "time", "creating the plugin was not over when")),
        (
            [Step("hook", "demo.Demo", "scan")],
            -9,
            False,
            ("INV806", "memory", "calling scan ended the process by"),
        ),
        (
            [Step("activate", "demo.Demo", "app")],
            -24,
            False,
            ("INV806", "time", "setting up app ended the process"),
        ),
        (
            [Step("metadata", "demo.Demo")],
            3,
            False,
            ("INV805", "ended", "reading the metadata ended the process"),
        ),
    ],
)
def test_a_child_that_did_not_come_to_its_end(
    lines: list[Line], status: int, timed_out: bool, expected: tuple[str, str, str] | None
) -> None:
    found = unfinished(Ended(lines, status, 1, timed_out))
    if expected is None:
        assert found is None
    else:
        assert isinstance(found, Problem)
        assert (found.code, found.kind) == expected[:2]
        assert found.message.startswith(expected[2])


def test_without_process_groups_the_child_alone_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    class Child:
        killed = waited = False

        def kill(self) -> None:
            self.killed = True

        def wait(self) -> None:
            self.waited = True

    monkeypatch.delattr(launch.os, "killpg", raising=False)
    child = Child()
    launch.end(child)  # type: ignore[arg-type]
    assert child.killed
    assert child.waited
