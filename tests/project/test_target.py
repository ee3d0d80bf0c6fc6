"""Which releases a project is meant for: declared, or inferred from what it needs; and what guards are."""

from __future__ import annotations

import textwrap

import pytest

from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet, parse_ranges
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.target import Target, decisive, runs_on, verdict
from tests.support import project_of

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n"
# `InvenTreePlugin` is there from 0.7 on, `PartParameter` up to 1.1, `UserInterfaceMixin` from 0.17 on.


def project(body: str = "    NAME = 'Demo'", *, before: str = "", target: str | None = None) -> Project:
    return project_of({"demo.py": textwrap.dedent(before) + PLUGIN + body + "\n"}, target=target)


# Declared targets


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("MIN_VERSION = '1.0.0'", "1.0+"),
        ("MAX_VERSION = '0.12'", "0.6-0.12"),
        ("MIN_VERSION = '0.16.0'; MAX_VERSION = '1.1.9'", "0.16-1.1"),
        ("MIN_VERSION = '1.1.3'; MAX_VERSION = None", "1.1+"),
        ("MIN_VERSION = '0.18.0'", "1.0+"),
    ],
)
def test_declared_by_the_class(body: str, expected: str) -> None:
    target = project(f"    {body}").target
    assert target == Target(parse_ranges(expected), declared=True, source="MIN_VERSION and MAX_VERSION")


@pytest.mark.parametrize(
    "body",
    [
        "NAME = 'Demo'",
        "MIN_VERSION = None",
        "MIN_VERSION = None; MAX_VERSION = None",
        "MIN_VERSION = 'newest'",
        "MIN_VERSION = 1.0",
        "MIN_VERSION = compute()",
        "MIN_VERSION = '1.0'; MAX_VERSION = compute()",
        "MIN_VERSION = '1.2'; MAX_VERSION = '1.0'",
        "MIN_VERSION = ''",
        "def MIN_VERSION(self): ...",
    ],
)
def test_not_declared(body: str) -> None:
    assert project(f"    {body}").target == Target(parse_ranges("0.7+"), declared=False)


def test_declared_by_a_base_and_through_constants() -> None:
    files = {
        "demo/__init__.py": "",
        "demo/version.py": "OLDEST = '1.0'\nNEWEST = f'{OLDEST}.5'\n",
        "demo/base.py": "from plugin import InvenTreePlugin\nfrom .version import OLDEST\nclass Base(InvenTreePlugin):\n    MIN_VERSION = OLDEST\n",
        "demo/core.py": "from .base import Base\nfrom . import version\nclass Demo(Base):\n    NAME = 'Demo'\n    MAX_VERSION = version.NEWEST\n",
    }
    assert project_of(files).target.releases == ReleaseSet.of("1.0")


def test_what_only_an_unknown_base_may_declare_counts_as_missing() -> None:
    body = "    MIN_VERSION = '1.0'\n    NAME = 'Demo'"
    source = (
        "from plugin import InvenTreePlugin\nfrom x import Strange\nclass Demo(InvenTreePlugin, Strange):\n"
        + body
    )
    target = project_of({"demo.py": source}).target
    assert target.declared
    assert target.releases == parse_ranges("1.0+")
    assert not project_of({"demo.py": source.replace("MIN_VERSION", "OTHER")}).target.declared


def test_abstract_plugin_declares_nothing() -> None:
    source = (
        PLUGIN + "    MIN_VERSION = '1.0'\n\n\nclass Child(Demo):\n    NAME = 'x'\n    MIN_VERSION = '1.1'\n"
    )
    assert project_of({"demo.py": source}).target.releases == parse_ranges("1.1+")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("MIN_VERSION = '1.0'", "MAX_VERSION = '1.2'", "1.0-1.2"),
        ("MAX_VERSION = '0.12'", "MIN_VERSION = '1.4'", "0.6-0.12,1.4+"),
    ],
)
def test_several_plugins_are_installed_together(one: str, other: str, expected: str) -> None:
    source = f"{PLUGIN}    {one}\n\n\nclass Other(InvenTreePlugin):\n    {other}\n"
    assert project_of({"demo.py": source}).target.releases == parse_ranges(expected)


