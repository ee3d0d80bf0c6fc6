"""`inventree-lint cache`: says where facts are kept, and removes them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin import cli
from tests.cli.test_check import FILES, surroundings
from tests.support import write_files

__all__ = ["surroundings"]

Capture = pytest.CaptureFixture[str]


def test_where_and_how_much(surroundings: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "cache/flake8-inventree-plugin"
    assert cli.run(["cache"]) == 0
    assert capsys.readouterr().out == f"{folder}: 0 projects, 0.0 MiB\n"
    assert not folder.exists()
    write_files(surroundings, FILES)
    assert cli.run(["check"]) == 0
    [file] = folder.glob("*.json")
    with file.open("ab") as stream:
        stream.truncate(3 << 19)
    capsys.readouterr()
    assert cli.run(["cache"]) == 0
    assert capsys.readouterr().out == f"{folder}: 1 project, 1.5 MiB\n"


def test_clear(surroundings: Path, tmp_path: Path, capsys: Capture) -> None:
    write_files(surroundings, FILES)
    folder = tmp_path / "cache/flake8-inventree-plugin"
    for _ in range(2):
        assert cli.run(["check"]) == 0
        assert folder.exists()
        capsys.readouterr()
        assert cli.run(["cache", "clear"]) == 0
        assert capsys.readouterr().out == f"{folder}: removed 1 project, 0.0 MiB\n"
        assert not folder.exists()
    assert cli.run(["cache", "clear"]) == 0
    assert capsys.readouterr().out == f"{folder}: removed 0 projects, 0.0 MiB\n"


def test_what_cannot_be_removed_is_said(
    surroundings: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(surroundings, FILES)
    assert cli.run(["check"]) == 0

    def fail(*arguments: object, **keywords: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", fail)
    assert cli.run(["cache", "clear"]) == 2
    assert capsys.readouterr().err == f"Error: {tmp_path}/cache/flake8-inventree-plugin: Permission denied\n"


def test_no_place_for_a_cache(surroundings: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", fail)
    monkeypatch.delenv("XDG_CACHE_HOME")
    for arguments in (["cache"], ["cache", "clear"]):
        assert cli.run(arguments) == 2
        assert "There is no place for a cache" in capsys.readouterr().err
