"""INV606: when it says nothing, what its findings say, and the patterns by themselves."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, findings, read_project
from flake8_inventree_plugin.project.builds.patterns import Ignored, matches, of_manifest
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.rules import rule_by_code
from tests.support import codes, findings_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
PROJECT = '[project]\nname = "demo"\nversion = "1"\n'
DATA = {"demo/__init__.py": PLUGIN, "demo/static/panel.js": "x"}
SYSTEM = '[build-system]\nrequires = ["setuptools"{}]\nbuild-backend = "{}"\n'
SETUP = "from setuptools import find_packages, setup\n\nsetup(name='demo', {})\n"
HATCH = PROJECT + SYSTEM.format("", "hatchling.build")
POETRY = PROJECT + SYSTEM.format("", "poetry.core.masonry.api")


@pytest.mark.parametrize(
    "more",
    [
        {"pyproject.toml": PROJECT + SYSTEM.format(', "setuptools_scm[toml]>=8"', "setuptools.build_meta")},
        {"pyproject.toml": PROJECT + SYSTEM.format(', ">=1"', "setuptools.build_meta")},
        {"pyproject.toml": PROJECT + SYSTEM.format("", "_own") + 'backend-path = ["."]\n'},
        {"pyproject.toml": PROJECT + SYSTEM.format("", "setuptools.build_meta") + 'backend-path = ["."]\n'},
        {"pyproject.toml": PROJECT + SYSTEM.format("", "own_backend")},
        {"pyproject.toml": PROJECT + SYSTEM.format("", "pdm.backend")},
        {"pyproject.toml": PROJECT + SYSTEM.format("", "flit_core.buildapi"), ".gitignore": "static\n"},
        {"pyproject.toml": PROJECT + "[build-system]\nbuild-backend = 1\n"},
        {"pyproject.toml": PROJECT + '[tool.setuptools.cmdclass]\nbuild_py = "x.Y"\n'},
        {"pyproject.toml": PROJECT + "[tool.setuptools]\npackage-data = 1\n"},
        {"pyproject.toml": PROJECT + "[tool.setuptools.package-data]\ndemo = [1]\n"},
        {"pyproject.toml": PROJECT + '[tool.setuptools]\npackages = ["other"]\n'},
        {"pyproject.toml": "[project\n"},
        {"setup.py": SETUP.format("package_data=compute()")},
        {"setup.py": SETUP.format("include_package_data=WANTED")},
        {"setup.py": SETUP.format("cmdclass={'build_py': Own}")},
        {"setup.py": SETUP.format("setup_requires=['setuptools-git']")},
        {"setup.py": SETUP.format("use_scm_version=True")},
        {"setup.py": SETUP.format("**more()")},
        {"setup.py": "exec(open('setup2.py').read())\n"},
        {"setup.cfg": "[metadata]\nname = demo\n[options]\nsetup_requires = setuptools_scm\n"},
        {"setup.cfg": "[metadata]\nname = demo\n[options\n"},
        {"pyproject.toml": HATCH + "[tool.hatch.build.hooks.custom]\npath = 'x.py'\n", ".gitignore": "static\n"},
        {"pyproject.toml": HATCH + "[tool.hatch.build]\nskip-excluded-dirs = true\n", ".gitignore": "static\n"},
        {"pyproject.toml": HATCH + '[tool.hatch.build.targets.wheel]\npackages = ["other"]\n', ".gitignore": "static\n"},
        {"pyproject.toml": HATCH, ".gitignore": "demo\n"},
        {"pyproject.toml": HATCH, ".gitignore": "static\n", ".hgignore": "x\n"},
        {"pyproject.toml": POETRY, ".gitignore": "static\n"},
        {"pyproject.toml": POETRY, ".gitignore": "static\n", ".git/index": b"DIRC\0\0\0\4"},
        {"pyproject.toml": POETRY, ".gitignore": "static\n", ".git/index": b"DIRC\0\0\0\2 demo/static/panel.js\0"},
        {"pyproject.toml": POETRY + '[tool.poetry]\nexclude = [{ path = "demo/static", format = "sdist" }]\n'},
        {"pyproject.toml": POETRY + '[tool.poetry]\nexclude = ["demo"]\n'},
        {"pyproject.toml": POETRY + '[tool.poetry]\nexclude = ["demo/static"]\nbuild = "build.py"\n'},
        {},
    ],
)  # fmt: skip
def test_silent(more: dict[str, str | bytes]) -> None:
    assert codes({**DATA, **more}, "INV606") == []


@pytest.mark.parametrize(
    "path",
    [
        "demo/static/panel.ts",
        "demo/static/panel.js.map",
        "demo/static/.gitkeep",
        "demo/static/README.md",
        "demo/locale/de/LC_MESSAGES/django.po",
        "demo/locale/de/LC_MESSAGES/list.txt",
        "demo/templates/build.py",
        "demo/tests/static/x.js",
        "demo/frontend/node_modules/x/static/x.js",
        "static/x.js",
        "docs/static/x.js",
        "other/static/x.js",
    ],
)
def test_files_that_a_server_does_not_need(path: str) -> None:
    files = {"pyproject.toml": PROJECT, "demo/__init__.py": PLUGIN, "demo/frontend/package.json": ""}
    assert codes({**files, path: "x"}, "INV606") == []


def test_a_plugin_outside_of_packages_has_no_package_data() -> None:
    assert codes({"pyproject.toml": PROJECT, "demo.py": PLUGIN, "static/x.js": ""}, "INV606") == []
    assert codes({"pyproject.toml": PROJECT, "demo/core.py": PLUGIN, "demo/static/x.js": ""}, "INV606") == []


def test_the_package_of_a_plugin_in_a_folder_of_its_own() -> None:
    files = {
        "pyproject.toml": PROJECT,
        "src/demo/__init__.py": "",
        "src/demo/a/__init__.py": "",
        "src/demo/a/b.py": PLUGIN,
    }
    assert codes({**files, "src/demo/static/x.js": ""}, "INV606") == ["pyproject.toml:1:1 INV606"]
    assert codes({**files, "src/__init__.py": "", "src/demo/static/x.js": ""}, "INV606") == [
        "pyproject.toml:1:1 INV606"
    ]


@pytest.mark.parametrize(
    ("more", "place", "message", "advice"),
    [
        (
            {"pyproject.toml": PROJECT + "\n[tool.setuptools]\nzip-safe = false\n", "demo/templates/a.html": ""},
            (5, 1),
            "the built package lacks demo/static/panel.js and 1 other: there is no MANIFEST.in, and package_data names no such files, so a server that installs it does not find them",
            "write `recursive-include demo/static *`, `recursive-include demo/templates *` into a MANIFEST.in",
        ),
        (
            {"setup.cfg": "[metadata]\nname = demo\n\n[options]\npackages = find:\n", "MANIFEST.in": "graft demo\n"},
            (4, 1),
            "the built package lacks demo/static/panel.js: include_package_data is not set, so MANIFEST.in counts for nothing, so a server that installs it does not find it",
            "set include_package_data to true, with `recursive-include demo/static *` in MANIFEST.in",
        ),
        (
            {"pyproject.toml": PROJECT, "MANIFEST.in": "include LICENSE\n", "demo/static/b.js": "", "demo/static/c.js": ""},
            (1, 1),
            "the built package lacks demo/static/b.js and 2 others: neither MANIFEST.in nor package_data gets such files in, so a server that installs it does not find them",
            "add `recursive-include demo/static *` to MANIFEST.in",
        ),
        (
            {"pyproject.toml": HATCH + '[tool.hatch.build]\nexclude = ["static"]\n'},
            (7, 1),
            "the built package lacks demo/static/panel.js: hatchling's `include` and `exclude` leave such files out, so a server that installs it does not find it",
            "include its folder in [tool.hatch.build] of pyproject.toml",
        ),
        (
            {"pyproject.toml": POETRY, ".gitignore": "a\n  \nstatic/ \n", ".git/index": b"DIRC\0\0\0\2"},
            (3, 1),
            "the built package lacks demo/static/panel.js: Poetry leaves out what .gitignore ignores, so a server that installs it does not find it",
            "include its folder in [tool.poetry] of pyproject.toml, with the formats sdist and wheel",
        ),
        (
            {"pyproject.toml": POETRY + '[tool.poetry]\nexclude = ["demo/static"]\n'},
            (8, 1),
            "the built package lacks demo/static/panel.js: `exclude` of Poetry leaves such files out, so a server that installs it does not find it",
            "include its folder in [tool.poetry] of pyproject.toml, with the formats sdist and wheel",
        ),
    ],
)  # fmt: skip
def test_messages(more: dict[str, str | bytes], place: tuple[int, int], message: str, advice: str) -> None:
    (finding,) = findings_of({**DATA, **more}, "INV606")
    assert (finding.range.line, finding.range.column) == place
    assert (finding.message, finding.advice) == (message, advice)


def test_a_project_inside_the_package_is_another_one() -> None:
    files = {"pyproject.toml": PROJECT, "demo/__init__.py": PLUGIN, "demo/web/pyproject.toml": ""}
    assert codes({**files, "demo/web/static/x.js": ""}, "INV606") == []


def test_links_and_devices(tmp_path: Path) -> None:
    outside = write_files(tmp_path / "outside", {"static/secret.js": "x"})
    root = write_files(
        tmp_path / "demo", {"pyproject.toml": PROJECT, "demo/__init__.py": PLUGIN, "demo/static/.x": ""}
    )
    (root / "demo/templates").symlink_to(outside / "static")
    os.mkfifo(root / "demo/static/pipe.js")
    os.mkfifo(root / "MANIFEST.in")
    rule = rule_by_code("INV606")
    assert rule is not None
    assert findings(read_project(Root(root), Settings({}, use_cache=False)), [rule]) == []


@pytest.mark.parametrize(
    ("path", "pattern", "found"),
    [
        ("a/b/c.js", "a/b/c.js", True),
        ("a/b/c.js", "a/*/c.js", True),
        ("a/b/c.js", "a/*", False),
        ("a/b/c.js", "a/**", True),
        ("a/b/c.js", "**/c.js", True),
        ("c.js", "**/c.js", True),
        ("a/b/c.js", "a/**/b/c.js", True),
        ("a/b/c.js", "a/**/**/c.js", True),
        ("a/b/c.js", "a/**/d/c.js", False),
        ("a/b/c.js", "a/?/[a-d].j*", True),
        ("a/b/c.js", "a/b", False),
        ("a/b", "a/b/c", False),
        ("a/.b/c", "a/*/c", True),
    ],
)
def test_matches(path: str, pattern: str, found: bool) -> None:
    assert matches(path, pattern) is found


def test_matches_as_glob_does() -> None:
    assert not matches("a/.b/c", "a/*/c", hidden=False)
    assert not matches("a/.b/c", "a/**", hidden=False)
    assert matches("a/.b/c", "a/.b/*", hidden=False)
    assert not matches("a/b/c", "a/**", recursive=False)
    assert matches("a/b", "a/**", recursive=False)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ([], None),
        (["# demo", "", "/", "demo/other"], None),
        (["demo"], 0),
        (["demo/"], 0),
        (["panel.js/"], None),
        (["*.js", "!panel.js"], None),
        (["*.js", "!panel.js", "demo/**"], 2),
        (["/static"], None),
        (["/demo/static"], 0),
        (["demo/*/panel.js"], 0),
        (["\\!x", "**/static/*.js"], 1),
    ],
)
def test_ignoring_line(lines: list[str], number: int | None) -> None:
    assert Ignored(lines).line("demo/static/panel.js") == number


def test_long_patterns_take_no_time() -> None:
    started = time.process_time()
    path = "/".join(["a"] * 100)
    assert not matches(path, "/".join(["**", "a"] * 50) + "/b")
    assert of_manifest("recursive-include " + "**/" * 100 + "a " + "*a" * 30 + "b\n", [path]) == set()
    assert time.process_time() - started < 1
