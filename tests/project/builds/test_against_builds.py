"""INV606 held against what the backends really build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, read_project
from flake8_inventree_plugin.project.builds.data_files import data_files, package_folders
from flake8_inventree_plugin.project.builds.left_out import left_out
from flake8_inventree_plugin.project.layout import Root
from tests.support import write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
DATA = {
    "demo/__init__.py": PLUGIN,
    "demo/sub/__init__.py": "",
    "demo/templates/demo/panel.html": "x",
    "demo/templates/note.txt": "x",
    "demo/static/panel.js": "x",
    "demo/static/.vite/manifest.json": "{}",
    "demo/static/css/panel.css": "x",
    "demo/sub/static/deep.js": "x",
    "demo/locale/de/LC_MESSAGES/django.mo": "x",
}
ALL = {path for path in DATA if not path.endswith(".py")}
SRC = {f"src/{path}": text for path, text in DATA.items()}

PROJECT = '[project]\nname = "demo"\nversion = "1"\n'
FIND = '[tool.setuptools.packages.find]\ninclude = ["demo*"]\n'
SETUP = "from setuptools import find_packages, setup\n\nsetup(name='demo', version='1', packages={})\n"
CFG = "[metadata]\nname = demo\nversion = 1\n[options]\npackages = find:\n"


def setup_py(*more: str, packages: str = "find_packages()") -> str:
    return SETUP.format(", ".join([packages, *more]))


# Files beside DATA -> what the wheel lacks: that is also what the linter has to say.
SETUPTOOLS: dict[str, tuple[Mapping[str, str], set[str]]] = {
    "nothing": ({"pyproject.toml": PROJECT}, ALL),
    "find": ({"pyproject.toml": PROJECT + FIND}, ALL),
    "graft": ({"pyproject.toml": PROJECT, "MANIFEST.in": "graft demo\n"}, set()),
    "graft with a wildcard": ({"pyproject.toml": PROJECT, "MANIFEST.in": "graft d*o/st*\n"}, ALL - {"demo/static/panel.js", "demo/static/.vite/manifest.json", "demo/static/css/panel.css"}),
    "graft of two": ({"pyproject.toml": PROJECT, "MANIFEST.in": "graft demo demo\n"}, ALL),
    "off": ({"pyproject.toml": PROJECT + "[tool.setuptools]\ninclude-package-data = false\n", "MANIFEST.in": "graft demo\n"}, ALL),
    "recursive-include": (
        {"pyproject.toml": PROJECT, "MANIFEST.in": "# All\nrecursive-include demo *.js *.html *.mo \\\n  *.txt # and so on\n"},
        {"demo/static/.vite/manifest.json", "demo/static/css/panel.css"},
    ),
    "recursive-include of everything": ({"pyproject.toml": PROJECT, "MANIFEST.in": "recursive-include demo *\n"}, set()),
    "include": (
        {"pyproject.toml": PROJECT, "MANIFEST.in": "include demo/*/*.js demo/**/note.txt demo/sub/static/deep.js\n"},
        ALL - {"demo/static/panel.js", "demo/templates/note.txt", "demo/sub/static/deep.js"},
    ),
    "exclude": (
        {"pyproject.toml": PROJECT, "MANIFEST.in": "graft demo\nexclude demo/static/*.js\nglobal-exclude *.css .vite/*\n"},
        {"demo/static/panel.js", "demo/static/css/panel.css", "demo/static/.vite/manifest.json"},
    ),
    "prune": ({"pyproject.toml": PROJECT, "MANIFEST.in": "global-include *\nprune demo/static/.vite\nrecursive-exclude demo *.txt\n"}, {"demo/static/.vite/manifest.json", "demo/templates/note.txt"}),
    "unknown commands": ({"pyproject.toml": PROJECT, "MANIFEST.in": "take demo\nrecursive-include demo\ninclude\n\ngraft demo/sub\n"}, ALL - {"demo/sub/static/deep.js"}),
    "package-data": (
        {"pyproject.toml": PROJECT + '[tool.setuptools.package-data]\ndemo = ["static/**", "templates/**/*.html", "locale/*/*/*.mo"]\n'},
        {"demo/templates/note.txt", "demo/sub/static/deep.js", "demo/static/.vite/manifest.json"},
    ),
    "package-data with dots": (
        {"pyproject.toml": PROJECT + '[tool.setuptools.package-data]\ndemo = ["static/.*/*", "static/[!x]*/*", "**/.vite"]\n'},
        ALL - {"demo/static/.vite/manifest.json", "demo/static/css/panel.css"},
    ),
    "package-data of all": (
        {"pyproject.toml": PROJECT + '[tool.setuptools]\npackages = ["demo", "demo.sub"]\n[tool.setuptools.package-data]\n"*" = ["static/*.js"]\n'},
        ALL - {"demo/static/panel.js", "demo/sub/static/deep.js"},
    ),
    "package-data of all, folders are packages": (
        {"pyproject.toml": PROJECT + '[tool.setuptools.package-data]\n"*" = ["*.js", "*.html"]\n'},
        ALL - {"demo/static/panel.js", "demo/sub/static/deep.js", "demo/templates/demo/panel.html"},
    ),
    "package-data of all, folders are none": (
        {"pyproject.toml": PROJECT + FIND + 'namespaces = false\n[tool.setuptools.package-data]\n"*" = ["*.js", "*.html"]\n'},
        ALL,
    ),
    "exclude-package-data": (
        {
            "pyproject.toml": PROJECT + '[tool.setuptools]\npackages = ["demo", "demo.sub"]\n[tool.setuptools.exclude-package-data]\n"demo" = ["static/*.js"]\n"*" = ["*.mo"]\n',
            "MANIFEST.in": "graft demo\n",
        },
        {"demo/static/panel.js", "demo/locale/de/LC_MESSAGES/django.mo"},
    ),
    "src layout": ({"pyproject.toml": PROJECT, "MANIFEST.in": "recursive-include src *.js\n"}, {f"src/{path}" for path in ALL if not path.endswith(".js")}),
    "setup.py, nothing": ({"setup.py": setup_py(), "MANIFEST.in": "graft demo\n"}, ALL),
    "setup.py, on": ({"setup.py": setup_py("include_package_data=True"), "MANIFEST.in": "graft demo\nprune demo/locale\n"}, {"demo/locale/de/LC_MESSAGES/django.mo"}),
    "setup.py, package_data of all": ({"setup.py": setup_py("package_data={'': ['*.js', 'static/*']}")}, ALL - {"demo/static/panel.js", "demo/sub/static/deep.js"}),
    "setup.py, namespaces": (
        {"setup.py": setup_py("package_data={'': ['*.js']}", packages="__import__('setuptools').find_namespace_packages()")},
        ALL - {"demo/static/panel.js", "demo/sub/static/deep.js"},
    ),
    "setup.py, exclude": (
        {"setup.py": setup_py("include_package_data=True", "exclude_package_data={'demo': ['static/*']}"), "MANIFEST.in": "graft demo\n"},
        {"demo/static/panel.js", "demo/static/.vite/manifest.json", "demo/static/css/panel.css"},
    ),
    "setup.py before setup.cfg": ({"setup.py": setup_py("include_package_data=False", "package_data={'demo': ['static/*']}"), "setup.cfg": "[options]\ninclude_package_data = True\n[options.package_data]\ndemo = locale/*/*/*\n", "MANIFEST.in": "include demo/templates/*.txt\n"}, ALL - {"demo/static/panel.js", "demo/templates/note.txt"}),
    "setup.py beside [project]": ({"pyproject.toml": PROJECT, "setup.py": "from setuptools import setup\n\nsetup(include_package_data=False)\n", "MANIFEST.in": "graft demo\n"}, ALL),
    "setup.cfg": ({"setup.cfg": CFG + "include_package_data = true\n", "setup.py": "import setuptools\n\nsetuptools.setup()\n", "MANIFEST.in": "graft demo/static\n"}, ALL - {"demo/static/panel.js", "demo/static/.vite/manifest.json", "demo/static/css/panel.css"}),
    "setup.cfg, package_data": (
        {"setup.cfg": CFG + "[options.package_data]\n* = *.js, static/*.js\ndemo =\n    templates/*.txt\n[options.exclude_package_data]\ndemo.sub = static/*\n", "pyproject.toml": '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'},
        ALL - {"demo/static/panel.js", "demo/templates/note.txt"},
    ),
}  # fmt: skip

HATCH_BUILD = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
HATCH: dict[str, tuple[Mapping[str, str], set[str]]] = {
    "everything": ({"pyproject.toml": PROJECT + HATCH_BUILD}, set()),
    "git ignores": (
        {"pyproject.toml": PROJECT + HATCH_BUILD, ".gitignore": "# built\nstatic/\n\n*.mo\n!deep.js\nnote.txt \n"},
        {path for path in ALL if "static" in path or path.endswith((".mo", "note.txt"))} - {"demo/sub/static/deep.js"},
    ),
    "git ignores at the root": (
        {"pyproject.toml": PROJECT + HATCH_BUILD, ".gitignore": "/static/\n/demo/static/*\n!/demo/static/.vite\ntemplates/*.txt\ndemo/**/deep.js\n"},
        {"demo/static/panel.js", "demo/static/css/panel.css", "demo/sub/static/deep.js"},
    ),
    "artifacts": ({"pyproject.toml": PROJECT + HATCH_BUILD + '[tool.hatch.build]\nartifacts = ["*.js", "/demo/static/.vite/"]\n', ".gitignore": "static\n"}, {"demo/static/css/panel.css"}),
    "without git": ({"pyproject.toml": PROJECT + HATCH_BUILD + "[tool.hatch.build]\nignore-vcs = true\n", ".gitignore": "static\n"}, set()),
    "exclude": (
        {"pyproject.toml": PROJECT + HATCH_BUILD + '[tool.hatch.build]\nexclude = ["*.mo"]\n[tool.hatch.build.targets.wheel]\nexclude = ["*.css", "/demo/static/*.js"]\n'},
        {"demo/static/css/panel.css", "demo/static/panel.js"},
    ),
    "include": ({"pyproject.toml": PROJECT + HATCH_BUILD + '[tool.hatch.build.targets.wheel]\ninclude = ["*.py", "demo/static"]\n'}, {path for path in ALL if not path.startswith("demo/static/")}),
    "packages": ({"pyproject.toml": PROJECT + HATCH_BUILD + '[tool.hatch.build.targets.wheel]\npackages = ["demo"]\ninclude = ["*.py"]\n'}, set()),
    "only-include": ({"pyproject.toml": PROJECT + HATCH_BUILD + '[tool.hatch.build]\nonly-include = ["demo"]\nexclude = ["locale"]\n'}, {"demo/locale/de/LC_MESSAGES/django.mo"}),
    "force-include": (
        {"pyproject.toml": PROJECT + HATCH_BUILD + '[tool.hatch.build.targets.wheel.force-include]\n"demo/static" = "demo/static"\n[tool.hatch.build.targets.wheel]\npackages = ["demo"]\n', ".gitignore": "static/\n"},
        {"demo/sub/static/deep.js"},
    ),
}  # fmt: skip

POETRY_BUILD = '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n'
POETRY: dict[str, tuple[Mapping[str, str], set[str]]] = {
    "everything": ({"pyproject.toml": PROJECT + POETRY_BUILD}, set()),
    "exclude": (
        {"pyproject.toml": PROJECT + POETRY_BUILD + '[tool.poetry]\nexclude = ["demo/static/*.js", "demo/locale", "demo/**/*.txt"]\n'},
        {"demo/static/panel.js", "demo/locale/de/LC_MESSAGES/django.mo", "demo/templates/note.txt"},
    ),
}  # fmt: skip

FLIT: dict[str, tuple[Mapping[str, str], set[str]]] = {
    "everything": (
        {
            "pyproject.toml": '[project]\nname = "demo"\nversion = "1"\ndescription = "x"\n[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n',
            ".gitignore": "static/\n",
        },
        set(),
    )
}  # fmt: skip

BACKENDS = {
    "setuptools.build_meta:__legacy__": SETUPTOOLS,
    "hatchling.build": HATCH,
    "poetry.core.masonry.api": POETRY,
    "flit_core.buildapi": FLIT,
}


def files_of(name: str, more: Mapping[str, str]) -> dict[str, str]:
    return {**(SRC if name.startswith("src") else DATA), **more}


def build(backend: str, folders: list[Path]) -> dict[str, list[str]]:
    """The names of the files in the wheel of each folder."""
    script = Path(__file__).with_name("build_wheels.py")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), backend, *map(str, folders)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    built: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    for folder in folders:
        assert any(name.endswith("demo/__init__.py") for name in built[str(folder)]), done.stderr
    return built


def missing(folder: Path, contents: list[str]) -> set[str]:
    """The data files that a wheel lacks."""
    project = read_project(Root(folder), Settings({}, use_cache=False))
    paths = [path for package in package_folders(project) for path in data_files(project, package)]
    assert {path.removeprefix("src/") for path in paths} == ALL
    return {path for path in paths if path.removeprefix("src/") not in contents}


def told(folder: Path) -> set[str]:
    """The data files that the linter says the build leaves out."""
    project = read_project(Root(folder), Settings({}, use_cache=False))
    return {path for found in left_out(project) for path in found.paths}


@pytest.mark.parametrize("backend", list(BACKENDS))
def test_what_is_told_is_what_the_build_leaves_out(backend: str, tmp_path: Path) -> None:
    # What the extra `test` asks for; setuptools before 70.1 builds no wheel by itself.
    pytest.importorskip(
        backend.partition(".")[0], minversion="77" if backend.startswith("setuptools") else None
    )
    cases = BACKENDS[backend]
    folders = {
        name: write_files(tmp_path / str(number), files_of(name, more))
        for number, (name, (more, _)) in enumerate(cases.items())
    }
    answers = {name: told(folder) for name, folder in folders.items()}
    built = build(backend, list(folders.values()))
    really = {name: missing(folder, built[str(folder)]) for name, folder in folders.items()}
    assert really == {name: expected for name, (_, expected) in cases.items()}
    assert answers == really


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_poetry_leaves_out_what_git_ignores_and_does_not_track(tmp_path: Path) -> None:
    pytest.importorskip("poetry.core")
    pyproject = (
        PROJECT
        + POETRY_BUILD
        + '[tool.poetry]\ninclude = [{ path = "demo/locale/**/*.mo", format = ["sdist", "wheel"] }]\n'
    )
    files = files_of("", {"pyproject.toml": PROJECT + POETRY_BUILD, ".gitignore": "static/\n*.txt\n"})
    folder = write_files(tmp_path / "plain", files)
    special = write_files(
        tmp_path / "special", {**files, "pyproject.toml": pyproject, ".gitignore": "*.mo\n"}
    )
    for place in (folder, special):
        for command in (["init", "-q"], ["add", "-f", "demo/static/panel.js", "pyproject.toml"]):
            subprocess.run(["git", "-c", "core.autocrlf=false", *command], cwd=place, check=True)
    expected = {path for path in ALL if "static/" in path or path.endswith(".txt")} - {"demo/static/panel.js"}
    assert told(folder) == expected
    assert told(special) == set()
    built = build("poetry.core.masonry.api", [folder, special])
    assert missing(folder, built[str(folder)]) == expected
    assert missing(special, built[str(special)]) == set()
