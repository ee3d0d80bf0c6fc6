"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from flake8_inventree_plugin.files import overwrite, write

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links or modes")


@on_posix
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o444, 0o4755])
def test_mode_survives(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "demo.py"
    file.write_bytes(b"old")
    file.chmod(mode)
    overwrite(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert list(tmp_path.iterdir()) == [file]


@on_posix
def test_links_keep_pointing(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    real = tmp_path / "demo/real.py"
    real.write_bytes(b"old")
    link, second = tmp_path / "link.py", tmp_path / "second.py"
    link.symlink_to("demo/real.py")
    second.symlink_to("link.py")
    overwrite(second, b"new")
    assert (second.readlink(), link.readlink()) == (Path("link.py"), Path("demo/real.py"))
    assert real.read_bytes() == b"new"


@on_posix
def test_owner_survives_where_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "demo.py"
    file.write_bytes(b"old")
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, uid, gid: asked.append((uid, gid)))
    overwrite(file, b"new")
    assert asked == [(file.stat().st_uid, file.stat().st_gid)]

    def refuse(path: str, uid: int, gid: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    overwrite(file, b"newer")
    assert file.read_bytes() == b"newer"


@pytest.mark.parametrize(
    ("module", "name"),
    [(tempfile, "mkstemp"), (os, "fsync"), (Path, "chmod"), (Path, "replace")],
)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_failed_write_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, error: BaseException
) -> None:
    file = tmp_path / "demo.py"
    file.write_bytes(b"old")

    def fail(*arguments: object, **keywords: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(module, name, fail)
        with pytest.raises(type(error)):
            overwrite(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_failed_write_whose_traces_cannot_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "demo.py"
    file.write_bytes(b"old")

    def fail(*arguments: object, **keywords: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        patch.setattr(Path, "unlink", fail)
        with pytest.raises(OSError, match="Input/output error"):
            overwrite(file, b"new")
    assert file.read_bytes() == b"old"


def test_file_that_is_gone_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        overwrite(tmp_path / "gone.py", b"new")
    assert list(tmp_path.iterdir()) == []


@on_posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_new_file_has_the_usual_mode(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write(tmp_path / "new.json", b"new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert (tmp_path / "new.json").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == mode
    assert list(tmp_path.iterdir()) == [tmp_path / "new.json"]


@on_posix
def test_old_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write(file, b"new")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o640)


@on_posix
def test_link_to_nothing_makes_what_it_points_to(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    write(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


@on_posix
def test_a_device_stays_one() -> None:
    write(Path(os.devnull), b"new")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_new_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **keywords: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "new.json", b"new")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "no/new.json", b"new")
