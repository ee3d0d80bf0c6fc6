"""What the runtime's view knows of a living class, beyond what both views know."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from flake8_inventree_plugin.inventree.contracts.plugin import Folder
from flake8_inventree_plugin.known import MISSING, UNKNOWN, Known
from flake8_inventree_plugin.runtime.living_view import LivingView, known
from flake8_inventree_plugin.runtime.own_code import Spot, attributes_read, code_of

Load = Any


class InvenTreePlugin:
    """Stands for InvenTree's."""

    __module__ = "plugin"


class SettingsMixin:
    """Stands for InvenTree's."""

    __module__ = "plugin.base.integration.SettingsMixin"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Imports a package `living_demo` whose `core` has this text, and gives its class `Demo`."""
    server = ModuleType("living_server")
    vars(server).update(InvenTreePlugin=InvenTreePlugin, SettingsMixin=SettingsMixin)
    monkeypatch.setitem(sys.modules, "living_server", server)
    monkeypatch.syspath_prepend(str(tmp_path))

    def do(text: str) -> Any:
        package = tmp_path / "living_demo"
        package.mkdir()
        (package / "__init__.py").write_text("")
        head = "from living_server import InvenTreePlugin, SettingsMixin\n\n\n"
        (package / "core.py").write_text(head + text)
        return importlib.import_module("living_demo.core").Demo

    yield do
    for name in [name for name in sys.modules if name.partition(".")[0] == "living_demo"]:
        del sys.modules[name]
    code_of.cache_clear()
    attributes_read.cache_clear()


def plugin(body: str, bases: str = "InvenTreePlugin") -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"class Demo({bases}):\n    NAME = 'My Demo'\n{lines}"


def endless() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, Known(1)),
        (None, Known(None)),
        ({"a": [1, (2, print)], "b": {3}}, Known({"a": [1, (2, UNKNOWN)], "b": (3,)})),
        (print, UNKNOWN),
        (bool, UNKNOWN),
    ],
)
def test_known(value: object, expected: object) -> None:
    assert known(value) == expected


def test_known_ends() -> None:
    found = known(endless())
    for _ in range(30):
        assert isinstance(found, Known)
        if found.value[0] is UNKNOWN:
            return
        found = Known(found.value[0])
    pytest.fail("it is as deep as it is")


def test_late_translations_are_their_text() -> None:
    functional = pytest.importorskip("django.utils.functional")
    assert known(functional.lazystr("Token")) == Known("Token")

    def fail() -> str:
        raise RuntimeError

    assert known(functional.lazy(fail, str)()) is UNKNOWN


def test_value_and_has(load: Load) -> None:
    cls = load(
        "class Base:\n    A = 1\n\n\n" + plugin("B = {'x': print}", "Base, SettingsMixin, InvenTreePlugin")
    )
    view = LivingView(cls)
    assert (view.name, view.mixins, view.is_open) == ("Demo", ("SettingsMixin",), False)
    assert [view.value(name) for name in "ABC"] == [Known(1), Known({"x": UNKNOWN}), MISSING]
    assert [view.has(name) for name in "ABC"] == [True, True, False]
    given = LivingView(cls, SimpleNamespace(A=2, C=3))
    assert [given.value(name) for name in "AC"] == [Known(2), Known(3)]
    assert given.has("C") is True


def test_own_getattr_may_give_anything(load: Load) -> None:
    view = LivingView(load(plugin("def __getattr__(self, name):\n    return 1")))
    assert (view.value("A"), view.has("A"), view.required_arguments("A")) == (UNKNOWN, None, UNKNOWN)


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ("", Known("my-demo")),
        ("SLUG = 'Other'", Known("other")),
        ("SLUG = print", UNKNOWN),
        ("NAME = ''", UNKNOWN),
    ],
)
def test_slug(load: Load, body: str, slug: object) -> None:
    assert LivingView(load(plugin(body))).slug == slug


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def run(self, a, b=1, *args, c, d=2, **kwargs):\n    pass", ["a", "c"]),
        ("@staticmethod\ndef run(a):\n    pass", ["a"]),
        ("@classmethod\ndef run(cls, a):\n    pass", ["a"]),
        ("@property\ndef run(self):\n    pass", UNKNOWN),
        ("run = print", UNKNOWN),
        ("", MISSING),
    ],
)
def test_required_arguments(load: Load, body: str, expected: object) -> None:
    assert LivingView(load(plugin(body))).required_arguments("run") == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("self.get('X', cache=True)", [(Known("X"), {"cache"})]),
        ("self.get(KEY)", [(Known("Y"), set())]),
        ("self.get(key)", [(UNKNOWN, set())]),
        ("self.get(key + 'X')", [(UNKNOWN, set())]),
        ("self.get()", [(MISSING, set())]),
        ("self.get('X', **key)", [(Known("X"), None)]),
        ("map(self.get, key)", [(UNKNOWN, None)]),
        ("super().get('X')", [(Known("X"), set())]),
        ("other.get('X')", []),
        ("print('a').get('X')", []),
        ("self.get = key", []),
        ("hasattr(self, 'get') and self.get('X')", []),
        ("try:\n        self.get('X')\n    except AttributeError:\n        pass", []),
        ("try:\n        self.get('X')\n    except (OSError, Exception):\n        pass", []),
        ("try:\n        pass\n    except OSError:\n        self.get('X')", []),
        ("try:\n        pass\n    finally:\n        self.get('X')", [(Known("X"), set())]),
        ("try:\n        self.get('X')\n    except ValueError:\n        pass", [(Known("X"), set())]),
    ],
)
def test_calls(load: Load, statement: str, expected: list[Any]) -> None:
    cls = load("KEY = 'Y'\n\n\n" + plugin(f"def run(self, key, other):\n    {statement}"))
    assert [(call.argument, call.keywords) for call in LivingView(cls).calls("get")] == expected


def test_place_of_a_call(load: Load) -> None:
    cls = load(plugin("async def run(self):\n    self.get('X')"))
    (call,) = LivingView(cls).calls("get")
    assert call.place == Spot(sys.modules[cls.__module__].__file__ or "", 7)


@pytest.mark.parametrize(
    ("body", "is_used"),
    [
        ("def run(self):\n    return self.A", True),
        ("def run(self):\n    return getattr(self, 'A', 1)", True),
        ("def run(self):\n    self.A = 1", False),
        ("def run(self):\n    return os.A", False),
        ("A = 1", False),
    ],
)
def test_uses(load: Load, body: str, is_used: bool) -> None:
    assert LivingView(load("import os\n\n\n" + plugin(body))).uses("A") == is_used


def test_class_without_source() -> None:
    cls = type("Demo", (InvenTreePlugin,), {"__module__": "living_demo_gone", "get": print})
    view = LivingView(cls)
    assert view.calls("get") == []
    assert not view.uses("get")


def pattern(name: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(name=name)


def included(patterns: object, namespace: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(urlconf_name=patterns, namespace=namespace)


@pytest.mark.parametrize(
    ("urls", "names"),
    [
        (None, set()),
        ([pattern("a"), pattern()], {"a"}),
        ([included([pattern("a")]), pattern("b")], {"a", "b"}),
        ([included([pattern("a")], "x")], UNKNOWN),
        ([included("demo.urls")], UNKNOWN),
        (["x"], UNKNOWN),
        ("x", UNKNOWN),
    ],
)
def test_url_names(load: Load, urls: object, names: object) -> None:
    cls = load(plugin("def setup_urls(self):\n    return []"))
    assert LivingView(cls, SimpleNamespace(urls=urls)).url_names() == names
    assert LivingView(cls).url_names() is UNKNOWN


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (plugin("def __init__(self):\n    self.a = 1"), ["Demo"]),
        (plugin("def __init__(self):\n    super().__init__()"), []),
        (plugin("def __init__(self):\n    [super(Demo, self).__init__() for _ in 'x']"), []),
        (plugin("def __init__(self):\n    InvenTreePlugin.__init__(self)", "Base, InvenTreePlugin"), []),
        (plugin("", "Base, InvenTreePlugin"), ["Base"]),
        (plugin("", "InvenTreePlugin, Base"), []),
        (plugin("def __init__(self):\n    super().__init__()", "Base, InvenTreePlugin"), ["Base"]),
    ],
)
def test_broken_inits(load: Load, text: str, broken: list[str]) -> None:
    cls = load(f"class Base:\n    def __init__(self):\n        self.a = 1\n\n\n{text}")
    assert [item.name for item in LivingView(cls).broken_inits()] == broken


def test_folder(load: Load, tmp_path: Path) -> None:
    cls = load(plugin(""))
    package = tmp_path / "living_demo"
    (package / "templates").mkdir()
    found = LivingView(cls).folder()
    assert found.is_package
    assert {"__init__", "core", "templates"} <= found.entries
    (package / "__init__.py").unlink()
    assert not LivingView(cls).folder().is_package
    assert LivingView(cls, is_packaged=True).folder().is_package
    package.rename(tmp_path / "moved")
    assert LivingView(cls).folder() == Folder(False, frozenset())


def test_models(load: Load) -> None:
    cls = load(plugin("") + "\n\nclass Model:\n    __module__ = 'django.db.models.base'\n")
    module = sys.modules[cls.__module__]
    base = vars(module)["Model"]

    def model(name: str, *, abstract: bool = False, **attributes: object) -> None:
        meta = SimpleNamespace(abstract=abstract, original_attrs=attributes)
        vars(module)[name] = type(name, (base,), {"_meta": meta, "__module__": module.__name__})

    model("Shelf")
    model("Abstract", abstract=True)
    model("Labelled", app_label="part")
    vars(module)["imported"] = type("Other", (base,), {"__module__": "elsewhere"})
    assert [item.name for item in LivingView(cls).models()] == ["Shelf"]
    single = type("Single", (InvenTreePlugin,), {"__module__": "single_demo"})
    assert LivingView(single).models() == []
