"""What the linter knows of a plugin class, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from flake8_inventree_plugin.inventree.contracts.plugin import Folder
from flake8_inventree_plugin.known import MISSING, UNKNOWN, Known
from flake8_inventree_plugin.project.plugin_view import SourceView
from tests.support import project_of

HEAD = "from plugin import InvenTreePlugin\nfrom plugin.mixins import AppMixin, SettingsMixin, UrlsMixin\n"


def view(body: str, *, bases: str = "InvenTreePlugin", head: str = "", **files: str) -> SourceView:
    """The view of a class `Demo` with this body; `files` are other modules of its package."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    project = project_of(
        {
            "demo/__init__.py": "",
            "demo/core.py": f"{HEAD}{head}\n\nclass Demo({bases}):\n    NAME = 'My Demo'\n{lines}",
            **{f"demo/{name}.py": text for name, text in files.items()},
        }
    )
    return SourceView(project, next(plugin for plugin in project.plugins if plugin.name == "Demo"))


@pytest.mark.parametrize(
    ("body", "value", "has"),
    [
        ("", MISSING, False),
        ("A = {'x': [1]}", Known({"x": [1]}), True),
        ("A = compute()", UNKNOWN, True),
        ("def A(self):\n    pass", UNKNOWN, True),
        ("class A:\n    pass", UNKNOWN, True),
        ("if DEBUG:\n    A = 1", UNKNOWN, None),
        ("if DEBUG:\n    def A(self):\n        pass", UNKNOWN, None),
        ("for A in ():\n    pass", UNKNOWN, None),
        ("A = 1\ndef run(self):\n    self.A = 2", UNKNOWN, True),
        ("def run(self):\n    self.A = 2", UNKNOWN, None),
        ("A = {}\ndef run(self):\n    self.A['x'] = 2", UNKNOWN, True),
        ("A = {}\ndef run(self):\n    self.A.update(x=2)", UNKNOWN, True),
        ("A = {}\ndef run(self):\n    self.A.get('x')", Known({}), True),
        ("A = {}\nb = A['x']", Known({}), True),
        ("A = {}\nA['x'] = 2", UNKNOWN, True),
        ("A = {}\nif DEBUG:\n    A.update(x=2)", UNKNOWN, True),
        ("def __getattr__(self, name):\n    return 1", UNKNOWN, None),
    ],
)
def test_value(body: str, value: object, has: bool | None) -> None:
    found = view(body)
    assert (found.value("A"), found.has("A")) == (value, has)


def test_value_is_changed_by_another_module() -> None:
    changing = "from .core import Demo\n\nDemo.A['x'] = 2\n"
    assert view("A = {}", other=changing).value("A") is UNKNOWN
    assert view("A = {}", other="from elsewhere import Demo\n\nDemo.A['x'] = 2\n").value("A") == Known({})


def test_unknown_base_may_have_anything() -> None:
    found = view("", bases="Base, InvenTreePlugin", head="from elsewhere import Base\n")
    assert (found.value("A"), found.has("A"), found.is_open) == (UNKNOWN, None, True)
    assert not view("").is_open


def test_own_base_is_looked_at() -> None:
    base = "class Base:\n    A = 1\n\n    def run(self, user):\n        return self.get_setting('X')\n"
    found = view("", bases="Base, InvenTreePlugin", head="from .base import Base\n", base=base)
    assert (found.value("A"), found.has("A")) == (Known(1), True)
    assert found.required_arguments("run") == ["user"]
    (call,) = found.calls("get_setting")
    assert (call.argument, call.place.own.path, call.place.range.line) == (Known("X"), "demo/base.py", 5)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ("", Known("my-demo")),
        ("SLUG = 'Other One'", Known("other-one")),
        ("SLUG = ''", Known("my-demo")),
        ("SLUG = make()", UNKNOWN),
        ("NAME = ''", UNKNOWN),
    ],
)
def test_slug(body: str, slug: object) -> None:
    assert view(body).slug == slug


def test_mixins() -> None:
    assert view("", bases="SettingsMixin, InvenTreePlugin").mixins == ("SettingsMixin",)
    old = view("", bases="ActionPlugin", head="from plugin import ActionPlugin\n")
    assert old.mixins == ("ActionMixin",)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def run(self):\n    pass", []),
        ("def run(self, a, b=1, *args, c, d=2, **kwargs):\n    pass", ["a", "c"]),
        ("@staticmethod\ndef run(a):\n    pass", ["a"]),
        ("@classmethod\ndef run(cls, a):\n    pass", ["a"]),
        ("@wrapped\ndef run(self, a):\n    pass", UNKNOWN),
        ("@property\ndef run(self):\n    pass", UNKNOWN),
        ("if DEBUG:\n    def run(self, a):\n        pass", UNKNOWN),
        ("def run(self, a):\n    pass\nrun = wrapped(run)", UNKNOWN),
        ("def run(self, a):\n    pass\nfor run in ():\n    pass", UNKNOWN),
        ("def run(self, a):\n    pass\ndef run(self):\n    pass", []),
        ("run = print", UNKNOWN),
        ("", MISSING),
    ],
)
def test_required_arguments(body: str, expected: object) -> None:
    assert view(body).required_arguments("run") == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("self.get('X', cache=True)", [(Known("X"), {"cache"})]),
        ("self.get(KEY)", [(Known("Y"), set())]),
        ("self.get(key)", [(UNKNOWN, set())]),
        ("self.get()", [(MISSING, set())]),
        ("self.get('X', **key)", [(Known("X"), None)]),
        ("self.get('X').strip()", [(UNKNOWN, None)]),
        ("map(self.get, key)", [(UNKNOWN, None)]),
        ("super().get('X')", [(Known("X"), set())]),
        ("other.get('X')", []),
        ("self.get = key", []),
        ("hasattr(self, 'get') and self.get('X')", []),
        ("try:\n        self.get('X')\n    except AttributeError:\n        pass", []),
        ("try:\n        self.get('X')\n    except ValueError:\n        pass", [(Known("X"), set())]),
    ],
)
def test_calls(statement: str, expected: list[Any]) -> None:
    found = view(f"def run(self, key, other):\n    {statement}", head="KEY = 'Y'\n").calls("get")
    assert [(call.argument, call.keywords) for call in found] == expected


