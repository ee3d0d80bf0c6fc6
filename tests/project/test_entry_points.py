"""What loading an entry point gives, held against Python where that can be done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, read_project
from flake8_inventree_plugin.project.entry_points import Failure, module_name, plugin_entry_points
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.project.names import Own
from tests.support import project_of, write_files

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
PYPROJECT = '[project]\nname = "demo"\nversion = "1"\n\n[project.entry-points.inventree_plugins]\n'


def load(target: str, files: dict[str, str], more: str = "") -> Own | Failure | None:
    pyproject = {"pyproject.toml": PYPROJECT + f"demo = '{target}'\n" + more}
    (result,) = [result for _, result in plugin_entry_points(project_of({**pyproject, **files}))]
    return result


PACKAGE = {"demo/__init__.py": "", "demo/core.py": PLUGIN}

LOADS: list[tuple[str, dict[str, str]]] = [
    ("demo.core:Demo", PACKAGE),
    (" demo.core : Demo ", PACKAGE),
    ("demo.core:Demo [extra]", PACKAGE),
    ("demo.core:Demo[a,b]", PACKAGE),
    ("demo:Demo", {"demo/__init__.py": PLUGIN}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from .core import Demo\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from demo.core import Demo as Demo\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from .core import *\n"}),
    ("demo:Plugin", {**PACKAGE, "demo/__init__.py": "from demo.core import Demo as Base\nPlugin = Base\n"}),
    ("demo:core.Demo", {**PACKAGE, "demo/__init__.py": "from . import core\n"}),
    ("demo:core.Demo", {**PACKAGE, "demo/__init__.py": "import demo.core\n"}),
    ("demo:core.Demo", {**PACKAGE, "demo/__init__.py": "from .core import Demo\n"}),
    ("demo:core.Demo", {**PACKAGE, "demo/__init__.py": "from . import other\n", "demo/other.py": "from .core import Demo\n"}),
    ("demo:core.Demo", {**PACKAGE, "demo/__init__.py": "import importlib\n\nimportlib.import_module('demo.core')\n"}),
    ("demo.sub:Demo", {**PACKAGE, "demo/sub/__init__.py": "from ..core import Demo\n"}),
    ("demo.core:Demo", {"demo/core.py": PLUGIN}),
    ("demo.core:Demo", {"src/demo/__init__.py": "", "src/demo/core.py": PLUGIN}),
    ("demo.core:Demo", {"src/demo/core.py": PLUGIN}),
    ("demo:Demo", {"demo.py": PLUGIN}),
    ("demo:Outer.Demo", {"demo/__init__.py": PLUGIN + "\n\nclass Outer:\n    class Demo(InvenTreePlugin):\n        NAME = 'Inner'\n"}),
    ("demo:Outer.Inner.Demo", {"demo/__init__.py": PLUGIN + "\n\nclass Outer:\n    class Inner:\n        class Demo(InvenTreePlugin):\n            NAME = 'Inner'\n"}),
    (
        "demo:Outer.Demo",
        {
            "demo/__init__.py": "from .base import Base\n\n\nclass Outer(Base):\n    pass\n",
            "demo/base.py": "from plugin import InvenTreePlugin\n\n\nclass Base:\n    class Demo(InvenTreePlugin):\n        NAME = 'Inner'\n",
        },
    ),
    (
        "demo:Demo",
        {"demo/__init__.py": "try:\n    from .core import Demo\nexcept ImportError:\n    Demo = None\n", "demo/core.py": PLUGIN},
    ),
]  # fmt: skip

FAILS: list[tuple[str, dict[str, str], str]] = [
    ("demo.plugin:Demo", PACKAGE, "there is no module demo.plugin"),
    ("demo.core.Demo", PACKAGE, "there is no module demo.core.Demo"),
    ("demo.core:Damo", PACKAGE, "demo.core has no Damo"),
    ("demo:Demo", PACKAGE, "demo has no Demo"),
    ("demo:core.Demo", PACKAGE, "importing demo does not import its module core"),
    ("demo:core.Demo", {"demo/core.py": PLUGIN}, "importing demo does not import its module core"),
    ("demo", PACKAGE, "demo is a module, not a plugin class"),
    ("demo.core", PACKAGE, "demo.core is a module, not a plugin class"),
    ("demo:core", {**PACKAGE, "demo/__init__.py": "from . import core\n"}, "demo.core is a module, not a plugin class"),
    ("demo", {"demo/core.py": PLUGIN}, "demo is a folder, not a plugin class"),
    ("demo.core:make", {**PACKAGE, "demo/core.py": PLUGIN + "\n\ndef make():\n    pass\n"}, "demo.core.make is a function, not a plugin class"),
    (
        "demo.core:Other",
        {**PACKAGE, "demo/core.py": PLUGIN + "\n\nclass Other:\n    pass\n"},
        "demo.core.Other is a class, but no plugin: none of its bases is InvenTreePlugin",
    ),
    ("demo.core:Demo.Demo", PACKAGE, "demo.core.Demo is a class, which has no Demo"),
    ("demo:Demo.Demo", {"demo/__init__.py": "from .Demo import Demo\n", "demo/Demo.py": PLUGIN}, "demo.Demo is a class, which has no Demo"),
    (
        "demo.core:Sub.Demo",
        {**PACKAGE, "demo/core.py": PLUGIN + "\n\nclass Sub(Demo):\n    def use(self):\n        Demo = 1\n\n\nDemo.Other = Demo\nsetattr(Demo, 'Third', Demo)\n"},
        "demo.core.Sub is a class, which has no Demo",
    ),
    ("demo core:Demo", PACKAGE, "it is not written as module:Class"),
    ("demo/core.py:Demo", PACKAGE, "it is not written as module:Class"),
]  # fmt: skip

UNKNOWN: list[tuple[str, dict[str, str]]] = [
    ("elsewhere.core:Demo", PACKAGE),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from elsewhere import *\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from .other import *\n", "demo/other.py": "from elsewhere import *\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from elsewhere import Demo\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "def __getattr__(name):\n    return None\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "Demo = make()\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "for Demo in load():\n    pass\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "class Demo(:\n"}),
    ("demo:Demo", {**PACKAGE, "demo/__init__.py": "from .broken import *\n", "demo/broken.py": "class Demo(:\n"}),
    ("demo:Other", {**PACKAGE, "demo/__init__.py": "from elsewhere import Base\n\n\nclass Other(Base):\n    pass\n"}),
    ("demo:Other", {**PACKAGE, "demo/__init__.py": "@change\nclass Other:\n    pass\n"}),
    ("demo.core:Demo.made", {**PACKAGE, "demo/core.py": PLUGIN + "    made = make()\n"}),
    ("demo.core:Demo.alias", {**PACKAGE, "demo/core.py": PLUGIN + "    alias = InvenTreePlugin\n"}),
    ("demo.core:Sub.made", {**PACKAGE, "demo/core.py": PLUGIN + "    made = make()\n\n\nclass Sub(Demo):\n    pass\n"}),
    ("demo.core:Demo.Inner", {**PACKAGE, "demo/core.py": PLUGIN + "    from elsewhere import Inner\n"}),
    ("demo.core:Demo.Inner", {**PACKAGE, "demo/core.py": PLUGIN + "\n\nDemo.Inner = Demo\n"}),
    ("demo.core:Demo.Inner", {**PACKAGE, "demo/__init__.py": "from .core import Demo\n\nDemo.Inner = Demo\n"}),
    ("demo.core:Demo.Inner", {**PACKAGE, "demo/core.py": PLUGIN + "\n\nsetattr(Demo, 'Inner', Demo)\n"}),
    ("demo.core:Demo.Inner", {**PACKAGE, "demo/core.py": PLUGIN + "\n\nfor name in names:\n    setattr(Demo, name, Demo)\n"}),
    ("demo.core:Demo.Inner", {**PACKAGE, "demo/core.py": "from elsewhere import Base\nfrom plugin import InvenTreePlugin\n\n\nclass Demo(Base, InvenTreePlugin):\n    NAME = 'Demo'\n"}),
    ("demo.core:Demo.slug", PACKAGE),
    ("demo.core:Demo.mro", PACKAGE),
]  # fmt: skip


@pytest.mark.parametrize(("target", "files"), LOADS)
def test_loads(target: str, files: dict[str, str]) -> None:
    result = load(target, files)
    assert isinstance(result, Own)
    assert (result.kind, result.name) == ("class", "Demo")


@pytest.mark.parametrize(("target", "files", "reason"), FAILS)
def test_fails(target: str, files: dict[str, str], reason: str) -> None:
    assert load(target, files) == Failure(reason)


@pytest.mark.parametrize(("target", "files"), UNKNOWN)
def test_unknown(target: str, files: dict[str, str]) -> None:
    # Some file of the project must have a plugin class, or nothing is read at all.
    assert load(target, {"zzz.py": PLUGIN, **files}) is None


def test_folder_of_a_package_is_followed() -> None:
    more = "\n[tool.setuptools.package-dir]\ndemo = 'lib'\n"
    files = {"lib/__init__.py": "", "lib/core.py": PLUGIN}
    assert load("demo.core:Demo", files, more) == Own("lib/core.py", "class", "Demo", 0)
    assert load("demo.core:Damo", files, more) == Failure("demo.core has no Damo")
    project = project_of({"pyproject.toml": PYPROJECT + more, **files})
    assert module_name(project, "lib/core.py") == "demo.core"
    assert module_name(project, "lib/__init__.py") == "demo"


def test_a_name_that_no_file_can_have() -> None:
    name = "x" * 300
    assert load(f"demo.{name}:Demo", PACKAGE) == Failure(f"there is no module demo.{name}")


def test_root_as_a_package() -> None:
    more = "\n[tool.setuptools.package-dir]\ndemo = '.'\n"
    files = {"__init__.py": "", "core.py": PLUGIN}
    assert load("demo.core:Demo", files, more) == Own("core.py", "class", "Demo", 0)


def test_excluded_module_may_be_anything(tmp_path: Path) -> None:
    files = {"pyproject.toml": PYPROJECT + "demo = 'demo.core:Demo'\n", **PACKAGE, "demo/other.py": PLUGIN}
    root = Root(write_files(tmp_path, files))
    project = read_project(root, Settings({"exclude": ("core.py",)}, use_cache=False))
    assert [result for _, result in plugin_entry_points(project)] == [None]


def test_module_behind_a_link_may_be_anything(tmp_path: Path) -> None:
    outside = write_files(tmp_path / "outside", {"core.py": PLUGIN})
    files = {"pyproject.toml": PYPROJECT + "demo = 'demo.link.core:Demo'\n", "demo/__init__.py": PLUGIN}
    root = write_files(tmp_path / "root", files)
    (root / "demo/link").symlink_to(outside)
    project = read_project(Root(root), Settings({}, use_cache=False))
    assert [result for _, result in plugin_entry_points(project)] == [None]


def _python_loads(tmp_path: Path, target: str, files: dict[str, str]) -> bool:
    """Whether Python itself loads a class that inherits from the base class."""
    write_files(tmp_path, {"plugin.py": "class InvenTreePlugin:\n    pass\n", **files})
    program = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from importlib.metadata import EntryPoint\n"
        "from plugin import InvenTreePlugin\n"
        "loaded = EntryPoint('demo', sys.argv[1], 'inventree_plugins').load()\n"
        "sys.exit(0 if isinstance(loaded, type) and issubclass(loaded, InvenTreePlugin) else 1)\n"
    )
    command = [sys.executable, "-I", "-c", program, target.strip(), str(tmp_path), str(tmp_path / "src")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(("target", "files"), LOADS)
def test_python_loads_it_too(tmp_path: Path, target: str, files: dict[str, str]) -> None:
    assert _python_loads(tmp_path, target, files)


@pytest.mark.parametrize(("target", "files", "reason"), FAILS)
def test_python_fails_too(tmp_path: Path, target: str, files: dict[str, str], reason: str) -> None:
    assert not _python_loads(tmp_path, target, files)
