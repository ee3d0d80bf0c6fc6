"""Facts between runs: found again by content, never fatal, never wrong, never endless."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from flake8_inventree_plugin import cache as cache_module
from flake8_inventree_plugin.cache import Cache, cache_folder, open_cache
from flake8_inventree_plugin.source.parse import read_facts
from tests.support import write_files

DATA = b"from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'  # noqa\n"
OTHER = b"import os\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def filled(root: Path, folder: Path, *contents: bytes) -> Path:
    """The file of a cache that knows some contents."""
    cache = Cache(root, folder)
    for data in contents:
        cache.put(data, read_facts(data))
    cache.save()
    [file] = folder.glob("*.json")
    return file


def test_facts_come_back(tmp_path: Path, folder: Path) -> None:
    broken = b"class (:\n"
    filled(tmp_path, folder, DATA, OTHER, broken)
    again = Cache(tmp_path, folder)
    for data in (DATA, OTHER, broken):
        assert again.get(data) == read_facts(data)
    assert again.get(DATA + b"\n") is None
    assert again.get(b"") is None


def test_facts_that_are_handed_out_are_not_shared(tmp_path: Path, folder: Path) -> None:
    filled(tmp_path, folder, DATA)
    cache = Cache(tmp_path, folder)
    first = cache.get(DATA)
    assert first is not None
    first.classes.clear()
    assert cache.get(DATA) == read_facts(DATA)


def test_each_project_has_its_own(tmp_path: Path, folder: Path) -> None:
    filled(tmp_path / "one", folder, DATA)
    assert Cache(tmp_path / "two", folder).get(DATA) is None
    surrogate = tmp_path / os.fsdecode(b"\xff")
    Cache(surrogate, folder).save()
    assert Cache(surrogate, folder).get(DATA) is None


def test_what_is_gone_is_forgotten(tmp_path: Path, folder: Path) -> None:
    filled(tmp_path, folder, DATA, OTHER)
    cache = Cache(tmp_path, folder)
    assert cache.get(DATA) is not None
    cache.put(b"x = 1\n", read_facts(b"x = 1\n"))
    cache.save()
    again = Cache(tmp_path, folder)
    assert [again.get(data) is not None for data in (DATA, OTHER, b"x = 1\n")] == [True, False, True]


def test_nothing_is_written_without_need(tmp_path: Path, folder: Path) -> None:
    Cache(tmp_path, folder).save()
    assert not folder.exists()
    file = filled(tmp_path, folder, DATA)
    before = file.stat().st_ino
    cache = Cache(tmp_path, folder)
    cache.get(DATA)
    cache.save()
    assert file.stat().st_ino == before
    assert [path.name for path in folder.iterdir()] == [file.name]


# Damage


def _without(document: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != key}


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: text[: len(text) // 2],
        lambda text: b"\xff\xfe" + text,
        lambda text: b"null",
        lambda text: b"[]",
        lambda text: b"1e999999",
        lambda text: b"[" * 100_000,
        lambda text: text.replace(b'"fingerprint": "', b'"fingerprint": "0').replace(
            b'"fingerprint":"', b'"fingerprint":"0'
        ),
        lambda text: json.dumps(_without(json.loads(text), "fingerprint")).encode(),
        lambda text: json.dumps(_without(json.loads(text), "facts")).encode(),
        lambda text: json.dumps({**json.loads(text), "facts": []}).encode(),
        lambda text: json.dumps({**json.loads(text), "facts": None}).encode(),
    ],
)
def test_damaged_file_is_no_file(tmp_path: Path, folder: Path, damage: Any) -> None:
    file = filled(tmp_path, folder, DATA)
    file.write_bytes(damage(file.read_bytes()))
    assert Cache(tmp_path, folder).get(DATA) is None
    filled(tmp_path, folder, DATA)
    assert Cache(tmp_path, folder).get(DATA) == read_facts(DATA)


@pytest.mark.parametrize(
    "row", [None, 1, [], {}, "", "null", "[]", "{}", "[1, 2]", "{broken", "[" * 100_000, '"text"']
)
def test_damaged_facts_are_no_facts(tmp_path: Path, folder: Path, row: Any) -> None:
    file = filled(tmp_path, folder, DATA, OTHER)
    stored = json.loads(file.read_bytes())
    key = next(key for key, value in stored["facts"].items() if "InvenTreePlugin" in value)
    stored["facts"][key] = row
    file.write_text(json.dumps(stored))
    cache = Cache(tmp_path, folder)
    assert cache.get(DATA) is None
    assert cache.get(OTHER) == read_facts(OTHER)


def test_folder_instead_of_a_file(tmp_path: Path, folder: Path) -> None:
    file = filled(tmp_path, folder, DATA)
    file.unlink()
    file.mkdir()
    cache = Cache(tmp_path, folder)
    cache.put(DATA, read_facts(DATA))
    cache.save()
    assert list(folder.iterdir()) == [file]


def test_file_instead_of_the_folder(tmp_path: Path, folder: Path) -> None:
    folder.write_text("mine")
    cache = Cache(tmp_path, folder)
    assert cache.get(DATA) is None
    cache.put(DATA, read_facts(DATA))
    cache.save()
    assert folder.read_text() == "mine"


@pytest.mark.parametrize("broken", ["mkstemp", "mkdir", "replace"])
def test_cache_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*arguments: object, **keywords: object) -> None:
        raise OSError(28, "No space left on device")

    folder.mkdir()
    monkeypatch.setattr(tempfile if broken == "mkstemp" else Path, broken, fail)
    cache = Cache(tmp_path, folder)
    cache.put(DATA, read_facts(DATA))
    cache.save()
    assert list(folder.iterdir()) == []


def test_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled(tmp_path, folder, DATA)
    before = file.read_bytes()

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    cache = Cache(tmp_path, folder)
    cache.put(OTHER, read_facts(OTHER))
    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        cache.save()
    assert [path.name for path in folder.iterdir()] == [file.name]
    assert file.read_bytes() == before


def test_read_only_cache_is_still_read(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path, folder, DATA)

    def fail(path: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(os, "utime", fail)
    assert Cache(tmp_path, folder).get(DATA) is not None


def test_parallel_writers_leave_a_whole_file(tmp_path: Path, folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from flake8_inventree_plugin.cache import Cache\n"
        "from flake8_inventree_plugin.source.facts import FileFacts\n"
        "for n in range(40):\n"
        "    cache = Cache(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "    for m in range(30): cache.put(b'%d' % m, FileFacts(lines=m))\n"
        "    cache.save()\n"
        "    assert Cache(Path(sys.argv[1]), Path(sys.argv[2])).get(b'7') == FileFacts(lines=7)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(folder)]
    writers = [subprocess.Popen(command) for _ in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(list(folder.iterdir())) == 1


# What facts depend on


def test_fingerprint(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of another linter, libcst or Python are not taken for ours."""
    filled(tmp_path, folder, DATA)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "3.99.0")
        assert Cache(tmp_path, folder).get(DATA) is None
    from flake8_inventree_plugin import source

    copies = write_files(tmp_path / "source", {"collect.py": "x = 1\n", "notes.txt": ""})
    with monkeypatch.context() as patch:
        patch.setattr(source, "__path__", [str(copies)])
        filled(tmp_path, folder, DATA)
        assert Cache(tmp_path, folder).get(DATA) is not None
        status = (copies / "collect.py").stat()
        (copies / "collect.py").write_text("x = 2\n")
        # A package built reproducibly has the same size and time of change in the next release.
        os.utime(copies / "collect.py", ns=(status.st_atime_ns, status.st_mtime_ns))
        assert Cache(tmp_path, folder).get(DATA) is None
    with monkeypatch.context() as patch:
        patch.setattr(cache_module, "find_spec", lambda name: None)
        assert Cache(tmp_path, folder).get(DATA) is None


