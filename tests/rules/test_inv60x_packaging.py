"""INV601 to INV604: what their examples cannot show."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, findings, read_project
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.loading import UNNAMED
from flake8_inventree_plugin.rules import rule_by_code
from tests.support import codes, findings_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
OTHER = "\n\nclass Other(InvenTreePlugin):\n    NAME = 'Other'\n"
PROJECT = '[project]\nname = "demo"\nversion = "1"\n'
POINTS = PROJECT + "\n[project.entry-points.inventree_plugins]\n"

# INV601


def test_unnamed_text_is_no_package_that_is_missing(tmp_path: Path) -> None:
    buffers = {UNNAMED: PLUGIN.encode()}
    project = read_project(Root(tmp_path, UNNAMED), Settings({}, use_cache=False), buffers)
    rule = rule_by_code("INV601")
    assert rule is not None
    assert project.plugins
    assert findings(project, [rule]) == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "the plugin is no package: there is no pyproject.toml, setup.cfg or setup.py"),
        ({"setup.cfg": "[flake8]\nmax-line-length = 100\n"}, "setup.cfg declares no package"),
        (
            {"pyproject.toml": "[tool.black]\n", "setup.cfg": "[flake8]\n"},
            "pyproject.toml and setup.cfg declare no package",
        ),
        ({"pyproject.toml": "[tool.poetry]\npackage-mode = false\n"}, "pyproject.toml declares no package"),
    ],
)
def test_message_tells_what_is_there(tmp_path: Path, files: dict[str, str], message: str) -> None:
    root = Root(write_files(tmp_path, {"demo.py": PLUGIN, **files}))
    rule = rule_by_code("INV601")
    assert rule is not None
    (finding,) = findings(read_project(root, Settings({}, use_cache=False)), [rule])
    assert finding.message == f"{message}, so pip can neither install nor update it on a server"


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": "[project\n"},
        {"setup.py": "class (:\n"},
        {"setup.py": "import setuptools\n\nexec(open('real_setup.py').read())\n"},
        {"setup.py": "from setuptools import setup\n\nsetup()\n", "setup.cfg": "[metadata]\nname = demo\n"},
        {"pyproject.toml": '[tool.flit.metadata]\nmodule = "demo"\nauthor = "a"\n'},
    ],
)
def test_packages_that_are_hard_to_read_are_packages(files: dict[str, str]) -> None:
    assert codes({"demo.py": PLUGIN, **files}, "INV601") == []


# INV602 and INV603: one cause, one finding


def both(files: dict[str, str]) -> list[str]:
    return [*codes(files, "INV602"), *codes(files, "INV603")]


@pytest.mark.parametrize(
    "points",
    [
        'demo = "demo:Demo"\nother = "demo:Other"\n',
        'demo = "demo:Demo"\nother = "elsewhere:Other"\n',
    ],
)
def test_two_plugins_of_one_file(points: str) -> None:
    assert both({"pyproject.toml": POINTS + points, "demo/__init__.py": PLUGIN + OTHER}) == []


def test_each_class_without_entry_point_is_reported() -> None:
    files = {
        "pyproject.toml": PROJECT,
        "demo/__init__.py": PLUGIN,
        "demo/other.py": PLUGIN.replace("Demo", "Other"),
    }
    assert both(files) == ["demo/__init__.py:4:7 INV602", "demo/other.py:4:7 INV602"]


@pytest.mark.parametrize(
    "target",
    ["demo.plugin:Demo", "demo:core.Demo", "demo.plugin:Wrong", "demo.core"],
)
def test_broken_entry_point_for_the_only_plugin_is_one_finding(target: str) -> None:
    files = {"pyproject.toml": POINTS + f'it = "{target}"\n', "demo/__init__.py": "", "demo/core.py": PLUGIN}
    assert both(files) == ["pyproject.toml:6:1 INV603"]


def test_broken_entry_point_for_another_plugin_does_not_hide_a_missing_one() -> None:
    files = {
        "pyproject.toml": POINTS + 'x = "demo:Damo"\nDemo = "demo:core.Demo"\n',
        "demo/__init__.py": PLUGIN + OTHER,
    }
    assert both(files) == [
        "demo/__init__.py:8:7 INV602",
        "pyproject.toml:6:1 INV603",
        "pyproject.toml:7:1 INV603",
    ]


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"setup.cfg": "[metadata]\nname = demo\n[options.entry_points]\ninventree_plugins =\n    Demo = demo.no:Demo\n"}, "setup.cfg:5:5"),
        (
            {
                "setup.py": "from setuptools import setup\n\nsetup(\n    name='demo',\n"
                "    entry_points={'inventree_plugins': ['Demo = demo.no:Demo']},\n)\n"
            },
            "setup.py:5:42",
        ),
        ({"pyproject.toml": '[tool.poetry]\nname = "demo"\nversion = "1"\n\n[tool.poetry.plugins."inventree_plugins"]\nDemo = "demo.no:Demo"\n'}, "pyproject.toml:6:1"),
    ],
)  # fmt: skip
def test_it_stands_where_the_entry_point_is_declared(files: dict[str, str], at: str) -> None:
    assert both({**files, "demo/__init__.py": PLUGIN}) == [f"{at} INV603"]


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("demo.no:Demo", 'write "demo.core:Demo"'),
        ("demo.core:Damo", 'write "demo.core:Demo"'),
    ],
)
def test_advice_names_the_class(target: str, advice: str) -> None:
    files = {
        "pyproject.toml": POINTS + f'x = "{target}"\n',
        "src/demo/__init__.py": "",
        "src/demo/core.py": PLUGIN,
    }
    (finding,) = findings_of(files, "INV603")
    assert finding.advice == advice


def test_advice_with_several_plugins() -> None:
    files = {"pyproject.toml": POINTS + 'x = "demo:Neither"\n', "demo/__init__.py": PLUGIN + OTHER}
    (finding,) = findings_of(files, "INV603")
    assert finding.advice == 'name the module and the plugin class, as in "package.module:Class"'
    assert finding.message == 'the entry point "x" (demo:Neither) does not load a plugin: demo has no Neither'


ABSTRACT = (
    "from abc import abstractmethod\n\nfrom plugin import InvenTreePlugin\n\n\nclass Base(InvenTreePlugin):\n"
    "    @abstractmethod\n    def run(self):\n        pass\n"
)


@pytest.mark.parametrize(
    "files",
    [
        # Only a base for others, documentation, a copy, a test.
        {"demo/core.py": ABSTRACT},
        {"docs/example.py": PLUGIN.replace("Demo", "Example")},
        {"scripts/example.py": PLUGIN.replace("Demo", "Example")},
        {"demo/demo/plugin.py": PLUGIN},
        {"tests/plugin.py": PLUGIN.replace("Demo", "Example")},
    ],
)  # fmt: skip
def test_classes_that_need_no_entry_point(files: dict[str, str]) -> None:
    assert (
        both({"pyproject.toml": POINTS + 'Demo = "demo:Demo"\n', "demo/__init__.py": PLUGIN, **files}) == []
    )


def test_advice_of_missing_entry_point_names_its_file() -> None:
    (finding,) = findings_of({"pyproject.toml": PROJECT, "demo/core.py": PLUGIN}, "INV602")
    assert finding.message == (
        'no entry point of the group "inventree_plugins" leads to Demo, so a server never finds it in the installed '
        "package"
    )
    assert finding.advice == (
        'add Demo = "demo.core:Demo" to [project.entry-points.inventree_plugins] in pyproject.toml'
    )
    setup = {"setup.py": "from setuptools import setup\n\nsetup(name='demo')\n", "demo/core.py": PLUGIN}
    (finding,) = findings_of(setup, "INV602")
    assert finding.advice == 'add Demo = "demo.core:Demo" to the group inventree_plugins in setup.py'


# INV604

APP = (
    "from plugin import InvenTreePlugin\nfrom plugin.mixins import AppMixin\n\n\n"
    "class Demo(AppMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
)
MODELS = "from django.db import models\n\n\nclass Shelf(models.Model):\n    pass\n"
FOUND = ["demo/core.py:5:7 INV604"]


def app(models: str = MODELS, core: str = APP, **more: str) -> list[str]:
    files = {
        "pyproject.toml": PROJECT,
        "demo/__init__.py": "",
        "demo/core.py": core,
        "demo/models.py": models,
    }
    return codes({**files, **more}, "INV604")


@pytest.mark.parametrize(
    "models",
    [
        "",
        "from django.db.models import TextChoices\n\n\nclass Size(TextChoices):\n    S = 's'\n",
        "from django.db import models\n\n\nclass Shelves(models.Manager):\n    pass\n",
        "from django.db import models\n\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n",
        "from part.models import Part\n\n\nclass Shelf:\n    part = Part\n",
        "from InvenTree.models import DiffMixin\n\n\nclass Shelf(DiffMixin):\n    pass\n",
        "from pydantic import BaseModel\n\n\nclass Shelf(BaseModel):\n    pass\n",
        "from elsewhere.models import Model\n\n\nclass Shelf(Model):\n    pass\n",
        "def make():\n    from django.db import models\n\n    class Shelf(models.Model):\n        pass\n",
    ],
)
def test_no_models(models: str) -> None:
    assert app(models) == []


@pytest.mark.parametrize(
    "models",
    [
        MODELS,
        "import django.db.models as m\n\n\nclass Shelf(m.Model):\n    pass\n",
        "from django.db.models import Model\n\n\nclass Shelf(Model):\n    class Meta:\n        abstract = False\n",
        "from django.db import models\n\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n\n\n"
        "class Shelf(Base):\n    pass\n",
        "from InvenTree.models import InvenTreeModel\n\n\nclass Shelf(InvenTreeModel):\n    pass\n",
        "from common.models import WebhookEndpoint\n\n\nclass Hook(WebhookEndpoint):\n    pass\n",
        "from django.contrib.auth.models import Group\n\n\nclass Team(Group):\n    pass\n",
        "from mptt.models import MPTTModel\n\n\nclass Tree(MPTTModel):\n    pass\n",
        "from .base import Base\n\n\nclass Shelf(Base):\n    pass\n",
    ],
)
def test_models(models: str) -> None:
    base = "from django.db import models\n\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n"
    assert app(models, **{"demo/base.py": base}) == FOUND


def test_migrations_alone_are_enough() -> None:
    assert app("", **{"demo/migrations/0001_initial.py": "", "demo/migrations/__init__.py": ""}) == FOUND
    assert app("", **{"demo/migrations/__init__.py": ""}) == []
    assert app("", **{"other/migrations/0001_initial.py": ""}) == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("MAX_VERSION = '1.2.0'", False),
        ("MAX_VERSION = latest()", False),
        ("MAX_VERSION = None", True),
        ("MAX_VERSION = ''", True),
        ("MIN_VERSION = '1.0.0'", True),
    ],
)
def test_maximum_version(value: str, found: bool) -> None:
    assert app(core=f"{APP}    {value}\n") == (FOUND if found else [])


def test_maximum_version_of_a_base_class() -> None:
    core = (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import AppMixin\n\nfrom .base import Base\n\n\n"
        "class Demo(AppMixin, Base):\n    NAME = 'Demo'\n"
    )
    base = "from plugin import InvenTreePlugin\n\n\nclass Base(InvenTreePlugin):\n    MAX_VERSION = '1.0.0'\n"
    assert app(core=core, **{"demo/base.py": base}) == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({".github/workflows/ci.yml": "jobs:\n  a:\n    container: inventree/inventree:stable\n"}, False),
        ({".github/workflows/ci.yml": "jobs:\n  a:\n    container: inventree/inventree:latest\n"}, True),
        ({".github/workflows/ci.yml": "jobs:\n  a:\n    container: inventree/inventree:${{ vars.X }}\n"}, False),
        ({".github/workflows/README.md": "inventree/inventree:stable\n"}, True),
        ({".gitlab-ci.yml": "a:\n  image: inventree/inventree:1.0.0\n"}, False),
        ({"requirements.txt": "inventree==0.17\n"}, True),
        ({"Dockerfile": "FROM inventree/inventree:stable\n"}, False),
        ({"pyproject.toml": PROJECT + '\n[tool.inventree-lint]\ntarget = "1.2"\n'}, True),
        (
            {"pyproject.toml": PROJECT + 'dependencies = ["inventree @ git+https://github.com/inventree/InvenTree@stable"]\n'},
            False,
        ),
    ],
)  # fmt: skip
def test_pins(files: dict[str, str], found: bool) -> None:
    assert app(**files) == (FOUND if found else [])


def test_message_names_models_and_what_ci_uses() -> None:
    files = {
        "pyproject.toml": PROJECT,
        "demo/__init__.py": "",
        "demo/core.py": APP,
        "demo/models.py": MODELS,
        ".github/workflows/ci.yml": "jobs:\n  a:\n    container: inventree/inventree:latest\n",
    }
    (finding,) = findings_of(files, "INV604")
    assert finding.message == (
        "Demo uses AppMixin with the model Shelf, but nothing pins the InvenTree it is made for (CI uses latest): its "
        "migrations may not fit those of a released server"
    )


def test_only_the_plugin_with_the_models_is_reported() -> None:
    files = {
        "pyproject.toml": PROJECT,
        "one/__init__.py": APP,
        "one/models.py": MODELS,
        "two/__init__.py": APP.replace("Demo", "Other"),
        "three/__init__.py": PLUGIN.replace("Demo", "Third"),
        "three/models.py": MODELS,
    }
    assert codes(files, "INV604") == ["one/__init__.py:5:7 INV604"]
