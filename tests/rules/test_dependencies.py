"""INV309 and INV312: what a plugin imports must be declared, installed or its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_inventree_plugin.engine import Settings, findings, read_project
from flake8_inventree_plugin.project.layout import Root
from flake8_inventree_plugin.rules import rule_by_code
from tests.support import codes, findings_of, place, write_files

_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"


def _files(text: str, dependencies: str = "", **others: str) -> dict[str, str]:
    return {
        "pyproject.toml": f"[project]\nname = 'inventree-demo'\n{dependencies}\n",
        "demo/__init__.py": "PLUGIN_VERSION = '1'\n",
        "demo/core.py": f"{text}\n{_PLUGIN}",
        **{path.replace("__", "/") + ".py": content for path, content in others.items()},
    }


# INV309


@pytest.mark.parametrize(
    ("text", "dependencies"),
    [
        ("import os.path, json, tomllib, distutils, imp, telnetlib", ""),
        ("import requests, yaml, PIL.Image, django, rest_framework, django_filters", ""),
        ("import part.models, plugin, InvenTree, label.models", ""),
        ("import demo, demo.core, helpers, other.x", ""),
        ("import serial", "dependencies = ['pyserial']"),
        ("import serial", "dependencies = ['serial >= 3 ; python_version > \"3\"']"),
        ("import brother_ql", "dependencies = ['brother_ql-inventree[usb]']"),
        ("import serial", "[project.optional-dependencies]\nport = ['Serial']"),
        ("import serial_core", "dependencies = ['serial']"),
        (
            "import serial",
            "dynamic = ['dependencies']\n[tool.setuptools.dynamic]\ndependencies = {attr = 'a.b'}",
        ),
        ("try:\n    import serial\nexcept ImportError:\n    serial = None", ""),
        ("try:\n    import json\nexcept ImportError:\n    import ujson as json", ""),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import serial", ""),
        ("import pkg_resources, setuptools", ""),
        ("from . import serial", ""),
    ],
)
def test_declared_or_there(text: str, dependencies: str) -> None:
    files = _files(
        text, dependencies, helpers="", other__x="", demo__serial="", tests__test_x="import hypothesis\n"
    )
    assert codes(files, "INV309") == []


@pytest.mark.parametrize(
    ("text", "dependencies", "expected"),
    [
        ("import serial", "", ["1:8"]),
        ("import serial.tools as t, ujson\nimport serial", "", ["1:8", "1:27"]),
        ("def f():\n    from serial import x", "", ["2:24"]),
        ("import serial", "dependencies = ['requests', 'twine', 'setuptools']", ["1:8"]),
        ("import serial, ujson", "dependencies = ['ujson']", ["1:8"]),
        ("try:\n    import serial\nexcept ImportError:\n    raise", "", ["2:12"]),
    ],
)
def test_undeclared(text: str, dependencies: str, expected: list[str]) -> None:
    found = codes(_files(text, dependencies), "INV309")
    assert found == [f"demo/core.py:{at} INV309" for at in expected]


def test_what_only_some_releases_install() -> None:
    files = _files("import pytz")
    assert codes(files, "INV309") == []
    assert codes(files, "INV309", target="0.17") == []
    (finding,) = findings_of(files, "INV309", target=">=0.17")
    assert finding.message == (
        "`pytz` is imported, but the project does not declare it and InvenTree 1.1+ does not install it, so "
        "importing it fails where nothing else brings it along"
    )
    # What 0.7 installs is not known in full.
    assert codes(_files("import serial"), "INV309", target="0.7") == []


def test_a_program_beside_the_plugin() -> None:
    assert codes(_files("x = 1", agent__main="import flask\n"), "INV309") == []


def test_requirements_file(tmp_path: Path) -> None:
    files = {**_files("import serial"), "requirements.txt": "# all\n-r other.txt\nserial==3\n"}
    project = read_project(Root(write_files(tmp_path.resolve(), files)), Settings({}, use_cache=False))
    rule = rule_by_code("INV309")
    assert rule is not None
    assert findings(project, [rule]) == []


# INV312


def _found(folder: Path, files: dict[str, str], **config: object) -> list[str]:
    """What INV312 finds in a project on disk."""
    project = read_project(Root(write_files(folder.resolve(), files)), Settings(config, use_cache=False))
    rule = rule_by_code("INV312")
    assert rule is not None
    return [place(finding) for finding in findings(project, [rule])]


@pytest.mark.parametrize(
    "text",
    [
        "from . import PLUGIN_VERSION, helpers, data, compiled\nfrom .sub import x, y, deep\nfrom .sub.deep import z",
        "from demo import helpers, __doc__, __name__\nimport demo.sub.deep as d\nimport demo.data",
        "from .helpers import A, b, c, d, e, f, g, os, Star",
        "from .dynamic import anything\nfrom .lazy import anything\nfrom .outside import anything",
        "from .broken import anything\nfrom .excluded import anything\nfrom .compiled import anything",
        "from ._version import version\nfrom .written import version\nfrom .sub._version import x",
        "try:\n    from .gone import x\nexcept ImportError:\n    x = None",
        "try:\n    import json\nexcept ImportError:\n    from .gone import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .gone import x",
        "from .... import x\nfrom ....x import y",
        "import part.gone\nfrom plugin.gone import x\nimport other.gone\nimport json.gone",
        "from .helpers import *\nfrom .sub import *",
    ],
)
def test_it_is_there(tmp_path: Path, text: str) -> None:
    files = _files(text, "[tool.setuptools_scm]\nwrite_to = 'demo/written.py'")
    files |= {
        "demo/helpers.py": "import os\nfrom .star import *\nA: int = 1\nb, c = 1, 2\nfor d in ():\n    pass\n"
        "def e():\n    global g\n    g = 1\n\n\nclass f:\n    pass\n",
        "demo/star.py": "Star = 1\n",
        "demo/sub/__init__.py": "if 1:\n    x = 1\nelse:\n    y = 1\n",
        "demo/sub/deep.py": "z = 1\n",
        "demo/data/x.json": "{}",
        "demo/compiled.cpython-311-x86_64-linux-gnu.so": "",
        "demo/dynamic.py": "globals().update(x=1)\n",
        "demo/lazy.py": "def __getattr__(name):\n    pass\n",
        "demo/outside.py": "from json import *\n",
        "demo/broken.py": "def (:\n",
        "demo/excluded.py": "",
        "part/__init__.py": "",
        "tests/test_x.py": "from demo.gone import x\nfrom .gone import y\n",
    }
    assert _found(tmp_path, files, exclude=("demo/excluded.py",)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from .gone import x, y", ["1:19"]),
        ("from .gone import (\n    x,\n    y,\n)", ["2:5"]),
        ("from . import gone", ["1:15"]),
        ("from . import PLUGIN_VERSION, gone as g", ["1:31"]),
        ("from .sub.gone import x", ["1:23"]),
        ("from .helpers import A, gone", ["1:25"]),
        ("from .helpers.deep import x", ["1:27"]),
        ("from demo.helpers import gone", ["1:26"]),
        ("import json, demo.gone", ["1:14"]),
        ("from demo import gone", ["1:18"]),
        ("def f():\n    from .gone import x", ["2:23"]),
        ("try:\n    from .gone import x\nexcept ImportError:\n    raise", ["2:23"]),
        ("from .gone import *", ["1:19"]),
    ],
)
def test_it_is_missing(tmp_path: Path, text: str, expected: list[str]) -> None:
    files = _files(text, demo__helpers="A = 1\n", demo__sub____init__="")
    files["demo/sub/__init__.py"] = files.pop("demo/sub//init/.py", "")
    assert _found(tmp_path, files) == [f"demo/core.py:{at} INV312" for at in expected]


def test_a_name_that_cannot_be_imported_is_told_where_it_is_missing(tmp_path: Path) -> None:
    files = _files("from .helpers import x", demo__helpers="from .gone import x\n")
    assert _found(tmp_path, files) == ["demo/helpers.py:1:19 INV312"]