def test_configuration_wins() -> None:
    found = project("    MIN_VERSION = '1.0'", target=">=0.12,<0.14").target
    assert found == Target(parse_ranges("0.12-0.13"), declared=True, source="the target")


# Inferred targets


def test_inferred_from_imports() -> None:
    assert project().target == Target(parse_ranges("0.7+"), declared=False)
    both = "from plugin.mixins import UserInterfaceMixin\nfrom part.models import PartParameter\n"
    assert project(before=both).target.releases == parse_ranges("0.17-1.1")


def test_where_nothing_is_left_the_framework_tells_the_generation() -> None:
    before = "from part.models import PartParameter\nfrom plugin import IntegrationPluginBase\nfrom plugin.mixins import SupplierMixin\n"
    found = project(before=before)
    assert runs_on(found.obstacles) == NONE
    assert found.target == Target(ReleaseSet.of("0.7"), declared=False)


def test_tests_and_own_names_are_no_obstacles() -> None:
    files = {
        "demo.py": PLUGIN + "    NAME = 'Demo'\n",
        "tests/test_demo.py": "from part.models import PartParameter\n",
        "common/__init__.py": "def models(): ...\n",
        "other.py": "from common import models\nfrom .part.models import PartParameter\n",
    }
    assert project_of(files).target.releases == parse_ranges("0.7+")


@pytest.mark.parametrize(
    ("declared", "target", "defect", "concerned"),
    [
        (True, "1.0+", "1.4+", True),
        (True, "1.0+", "0.6-0.12", False),
        (True, "1.0", "1.0", True),
        (False, "1.0+", "1.4+", False),
        (False, "1.0+", "0.12+", True),
        (False, "1.0+", "1.0+", True),
        (False, "1.0+", "0.6-0.12", False),
    ],
)
def test_concerns(declared: bool, target: str, defect: str, concerned: bool) -> None:
    assert Target(parse_ranges(target), declared).concerns(parse_ranges(defect)) is concerned


@pytest.mark.parametrize("declared", [True, False])
def test_no_release_or_no_defect_concerns_nobody(declared: bool) -> None:
    assert not Target(NONE, declared).concerns(ALL)
    assert not Target(ALL, declared).concerns(NONE)


# Guards

OLD = "from part.models import PartParameter"


def is_obstacle(before: str) -> bool:
    found = project(before=before)
    return any(obstacle.name.startswith("part.models") for obstacle in found.obstacles)


@pytest.mark.parametrize(
    "before",
    [
        OLD,
        "import part.models as pm\npm.PartParameter",
        "from part.models import PartParameter as P",
        "from part.models import (\n    Part,\n    PartParameter,\n)",
        f"def f():\n    {OLD}",
        f"class C:\n    {OLD}",
        f"try:\n    {OLD}\nexcept KeyError:\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept (KeyError, OSError):\n    PartParameter = None",
        f"try:\n    {OLD}\nfinally:\n    pass",
        f"try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    {OLD}",
        f"try:\n    pass\nfinally:\n    {OLD}",
        f"try:\n    {OLD}\nexcept ImportError:\n    raise",
        f"try:\n    {OLD}\nexcept ImportError:\n    raise RuntimeError('x')",
        f"try:\n    {OLD}\nexcept ImportError:\n    pass\nPartParameter.objects",
        f"try:\n    {OLD}\nexcept ImportError:\n    Other = None\nPartParameter.objects",
        f"try:\n    {OLD}\nexcept ImportError:\n    pass\nclass P(PartParameter): ...",
        f"try:\n    {OLD}\nexcept KeyError:\n    PartParameter = None\nexcept ImportError:\n    raise",
        f"with open('x'):\n    {OLD}",
        f"with contextlib.suppress(KeyError):\n    {OLD}",
        f"with contextlib.suppress():\n    {OLD}",
        f"with contextlib.suppress(ImportError):\n    {OLD}\nPartParameter.objects",
        f"for x in y:\n    {OLD}",
        f"while True:\n    {OLD}",
        f"if TYPE_CHECKING:\n    pass\nelse:\n    {OLD}",
        f"if DEBUG:\n    {OLD}",
    ],
)
def test_no_guard(before: str) -> None:
    assert is_obstacle(before + "\n")


