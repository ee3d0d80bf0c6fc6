"""Where projects begin and which files are theirs: on disk, with everything a disk can hold."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin.project.layout import (
    MARKERS,
    NoSuchPathError,
    Role,
    Root,
    discover,
    find_root,
    folder_of,
    is_excluded,
    python_files,
    role_of,
)
from tests.support import write_files

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file names or special files")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No marker above the test's own folder counts."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


# Roots


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_makes_a_root(tmp_path: Path, marker: str) -> None:
    root = tmp_path / "project"
    (root / "demo").mkdir(parents=True)
    (root / marker).mkdir() if marker == ".git" else (root / marker).touch()
    assert find_root(root / "demo" / "core.py") == Root(root)
    assert find_root(root / "core.py") == Root(root)


def test_git_worktree_has_a_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"project/.git": "gitdir: elsewhere\n", "project/demo/core.py": ""})
    assert find_root(tmp_path / "project/demo/core.py") == Root(tmp_path / "project")


def test_nearest_root_wins(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"outer/pyproject.toml": "", "outer/inner/setup.cfg": "", "outer/inner/a/b/core.py": ""}
    )
    assert find_root(tmp_path / "outer/inner/a/b/core.py") == Root(tmp_path / "outer/inner")
    assert find_root(tmp_path / "outer/core.py") == Root(tmp_path / "outer")


def test_file_need_not_exist(tmp_path: Path) -> None:
    write_files(tmp_path, {"project/setup.py": ""})
    assert find_root(tmp_path / "project/no/such/file.py") == Root(tmp_path / "project")


def test_search_ends_below_home(tmp_path: Path) -> None:
    write_files(tmp_path, {".git/config": "", "pyproject.toml": "", "plugins/demo.py": "", "demo.py": ""})
    assert find_root(tmp_path / "plugins/demo.py") == Root(tmp_path / "plugins", "demo.py")
    assert find_root(tmp_path / "demo.py") == Root(tmp_path, "demo.py")


def test_search_ends_below_home_by_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is given without links, `HOME` may have one."""
    write_files(tmp_path, {"real/me/.git/config": "", "real/me/plugins/demo.py": ""})
    (tmp_path / "home").symlink_to(tmp_path / "real")
    monkeypatch.setenv("HOME", str(tmp_path / "home/me"))
    for path in ("real/me/plugins", "home/me/plugins"):
        assert find_root(tmp_path / path / "demo.py") == Root(tmp_path / path, "demo.py")


def test_search_ends_below_what_holds_homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"homes/setup.cfg": "", "homes/other/demo.py": ""})
    monkeypatch.setenv("HOME", str(tmp_path / "homes/me"))
    assert find_root(tmp_path / "homes/other/demo.py") == Root(tmp_path / "homes/other", "demo.py")


def test_user_without_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError("Could not determine home directory.")

    write_files(tmp_path, {"nobody/pyproject.toml": "", "nobody/demo.py": ""})
    monkeypatch.setattr(Path, "home", fail)
    assert find_root(tmp_path / "nobody/demo.py") == Root(tmp_path / "nobody")
    monkeypatch.setattr(os.path, "exists", lambda path: False)
    assert find_root(tmp_path / "nobody/sub/demo.py") == Root(tmp_path / "nobody/sub", "demo.py")


def test_bare_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"bare/demo.py": "", "bare/other.py": ""})
    root = find_root(tmp_path / "bare/demo.py")
    assert root == Root(tmp_path / "bare", "demo.py")
    assert python_files(root) == ["demo.py"]


def test_bare_package_is_the_topmost_one(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "bare/demo/__init__.py": "",
            "bare/demo/sub/__init__.py": "",
            "bare/demo/sub/core.py": "",
            "bare/x.py": "",
        },
    )
    root = find_root(tmp_path / "bare/demo/sub/core.py")
    assert root == Root(tmp_path / "bare", "demo")
    assert python_files(root) == ["demo/__init__.py", "demo/sub/__init__.py", "demo/sub/core.py"]


