"""INV605, INV608 and INV609: what their examples cannot show."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, findings, read_project
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.rules import rule_by_code
from tests.support import codes, findings_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
APP = PLUGIN.replace("\n\n\nclass Demo(", "\nfrom plugin.mixins import AppMixin\n\n\nclass Demo(AppMixin, ")
PROJECT = '[project]\nname = "demo"\nversion = "1"\n'
MODEL = "from django.db import models\n\n\nclass {}(models.Model):\n    x = models.IntegerField()\n"

# INV605


@pytest.mark.parametrize(
    ("meta", "count"),
    [
        ("", 1),
        ("    class Meta:\n        ordering = ['x']\n", 1),
        ("    class Meta:\n        managed = True\n        proxy = False\n", 1),
        ("    class Meta:\n        managed = compute()\n", 0),
        ("    class Meta:\n        proxy = True\n", 0),
        ("    class Meta:\n        abstract = True\n", 0),
    ],
)
def test_models_with_a_table(meta: str, count: int) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "demo/__init__.py": APP,
        "demo/models.py": MODEL.format("Shelf") + meta,
    }
    assert len(codes(files, "INV605")) == count


@pytest.mark.parametrize("place", ["demo/migrations", "demo/sub/migrations"])
def test_migrations_anywhere_in_the_package(place: str) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "demo/__init__.py": "",
        "demo/sub/__init__.py": APP,
        "demo/sub/models.py": MODEL.format("Shelf"),
        f"{place}/0001_initial.py": "",
    }
    assert codes(files, "INV605") == []
    assert (
        codes(
            {f"src/{path}" if path.startswith("demo") else path: text for path, text in files.items()},
            "INV605",
        )
        == []
    )


def test_models_are_named() -> None:
    models = MODEL.format("A") + "".join(f"\n\nclass {name}(A):\n    y = 1\n" for name in "BCD")
    (finding,) = findings_of(
        {"pyproject.toml": PROJECT, "demo/__init__.py": APP, "demo/models.py": models}, "INV605"
    )
    assert finding.message == (
        "Demo uses AppMixin, but there are no migrations for A, B, C …: a server never creates their tables"
    )


# INV608


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"pyproject.toml": PROJECT + 'keywords = ["InvenTree-plugin"]\n'}, []),
        ({"pyproject.toml": PROJECT + 'classifiers = ["Framework :: Django"]\n'}, ["pyproject.toml:4:1"]),
        ({"setup.cfg": "[metadata]\nname = demo\nkeywords = inventree, labels\n"}, []),
        ({"setup.cfg": "[metadata]\nname = demo\n"}, ["setup.cfg:2:1"]),
        ({"setup.py": "from setuptools import setup\n\nsetup(name='demo', keywords='labels')\n"}, ["setup.py:3:20"]),
        ({"setup.py": "from setuptools import setup\n\nsetup()\n"}, ["demo/__init__.py:4:7"]),
        ({"setup.py": "from setuptools import setup\n\nsetup(name='demo', keywords=words())\n"}, []),
        ({"setup.py": "from setuptools import setup\n\nsetup(**everything)\n"}, []),
        ({"setup.py": "import mystery\n"}, []),
    ],
)  # fmt: skip
def test_tags_of_the_package(files: dict[str, str], at: list[str]) -> None:
    assert codes({"demo/__init__.py": PLUGIN, **files}, "INV608") == [f"{place} INV608" for place in at]


@pytest.mark.parametrize(
    ("settings", "at"),
    [
        ("repository:\n  topics: a, b\n", ["2:11"]),
        ("repository:\n  topics: 'a, InvenTree'\n", []),
        ("repository:\n  topics: [a, b]\n", ["2:11"]),
        ("repository:\n  topics: [a, inventreeplugins]\n", []),
        ("repository:\n  topics:\n", ["2:10"]),
        ("repository:\n  topics: {a: b}\n", []),
        ("repository:\n  other: a\n# topics\n", []),
        ("topics: a\n", []),
        ("- topics\n", []),
        ("? [repository]\n: topics\n", []),
        ("# topics\n", []),
        ("repository: {topics: [a\n", []),
        ("a: &a [*a]\nrepository: {topics: *a}\n", ["1:4"]),
        ("repository: {topics: \x01}\n", []),
        ("repository: {topics: " + "[" * 2000 + "\n", []),
    ],
)
def test_topics(settings: str, at: list[str]) -> None:
    files = {"pyproject.toml": PROJECT + 'keywords = ["inventree"]\n', "demo/__init__.py": PLUGIN}
    expected = [f".github/settings.yml:{place} INV608" for place in at]
    assert codes({**files, ".github/settings.yml": settings}, "INV608") == expected


# INV609


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"readme": "x"}, []),
        ({"Readme.txt": "x"}, []),
        ({".github/README.md": "x"}, []),
        ({"README.md": " \n\t", "docs/README.md": "x"}, []),
        ({"README.md": b"\xef\xbb\xbf\r\n"}, ["README.md:1:1"]),
        ({"READMEs/x.md": "x"}, ["demo/__init__.py:4:7"]),
        ({"demo/README.md": "x"}, ["demo/__init__.py:4:7"]),
        ({"setup.py": "from setuptools import setup\n\nsetup(long_description=read())\n"}, []),
        (
            {"setup.py": "from setuptools import setup\n\nsetup(long_description=' ')\n"},
            ["demo/__init__.py:4:7"],
        ),
    ],
)
def test_readme(files: dict[str, str | bytes], at: list[str]) -> None:
    packaging = {} if "setup.py" in files else {"pyproject.toml": PROJECT}
    expected = [f"{place} INV609" for place in at]
    assert codes({"demo/__init__.py": PLUGIN, **packaging, **files}, "INV609") == expected


def test_link_to_a_readme_inside_counts(tmp_path: Path) -> None:
    root = write_files(
        tmp_path, {"pyproject.toml": PROJECT, "demo/__init__.py": PLUGIN, "demo/about.md": "x"}
    )
    (root / "README.md").symlink_to("demo/about.md")
    rule = rule_by_code("INV609")
    assert rule is not None
    assert findings(read_project(Root(root), Settings({}, use_cache=False)), [rule]) == []


def test_link_to_a_readme_elsewhere_is_none(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Of another project\n")
    root = write_files(tmp_path / "demo", {"pyproject.toml": PROJECT, "demo/__init__.py": PLUGIN})
    (root / "README.md").symlink_to(tmp_path / "README.md")
    os.mkfifo(root / "README")
    rule = rule_by_code("INV609")
    assert rule is not None
    (finding,) = findings(read_project(Root(root), Settings({}, use_cache=False)), [rule])
    assert (finding.code, finding.path) == ("INV609", "demo/__init__.py")
