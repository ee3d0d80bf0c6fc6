"""Which classes are plugins, in which order Python looks their members up, and what they give a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.model import ClassGraph, Member, PluginClass, Project, framework_name
from flake8_inventree_plugin.project.names import Names, Own
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.source.values import UNKNOWN, Known
from tests.support import project_of

IMPORT = "from plugin import InvenTreePlugin\nfrom plugin.mixins import SettingsMixin, UrlsMixin\n"


def names_of(files: Mapping[str, str]) -> Names:
    return Names({path: read_facts(text.encode()) for path, text in files.items()})


def plugins(files: Mapping[str, str] | str) -> dict[str, PluginClass]:
    project = project_of({"demo.py": files} if isinstance(files, str) else files)
    return {plugin.name: plugin for plugin in project.plugins}


def value(source: str, name: str = "NAME", plugin: str = "Demo") -> Any:
    """What the class gives a name: a Python value, UNKNOWN, or "missing"."""
    project = project_of({"demo.py": IMPORT + source})
    found = project.member(next(one for one in project.plugins if one.name == plugin), name)
    if found is None:
        return "missing"
    return found.value.value if isinstance(found.value, Known) else UNKNOWN


# Which classes are plugins


@pytest.mark.parametrize(
    "source",
    [
        "class Demo: pass",
        "class Demo(object): pass",
        "class Demo(InvenTreePlugin): pass",
        "from other import InvenTreePlugin\nclass Demo(InvenTreePlugin): pass",
        "from plugin.mixins import SettingsMixin\nclass Demo(SettingsMixin): pass",
        "from plugin import registry\nclass Demo(registry): pass",
        "from plugin import InvenTreePlugin\ndef make():\n    class Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin\nclass Outer:\n    class Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin\nclass Demo(make(InvenTreePlugin)): pass",
        "def f():\n    from plugin import InvenTreePlugin\nclass Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin\nInvenTreePlugin = object\nclass Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin\nBASES = [InvenTreePlugin]\nclass Demo(*BASES): pass",
        "from plugin import InvenTreePlugin\nfrom django.test import TestCase\nclass Demo(TestCase, InvenTreePlugin): pass",
    ],
)
def test_no_plugin(source: str) -> None:
    assert plugins(source) == {}


@pytest.mark.parametrize(
    "source",
    [
        "from plugin import InvenTreePlugin\nclass Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin as Base\nclass Demo(Base): pass",
        "import plugin\nclass Demo(plugin.InvenTreePlugin): pass",
        "import plugin as p\nclass Demo(p.InvenTreePlugin): pass",
        "import plugin.plugin\nclass Demo(plugin.plugin.InvenTreePlugin): pass",
        "from plugin import plugin\nclass Demo(plugin.InvenTreePlugin): pass",
        "from plugin.plugin import InvenTreePlugin\nclass Demo(InvenTreePlugin): pass",
        "from plugin import *\nclass Demo(InvenTreePlugin): pass",
        "from plugin import IntegrationPluginBase\nclass Demo(IntegrationPluginBase): pass",
        "from plugin.integration import IntegrationPluginBase\nclass Demo(IntegrationPluginBase): pass",
        "from plugin import InvenTreePlugin\nBase = InvenTreePlugin\nclass Demo(Base): pass",
        "try:\n    from plugin import InvenTreePlugin\nexcept ImportError:\n    InvenTreePlugin = object\nclass Demo(InvenTreePlugin): pass",
        "try:\n    from plugin import InvenTreePlugin\nexcept ImportError:\n    from plugin import IntegrationPluginBase as InvenTreePlugin\nclass Demo(InvenTreePlugin): pass",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from plugin import InvenTreePlugin\nelse:\n    InvenTreePlugin = object\nclass Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin\nif True:\n    class Demo(InvenTreePlugin): pass",
        "from plugin import InvenTreePlugin\nclass Demo(InvenTreePlugin['x']): pass",
        "from plugin import InvenTreePlugin\nclass Demo(InvenTreePlugin, metaclass=type): pass",
    ],
)
def test_plugin(source: str) -> None:
    assert list(plugins(source)) == ["Demo"]


def test_plugins_across_files() -> None:
    found = plugins(
        {
            "demo/__init__.py": "from .core import Demo as Exported\n",
            "demo/base.py": IMPORT + "class Base(InvenTreePlugin, SettingsMixin):\n    AUTHOR = 'me'\n",
            "demo/core.py": "from demo import base\nclass Demo(base.Base):\n    NAME = 'Demo'\n",
            "demo/other.py": "from . import Exported\nclass Other(Exported): NAME = 'Other'\nclass Third(Other): pass\n",
            "tests/test_demo.py": "from demo import Exported\nclass Fourth(Exported): pass\n",
        }
    )
    assert list(found) == ["Base", "Demo", "Other", "Third"]
    assert [own.name for own in found["Third"].lineage] == ["Third", "Other", "Demo", "Base"]
    assert found["Third"].framework == ("plugin.InvenTreePlugin", "plugin.mixins.SettingsMixin")
    assert found["Third"].has_mixin("SettingsMixin")
    assert not found["Third"].has_mixin("UrlsMixin")
    assert {name: plugin.is_abstract for name, plugin in found.items()} == {
        "Base": True,
        "Demo": False,
        "Other": False,
        "Third": False,
    }


def test_several_plugins_in_the_order_of_the_file() -> None:
    source = IMPORT + "class Zeta(InvenTreePlugin): pass\nclass Alpha(InvenTreePlugin): pass\n"
    project = project_of({"b.py": source, "a.py": source.replace("Zeta", "Last")})
    assert [(one.path, one.name) for one in project.plugins] == [
        ("a.py", "Last"),
        ("a.py", "Alpha"),
        ("b.py", "Zeta"),
        ("b.py", "Alpha"),
    ]


@pytest.mark.parametrize(
    ("source", "abstract"),
    [
        ("class Demo(InvenTreePlugin): pass", False),
        ("class Demo(InvenTreePlugin): pass\nclass Other(Demo): NAME = 'x'", True),
        ("class Demo(InvenTreePlugin): NAME = 'x'\nclass Other(Demo): pass", False),
        ("class Demo(InvenTreePlugin): PLUGIN_NAME = 'x'\nclass Other(Demo): pass", False),
        ("import abc\nclass Demo(InvenTreePlugin, abc.ABC): NAME = 'x'", True),
        ("from abc import ABC as A\nclass Demo(InvenTreePlugin, A): NAME = 'x'", True),
        ("import abc\nclass Demo(InvenTreePlugin):\n    @abc.abstractmethod\n    def run(self): ...", True),
        ("class Demo(InvenTreePlugin):\n    @property\n    def run(self): ...", False),
    ],
)
def test_abstract(source: str, abstract: bool) -> None:
    project = project_of({"demo.py": IMPORT + source})
    assert next(one for one in project.plugins if one.name == "Demo").is_abstract is abstract
    assert ("Demo" in [plugin.name for plugin in project.concrete_plugins]) is not abstract


@pytest.mark.parametrize(
    ("bases", "unknown"),
    [
        ("InvenTreePlugin", False),
        ("InvenTreePlugin, object", False),
        ("InvenTreePlugin, abc.ABC", False),
        ("InvenTreePlugin, typing.Generic[T]", False),
        ("InvenTreePlugin, Strange", True),
        ("InvenTreePlugin, make()", True),
        ("InvenTreePlugin, undefined", True),
        ("InvenTreePlugin, function", True),
        ("InvenTreePlugin, *more", True),
        ("InvenTreePlugin, Child", True),
    ],
)
def test_unknown_base(bases: str, unknown: bool) -> None:
    prologue = (
        "import abc, typing\nfrom somewhere import Strange\ndef function(): ...\nclass Child(Strange): ...\n"
    )
    assert plugins(IMPORT + prologue + f"class Demo({bases}): pass")["Demo"].has_unknown_base is unknown


def test_base_that_takes_over_a_name() -> None:
    """`class Demo(Demo)` extends what had the name before."""
    source = (
        IMPORT
        + "class Demo(InvenTreePlugin): AUTHOR = 'me'\nclass Demo(Demo): NAME = 'x'\n"
        + "class SettingsMixin(SettingsMixin): pass\nclass Other(SettingsMixin, InvenTreePlugin): pass\n"
    )
    project = project_of({"demo.py": source})
    first, second, other = project.plugins
    assert [own.index for own in second.lineage] == [1, 0]
    assert [own.index for own in first.lineage] == [0]
    assert other.has_mixin("SettingsMixin")
    assert not any(plugin.has_unknown_base for plugin in project.plugins)
    unbound = plugins(IMPORT + "class Demo(Demo, InvenTreePlugin): pass")["Demo"]
    assert unbound.has_unknown_base
    assert [own.name for own in unbound.lineage] == ["Demo"]


def test_circular_inheritance() -> None:
    found = plugins(
        {
            "a.py": "from b import B\nfrom plugin import InvenTreePlugin\nclass A(B, InvenTreePlugin): NAME = 'a'\n",
            "b.py": "from a import A\nclass B(A): pass\n",
        }
    )
    assert found["A"].has_unknown_base
    assert [own.name for own in found["A"].lineage] == ["A", "B"]


def test_long_chains_end() -> None:
    """Where there are too many classes in a line, the next one has an unknown base, in any order."""
    lines = ["class C0(InvenTreePlugin): pass", *(f"class C{n}(C{n - 1}): pass" for n in range(1, 400))]
    found = plugins(IMPORT + "\n".join(lines))
    assert list(found) == [f"C{n}" for n in range(100)]
    assert (len(found["C99"].lineage), found["C99"].has_unknown_base) == (100, False)
    backwards = {
        f"m{999 - n:03}.py": (f"from m{1000 - n:03} import C{n - 1}\n" if n else IMPORT)
        + f"class C{n}({f'C{n - 1}' if n else 'InvenTreePlugin'}): pass\n"
        for n in range(400)
    }
    names = names_of(backwards)
    _, framework, unknown = ClassGraph(names).lineage(Own("m600.py", "class", "C399", 0))
    assert (framework, unknown) == ((), True)


def test_framework_names() -> None:
    assert framework_name("plugin.base.action.mixins.ActionMixin") == "plugin.mixins.ActionMixin"
    assert framework_name("plugin.InvenTreePlugin") == "plugin.InvenTreePlugin"
    assert framework_name("plugin.plugin.InvenTreePlugin") == "plugin.InvenTreePlugin"
    assert framework_name("other.InvenTreePlugin") is None
    assert framework_name("InvenTreePlugin") is None


# In which order Python looks members up

STUBS = "class InvenTreePlugin: pass\nclass SettingsMixin: pass\nclass UrlsMixin: pass\n"


@st.composite
def hierarchies(draw: st.DrawFn) -> str:
    available = ["InvenTreePlugin", "SettingsMixin", "UrlsMixin"]
    lines = []
    for number in range(draw(st.integers(2, 7))):
        bases = draw(st.lists(st.sampled_from(available), max_size=3, unique=True))
        lines.append(f"class C{number}({', '.join(bases)}): pass\n")
        available.append(f"C{number}")
    return "".join(lines)


@settings(max_examples=120, deadline=None)
@given(hierarchies())
def test_lookup_order_is_pythons(source: str) -> None:
    graph = ClassGraph(names_of({"demo.py": IMPORT + source}))
    namespace: dict[str, Any] = {}
    exec(STUBS, namespace)
    for index, line in enumerate(source.splitlines(keepends=True)):
        own, framework, unknown = graph.lineage(Own("demo.py", "class", f"C{index}", index))
        try:
            exec(line, namespace)
        except TypeError:
            # Python refuses the class; ours only has to give each of its bases once.
            assert len(set(own)) == len(own)
            assert len(set(framework)) == len(framework)
            return
        mro = [cls.__name__ for cls in namespace[f"C{index}"].__mro__[:-1]]
        assert [one.name for one in own] == [name for name in mro if name.startswith("C")]
        assert [name.rpartition(".")[2] for name in framework] == [
            name for name in mro if not name.startswith("C")
        ]
        assert not unknown


def test_diamond() -> None:
    source = (
        "class Base(InvenTreePlugin): NAME = 'base'; AUTHOR = 'base'\n"
        "class Left(Base): pass\n"
        "class Right(Base): NAME = 'right'\n"
        "class Demo(Left, Right): pass\n"
    )
    assert value(source) == "right"
    assert value(source, "AUTHOR") == "base"


def test_order_that_python_refuses() -> None:
    source = IMPORT + "class A(InvenTreePlugin): pass\nclass B(A): pass\nclass Demo(A, B): pass\n"
    assert [own.name for own in plugins(source)["Demo"].lineage] == ["Demo", "A", "B"]


# What a class gives a name


def test_members() -> None:
    assert value("class Demo(InvenTreePlugin): NAME = 'x'") == "x"
    assert value("class Demo(InvenTreePlugin): pass") == "missing"
    assert value("class Base(InvenTreePlugin): NAME = 'x'\nclass Demo(Base): pass") == "x"
    assert value("class Base(InvenTreePlugin): NAME = 'x'\nclass Demo(Base): NAME = None") is None
    assert value("from x import B\nclass Demo(InvenTreePlugin, B): pass") is UNKNOWN
    assert value("from x import B\nclass Demo(InvenTreePlugin, B): NAME = 'x'") == "x"
    assert value("class Demo(InvenTreePlugin):\n    def NAME(self): return 'x'") is UNKNOWN
    assert value("class Demo(InvenTreePlugin):\n    class NAME: pass") is UNKNOWN
    assert value("class Demo(InvenTreePlugin):\n    from x import NAME") is UNKNOWN
    assert value("class Demo(InvenTreePlugin):\n    for NAME in 'xy': pass") is UNKNOWN


@pytest.mark.parametrize("initial", ["pass", "NAME = None"])
@pytest.mark.parametrize(
    "later",
    [
        "    def __init__(self):\n        self.NAME = 'x'",
        "    @classmethod\n    def prepare(cls):\n        cls.NAME = 'x'",
        "Demo.NAME = 'x'",
        "def prepare():\n    Demo.NAME += 'x'",
    ],
)
def test_members_assigned_later_are_unknown(initial: str, later: str) -> None:
    assert value(f"class Demo(InvenTreePlugin):\n    {initial}\n{later}\n") is UNKNOWN
    base = f"class Base(InvenTreePlugin):\n    {initial}\n{later.replace('Demo', 'Base')}\n"
    assert value(f"{base}class Demo(Base): pass") is UNKNOWN


@pytest.mark.parametrize(
    "elsewhere",
    [
        "    def run(self):\n        self.NAME.x = 'x'",
        "    def run(self):\n        return self.NAME",
        "    def run(self, other):\n        other.NAME = 'x'",
        "class Other:\n    def __init__(self):\n        self.NAME = 'x'",
        "class Other: pass\nOther.NAME = 'x'",
    ],
)
def test_other_assignments_do_not_matter(elsewhere: str) -> None:
    assert value(f"class Demo(InvenTreePlugin):\n    NAME = 'demo'\n{elsewhere}\n") == "demo"


def test_decorated_class_may_get_more_members() -> None:
    assert value("@register\nclass Demo(InvenTreePlugin): pass") is UNKNOWN
    assert value("@register\nclass Demo(InvenTreePlugin): NAME = 'x'") == "x"


def test_places_of_members() -> None:
    source = (
        IMPORT + "class Demo(InvenTreePlugin):\n    NAME = 'x'\n    NAME = 'y'\n    def SLUG(self): ...\n"
    )
    project = project_of({"demo.py": source})
    [plugin] = project.plugins
    found = project.member(plugin, "NAME")
    assert found is not None
    assert found.assignment is not None
    assert (found.value, found.path) == (Known("y"), "demo.py")
    assert (found.range, found.value_range) == (Range(5, 5, 5, 15), Range(5, 12, 5, 15))
    assert project.member(plugin, "SLUG") == Member(
        UNKNOWN, "demo.py", plugin.definition.range, plugin.definition.range, None
    )


def test_legacy_metadata() -> None:
    def metadata(body: str, name: str) -> Any:
        project = project_of({"demo.py": IMPORT + f"class Demo(InvenTreePlugin):\n    {body}\n"})
        found = project.metadata(project.plugins[0], name)
        return found and found.value

    assert metadata("PLUGIN_NAME = 'old'", "NAME") == Known("old")
    assert metadata("PLUGIN_NAME = 'old'; NAME = 'new'", "NAME") == Known("new")
    assert metadata("PLUGIN_AUTHOR = 'old'", "AUTHOR") is None


def test_methods_in_lookup_order() -> None:
    source = IMPORT + (
        "def run(): ...\n"
        "class Base(InvenTreePlugin):\n    def run(self): ...\n    def stop(self): ...\n"
        "class Demo(Base):\n    def run(self): ...\n    class Inner:\n        def run(self): ...\n"
    )
    project = project_of({"demo.py": source})
    demo = next(plugin for plugin in project.plugins if plugin.name == "Demo")
    assert [(own.name, function.name) for own, function in project.methods(demo)] == [
        ("Demo", "run"),
        ("Base", "run"),
        ("Base", "stop"),
    ]


# Where findings about the project stand


def anchor(files: Mapping[str, str]) -> tuple[str, int, int]:
    project: Project = project_of(files)
    path, place = project.anchor
    return path, place.line, place.column


def test_anchor() -> None:
    plugin = IMPORT + "class Demo(InvenTreePlugin): pass\n"
    assert anchor({"b.py": plugin, "a.py": "", "a/__init__.py": "", "c.py": plugin}) == ("b.py", 3, 7)
    assert anchor({"b.py": plugin, "a.py": plugin + "x = (\n"}) == ("b.py", 3, 7)
    assert anchor({"a.py": "", "b/__init__.py": "", "c/__init__.py": ""}) == ("b/__init__.py", 1, 1)
    assert anchor({"b.py": "", "a.py": ""}) == ("a.py", 1, 1)
    assert anchor({}) == ("pyproject.toml", 1, 1)