def test_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"project/setup.cfg": "", "project/demo/core.py": ""})
    monkeypatch.chdir(tmp_path / "project/demo")
    assert find_root(Path("core.py")) == Root(tmp_path / "project")
    assert find_root(Path("../../project/demo/core.py")) == Root(tmp_path / "project")
    assert discover([Path()]) == {Root(tmp_path / "project"): ["demo/core.py"]}
    assert discover([Path("..")]) == {Root(tmp_path / "project"): ["demo/core.py"]}


def test_package_at_the_top_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    top = Path(Path.cwd().anchor)
    monkeypatch.setattr(os.path, "exists", lambda path: False)
    monkeypatch.setattr(os.path, "isfile", lambda path: True)
    assert find_root(top / "no such folder for sure" / "core.py") == Root(top, "")


@on_posix
def test_unreadable_folder_has_no_markers(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"outer/pyproject.toml": "", "outer/locked/setup.cfg": "", "outer/open/core.py": ""}
    )
    locked = tmp_path / "outer/locked"
    locked.chmod(0)
    try:
        if os.access(locked, os.X_OK):
            pytest.skip("the superuser may look everywhere")
        assert find_root(locked / "demo/core.py") == Root(tmp_path / "outer")
        assert python_files(Root(tmp_path / "outer")) == ["open/core.py"]
        with pytest.raises(NoSuchPathError):
            discover([locked / "setup.py"])
    finally:
        locked.chmod(0o700)


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"p/pyproject.toml": "", "p/a.py": "", "p/locked/b.py": ""})
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert python_files(Root(tmp_path / "p")) == ["a.py"]


# Files


def test_what_is_never_the_projects_own(tmp_path: Path) -> None:
    left_out = [
        ".venv/a.py", ".tox/py/a.py", "venv/a.py", "env/a.py", "virtualenv/a.py", "my-env/pyvenv.cfg", "my-env/lib/a.py",
        "node_modules/a.py", "demo/node_modules/b/a.py", "demo/__pycache__/a.py", "demo/site-packages/a.py",
        "demo.egg-info/a.py", ".eggs/a.py", "old.egg/a.py", "build/lib/a.py", "dist/a.py", "demo/data.txt", "demo/a.pyi",
        "demo/a.pyc",
    ]  # fmt: skip
    kept = [
        "a.py",
        ".hidden.py",
        "demo/build/a.py",
        "demo/dist/a.py",
        "environment/a.py",
        "build.py",
        "venv.py",
    ]
    write_files(tmp_path, {"pyproject.toml": "", **dict.fromkeys([*left_out, *kept], "")})
    assert python_files(Root(tmp_path)) == sorted(kept)
    assert [path for path in left_out if path.endswith(".py") and not is_excluded(path)] == [
        "my-env/lib/a.py"
    ]
    assert [path for path in kept if is_excluded(path)] == []


def test_nested_project_is_another_one(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "p/pyproject.toml": "",
            "p/a.py": "",
            "p/inner/setup.py": "",
            "p/inner/b.py": "",
            "p/deep/er/.git": "",
            "p/deep/er/c.py": "",
        },
    )
    root = tmp_path / "p"
    assert python_files(Root(root)) == ["a.py"]
    assert discover([root]) == {
        Root(root): ["a.py"],
        Root(root / "inner"): ["b.py", "setup.py"],
        Root(root / "deep/er"): ["c.py"],
    }