@pytest.mark.parametrize(
    ("body", "head", "other", "is_used"),
    [
        ("def run(self):\n    return self.A", "", "", True),
        ("def run(self):\n    return getattr(self, 'A', 1)", "", "", True),
        ("A = 1", "", "from .core import Demo\n\nprint(Demo.A)\n", True),
        ("A = 1", "", "from plugin import registry\n\nprint(registry.get_plugin('demo').A)\n", True),
        ("A = 1", "", "from elsewhere import thing\n\nprint(thing.A)\n", False),
        ("A = 1", "A = 2\nprint(A)\n", "", False),
    ],
)
def test_uses(body: str, head: str, other: str, is_used: bool) -> None:
    assert view(body, head=head, other=other).uses("A") == is_used


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("", set()),
        ("URLS = [path('', view, name='a'), path('b', view)]", {"a"}),
        ("URLS = [path('', view, None, 'a')] + [urls.re_path('', view, name='b')]", {"a", "b"}),
        ("URLS = [path('', include([path('', view, name='a')]), name='b')]", {"a", "b"}),
        ("URLS = [path('', include('demo.urls'))]", UNKNOWN),
        ("URLS = [path('', include(([], 'x')))]", UNKNOWN),
        ("URLS = [path('', include([], namespace='x'))]", UNKNOWN),
        ("URLS = [path('', view, name=NAME)]", UNKNOWN),
        ("URLS = [path('', view, name='a')] + more()", UNKNOWN),
        ("URLS = patterns", UNKNOWN),
        ("if DEBUG:\n    URLS = []", UNKNOWN),
        ("URLS = []\ndef setup_urls(self):\n    return [path('', view, name='a')]", {"a"}),
        ("def setup_urls(self):\n    urls = []\n    return urls", UNKNOWN),
        ("URLS = []\ndef run(self):\n    self.urls.append(path('', view, name='a'))", UNKNOWN),
        ("def __getattr__(self, name):\n    return []", UNKNOWN),
        ("for URLS in ():\n    pass", UNKNOWN),
    ],
)
def test_url_names(body: str, names: object) -> None:
    assert view(body).url_names() == names


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ("", []),
        ("def __init__(self):\n    self.a = 1", ["Demo"]),
        ("def __init__(self):\n    super().__init__()", []),
        ("def __init__(self):\n    super(Demo, self).__init__()", []),
        ("def __init__(self):\n    InvenTreePlugin.__init__(self)", []),
        ("if DEBUG:\n    def __init__(self):\n        pass", []),
        ("for __init__ in ():\n    pass", []),
        ("def run(self):\n    super().__init__()\ndef __init__(self):\n    pass", ["Demo"]),
    ],
)
def test_broken_inits(body: str, broken: list[str]) -> None:
    assert [item.name for item in view(body).broken_inits()] == broken


@pytest.mark.parametrize(
    ("bases", "body", "broken"),
    [
        ("Base, InvenTreePlugin", "", ["Base"]),
        # It runs after the base class has prepared everything.
        ("InvenTreePlugin, Base", "", []),
        ("Base, InvenTreePlugin", "def __init__(self):\n    super().__init__()", ["Base"]),
        # Nobody reaches that of `Base`.
        ("Base, InvenTreePlugin", "def __init__(self):\n    InvenTreePlugin.__init__(self)", []),
    ],
)
def test_broken_init_of_a_base(bases: str, body: str, broken: list[str]) -> None:
    base = "class Base:\n    def __init__(self):\n        self.a = 1\n"
    found = view(body, bases=bases, head="from .base import Base\n", base=base)
    assert [item.name for item in found.broken_inits()] == broken


MODELS = "from django.db import models\n\n\nclass Shelf(models.Model):\n    pass\n"


def test_models() -> None:
    assert [item.name for item in view("", models=MODELS).models()] == ["Shelf"]
    labelled = f"{MODELS}\n    class Meta:\n        app_label = 'part'\n"
    assert view("", models=labelled).models() == []


def test_folder() -> None:
    found = view("", bases="AppMixin, InvenTreePlugin", models=MODELS).folder()
    assert found == Folder(True, frozenset({"__init__", "core", "models"}))
    deep = {
        "demo/__init__.py": "",
        "demo/migrations/__init__.py": "",
        "demo/plugins/__init__.py": "",
        "demo/plugins/core.py": f"{HEAD}\n\nclass Demo(AppMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
        "demo/templates/x.html": "",
        "docs/y.md": "",
    }
    project = project_of(deep)
    assert SourceView(project, project.plugins[0]).folder().entries == frozenset(
        {"__init__", "core", "migrations", "plugins", "templates"}
    )
    project = project_of(
        {
            "demo.py": f"{HEAD}\n\nclass Demo(AppMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
            "templates/demo.html": "",
        }
    )
    assert SourceView(project, project.plugins[0]).folder() == Folder(False, frozenset({"demo", "templates"}))
