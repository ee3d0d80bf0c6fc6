"""From a disk, with whatever lies on it, and unsaved buffers to a project."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin.cache import Cache
from flake8_inventree_plugin.config import Config, Problem
from flake8_inventree_plugin.project import loading
from flake8_inventree_plugin.project.layout import Role, Root
from flake8_inventree_plugin.project.loading import UNNAMED, Reader, available_jobs, load_config, load_project
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.source import parse
from flake8_inventree_plugin.source.facts import FileFacts
from tests.support import write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
CODES = ("INV001", "INV101", "INV203")


def load(
    folder: Path,
    config: Config | None = None,
    *,
    scope: str = "",
    buffers: dict[str, bytes] | None = None,
    jobs: int = 1,
    cache: Cache | None = None,
    heard: list[tuple[int, int]] | None = None,
) -> Project:
    def progress(done: int, total: int) -> None:
        if heard is not None:
            heard.append((done, total))

    reader = Reader(folder, buffers)
    return load_project(
        Root(folder, scope), config or Config(), reader, cache=cache, jobs=jobs, progress=progress
    )


# The reader


def test_reader(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": b"\xff\r\n", "demo/b.py": "x = 1\n", "empty": ""})
    reader = Reader(tmp_path, {"demo/b.py": b"unsaved", "new.py": b"new"})
    assert reader.read("a.txt") == b"\xff\r\n"
    assert reader.read("empty") == b""
    assert reader.read("demo/../a.txt") == b"\xff\r\n"
    assert reader.read("demo/b.py") == b"unsaved"
    assert reader.read("new.py") == b"new"
    for path in ("missing", "demo", "a.txt/b", "", ".", "missing/../a.txt"):
        assert reader.read(path) is None, path
    assert reader.errors == {}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_reader_stays_in_the_root_and_opens_only_files(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.txt": "secret", "p/a.txt": "a", "p/demo/b.txt": "b"})
    root = tmp_path / "p"
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "up").symlink_to("..")
    (root / "in.txt").symlink_to("demo/b.txt")
    (root / "again").symlink_to("demo")
    (root / "null").symlink_to("/dev/zero")
    os.mkfifo(root / "pipe")
    reader = Reader(root)
    assert reader.read("in.txt") == reader.read("again/b.txt") == b"b"
    for path in (
        "out.txt",
        "up/secret.txt",
        "../secret.txt",
        str(tmp_path / "secret.txt"),
        "null",
        "pipe",
        "/dev/zero",
    ):
        assert reader.read(path) is None, path
    assert reader.errors == {}
    (tmp_path / "link").symlink_to("p")
    assert Reader(tmp_path / "link").read("in.txt") == b"b"


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_reader_tells_what_it_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "circle").symlink_to("circle")
    write_files(tmp_path, {"locked": "x", "large": "x" * 100})
    monkeypatch.setattr(loading, "_MAXIMUM_FILE_SIZE", 99)
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    reader = Reader(tmp_path)
    assert [reader.read(path) for path in ("circle", "nul\0", "locked", "large", "x" * 5000)] == [None] * 5
    assert "null" in reader.errors.pop("nul\0")
    assert reader.errors == {
        "circle": "Too many levels of symbolic links",
        "locked": "Permission denied",
        "large": "it is larger than 0 MiB",
        "x" * 5000: "File name too long",
    }


# The configuration


def config_of(folder: Path, text: str | bytes) -> Config:
    write_files(folder, {"pyproject.toml": text})
    return load_config(Reader(folder), CODES) or Config()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[project]\nname = 'x'\n",
        "[tool.other]\nx = 'inventree-lint'\n",
        "tool = 'inventree-lint'\n",
        "broken = [\n",
        b"\xff",
    ],
)
def test_no_configuration(tmp_path: Path, text: str | bytes) -> None:
    assert load_config(Reader(tmp_path), CODES) is None
    assert config_of(tmp_path, text) == Config()


def test_configuration(tmp_path: Path) -> None:
    text = '[tool.inventree-lint]\ntarget = "1.2"\nselect = ["INV2"]\nmax-lines = 7\n'
    assert config_of(tmp_path, text) == Config(target="1.2", select=("INV2",), max_lines=7)
    assert config_of(tmp_path, text.replace("\n", "\r\n")) == Config(
        target="1.2", select=("INV2",), max_lines=7
    )


@pytest.mark.parametrize(
    ("text", "key", "reason", "place"),
    [
        ("[tool.inventree-lint]\nx = [\n", "", "", (3, 1)),
        ("[tool.inventree-lint]\n\xff".encode("latin-1"), "", "not valid UTF-8", (2, 1)),
        ("[tool]\ninventree-lint = 1\n", "tool.inventree-lint", "is not a table", (2, 1)),
        ("[tool.inventree-lint]\nadvice = 1\n", "advice", "is neither true nor false", (2, 1)),
        ("#é\n[tool.inventree-lint]\n\n  tagret = '1'\n", "tagret", "is no key", (4, 3)),
    ],
)
def test_wrong_configuration(
    tmp_path: Path, text: str | bytes, key: str, reason: str, place: tuple[int, int]
) -> None:
    [problem] = config_of(tmp_path, text).problems
    assert problem.key == key
    assert reason in problem.reason
    assert (problem.place.line, problem.place.column) == place


def test_unreadable_configuration_is_not_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_MAXIMUM_FILE_SIZE", 10)
    assert config_of(tmp_path, "[tool.inventree-lint]\n").problems == (
        Problem("", "it is larger than 0 MiB"),
    )


# Projects


def test_roles_and_plugins(tmp_path: Path) -> None:
    files = {
        "demo/__init__.py": "", "demo/core.py": PLUGIN, "demo/test_plugin.py": PLUGIN, "tests/test_demo.py": PLUGIN,
        "docs/conf.py": "", "setup.py": "", "demo/migrations/0001.py": "", "notes.txt": "",
    }  # fmt: skip
    project = load(write_files(tmp_path, files))
    assert {file.path: file.role for file in project.files} == {
        "demo/__init__.py": Role.PACKAGE,
        "demo/core.py": Role.PACKAGE,
        "demo/migrations/0001.py": Role.MIGRATION,
        "demo/test_plugin.py": Role.PACKAGE,
        "docs/conf.py": Role.DOCS,
        "setup.py": Role.BUILD,
        "tests/test_demo.py": Role.TEST,
    }
    assert [plugin.path for plugin in project.plugins] == ["demo/core.py", "demo/test_plugin.py"]
    assert [file.path for file in project.package_files] == [
        "demo/__init__.py",
        "demo/core.py",
        "demo/test_plugin.py",
    ]
    assert project.read("notes.txt") == b""


def test_nothing_is_parsed_without_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes) -> FileFacts:
        raise AssertionError("parsed")

    monkeypatch.setattr(parse, "read_facts", fail)
    write_files(tmp_path, {"demo.py": "from plugin import registry\n", "broken.py": "class (:\n"})
    project = load(tmp_path, cache=Cache(tmp_path, tmp_path / "cache"))
    assert [(file.path, file.facts) for file in project.files] == [
        ("broken.py", FileFacts()),
        ("demo.py", FileFacts()),
    ]
    assert not (tmp_path / "cache").exists()


def test_broken_file_hides_no_other(tmp_path: Path) -> None:
    project = load(write_files(tmp_path, {"a.py": "class (:\n", "demo.py": PLUGIN, "z.py": b"\xff"}))
    assert [plugin.name for plugin in project.plugins] == ["Demo"]
    assert [file.path for file in project.files if file.facts.error] == ["a.py", "z.py"]
    assert [file.path for file in project.package_files] == ["demo.py"]


def test_file_that_is_gone_or_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"demo.py": PLUGIN, "locked.py": PLUGIN})
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "locked.py":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    monkeypatch.setattr(loading, "python_files", lambda root, exclude: ["demo.py", "gone.py", "locked.py"])
    project = load(tmp_path)
    assert {file.path: file.facts.error for file in project.files} == {
        "demo.py": None,
        "gone.py": (1, 1, "it is no regular file, or is gone", False),
        "locked.py": (1, 1, "Permission denied", False),
    }


def test_exclude_holds_for_files_that_are_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"demo.py": PLUGIN, "gen/other.py": PLUGIN})
    config = Config(exclude=("gen",))
    buffers = {"gen/other.py": PLUGIN.encode(), "gen/new.py": PLUGIN.encode(), ".venv/x.py": PLUGIN.encode()}
    for unsaved in ({}, buffers):
        assert [file.path for file in load(tmp_path, config, buffers=unsaved).files] == ["demo.py"]


def test_buffers_come_before_the_disk(tmp_path: Path) -> None:
    write_files(tmp_path, {"demo.py": PLUGIN, "other.py": ""})
    unsaved = {"demo.py": b"", "new/core.py": PLUGIN.replace("Demo", "New").encode()}
    project = load(tmp_path, buffers=unsaved)
    assert [file.path for file in project.files] == ["demo.py", "new/core.py", "other.py"]
    assert [plugin.name for plugin in project.plugins] == ["New"]


def test_unnamed_text(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"pyproject.toml": "[project]\nname = 'x'\n", "demo.py": PLUGIN, "stdin/core.py": PLUGIN}
    )
    project = load(tmp_path, scope=UNNAMED, buffers={UNNAMED: PLUGIN.replace("Demo", "New").encode()})
    assert [file.path for file in project.files] == ["stdin"]
    assert [plugin.name for plugin in project.plugins] == ["New"]
    assert project.is_unnamed
    assert project.package is None
    assert not load(tmp_path, scope="demo.py").is_unnamed


def test_package_metadata_only_for_whole_projects(tmp_path: Path) -> None:
    setup = "from setuptools import setup\nfrom demo import VERSION\nsetup(name='x', version=VERSION, package_dir={'': 'lib'})\n"
    write_files(
        tmp_path,
        {"setup.py": setup, "lib/demo.py": "VERSION = '1.5'\n" + PLUGIN, "demo.py": "VERSION = '2'\n"},
    )
    project = load(tmp_path)
    assert project.package is not None
    assert project.package.version is not None
    assert project.names.modules["demo"] == "lib/demo.py"
    assert load(tmp_path, scope="demo.py").package is None
    (tmp_path / "setup.py").write_text("setup(\n")
    assert load(tmp_path).package is not None


# Cache, processes, progress


def test_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_files(tmp_path / "p", {"demo.py": PLUGIN, "other.py": "x = 1\n"})
    folder = tmp_path / "cache"
    heard: list[tuple[int, int]] = []
    cold = load(root, cache=Cache(root, folder), heard=heard)
    assert heard == [(1, 2), (2, 2)]
    heard.clear()

    def fail(data: bytes) -> FileFacts:
        raise AssertionError("parsed")

    with monkeypatch.context() as patch:
        patch.setattr(parse, "read_facts", fail)
        warm = load(root, cache=Cache(root, folder), heard=heard)
    assert warm.files == cold.files
    assert heard == []
    load(root, cache=Cache(root, folder), heard=heard, buffers={"other.py": b"x = 2\n"})
    load(root, cache=Cache(root, folder), heard=heard, buffers={"other.py": b"x = 2\n"})
    assert heard == [(1, 1), (1, 1)], "what is not saved is not remembered"


def test_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_WORTH_A_POOL", 0)
    write_files(tmp_path, {f"m{n}.py": PLUGIN + f"x = {n}\n" for n in range(5)})
    heard: list[tuple[int, int]] = []
    parallel = load(tmp_path, jobs=2, heard=heard)
    assert heard == [(n, 5) for n in range(1, 6)]
    assert parallel.files == load(tmp_path, jobs=1).files


def test_available_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available_jobs() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert available_jobs() >= 1
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert available_jobs() == 1