def test_build_folder_is_left_out_at_roots_only(tmp_path: Path) -> None:
    files = ["p/src/build/a.py", "p/build/b.py", "p/inner/build/c.py", "p/inner/d.py"]
    write_files(tmp_path, {"p/pyproject.toml": "", "p/inner/setup.cfg": "", **dict.fromkeys(files, "")})
    root = tmp_path / "p"
    assert discover([root]) == {Root(root): ["src/build/a.py"], Root(root / "inner"): ["d.py"]}
    assert discover([root / "src"]) == {Root(root): ["src/build/a.py"]}
    assert python_files(Root(root)) == ["src/build/a.py"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("legacy", {"b.py", "demo/gen_1.py", "demo/core.py"}),
        ("legacy/", {"b.py", "demo/gen_1.py", "demo/core.py"}),
        ("./legacy", {"b.py", "demo/gen_1.py", "demo/core.py"}),
        ("gen_*.py", {"b.py", "demo/core.py", "legacy/a.py", "demo/legacy/c.py"}),
        ("demo/gen_*", {"b.py", "demo/core.py", "legacy/a.py", "demo/legacy/c.py"}),
        ("demo/legacy", {"b.py", "demo/gen_1.py", "demo/core.py", "legacy/a.py"}),
        ("demo", {"b.py", "legacy/a.py"}),
        ("dem", {"b.py", "demo/gen_1.py", "demo/core.py", "legacy/a.py", "demo/legacy/c.py"}),
        ("*", set()),
    ],
)
def test_exclude(tmp_path: Path, pattern: str, left: set[str]) -> None:
    files = ["b.py", "demo/gen_1.py", "demo/core.py", "legacy/a.py", "demo/legacy/c.py"]
    write_files(tmp_path, {"pyproject.toml": "", **dict.fromkeys(files, "")})
    assert set(python_files(Root(tmp_path), [pattern])) == left
    assert {path for path in files if not is_excluded(path, [pattern])} == left


def test_exclude_in_a_bare_package(tmp_path: Path) -> None:
    write_files(tmp_path, {"b/demo/__init__.py": "", "b/demo/core.py": "", "b/demo/gen/x.py": ""})
    assert python_files(Root(tmp_path / "b", "demo"), ["demo/gen"]) == ["demo/__init__.py", "demo/core.py"]


# Links and special files


@on_posix
def test_links_are_followed_inside_only(tmp_path: Path) -> None:
    write_files(tmp_path, {"outside/secret.py": "", "p/pyproject.toml": "", "p/demo/core.py": ""})
    root = tmp_path / "p"
    (root / "inside.py").symlink_to("demo/core.py")
    (root / "out.py").symlink_to(tmp_path / "outside/secret.py")
    (root / "relative.py").symlink_to("../outside/secret.py")
    (root / "dead.py").symlink_to("nowhere.py")
    (root / "self.py").symlink_to("self.py")
    (root / "folder.py").symlink_to("demo")
    (root / "outside").symlink_to(tmp_path / "outside")
    (root / "again").symlink_to("demo")
    (root / "demo/up").symlink_to("..")
    (root / "device.py").symlink_to("/dev/null")
    assert python_files(Root(root)) == ["demo/core.py", "inside.py"]
    assert discover([root]) == {Root(root): ["demo/core.py", "inside.py"]}


@on_posix
def test_root_behind_a_link(tmp_path: Path) -> None:
    write_files(tmp_path, {"real/pyproject.toml": "", "real/demo/core.py": ""})
    (tmp_path / "real/inside.py").symlink_to("demo/core.py")
    (tmp_path / "link").symlink_to("real")
    assert discover([tmp_path / "link"]) == {Root(tmp_path / "link"): ["demo/core.py", "inside.py"]}


@on_posix
def test_special_files_are_no_files(tmp_path: Path) -> None:
    write_files(tmp_path, {"p/pyproject.toml": "", "p/a.py": "", "p/folder.py/b.py": ""})
    os.mkfifo(tmp_path / "p/pipe.py")
    (tmp_path / "p/link.py").symlink_to("pipe.py")
    assert python_files(Root(tmp_path / "p")) == ["a.py", "folder.py/b.py"]
    for name in ("pipe.py", "link.py"):
        with pytest.raises(NoSuchPathError, match="no Python file"):
            discover([tmp_path / "p" / name])


