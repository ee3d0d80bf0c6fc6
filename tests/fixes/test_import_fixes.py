"""What the fixes of group 2 write, and where they leave things alone."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.fixes.apply import fix_file
from tests.support import codes, findings_of, fix, fixed

_CORE = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"


def _project(text: str, **others: str) -> dict[str, str]:
    return {
        "pyproject.toml": "[project]\nname = 'demo'\n",
        "demo/__init__.py": "",
        "demo/core.py": _CORE,
        "demo/other.py": text,
        **{f"demo/{name}.py": content for name, content in others.items()},
    }


def _fixed(text: str, code: str, **others: str) -> str:
    files = _project(text, **others)
    after = fixed(files, code)
    assert {path: after[path] for path in files if path != "demo/other.py"} == {
        path: files[path] for path in files if path != "demo/other.py"
    }
    return after["demo/other.py"]


# INV203: in place


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from plugin.registry import registry\n", "from plugin import registry\n"),
        ("from plugin.registry import registry as r  # x\n", "from plugin import registry as r  # x\n"),
        ("from  plugin . registry  import(registry)", "from  plugin  import(registry)"),
        ("from plugin.registry \\\n    import registry\n", "from plugin \\\n    import registry\n"),
        ("x = 1; from plugin.registry import registry; y\n", "x = 1; from plugin import registry; y\n"),
        ("if x: from plugin.registry import registry\n", "if x: from plugin import registry\n"),
        (
            "def f():\r\n\tfrom plugin.registry import registry\r\n",
            "def f():\r\n\tfrom plugin import registry\r\n",
        ),
        ("class A:\n    from plugin.registry import registry", "class A:\n    from plugin import registry"),
        (
            "if TYPE_CHECKING:\n    from plugin.registry import registry\n",
            "if TYPE_CHECKING:\n    from plugin import registry\n",
        ),
        (
            "from plugin.base.integration.mixins import (  # a\n    # b\n    AppMixin,  # c\n    UrlsMixin\n    # d\n)  # e\n",
            "from plugin.mixins import (  # a\n    # b\n    AppMixin,  # c\n    UrlsMixin\n    # d\n)  # e\n",
        ),
        # Code stands between the two.
        (
            "from plugin import InvenTreePlugin\nx = 1\nfrom plugin.registry import registry\n",
            "from plugin import InvenTreePlugin\nx = 1\nfrom plugin import registry\n",
        ),
        # Another block.
        (
            "def f():\n    from plugin import InvenTreePlugin\ndef g():\n    from plugin.registry import registry\n",
            "def f():\n    from plugin import InvenTreePlugin\ndef g():\n    from plugin import registry\n",
        ),
        (
            "from plugin import InvenTreePlugin\nif x:\n    from plugin.registry import registry\n",
            "from plugin import InvenTreePlugin\nif x:\n    from plugin import registry\n",
        ),
        # A comment that would be lost.
        (
            "from plugin import InvenTreePlugin\nfrom plugin.registry import registry  # x\n",
            "from plugin import InvenTreePlugin\nfrom plugin import registry  # x\n",
        ),
        # The name has another meaning in between.
        (
            "from plugin import InvenTreePlugin\nfrom x import registry\nfrom plugin.registry import registry\n",
            "from plugin import InvenTreePlugin\nfrom x import registry\nfrom plugin import registry\n",
        ),
        (
            "from plugin import InvenTreePlugin as registry\nfrom plugin.registry import registry\n",
            "from plugin import InvenTreePlugin as registry\nfrom plugin import registry\n",
        ),
    ],
)
def test_in_place(before: str, after: str) -> None:
    assert _fixed(before, "INV203") == after


# INV203: into another import


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from plugin import InvenTreePlugin\nfrom plugin.registry import registry as r\n",
            "from plugin import InvenTreePlugin, registry as r\n",
        ),
        (
            "from plugin.registry import registry\n\n# x\nimport os\nfrom plugin import InvenTreePlugin  # y\nz\n",
            "\n# x\nimport os\nfrom plugin import InvenTreePlugin, registry  # y\nz\n",
        ),
        (
            "from plugin import (InvenTreePlugin)\nfrom plugin.registry import registry",
            "from plugin import (InvenTreePlugin, registry)\n",
        ),
        (
            "from plugin import (InvenTreePlugin,)\nfrom plugin.registry import registry\n",
            "from plugin import (InvenTreePlugin, registry,)\n",
        ),
        (
            "from plugin import (\r\n\tInvenTreePlugin,  # a\r\n\t# b\r\n)\r\nfrom plugin.registry import registry\r\n",
            "from plugin import (\r\n\tInvenTreePlugin,  # a\r\n\tregistry,\r\n\t# b\r\n)\r\n",
        ),
        (
            "from plugin import (\n    InvenTreePlugin  # a\n)\nfrom plugin.registry import registry\n",
            "from plugin import (\n    InvenTreePlugin,  # a\n    registry\n)\n",
        ),
        (
            "from plugin import (InvenTreePlugin,\n                    MixinNotImplementedError)\n"
            "from plugin.registry import registry\n",
            "from plugin import (InvenTreePlugin,\n                    MixinNotImplementedError,\n"
            "                    registry)\n",
        ),
        (
            "from plugin import InvenTreePlugin, \\\n    MixinNotImplementedError\nfrom plugin.registry import registry\n",
            "from plugin import InvenTreePlugin, \\\n    MixinNotImplementedError, registry\n",
        ),
        (
            "def f():\n    from plugin import InvenTreePlugin\n    from plugin.registry import registry\n    return registry\n",
            "def f():\n    from plugin import InvenTreePlugin, registry\n    return registry\n",
        ),
        (
            "if TYPE_CHECKING:\n    from plugin.registry import registry\n    from plugin import InvenTreePlugin\n",
            "if TYPE_CHECKING:\n    from plugin import InvenTreePlugin, registry\n",
        ),
        # Too long for one line.
        (
            "from plugin.mixins import ActionMixin, APICallMixin, BarcodeMixin, EventMixin\n"
            "from plugin.base.integration.mixins import SettingsMixin, UrlsMixin\n",
            "from plugin.mixins import (\n    ActionMixin,\n    APICallMixin,\n    BarcodeMixin,\n    EventMixin,\n"
            "    SettingsMixin,\n    UrlsMixin,\n)\n",
        ),
        # Several statements, and several packages.
        (
            "from plugin import InvenTreePlugin\nfrom plugin.registry import registry\n"
            "from plugin.helpers import MixinNotImplementedError\nfrom plugin.mixins import AppMixin\n"
            "from plugin.base.event.mixins import EventMixin\n",
            "from plugin import InvenTreePlugin, registry, MixinNotImplementedError\n"
            "from plugin.mixins import AppMixin, EventMixin\n",
        ),
        (
            "from plugin.base.integration.mixins import SettingsMixin, MixinNotImplementedError\n",
            "from plugin.mixins import SettingsMixin\nfrom plugin import MixinNotImplementedError\n",
        ),
        # The same name twice.
        (
            "from plugin import InvenTreePlugin, registry\nfrom plugin.registry import registry\n",
            "from plugin import InvenTreePlugin, registry\n",
        ),
        (
            "from plugin import registry\nx = 1\nfrom plugin.registry import registry\n",
            "from plugin import registry\nx = 1\n",
        ),
        (
            "from plugin import registry\nfrom plugin.plugin import InvenTreePlugin\nfrom plugin.registry import registry\n",
            "from plugin import registry, InvenTreePlugin\n",
        ),
    ],
)
def test_joins_another_import(before: str, after: str) -> None:
    assert _fixed(before, "INV203") == after


# INV203: some of the names


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from plugin.helpers import MixinNotImplementedError, render_template\n",
            "from plugin import MixinNotImplementedError\nfrom plugin.helpers import render_template\n",
        ),
        (
            "from plugin.helpers import render_template, MixinNotImplementedError as E, a  # x\n",
            "from plugin import MixinNotImplementedError as E\nfrom plugin.helpers import render_template, a  # x\n",
        ),
        (
            "from plugin.helpers import (\n    # a\n    render_template,  # b\n    # c\n"
            "    MixinNotImplementedError,  # d\n    # e\n)\n",
            "from plugin import MixinNotImplementedError  # d\nfrom plugin.helpers import (\n    # a\n"
            "    render_template,  # b\n    # c\n    # e\n)\n",
        ),
        (
            "from plugin import (\n    InvenTreePlugin,\n)\nfrom plugin.helpers import (\n"
            "    MixinNotImplementedError,  # d\n    render_template,\n)\n",
            "from plugin import (\n    InvenTreePlugin,\n    MixinNotImplementedError,  # d\n)\n"
            "from plugin.helpers import (\n    render_template,\n)\n",
        ),
        (
            "x; from plugin.helpers import MixinNotImplementedError, render_template\n",
            "x; from plugin import MixinNotImplementedError; from plugin.helpers import render_template\n",
        ),
        (
            "if x: from plugin.helpers import render_template, MixinNotImplementedError\n",
            "if x: from plugin import MixinNotImplementedError; from plugin.helpers import render_template\n",
        ),
        (
            "from plugin.helpers import render_template, \\\n    MixinNotImplementedError\n",
            "from plugin import MixinNotImplementedError\nfrom plugin.helpers import render_template\n",
        ),
        (
            "def f():\n\tfrom plugin.helpers import (render_template,\n\t\tMixinNotImplementedError, b)\n",
            "def f():\n\tfrom plugin import MixinNotImplementedError\n\tfrom plugin.helpers import (render_template,\n\t\tb)\n",
        ),
    ],
)
def test_some_of_the_names(before: str, after: str) -> None:
    assert _fixed(before, "INV203") == after


def test_a_suppressed_name_stays() -> None:
    text = (
        "from plugin.base.integration.mixins import (\n    AppMixin,\n    SettingsMixin,  # noqa: INV203\n"
        "    UrlsMixin,\n)\n"
    )
    files = _project(text)
    assert codes(files, "INV203") == [f"demo/other.py:{line}:5 INV203" for line in (2, 3, 4)]
    passes = 0
    while found := [f for f in findings_of(files, "INV203") if "SettingsMixin" not in f.message]:
        # The engine hands over only what is not suppressed.
        result = fix_file("demo/other.py", files["demo/other.py"].encode(), found)
        assert not isinstance(result, str)
        files["demo/other.py"] = result[0].decode()
        passes += 1
    assert passes == 2
    assert files["demo/other.py"] == (
        "from plugin.mixins import AppMixin, UrlsMixin\n"
        "from plugin.base.integration.mixins import (\n    SettingsMixin,  # noqa: INV203\n)\n"
    )


# INV203: modules


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import os, plugin.base.event.mixins  # x\n\n\nclass A(plugin.base.event.mixins.EventMixin):\n"
            "    é = 'é', plugin.base.event.mixins.EventMixin.x\n",
            "import os, plugin.mixins  # x\n\n\nclass A(plugin.mixins.EventMixin):\n"
            "    é = 'é', plugin.mixins.EventMixin.x\n",
        ),
        (
            "import plugin.base.event.mixins as m\n\n\nclass A(m.EventMixin): ...\n",
            "import plugin.mixins as m\n\n\nclass A(m.EventMixin): ...\n",
        ),
        (
            "from plugin.base.event import mixins\n\n\nclass A(mixins.EventMixin): ...\n",
            "from plugin import mixins\n\n\nclass A(mixins.EventMixin): ...\n",
        ),
        (
            "import plugin.helpers as helpers\nraise helpers.MixinNotImplementedError\n",
            "import plugin as helpers\nraise helpers.MixinNotImplementedError\n",
        ),
    ],
)
def test_modules(before: str, after: str) -> None:
    assert _fixed(before, "INV203") == after


@pytest.mark.parametrize(
    "text",
    [
        "import plugin.helpers as h\nh.MixinNotImplementedError, h.render_template\n",
        "import plugin.base.integration.mixins as m\nm.MixinNotImplementedError, m.UrlsMixin\n",
        "import plugin.base.event.mixins as m\nm.EventMixin\nf(m)\n",
        "import plugin.base.event.mixins\nplugin.base.event. mixins.EventMixin\n",
        "import plugin . base.event.mixins\nplugin.base.event.mixins.EventMixin\n",
        "import plugin.mixins\nimport plugin.base.event.mixins\nplugin.base.event.mixins.EventMixin\n",
        "from plugin import helpers\nhelpers.MixinNotImplementedError\n",
        "from plugin.base.event import mixins, events\nmixins.EventMixin\n",
    ],
)
def test_modules_that_stay(text: str) -> None:
    assert len(codes(_project(text), "INV203")) == 1
    assert fix(_project(text), ["INV203"]).contents == {}


# INV204


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from plugin import *\nregistry\n", "from plugin import registry\nregistry\n"),
        (
            "from plugin.mixins import *\n\n\nclass A(UrlsMixin, SettingsMixin):\n    x: EventMixin\n",
            "from plugin.mixins import UrlsMixin, SettingsMixin, EventMixin\n\n\n"
            "class A(UrlsMixin, SettingsMixin):\n    x: EventMixin\n",
        ),
        (
            "from plugin.mixins import *\n__all__ = ['UrlsMixin', 'own']\nown = 1\n",
            "from plugin.mixins import UrlsMixin\n__all__ = ['UrlsMixin', 'own']\nown = 1\n",
        ),
        (
            "x; from plugin.helpers import *\nrender_template, MixinNotImplementedError\n",
            "x; from plugin.helpers import render_template; from plugin import MixinNotImplementedError\n"
            "render_template, MixinNotImplementedError\n",
        ),
        (
            "if x:\n\tfrom plugin.helpers import *  # é\nrender_template, MixinNotImplementedError\n",
            "if x:\n\tfrom plugin.helpers import render_template\n\tfrom plugin import MixinNotImplementedError  # é\n"
            "render_template, MixinNotImplementedError\n",
        ),
        (
            "from plugin.mixins import *\r\n"
            "ActionMixin, APICallMixin, BarcodeMixin, EventMixin, ScheduleMixin, SettingsMixin\r\n",
            "from plugin.mixins import (\r\n    ActionMixin,\r\n    APICallMixin,\r\n    BarcodeMixin,\r\n    EventMixin,\r\n"
            "    ScheduleMixin,\r\n    SettingsMixin,\r\n)\r\n"
            "ActionMixin, APICallMixin, BarcodeMixin, EventMixin, ScheduleMixin, SettingsMixin\r\n",
        ),
        (
            "from math import *\nfrom plugin import InvenTreePlugin, registry\nfrom plugin.mixins import *\nregistry\n",
            "from math import *\nfrom plugin import InvenTreePlugin, registry\nfrom plugin.mixins import *\nregistry\n",
        ),
        # A source for an old release stays one.
        (
            "try:\n    from plugin.mixins import UrlsMixin\nexcept ImportError:\n"
            "    from plugin.builtin.integration.mixins import *\n    SettingsMixin\n",
            "try:\n    from plugin.mixins import UrlsMixin\nexcept ImportError:\n"
            "    from plugin.builtin.integration.mixins import SettingsMixin\n    SettingsMixin\n",
        ),
    ],
)
def test_star(before: str, after: str) -> None:
    assert _fixed(before, "INV204") == after


@pytest.mark.parametrize(
    "text",
    [
        # Nothing is used.
        "from plugin.mixins import *\n",
        "from plugin.mixins import *\nmixins, unknown, print\n",
        # Another star may bring it.
        "from foreign import *\nfrom plugin.mixins import *\nUrlsMixin\n",
        "from .stars import *\nfrom plugin.mixins import *\nUrlsMixin\n",
        "from plugin.mixins import *\nfrom plugin.base.integration.UrlsMixin import *\nUrlsMixin\n",
        # It cannot be known what others take.
        "from plugin.mixins import *\n__all__ = [name for name in globals()]\nUrlsMixin\n",
        "from plugin.mixins import *\n__all__ += ['UrlsMixin']\nUrlsMixin\n",
    ],
)
def test_stars_that_stay(text: str) -> None:
    files = _project(text, stars="class UrlsMixin: ...\n")
    assert codes(files, "INV204") != []
    assert fix(files, ["INV204"]).contents == {}


@pytest.mark.parametrize(
    ("importer", "names"),
    [
        ("from .other import UrlsMixin, own\n", "UrlsMixin"),
        ("from demo.other import UrlsMixin as U\n", "UrlsMixin"),
        ("from .other import *\nUrlsMixin, EventMixin\n", "UrlsMixin, EventMixin"),
        ("from . import other\nother.UrlsMixin\nother.own\n", "UrlsMixin"),
        ("import demo.other\ndemo.other.UrlsMixin.x\n", "UrlsMixin"),
        ("from .other import *\n__all__ = ['UrlsMixin']\n", "UrlsMixin"),
    ],
)
def test_star_for_another_module(importer: str, names: str) -> None:
    text = "from plugin.mixins import *\nown = 1\n"
    assert _fixed(text, "INV204", importer=importer) == f"from plugin.mixins import {names}\nown = 1\n"


def test_star_of_a_star_of_a_star() -> None:
    others = {"second": "from .other import *\n", "third": "from .second import *\nUrlsMixin\n"}
    assert (
        _fixed("from plugin.mixins import *\n", "INV204", **others) == "from plugin.mixins import UrlsMixin\n"
    )
    others["second"] += "__all__ = ['EventMixin']\n"
    assert (
        _fixed("from plugin.mixins import *\n", "INV204", **others)
        == "from plugin.mixins import EventMixin\n"
    )


def test_star_in_a_declared_target() -> None:
    plugin = "from plugin.mixins import *\nfrom plugin import InvenTreePlugin\n\n\nclass Demo(UserInterfaceMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
    old = {"demo.py": plugin + "    MIN_VERSION = '0.16'\n"}
    assert fix(old, ["INV204"]).contents == {}
    new = {"demo.py": plugin + "    MIN_VERSION = '0.17'\n"}
    assert fixed(new, "INV204")["demo.py"].startswith("from plugin.mixins import UserInterfaceMixin\n")


def test_star_for_an_old_release_in_a_declared_target() -> None:
    text = (
        "try:\n    from plugin.mixins import SettingsMixin\nexcept ImportError:\n"
        "    from plugin.builtin.integration.mixins import *\n\n"
        "from plugin import InvenTreePlugin\n\n\nclass Demo(SettingsMixin, InvenTreePlugin):\n"
        "    NAME = 'Demo'\n    MIN_VERSION = '0.7'\n    OTHER = UrlsMixin\n"
    )
    assert fixed({"demo.py": text}, "INV204")["demo.py"] == text.replace("*", "UrlsMixin")
