"""What the child can import, and what not. Everything is tried in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.runtime.isolated import run_isolated
from tests.support import write_files

SITE = {
    "plugin/__init__.py": "from plugin._base import InvenTreePlugin\nIntegrationPluginBase = InvenTreePlugin\n"
    "def own():\n    return IntegrationPluginBase.__name__\n",
    "plugin/_base.py": "class InvenTreePlugin:\n    pass\n",
    "plugin/mixins/__init__.py": "class ActionMixin:\n    pass\nclass PanelMixin:\n    pass\n",
    "plugin/machine/__init__.py": "",
    "common/__init__.py": "",
}


def imported(tmp_path: Path, code: str, *, release: str = "1.2", packages: str = "{}") -> str:
    """What code prints with the site above at a release, and a plugin in the folder "demo"."""
    site = write_files(tmp_path / "site", SITE)
    begin = (
        "from pathlib import Path\n"
        "from flake8_inventree_plugin.runtime.importing import install\n"
        "from flake8_inventree_plugin.runtime.request import PluginSource\n"
        f"demo = {str(tmp_path / 'demo')!r}\n"
        f"install([PluginSource(demo, {packages})], {release!r}, {str(site)!r})\n"
        "def outcome(function):\n"
        "    try:\n"
        "        return function()\n"
        "    except Exception as error:\n"
        "        return f'{type(error).__name__}: {error}'\n"
    )
    (tmp_path / "demo").mkdir(exist_ok=True)
    return run_isolated(begin + code, tmp_path).rstrip()


def error_of(tmp_path: Path, statement: str, **options: str) -> str:
    return imported(tmp_path, f"print(outcome(lambda: exec({statement!r})))", **options)


# Plugins

PACKAGE = "{'shelf': demo + '/src/shelf', 'single': demo + '/single.py', 'bare': demo + '/bare'}"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return write_files(
        tmp_path / "demo",
        {
            "src/shelf/__init__.py": "from . import part\nfrom .part import NAME\n",
            "src/shelf/part.py": "NAME = 'shelf part'\n",
            "src/canary.py": "Path('canary').touch()",
            "single.py": "NAME = 'single'\n",
            "bare/inner.py": "NAME = 'bare inner'\n",
            "canary.py": "Path('canary').touch()",
        },
    )


def test_own_packages_are_found_under_their_real_names(tmp_path: Path, demo: Path) -> None:
    code = (
        "import shelf.part, single, bare.inner\n"
        "print(shelf.NAME, single.NAME, bare.inner.NAME)\n"
        "print(shelf.__file__ == demo + '/src/shelf/__init__.py', shelf.part.__name__)\n"
    )
    shown = imported(tmp_path, code, packages=PACKAGE)
    assert shown == "shelf part single bare inner\nTrue shelf.part"


def test_what_lies_beside_them_cannot_be_imported(tmp_path: Path, demo: Path) -> None:
    for name in ("canary", "shelf.canary", "bare.canary"):
        error = error_of(tmp_path, f"import {name}", packages=PACKAGE)
        assert error == f"ModuleNotFoundError: No module named '{name}'"
    assert not (tmp_path / "canary").exists()


def test_no_folder_of_a_plugin_stays_on_the_path(tmp_path: Path, demo: Path) -> None:
    code = (
        "import sys\n"
        "sys.path += [demo, demo + '/src', demo + '/single.py', '']\n"
        "install([PluginSource(demo)], '1.2')\n"
        "print([entry for entry in sys.path if not entry or demo in entry])\n"
        "print(any(entry.endswith('-packages') for entry in sys.path))\n"
    )
    assert imported(tmp_path, code) == "[]\nTrue"


def test_a_virtual_environment_in_the_plugins_folder_stays_on_the_path(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.prefix = demo + '/venv'\n"
        "sys.path += [demo + '/venv/site-packages']\n"
        "install([PluginSource(demo)], '1.2')\n"
        "print(demo + '/venv/site-packages' in sys.path)\n"
    )
    assert imported(tmp_path, code) == "True"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_out_are_refused(tmp_path: Path, demo: Path) -> None:
    write_files(tmp_path / "elsewhere", {"__init__.py": "", "secret.py": "Path('canary').touch()"})
    (demo / "src/shelf/file.py").symlink_to(tmp_path / "elsewhere/secret.py")
    (demo / "src/shelf/folder").symlink_to(tmp_path / "elsewhere")
    (demo / "top.py").symlink_to(tmp_path / "elsewhere/secret.py")
    (demo / "open").symlink_to(tmp_path / "elsewhere")
    (demo / "src/shelf/inside.py").symlink_to(demo / "src/shelf/part.py")
    packages = PACKAGE[:-1] + ", 'top': demo + '/top.py', 'open': demo + '/open'}"
    for name in ("shelf.file", "shelf.folder", "top", "open"):
        error = error_of(tmp_path, f"import {name}", packages=packages)
        assert error == f"OutsideError: {name} lies outside the plugin's folder, and was not run"
    assert not (tmp_path / "canary").exists()
    assert imported(tmp_path, "import shelf.inside as i; print(i.NAME)", packages=packages) == "shelf part"


def test_a_changed_search_path_does_not_lead_out(tmp_path: Path, demo: Path) -> None:
    write_files(tmp_path / "elsewhere", {"secret.py": ""})
    code = (
        f"import shelf; shelf.__path__.append({str(tmp_path / 'elsewhere')!r})\n"
        "print(outcome(lambda: exec('import shelf.secret')))\n"
    )
    shown = imported(tmp_path, code, packages=PACKAGE)
    assert shown == "OutsideError: shelf.secret lies outside the plugin's folder, and was not run"


def test_inventree_comes_before_a_plugins_package_of_the_same_name(tmp_path: Path, demo: Path) -> None:
    write_files(demo, {"common.py": "print('wrong')", "machine.py": "NAME = 'own machine'\n"})
    packages = "{'common': demo + '/common.py', 'machine': demo + '/machine.py'}"
    assert imported(tmp_path, "import common; print(common.__file__)", packages=packages) == str(
        tmp_path / "site/common/__init__.py"
    )
    code = "import machine; print(getattr(machine, 'NAME', 'InvenTree'))"
    assert imported(tmp_path, code, packages=packages, release="0.13") == "own machine"
    assert imported(tmp_path, code, packages=packages, release="0.14") == "InvenTree"


# InvenTree, release by release


@pytest.mark.parametrize(
    ("statement", "release", "expected"),
    [
        ("from plugin import InvenTreePlugin", "0.6", "ImportError: cannot import name 'InvenTreePlugin'"),
        ("from plugin import InvenTreePlugin", "0.7", "None"),
        ("from plugin import IntegrationPluginBase", "0.6", "None"),
        ("from plugin import IntegrationPluginBase", "0.8", "ImportError: cannot import name 'Integration"),
        ("import plugin; plugin.IntegrationPluginBase", "0.8", "AttributeError: module 'plugin' has no attr"),
        ("from plugin.mixins import PanelMixin", "0.17", "None"),
        ("from plugin.mixins import PanelMixin", "1.0", "ImportError: cannot import name 'PanelMixin' from"),
        ("import plugin.machine", "0.13", "ModuleNotFoundError: No module named 'plugin.machine'"),
        ("import plugin.machine", "0.14", "None"),
        ("import machine", "0.13", "ModuleNotFoundError: No module named 'machine'"),
        ("import plugin.nowhere", "1.2", "ModuleNotFoundError: No module named 'plugin.nowhere'"),
        ("from plugin import nowhere", "1.2", "ImportError: cannot import name 'nowhere' from 'plugin'"),
        (
            "import plugin; plugin.__nothing__",
            "1.2",
            "AttributeError: module 'plugin' has no attribute '__noth",
        ),
        ("from plugin.mixins import *; ActionMixin", "1.2", "None"),
        ("from plugin.mixins import *; PanelMixin", "1.2", "NameError: name 'PanelMixin' is not defined"),
        # The runtime's own module, and what a module of the server uses itself.
        ("import plugin._base", "0.6", "None"),
        ("import plugin; assert plugin.own() == 'InvenTreePlugin'", "1.2", "None"),
    ],
)
def test_names_and_modules_of_a_release(tmp_path: Path, statement: str, release: str, expected: str) -> None:
    error = error_of(tmp_path, statement, release=release)
    assert error.startswith(expected)
    assert expected != "None" or error == "None"


def test_finding_a_module_that_the_release_lacks_gives_none(tmp_path: Path) -> None:
    code = (
        "from importlib.util import find_spec\n"
        "print(find_spec('plugin.machine'), find_spec('machine'), find_spec('plugin.mixins') is not None)\n"
    )
    assert imported(tmp_path, code, release="0.13") == "None None True"


def test_the_place_where_a_mixin_is_implemented_gives_the_same_class(tmp_path: Path) -> None:
    code = (
        "from plugin.base.action.mixins import ActionMixin\n"
        "import plugin.mixins\n"
        "print(ActionMixin is plugin.mixins.ActionMixin)\n"
    )
    assert imported(tmp_path, code) == "True"
    error = error_of(tmp_path, "import plugin.base.action.mixins", release="0.6")
    assert error == "ModuleNotFoundError: No module named 'plugin.base'"


def test_dir_shows_the_names_of_the_release(tmp_path: Path) -> None:
    code = "import plugin; print('IntegrationPluginBase' in dir(plugin), 'registry' in dir(plugin))"
    assert imported(tmp_path, code, release="1.2") == "False True"
    assert imported(tmp_path, code, release="0.7") == "True True"


def test_the_folders_can_be_listed(tmp_path: Path) -> None:
    code = "import pkgutil, plugin; print([m.name for m in pkgutil.iter_modules(plugin.__path__)])"
    assert imported(tmp_path, code) == "['_base', 'machine', 'mixins']"


# Placeholders


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("import part.models; from part.models import Part", "None"),
        ("from part.serializers import PartSerializer\nclass Mine(PartSerializer):\n    x = 1", "None"),
        ("from part.models import Part\ndef f(a: Part | None, b: 'int' = 1) -> None | Part: ...", "None"),
        ("from part.models import Part; assert not isinstance(1, Part)", "None"),
        ("from part.models import Part; assert not issubclass(int, Part)", "None"),
        (
            "from part.models import Part; print(repr(Part.objects.all))",
            "<placeholder of part.models.Part.obj",
        ),
        (
            "from part.models import Part; Part.objects.all()",
            "NotInRuntime: part.models.Part.objects.all is not",
        ),
        (
            "from part.models import Part; Part._meta",
            "NotInRuntime: part.models.Part._meta is not in the runtime",
        ),
        ("from part.models import Part; bool(Part)", "NotInRuntime: part.models.Part is not in the runtime"),
        ("from part.models import Part; Part.__nothing__", "AttributeError: __nothing__"),
        (
            "from part.models import Part\nclass Mine(Part):\n    pass\nMine()",
            "NotInRuntime: part.models.Part is not in the runtime",
        ),
        (
            "from company.serializers import nowhere",
            "ImportError: cannot import name 'nowhere' from 'company.ser",
        ),
        ("import part.nowhere", "ModuleNotFoundError: No module named 'part.nowhere'"),
        ("import part.models.nowhere", "ModuleNotFoundError: No module named 'part.models.nowhere'"),
        ("import part; from part import models; models.Part", "None"),
        (
            "from InvenTree.exceptions import log_error\ntry:\n    log_error('x')\nfinally:\n    pass",
            "NotInRuntime: InvenTree.exceptions.log_error is not in the runtime",
        ),
    ],
)
def test_what_the_runtime_does_not_have(tmp_path: Path, statement: str, expected: str) -> None:
    assert expected in imported(tmp_path, f"print(outcome(lambda: exec({statement!r}, {{}})))")


def test_a_placeholder_gets_along_with_a_metaclass_and_is_the_same_each_time(tmp_path: Path) -> None:
    code = (
        "from part.models import Part\n"
        "import part.models\n"
        "class Meta(type): pass\n"
        "class Base(metaclass=Meta): pass\n"
        "class Mine(Part, Base): pass\n"
        "print(Part is part.models.Part, [c.__name__ for c in Mine.__mro__])\n"
    )
    assert imported(tmp_path, code) == "True ['Mine', 'Part', 'Stub', 'Base', 'object']"


def test_an_exception_is_one(tmp_path: Path) -> None:
    code = (
        "from plugin.helpers import IntegrationPluginError\n"
        "try:\n"
        "    raise ValueError('other')\n"
        "except IntegrationPluginError:\n"
        "    print('wrong')\n"
        "except ValueError as error:\n"
        "    print(error, IntegrationPluginError.__module__)\n"
    )
    assert imported(tmp_path, code) == "other plugin.helpers"
