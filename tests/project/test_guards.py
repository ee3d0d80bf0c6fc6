"""What is understood of the tests that stand around an import."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet, parse_ranges
from flake8_inventree_plugin.project.guards import reach
from tests.support import project_of

_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_VERSION = (
    "from InvenTree import version\n"
    "from InvenTree.version import inventreeVersion, inventreeVersionTuple, INVENTREE_SW_VERSION\n"
)


def _reach(text: str, marker: str = "json", **others: str) -> ReleaseSet:
    """The releases on which the import of `marker` in a module with this text is reached."""
    files = {f"demo/{name}.py": content for name, content in others.items()}
    project = project_of({"demo/__init__.py": "", "demo/core.py": _PLUGIN, "demo/other.py": text, **files})
    facts = project.names.files["demo/other.py"]
    assert facts.error is None
    (item,) = [item for item in facts.imports if item.module == marker]
    return reach(project.names, "demo/other.py", item.branch)


@pytest.mark.parametrize(
    "test",
    [
        "True",
        "DEBUG",
        "settings.DEBUG",
        "unknown() > 3",
        "sys.version_info >= (3, 11)",
        "'a' in names",
        "not x.y",
        "os.environ.get('INVENTREE_VERSION') and z",
    ],
)
def test_a_test_on_anything_else_changes_nothing(test: str) -> None:
    text = f"import os, sys\nfrom django.conf import settings\nDEBUG = True\nif {test}:\n    import json\n"
    assert _reach(text) == ALL


@pytest.mark.parametrize(
    ("test", "releases"),
    [
        ("inventreeVersionTuple() >= (1, 2)", "1.2+"),
        ("inventreeVersionTuple() >= [1, 2, 0]", "1.2+"),
        ("inventreeVersionTuple() > (1, 2, 3)", "1.2+"),
        ("inventreeVersionTuple() < (1, 2)", "0.6-1.1"),
        ("inventreeVersionTuple() < (1, 2, 3)", "0.6-1.2"),
        ("(0, 16) <= inventreeVersionTuple()", "0.16+"),
        ("inventreeVersionTuple()[:2] == (1, 1)", "1.1"),
        ("inventreeVersionTuple()[:2] != (1, 1)", "0.6-1.0,1.2+"),
        ("inventreeVersionTuple()[0] >= 1", "1.0+"),
        ("inventreeVersionTuple()[0] < 1 and inventreeVersionTuple()[1] > 15", "0.16-0.17"),
        ("inventreeVersionTuple()[0] >= 1 or inventreeVersionTuple()[1] > 15", "0.16+"),
        ("not inventreeVersionTuple() >= (1, 2)", "0.6-1.1"),
        ("not (inventreeVersionTuple() >= (1, 2) or inventreeVersionTuple() < (1, 0))", "1.0-1.1"),
        ("inventreeVersionTuple() >= inventreeVersionTuple('1.2.0')", "1.2+"),
        ("tuple(inventreeVersionTuple()) >= (1, 2)", "1.2+"),
        ("int(inventreeVersionTuple()[1]) >= 16", "0.16-0.17"),
        ("inventreeVersion() >= '1.2'", "1.2+"),
        ("INVENTREE_SW_VERSION >= '1.2'", "1.2+"),
        ("version.INVENTREE_SW_VERSION >= '1.2'", "1.2+"),
        ("version.inventreeVersionTuple() >= (1, 2)", "1.2+"),
        ("Version(inventreeVersion()) >= Version('1.2')", "1.2+"),
        ("packaging.version.parse(version.inventreeVersion()) < packaging.version.parse('0.9')", "0.6-0.8"),
        ("inventreeVersionTuple() >= (1, 2) and DEBUG", "1.2+"),
        ("DEBUG and inventreeVersionTuple() >= (1, 2)", "1.2+"),
        ("inventreeVersionTuple() >= (1, 2) or DEBUG", "0.6+"),
        # As Python compares texts.
        ("inventreeVersion() >= '0.9'", "0.9,1.0+"),
    ],
)
def test_version_tests(test: str, releases: str) -> None:
    head = f"{_VERSION}from packaging.version import Version\nimport packaging.version\n"
    text = f"{head}if {test}:\n    import json\nelse:\n    import os\n"
    assert _reach(text) == parse_ranges(releases)


def test_else_and_elif_are_reached_where_the_tests_before_fail() -> None:
    text = (
        f"{_VERSION}if inventreeVersionTuple() >= (1, 2):\n    import json\n"
        "elif inventreeVersionTuple() >= (0, 16):\n    import os\n"
        "elif DEBUG:\n    import csv\nelse:\n    import abc\n"
    )
    assert _reach(text, "json") == parse_ranges("1.2+")
    assert _reach(text, "os") == parse_ranges("0.16-1.1")
    assert _reach(text, "csv") == parse_ranges("0.6-0.15")
    assert _reach(text, "abc") == parse_ranges("0.6-0.15")


def test_a_test_around_a_test() -> None:
    text = (
        f"{_VERSION}def f():\n    if inventreeVersionTuple() >= (0, 16):\n        try:\n"
        "            if not inventreeVersionTuple() >= (1, 2):\n                import json\n"
        "        finally:\n            pass\n"
    )
    assert _reach(text) == parse_ranges("0.16-1.1")


def test_a_release_whose_patch_releases_differ_is_in_both_arms() -> None:
    text = f"{_VERSION}if inventreeVersionTuple() >= (1, 1, 3):\n    import json\nelse:\n    import os\n"
    assert _reach(text, "json") == parse_ranges("1.1+")
    assert _reach(text, "os") == parse_ranges("0.6-1.1")


@pytest.mark.parametrize(
    ("definition", "test"),
    [
        ("NEW = inventreeVersionTuple() >= (1, 2)", "NEW"),
        ("VERSION = inventreeVersionTuple()\nMINIMUM = (1, 2)", "VERSION >= MINIMUM"),
        ("VERSION = Version(inventreeVersion())", "VERSION >= Version('1.2')"),
        ("OLD = not inventreeVersionTuple() >= (1, 2)", "not OLD"),
        ("def is_new():\n    return inventreeVersionTuple() >= (1, 2)", "is_new()"),
        ("from .compat import NEW", "NEW"),
        ("from . import compat", "compat.NEW"),
    ],
)
def test_constants_computed_from_the_version(definition: str, test: str) -> None:
    head = f"{_VERSION}from packaging.version import Version\n"
    text = f"{head}{definition}\nif {test}:\n    import json\n"
    assert _reach(text, compat=f"{head}NEW = inventreeVersionTuple() >= (1, 2)\n") == parse_ranges("1.2+")


@pytest.mark.parametrize(
    ("test", "releases"),
    [
        ("django.VERSION >= (4, 0)", "0.14+"),
        ("django.VERSION[0] < 4", "0.6-0.13"),
        ("django.VERSION < (5, 2)", "0.6-1.1"),
        ("Version(django.get_version()) >= Version('5')", "1.2+"),
    ],
)
def test_djangos_version(test: str, releases: str) -> None:
    text = f"import django\nfrom packaging.version import Version\nif {test}:\n    import json\n"
    assert _reach(text) == parse_ranges(releases)


@pytest.mark.parametrize(
    "test",
    [
        "inventreeApiVersion() >= 200",
        "INVENTREE_API_VERSION > 300",
        "isInvenTreeDevelopmentVersion()",
        "not isInvenTreeDevelopmentVersion()",
        "inventreeVersion().startswith('1.')",
        "not inventreeVersion().startswith('1.')",
        "tuple(map(int, inventreeVersion().split('.'))) >= (1, 2)",
        "API >= 200",
        "NUMBERS >= (1, 2)",
        "supports('x')",
        "hasattr(part.models, 'X')",
        "not hasattr(part.models, 'X')",
        "getattr(part.models, 'X', None) is not None",
        "find_spec('label')",
        "importlib.util.find_spec('label') is not None",
        "'X' in dir(part.models)",
        "apps.is_installed('label')",
        "HAS_X",
        "HAS_Y",
        "HAS_Z",
        "ujson is not None",
        "ujson",
    ],
)
def test_a_guard_that_cannot_be_evaluated_is_left_to_the_author(test: str) -> None:
    text = (
        f"{_VERSION}from InvenTree.version import inventreeApiVersion, isInvenTreeDevelopmentVersion\n"
        "from InvenTree.api_version import INVENTREE_API_VERSION\n"
        "import importlib.util\nfrom importlib.util import find_spec\nimport part.models\n"
        "from django.apps import apps\nAPI = inventreeApiVersion()\n"
        "NUMBERS = tuple(int(x) for x in inventreeVersion().split('.'))\n\n\n"
        "def supports(name):\n    number = inventreeApiVersion()\n    return number > 3\n\n\n"
        "HAS_X = hasattr(part.models, 'X')\nHAS_Y = False\n"
        "try:\n    import csv\n    HAS_Y = True\nexcept ImportError:\n    pass\n"
        "try:\n    import ujson\n    HAS_Z = 1\nexcept ImportError:\n    ujson = None\n    HAS_Z = 0\n"
        f"if {test}:\n    import json\nelse:\n    import abc\n"
    )
    assert _reach(text, "json") == ReleaseSet(0)
    assert _reach(text, "abc") == ReleaseSet(0)


def test_a_variable_that_a_function_computes_from_the_version() -> None:
    text = f"{_VERSION}def f():\n    version = inventreeVersionTuple()\n    if version > (1,):\n        import json\n"
    assert _reach(text) == ReleaseSet(0)


def test_what_a_try_binds_is_no_flag_where_no_import_can_fail_in_it() -> None:
    text = "try:\n    ready = open('x')\nexcept Exception:\n    ready = None\nif ready:\n    import json\n"
    assert _reach(text) == ALL


@pytest.mark.parametrize("test", ["TYPE_CHECKING", "typing.TYPE_CHECKING", "TYPE_CHECKING and DEBUG"])
def test_type_checking(test: str) -> None:
    text = f"import typing\nfrom typing import TYPE_CHECKING\nif {test}:\n    import json\nelse:\n    import os\n"
    assert _reach(text, "json") == ReleaseSet(0)
    assert _reach(text, "os") == ALL


def test_not_type_checking() -> None:
    text = "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    import json\nelse:\n    import os\n"
    assert _reach(text, "json") == ALL
    assert _reach(text, "os") == ReleaseSet(0)


@pytest.mark.parametrize(
    "definition",
    ["A = B\nB = A", "A = A", "def A():\n    return A()", "A = " + " + ".join(["1"] * 60)],
)
def test_what_depends_on_itself_is_unknown(definition: str) -> None:
    assert _reach(f"{definition}\nif A > (1, 2):\n    import json\nif A():\n    import os\n") == ALL
