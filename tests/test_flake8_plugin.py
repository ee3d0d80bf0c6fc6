"""flake8's face, called as flake8 calls it: what it says of one file, and what must not end flake8's run."""

from __future__ import annotations

import ast
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flake8_inventree_plugin import engine, flake8_plugin
from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.flake8_plugin import Flake8Plugin
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Rule
from tests.support import write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
FILES = {"pyproject.toml": "", "demo/__init__.py": "", "demo/core.py": PLUGIN, "demo/other.py": "x = 1\n"}

Shown = list[tuple[int, int, str]]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for variable, folder in (("HOME", "home"), ("XDG_CACHE_HOME", "cache"), ("LOCALAPPDATA", "cache")):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    flake8_plugin.forget()
    yield project
    flake8_plugin.forget()


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts rules in place of the catalogue: each finds something at some places."""

    def use(**places: tuple[str, int, int]) -> None:
        def make(code: str, path: str, line: int, column: int) -> Rule:
            def check(project: Project) -> Iterator[Finding]:
                yield made.finding("says\x1b[31m\nso", "do this", path, Range(line, column, line, column))

            made = Rule(code, "made-up", Severity.WARNING, check, "", always=True)
            return made

        monkeypatch.setattr(
            engine, "all_rules", lambda: tuple(make(code, *at) for code, at in places.items())
        )

    return use


def shown(filename: str, text: str | None = None) -> Shown:
    """What the plugin yields for a file, saved or not."""
    if text is None:
        text = Path(filename).read_bytes().decode()
    lines = text.splitlines(keepends=True)
    found = list(Flake8Plugin(ast.Module(body=[], type_ignores=[]), filename, lines).run())
    assert all(kind is Flake8Plugin for *_, kind in found)
    return [(line, column, message) for line, column, message, _ in found]


SAYS = "says\\x1b[31m\\nso; do this"


def test_each_file_shows_what_stands_in_it(surroundings: Path, rules: Any) -> None:
    write_files(surroundings, FILES)
    rules(INV203=("demo/core.py", 2, 5), INV501=("demo/other.py", 1, 1), INV601=("pyproject.toml", 7, 1))
    on_anchor = (4, 6, f"INV601 pyproject.toml:7: {SAYS}")
    assert shown("demo/core.py") == [(2, 4, f"INV203 {SAYS}"), on_anchor]
    assert shown("./demo/core.py") == shown(str(surroundings / "demo/core.py")) == shown("demo/core.py")
    assert shown("demo/other.py") == [(1, 0, f"INV501 {SAYS}")]
    assert shown("demo/__init__.py") == []


@pytest.mark.parametrize(
    "filename", ["pyproject.toml", "demo/notes.txt", "script", "demo/core.pyi", "stdin.txt"]
)
def test_nothing_but_python(surroundings: Path, rules: Any, filename: str) -> None:
    write_files(surroundings, FILES)
    rules(INV601=(filename, 1, 1))
    assert shown(filename, PLUGIN) == []


def test_a_project_is_read_once(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(surroundings, FILES)
    read: list[object] = []
    real = engine.read_project

    def read_project(*arguments: Any) -> Project:
        read.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(engine, "read_project", read_project)
    for name in ("demo/core.py", "demo/other.py", "demo/core.py"):
        shown(name)
    assert len(read) == 1
    shown("demo/core.py", PLUGIN + "\n")
    assert len(read) == 2
    flake8_plugin.forget()
    shown("demo/core.py")
    assert len(read) == 3


@pytest.mark.parametrize(
    "data",
    [
        PLUGIN.encode(),
        PLUGIN.replace("\n", "\r\n").encode(),
        PLUGIN.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + PLUGIN.encode(),
        b"# coding: latin-1\n# \xe9\n" + PLUGIN.encode(),
    ],
)
def test_what_flake8_was_given_is_what_is_saved(
    surroundings: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """flake8 hands over text without a byte order mark, every line end a line feed."""
    write_files(surroundings, {**FILES, "demo/core.py": data})
    monkeypatch.setattr(flake8_plugin, "_with_buffer", None)
    encoding = "latin-1" if b"latin-1" in data else "utf-8-sig"
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    assert [message[:6] for *_, message in shown("demo/core.py", text) if "INV003" in message] == []


@pytest.mark.parametrize("saved", [None, b"x = 1\n", b"# coding: klingon\n", b"\xff"])
def test_unsaved_text(surroundings: Path, rules: Any, saved: bytes | None) -> None:
    write_files(surroundings, FILES)
    (surroundings / "demo/core.py").unlink()
    if saved is not None:
        (surroundings / "demo/core.py").write_bytes(saved)
    rules(INV203=("demo/core.py", 2, 5), INV601=("pyproject.toml", 1, 1))
    assert shown("demo/core.py", "\n" + PLUGIN) == [
        (2, 4, f"INV203 {SAYS}"),
        (5, 6, f"INV601 pyproject.toml:1: {SAYS}"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# coding: latin-1\nx = '\xe9'\n",
        "# coding: klingon\n",
        "# coding: rot13\n",
        "x = '\udcff'\n",
    ],
)
def test_unsaved_text_in_any_encoding(surroundings: Path, text: str) -> None:
    write_files(surroundings, FILES)
    found = shown("demo/core.py", text + PLUGIN)
    assert [message for *_, message in found if message.startswith("INV003")] == []
    unreadable = [message for *_, message in found if message.startswith("INV001")]
    assert bool(unreadable) is not text.endswith("'\xe9'\n")


@pytest.mark.parametrize("filename", ["stdin", "-"])
def test_unnamed_text(surroundings: Path, rules: Any, filename: str) -> None:
    write_files(surroundings, FILES)
    rules(INV203=("stdin", 2, 5))
    assert shown(filename, PLUGIN) == [(2, 4, f"INV203 {SAYS}")]


def test_file_that_is_called_like_standard_input(surroundings: Path, rules: Any) -> None:
    write_files(surroundings, {**FILES, "stdin": PLUGIN})
    rules(INV203=("demo/core.py", 2, 5))
    assert shown("stdin") == []


def test_nothing_ends_flake8s_run(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(surroundings, FILES)

    def fail(*arguments: object) -> None:
        raise ValueError("odd\n\x1b[31m")

    monkeypatch.setattr(engine, "read_project", fail)
    assert shown("demo/core.py") == [
        (1, 0, "INV003 the linter failed with ValueError: odd\\n\\x1b[31m; please report it")
    ]


def test_interruption_ends_it(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(surroundings, FILES)

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "read_project", interrupt)
    with pytest.raises(KeyboardInterrupt):
        shown("demo/core.py")


# Options


def options(**values: Any) -> Namespace:
    defaults = {"inventree_target": None, "inventree_advice": False, "select": None, "extend_select": None}
    return Namespace(**{**defaults, **values})


@pytest.fixture
def restored_options() -> Iterator[None]:
    yield
    Flake8Plugin.parse_options(options())


@pytest.mark.usefixtures("restored_options")
def test_options() -> None:
    Flake8Plugin.parse_options(
        options(
            inventree_target="1.2",
            inventree_advice=True,
            select=["E", "INV1", "INV106"],
            extend_select=["INV501", "F401"],
        )
    )
    assert (Flake8Plugin.target, Flake8Plugin.advice, Flake8Plugin.select) == (
        "1.2",
        True,
        ("INV106", "INV501"),
    )
    Flake8Plugin.parse_options(options())
    assert (Flake8Plugin.target, Flake8Plugin.advice, Flake8Plugin.select) == (None, False, ())


@pytest.mark.parametrize("target", ["nonsense", "0.5", ""])
def test_wrong_target(target: str) -> None:
    with pytest.raises(SystemExit, match="--inventree-target: "):
        Flake8Plugin.parse_options(options(inventree_target=target))