@on_posix
def test_any_name(tmp_path: Path) -> None:
    names = [
        "a\nb.py",
        "\x1b[31m.py",
        " .py",
        "ü.py",
        "-x.py",
        os.fsdecode(b"\xff.py"),
        "a\\b.py",
        "%s{0}.py",
    ]
    write_files(tmp_path, {"p/pyproject.toml": "", **{f"p/{name}": "" for name in names}})
    assert python_files(Root(tmp_path / "p")) == sorted(names)
    assert discover([tmp_path / "p" / name for name in names]) == {Root(tmp_path / "p"): sorted(names)}


def test_deep_folders(tmp_path: Path) -> None:
    """A path can have some 2,000 parts, more than Python's stack has room for; here both are smaller."""
    folder = tmp_path.joinpath(*["d"] * 100)
    folder.mkdir(parents=True)
    (folder / "a.py").touch()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 50)
    try:
        found = python_files(Root(tmp_path))
    finally:
        sys.setrecursionlimit(limit)
    assert found == ["d/" * 100 + "a.py"]


# What is asked for


def test_discover_files_and_folders(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "p/pyproject.toml": "",
            "p/a.py": "",
            "p/demo/b.py": "",
            "q/setup.cfg": "",
            "q/c.py": "",
            "bare/d.py": "",
            "bare/e.py": "",
        },
    )
    asked = [tmp_path / path for path in ("p/demo", "p/a.py", "p/demo/b.py", "q", "bare")]
    assert discover(asked) == {
        Root(tmp_path / "p"): ["a.py", "demo/b.py"],
        Root(tmp_path / "q"): ["c.py"],
        Root(tmp_path / "bare", "d.py"): ["d.py"],
        Root(tmp_path / "bare", "e.py"): ["e.py"],
    }
    assert discover([]) == {}


def test_discover_empty_folder(tmp_path: Path) -> None:
    assert discover([tmp_path]) == {}


@pytest.mark.parametrize("name", ["missing.py", "missing", "nul\0.py", "x" * 5000 + ".py"])
def test_no_such_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoSuchPathError, match="there is no such file or folder"):
        discover([tmp_path / name])


@pytest.mark.parametrize("name", ["notes.txt", "pyproject.toml", "script", "a.pyi", ".py"])
def test_no_python_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(NoSuchPathError, match="this is no Python file; give the folder that it belongs to"):
        discover([tmp_path / name])


# Roles


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("demo/core.py", Role.PACKAGE),
        ("core.py", Role.PACKAGE),
        ("demo/testing.py", Role.PACKAGE),
        ("demo/contest.py", Role.PACKAGE),
        ("demo/latest_test_run.py", Role.PACKAGE),
        ("demo/setup.py", Role.PACKAGE),
        ("demo/docs/core.py", Role.PACKAGE),
        ("demo/scripts/core.py", Role.PACKAGE),
        ("demo/migrations.py", Role.PACKAGE),
        ("tests.py", Role.TEST),
        ("demo/tests.py", Role.TEST),
        ("demo/test_core.py", Role.TEST),
        ("demo/core_test.py", Role.TEST),
        ("conftest.py", Role.TEST),
        ("tests/core.py", Role.TEST),
        ("demo/test/migrations/0001_initial.py", Role.TEST),
        ("demo/testing/core.py", Role.TEST),
        ("demo/migrations/0001_initial.py", Role.MIGRATION),
        ("docs/conf.py", Role.DOCS),
        ("doc/core.py", Role.DOCS),
        ("examples/core.py", Role.DOCS),
        ("setup.py", Role.BUILD),
        ("noxfile.py", Role.BUILD),
        ("scripts/core.py", Role.BUILD),
        ("ci/core.py", Role.BUILD),
    ],
)
def test_role(path: str, role: Role) -> None:
    assert role_of(path) is role
    in_tests = path.startswith(("tests/", "demo/test/", "demo/testing/"))
    assert role_of(path, has_plugin_class=True) is (Role.TEST if in_tests else Role.PACKAGE)


def test_folder_of() -> None:
    assert [folder_of(path) for path in ("core.py", "a/core.py", "a/b/core.py")] == ["", "a", "a/b"]
