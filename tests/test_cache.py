"""Facts between runs: found again by content, never fatal, never wrong, never endless."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin import cache as cache_module
from flake8_inventree_plugin.cache import Cache, cache_folder, cached_files, clear, open_cache
from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.source.facts import from_json, to_json
from flake8_inventree_plugin.source.parse import read_facts
from tests.support import write_files

DATA = b"from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'  # noqa\n"
OTHER = b"import os\n"
CALL = b"from setuptools import setup\n\nsetup(name='demo', py_modules=['demo'])\n"
"""Found by fuzzing: its keywords came back as lists, where they had been tuples."""


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
    filled(tmp_path, folder, DATA, OTHER, CALL, broken)
    again = Cache(tmp_path, folder)
    for data in (DATA, OTHER, CALL, broken):
        assert again.get(data) == read_facts(data)
    assert again.get(DATA + b"\n") is None
    assert again.get(b"") is None


def test_facts_of_every_example_come_back() -> None:
    texts = {text for rule in all_rules() for example in rule.bad for text in example.files.values()}
    assert len(texts) > 50
    for text in texts:
        facts = read_facts(text.encode())
        assert from_json(json.loads(json.dumps(to_json(facts)))) == facts


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


def rewritten(file: Path, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The content of a cache file with other rows and a digest that fits them, as a defect might leave it."""
    digest, _, content = file.read_bytes().partition(b"\n")
    cache = Cache(Path("any"), file.parent)
    assert cache._digest(content) == digest
    changed = json.dumps(change(json.loads(content))).encode()
    return cache._digest(changed) + b"\n" + changed


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: text[: len(text) // 2],
        lambda text: text[:-1],
        lambda text: text + b"\n",
        lambda text: text.replace(b"Demo", b"Dem0"),
        lambda text: text[:64],
        lambda text: text[65:],
        lambda text: b"0" * 64 + text[64:],
        lambda text: b"\xff\xfe" + text,
        lambda text: bytes(len(text)),
        lambda text: b"null",
        lambda text: b"[" * 100_000,
        lambda text: hashlib.sha256(text[65:]).hexdigest().encode() + text[64:],
        lambda text: b"\x80\x04\x95cos\nsystem\n",
    ],
)
def test_damaged_file_is_no_file(tmp_path: Path, folder: Path, damage: Any) -> None:
    file = filled(tmp_path, folder, DATA)
    file.write_bytes(damage(file.read_bytes()))
    assert Cache(tmp_path, folder).get(DATA) is None
    filled(tmp_path, folder, DATA)
    assert Cache(tmp_path, folder).get(DATA) == read_facts(DATA)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_any_damage_is_noticed(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        file = filled(root, root / "cache", DATA)
        content = bytearray(file.read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
        file.write_bytes(content)
        assert Cache(root, root / "cache").get(DATA) is None


@pytest.mark.parametrize(
    "row", [None, 1, [], {}, "", "null", "[]", "{}", "[1, 2]", "{broken", "[" * 100_000, '"text"']
)
def test_damaged_facts_are_no_facts(tmp_path: Path, folder: Path, row: Any) -> None:
    file = filled(tmp_path, folder, DATA, OTHER)
    key = hashlib.sha256(DATA).hexdigest()
    file.write_bytes(rewritten(file, lambda rows: {**rows, key: row}))
    cache = Cache(tmp_path, folder)
    assert cache.get(DATA) is None
    assert cache.get(OTHER) == read_facts(OTHER)


def test_huge_file_is_not_read(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = filled(tmp_path, folder, DATA)
    os.truncate(file, 1 << 40)  # a sparse file
    assert Cache(tmp_path, folder).get(DATA) is None
    assert filled(tmp_path, folder, DATA).stat().st_size < 10_000


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path, folder: Path) -> None:
    file = filled(tmp_path, folder, DATA)
    mine = tmp_path / "mine"
    file.rename(mine)
    before = mine.read_bytes()
    file.symlink_to(mine)
    assert Cache(tmp_path, folder).get(DATA) is None
    filled(tmp_path, folder, OTHER)
    assert not file.is_symlink()
    assert mine.read_bytes() == before
    assert Cache(tmp_path, folder).get(OTHER) == read_facts(OTHER)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_pipe_in_its_place_is_not_opened(tmp_path: Path, folder: Path) -> None:
    file = filled(tmp_path, folder, DATA)
    file.unlink()
    os.mkfifo(file)
    assert Cache(tmp_path, folder).get(DATA) is None  # opening it would wait forever
    filled(tmp_path, folder, DATA)
    assert Cache(tmp_path, folder).get(DATA) == read_facts(DATA)


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


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users")
def test_folder_that_may_not_be_written(tmp_path: Path, folder: Path) -> None:
    file = filled(tmp_path, folder, DATA)
    file.chmod(0o444)
    folder.chmod(0o555)
    # The superuser may write everywhere, so the child becomes somebody else once it has imported everything.
    script = (
        "import os, sys, tempfile\n"
        "from pathlib import Path; from flake8_inventree_plugin.cache import Cache\n"
        "from flake8_inventree_plugin.source.parse import read_facts\n"
        "new = read_facts(b'x = 1\\n')\n"
        # Somebody else may not see what is installed.
        "from flake8_inventree_plugin import cache as module; writer = module._fingerprint()\n"
        "module._fingerprint = lambda: writer\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "cache = Cache(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "known = cache.get(sys.argv[3].encode())\n"
        "cache.put(b'x = 1\\n', new); cache.save()\n"
        "print(known is not None)\n"
    )
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and parent.is_relative_to(tempfile.gettempdir()):
            parent.chmod(parent.stat().st_mode | 0o055)
    command = [sys.executable, "-c", script, str(tmp_path), str(folder), DATA.decode()]
    # Somebody else could not write what coverage measures.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    folder.chmod(0o755)
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert list(folder.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_writers_damage_nothing(tmp_path: Path, folder: Path) -> None:
    filled(tmp_path, folder, DATA)
    script = (
        "import sys; from pathlib import Path; from flake8_inventree_plugin.cache import Cache\n"
        "from flake8_inventree_plugin.source.facts import FileFacts\n"
        "print(flush=True)\n"
        "while True:\n"
        "    cache = Cache(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "    for m in range(3000): cache.put(b'%d' % m, FileFacts(lines=m))\n"
        "    cache.save()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(folder)]
    for attempt in range(6):
        writer = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        with writer.stdout:
            writer.stdout.readline()
            time.sleep(0.05 + attempt * 0.013)
            writer.kill()
            writer.wait()
        cache = Cache(tmp_path, folder)
        # Whatever was written last is there whole.
        assert (cache.get(DATA) is not None) or (cache.get(b"2999") is not None)
    now = time.time()
    for left in folder.glob("*.tmp"):
        os.utime(left, (now - 4000, now - 4000))
    filled(tmp_path, folder, OTHER)
    assert len(list(folder.iterdir())) == 1


def test_file_that_a_run_is_writing_is_left(tmp_path: Path, folder: Path) -> None:
    folder.mkdir()
    at_work, killed, foreign = (
        folder / name for name in (f"{'a' * 32}.x_1.tmp", f"{'b' * 32}.y.tmp", "mine.tmp")
    )
    for file in (at_work, killed, foreign):
        file.write_text("")
    os.utime(killed, (1, 1))
    os.utime(foreign, (1, 1))
    filled(tmp_path, folder, DATA)
    assert (at_work.exists(), killed.exists(), foreign.exists()) == (True, False, True)


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


def test_all_together_have_a_size(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        cache = Cache(tmp_path / str(number), folder)
        cache.put(DATA, read_facts(DATA))
        cache.save()
        newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (1000 + number, 1000 + number))
    size = newest.stat().st_size
    monkeypatch.setattr(cache_module, "MAXIMUM_BYTES", 3 * size)
    cache = Cache(tmp_path / "new", folder)
    cache.put(DATA, read_facts(DATA))
    cache.save()
    known = [name for name in ("0", "1", "2", "3", "new") if Cache(tmp_path / name, folder).get(DATA)]
    assert known == ["2", "3", "new"]


def test_one_has_a_size(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [b"x = %d\n" % number for number in range(100)]
    monkeypatch.setattr(cache_module, "MAXIMUM_PROJECT_BYTES", 20_000)
    file = filled(tmp_path, folder, *contents)
    assert file.stat().st_size <= 20_000
    cache = Cache(tmp_path, folder)
    known = [cache.get(data) is not None for data in contents]
    assert known[0]
    assert not known[-1]
    assert known == sorted(known, reverse=True)


def test_clear_removes_what_is_ours(tmp_path: Path, folder: Path) -> None:
    assert clear(folder) == []
    file = filled(tmp_path, folder, DATA)
    left = folder / f"{'a' * 32}.x.tmp"
    left.write_text("")
    (folder / "mine.json").write_text("{}")
    (folder / f"{'b' * 32}.json").mkdir()
    assert {item.path for item in cached_files(folder)} == {file, left}
    assert {item.path for item in clear(folder)} == {file, left}
    assert {path.name for path in folder.iterdir()} == {"mine.json", f"{'b' * 32}.json"}
    (folder / "mine.json").unlink()
    (folder / f"{'b' * 32}.json").rmdir()
    assert clear(folder) == []
    assert not folder.exists()


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


@pytest.mark.skipif(sys.platform == "win32", reason="no lock there")
def test_a_process_waits_for_one_that_collects_the_same_facts(tmp_path: Path) -> None:
    root = write_files(tmp_path / "demo", {"pyproject.toml": "", "core.py": DATA.decode()})
    home = tmp_path / "home"
    cache = Cache(root, home / "flake8-inventree-plugin")
    command = [sys.executable, "-X", "importtime", "-m", "flake8_inventree_plugin", "check", str(root)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
    with cache.alone():
        other = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(2)
        cache.put(DATA, read_facts(DATA))
        cache.save()
    output, imported = other.communicate(timeout=60)
    assert other.returncode == 1
    assert b"INV102" in output
    assert b"libcst" not in imported


@pytest.mark.skipif(sys.platform == "win32", reason="no lock there")
def test_nobody_waits_for_ever(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_PATIENCE_SECONDS", 0.05)
    entered = []
    with Cache(tmp_path, folder).alone(), Cache(tmp_path, folder).alone():
        entered.append(True)
    (lock,) = folder.glob("*.lock")
    lock.unlink()
    lock.mkdir()
    with Cache(tmp_path, folder).alone():
        entered.append(True)
    assert entered == [True, True]