@pytest.mark.parametrize(
    "before",
    [
        f"try:\n    {OLD}\nexcept ImportError:\n    PartParameter = None\nPartParameter.objects",
        f"try:\n    {OLD}\nexcept ModuleNotFoundError:\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept Exception as error:\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept builtins.ImportError:\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept (KeyError, ImportError):\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept:\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept KeyError:\n    raise\nexcept ImportError:\n    PartParameter = None",
        f"try:\n    {OLD}\nexcept ImportError:\n    from common.models import Parameter as PartParameter\nPartParameter.objects",
        f"try:\n    {OLD}\nexcept ImportError:\n    def PartParameter(): ...\nPartParameter()",
        f"try:\n    {OLD}\nexcept ImportError:\n    class PartParameter: ...\nPartParameter()",
        f"try:\n    {OLD}\nexcept ImportError:\n    pass",
        f"try:\n    {OLD}\n    HAVE = True\nexcept ImportError:\n    HAVE = False\nif HAVE:\n    PartParameter.objects",
        f"try:\n    {OLD}\n    PartParameter.objects\nexcept ImportError:\n    pass",
        f"try:\n    {OLD}\nexcept ImportError:\n    pass\nelse:\n    PartParameter.objects",
        f"try:\n    from common.models import Parameter\nexcept ImportError:\n    {OLD}",
        f"try:\n    try:\n        {OLD}\n    except KeyError:\n        pass\nexcept ImportError:\n    PartParameter = None",
        f"def f():\n    try:\n        {OLD}\n    except ImportError:\n        return None\n    return PartParameter",
        f"def f():\n    try:\n        {OLD}\n    except ImportError:\n        pass",
        f"from contextlib import suppress\nwith suppress(ImportError):\n    {OLD}",
        f"with contextlib.suppress(KeyError, ImportError):\n    {OLD}",
        f"with open('x'), contextlib.suppress(Exception):\n    {OLD}",
        f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {OLD}",
        f"import typing\nif typing.TYPE_CHECKING:\n    {OLD}",
        f"from InvenTree.version import inventreeVersionTuple\nif inventreeVersionTuple() < (1, 2):\n    {OLD}",
        f"import part.models\nif hasattr(part.models, 'PartParameter'):\n    {OLD}",
    ],
)
def test_guard(before: str) -> None:
    assert not is_obstacle(before + "\n")


# What is said about it


def test_verdict() -> None:
    found = project(before="from part.models import PartParameter\nfrom plugin import registry\n").obstacles
    assert [obstacle.name for obstacle in found] == ["part.models.PartParameter", "plugin.InvenTreePlugin"]
    assert verdict([]) == "Runs on InvenTree 0.6+, as far as its source tells"
    assert verdict(found) == (
        "Runs on InvenTree 0.7 \N{EN DASH} 1.1; not on 0.6, 1.2+: "
        "demo.py:1 part.models.PartParameter, demo.py:3 plugin.InvenTreePlugin"
    )
    both = project(
        before="from plugin import IntegrationPluginBase\nfrom plugin.mixins import SupplierMixin\n"
    ).obstacles
    assert verdict(both) == (
        "Runs on no known InvenTree release: no single one has "
        "demo.py:1 plugin.IntegrationPluginBase, demo.py:2 plugin.mixins.SupplierMixin"
    )


def test_only_decisive_obstacles_are_named() -> None:
    before = "from plugin.mixins import UserInterfaceMixin, SupplierMixin\n"
    found = project(before=before).obstacles
    assert len(found) == 3
    assert [obstacle.name for obstacle in decisive(found)] == ["plugin.mixins.SupplierMixin"]