def test_only_so_many_projects_are_remembered(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "MAXIMUM_PROJECTS", 3)
    for number in range(3):
        Path(tmp_path / str(number)).mkdir()
        cache = Cache(tmp_path / str(number), folder)
        cache.put(DATA, read_facts(DATA))
        cache.save()
    for age, file in enumerate(sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)):
        os.utime(file, (1000 + age, 1000 + age))
    Cache(tmp_path / "0", folder)  # used, though nothing changed
    cache = Cache(tmp_path / "new", folder)
    cache.put(DATA, read_facts(DATA))
    cache.save()
    known = [name for name in ("0", "1", "2", "new") if Cache(tmp_path / name, folder).get(DATA) is not None]
    assert known == ["0", "2", "new"]


# Where it lies


def test_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder() == tmp_path / ".cache/flake8-inventree-plugin"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cache_folder() == tmp_path / "x/flake8-inventree-plugin"
    for not_absolute in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CACHE_HOME", not_absolute)
        assert cache_folder() == tmp_path / ".cache/flake8-inventree-plugin"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "Library/Caches/flake8-inventree-plugin"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache_folder() == tmp_path / "local/flake8-inventree-plugin"
    monkeypatch.delenv("LOCALAPPDATA")
    assert cache_folder() == tmp_path / "AppData/Local/flake8-inventree-plugin"


def test_user_without_home_has_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", fail)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert open_cache(tmp_path) is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert open_cache(tmp_path) is not None
