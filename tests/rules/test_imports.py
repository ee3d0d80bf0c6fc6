"""Group 2: what is InvenTree's, by which name, and what is not."""

from __future__ import annotations

import pytest

from tests.support import codes, findings_of

_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"


def _project(text: str, **others: str) -> dict[str, str]:
    """A package `demo` whose module `other` has this text; `others` are further modules by name."""
    return {
        "pyproject.toml": "[project]\nname = 'demo'\n",
        "demo/__init__.py": "",
        "demo/core.py": _PLUGIN,
        "demo/other.py": text,
        **{f"demo/{name}.py": content for name, content in others.items()},
    }


def _places(text: str, code: str, **others: str) -> list[str]:
    """The places of a rule's findings in `other`, "line:column"."""
    found = codes(_project(text, **others), code)
    assert all(place.startswith("demo/other.py:") for place in found), found
    return [place.removeprefix("demo/other.py:").partition(" ")[0] for place in found]


# INV201


@pytest.mark.parametrize(
    "text",
    [
        "from plugin.helpers import _",
        "from plugin import __version__, __all__",
        "from plugin import registry as _registry",
        "import plugin.helpers as _helpers",
        "from ._private import _x",
        "from . import _private",
        "from .plugin import _x",
        "import _thread",
        "from enum import _simple_enum",
        "from django.db.models.base import _has_contribute_to_class",
        "from build import _ctx",
        "from build._builder import x",
        "from _plugin import x",
        "from web._x import y",
        "from plugins._x import y",
    ],
)
def test_no_private_import(text: str) -> None:
    assert _places(text + "\n", "INV201", _private="_x = 1\n", plugin="_x = 1\n") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from plugin.helpers import _x", ["1:28"]),
        ("from plugin.base import _x as x", ["1:25"]),
        ("from plugin import __x", ["1:20"]),
        ("from InvenTree import _x", ["1:23"]),
        ("import plugin._x", ["1:8"]),
        ("import os, plugin._x.y as z", ["1:12"]),
        ("from plugin._x import a, b", ["1:23"]),
        ("from plugin._x import *", ["1:23"]),
        ("from stock.models import A, _b, C, _d", ["1:29", "1:36"]),
        ("try:\n    from plugin.helpers import _x\nexcept ImportError:\n    _x = None", ["2:32"]),
        ("def f():\n    é = 'é'; from plugin.helpers import _x", ["2:41"]),
        ("class A:\n    from plugin.helpers import (  # x\n        _x\n    )", ["3:9"]),
    ],
)
def test_private_import(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV201") == places


def test_own_module_with_the_name_of_one_of_inventree() -> None:
    files = {
        "plugin.py": "_x = 1\n\n" + _PLUGIN,
        "part/__init__.py": "",
        "part/models.py": "_y = 1\n",
        "other.py": "from plugin import _x\nfrom part.models import _y\nfrom part.other import _z\nimport part._a\n",
    }
    assert codes(files, "INV201") == []
    assert codes(files, "INV205") == []


# INV202


@pytest.mark.parametrize(
    "text",
    [
        "from plugin import registry\nregistry.plugins\nregistry.__class__\nregistry.get_plugin('x')._y",
        "from plugin import registry\nregistry.plugins['x']._y\nregistry.plugins._y",
        "import plugin\nplugin.registry.plugins._y",
        "from part.models import Part\nPart._meta.fields\nPart._default_manager.all()\nPart.objects._db",
        "from part.models import Part\npart = Part.objects.get(pk=1)\npart._x",
        "from part.models import Part\nPart(pk=1)._state._x",
        "from stock.status_codes import StockStatus\nStockStatus._value2member_map_",
        "import part as part\nfrom .own import part\n\n\ndef f(part):\n    return part._x",
        "from plugin import registry\nregistry = {}\nregistry._x",
        "from .own import registry\nregistry._x",
        "from .plugin import registry\nregistry._x",
        "import build\nbuild._x\nfrom build import a\na._x",
        "from plugin import registry as r\n\n\ndef f(r):\n    return r._x",
        "import plugin._x\nplugin._x.y()",
        "from plugin import registry\nregistry._x = 1\ndel registry._x",
    ],
)
def test_no_private_access(text: str) -> None:
    assert _places(text + "\n", "INV202", own="registry = part = {}\n", plugin="registry = {}\n") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from plugin import registry\nregistry._x()", ["2:1"]),
        ("from plugin import registry as r\nprint(r._x._y.z)", ["2:7"]),
        ("import plugin\nplugin.registry._x", ["2:1"]),
        ("import plugin.registry as r\nr._x", ["2:1"]),
        ("import part.models as pm\npm._x\npm.Part._y", ["2:1", "3:1"]),
        ("import part.models\npart.models._x", ["2:1"]),
        ("from part import models\nmodels.Part._x", ["2:1"]),
        ("from plugin import mixins\nmixins.SettingsMixin._x", ["2:1"]),
        ("from plugin import *\nregistry._x", ["2:1"]),
        ("from .own import reg\nreg._x", ["2:1"]),
        ("from . import own\nown.reg._x", ["2:1"]),
        ("def f():\n    from plugin import registry\n    return 'é', registry._x", ["3:17"]),
        (
            "try:\n    from plugin import registry\nexcept ImportError:\n    registry = None\n\n"
            "if registry:\n    registry._x",
            ["7:5"],
        ),
        ("from plugin import registry\nregistry._x.y = 1", ["2:1"]),
    ],
)
def test_private_access(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV202", own="from plugin import registry as reg\n") == places


_HEAD = "from plugin import InvenTreePlugin\nfrom plugin.mixins import AppMixin, SettingsMixin\n"


@pytest.mark.parametrize(
    "body",
    [
        "    _mixins = ()\n    def f(self):\n        return self._mixins",
        "    def _mixins(self): ...\n    def f(self):\n        return self._mixins, self.__class__",
        "    def g(self):\n        self._mixins = []\n    def f(self):\n        return self._mixins",
        "    class _mixins: ...\n    def f(self):\n        return self._mixins",
        "    for _mixins in (): ...\n    def f(self):\n        return self._mixins",
        "    def f(self):\n        return self._unknown, self.plugin_config()._x, super()._unknown",
        "    @staticmethod\n    def f(self):\n        return self._mixins",
        "    def f(self):\n        self = {}\n        return self._mixins",
        "    class Meta:\n        def f(self):\n            return self._mixins",
    ],
)
def test_own_private_members(body: str) -> None:
    text = f"{_HEAD}\n\nclass A(SettingsMixin, InvenTreePlugin):\n    NAME = 'a'\n{body}\n"
    assert _places(text, "INV202") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("class A(SettingsMixin, InvenTreePlugin):\n    def f(self):\n        return self._mixins", ["7:16"]),
        (
            "class A(AppMixin, InvenTreePlugin):\n    @classmethod\n    def f(cls):\n        cls._mixinreg()",
            ["8:9"],
        ),
        ("class A(InvenTreePlugin):\n    def _mixins(self):\n        return super()._mixins", ["7:16"]),
        ("class A(InvenTreePlugin): ...\n\n\nA._mixins", ["8:1"]),
        (
            "class Base:\n    def f(self):\n        return self._mixins\n\n\nclass A(Base, InvenTreePlugin): ...",
            ["7:16"],
        ),
    ],
)
def test_private_members_of_the_framework(text: str, places: list[str]) -> None:
    assert _places(f"{_HEAD}\n\n{text}\n", "INV202") == places


def test_private_member_that_an_own_or_unknown_base_may_define() -> None:
    base = "class Base:\n    def _mixins(self): ...\n"
    text = "class A(Base, InvenTreePlugin):\n    def f(self):\n        return self._mixins, super()._mixins\n"
    assert _places(f"{_HEAD}{base}\n\n{text}", "INV202") == []
    assert _places(f"{_HEAD}from foreign import Base\n\n\n{text}", "INV202") == []
    # Behind the class that calls `super()`, only InvenTree's own is left.
    text = "class A(InvenTreePlugin):\n    _mixins = 1\n    def f(self):\n        return self._mixins, super()._mixins\n"
    assert _places(f"{_HEAD}\n\n{text}", "INV202") == ["8:30"]


def test_private_member_of_other_releases() -> None:
    text = f"{_HEAD}\n\nclass A(SettingsMixin, InvenTreePlugin):\n    def f(self):\n        self._activate_mixin()\n"
    assert codes(_project(text), "INV202", target="0.8") == []
    assert codes(_project(text), "INV202", target="0.12") == ["demo/other.py:7:9 INV202"]
    # What only some releases have tells which of them the plugin is meant for.
    assert codes(_project(text), "INV202") == ["demo/other.py:7:9 INV202"]


# INV203


@pytest.mark.parametrize(
    "text",
    [
        "from plugin import registry, InvenTreePlugin, MixinNotImplementedError",
        "from plugin.mixins import SettingsMixin as S",
        "import plugin.mixins as m\nm.SettingsMixin",
        "import plugin\nplugin.mixins.SettingsMixin\nplugin.registry.plugins",
        "from plugin import registry\nregistry.registry",
        "from plugin.machine import registry",
        "from plugin.helpers import render_template, check_git_version",
        "from plugin.models import PluginConfig",
        "from .plugin.registry import registry",
        "from .registry import registry",
        "from part.models import registry",
        "from common.notifications import NotificationBody",
        "try:\n    from plugin.mixins import EventMixin\nexcept ImportError:\n"
        "    from plugin.base.event.mixins import EventMixin",
        "try:\n    from plugin.base.event.mixins import EventMixin\nexcept ImportError:\n"
        "    from plugin.mixins import EventMixin",
        "try:\n    pass\nexcept ImportError:\n    from plugin.registry import registry",
        "from InvenTree.version import inventreeVersion\nif inventreeVersion() < '0.12':\n"
        "    from plugin.base.event.mixins import EventMixin",
        "import InvenTree.version\nif InvenTree.version.inventreeVersion() < '0.12':\n    pass\nelse:\n"
        "    from plugin.base.event.mixins import EventMixin",
        "if x:\n    from plugin.registry import registry\nelse:\n    from .own import registry",
        "EventMixin = None\nif EventMixin is None:\n    from plugin.base.event.mixins import EventMixin",
        "import plugin.base.event.mixins as m\nm.os",
        "import plugin.base.event.mixins",
    ],
)
def test_no_noncanonical_import(text: str) -> None:
    files = {**_project(text + "\n", registry="registry = 1\n"), "demo/plugin/registry.py": "registry = 1\n"}
    assert codes(files, "INV203") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from plugin.registry import registry as r", ["1:29"]),
        ("from plugin.plugin import InvenTreePlugin", ["1:27"]),
        ("from plugin.helpers import a, MixinNotImplementedError", ["1:31"]),
        (
            "from plugin.base.integration.mixins import (\n    SettingsMixin,\n    AppMixin as A,\n)",
            ["2:5", "3:5"],
        ),
        ("from plugin.builtin.integration.mixins import SettingsMixin", ["1:47"]),
        ("from plugin.samples.integration.sample import UrlsMixin", ["1:47"]),
        ("def f():\n    from plugin.registry import registry", ["2:33"]),
        ("class A:\n    from plugin.registry import registry", ["2:33"]),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from plugin.registry import registry",
            ["3:33"],
        ),
        (
            "try:\n    from plugin.registry import registry\nexcept ImportError:\n    registry = None",
            ["2:33"],
        ),
        (
            "def f(x):\n    if x:\n        from plugin.registry import registry\n        return registry",
            ["3:37"],
        ),
        ("with suppress(ImportError):\n    from plugin.registry import registry", ["2:33"]),
        ("import plugin.base.event.mixins as m\nm.EventMixin", ["1:8"]),
        ("import plugin.base.event.mixins\nclass A(plugin.base.event.mixins.EventMixin): ...", ["1:8"]),
        ("from plugin.base.event import mixins\nclass A(mixins.EventMixin): ...", ["1:31"]),
        ("from plugin import helpers as h\nraise h.MixinNotImplementedError()", ["1:20"]),
    ],
)
def test_noncanonical_import(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV203") == places


def test_only_where_every_targeted_release_exports_the_name() -> None:
    panel = _project("from plugin.base.integration.PanelMixin import PanelMixin\n")
    assert codes(panel, "INV203", target="0.16") == ["demo/other.py:1:48 INV203"]
    assert codes(panel, "INV203", target=">=0.16") == []
    assert codes(panel, "INV203", target="1.2") == []
    event = _project("from plugin.base.event.mixins import EventMixin\n")
    assert codes(event, "INV203", target=">=0.7") == ["demo/other.py:1:38 INV203"]
    # 0.6 has no such place, which is more than not to be the right one.
    assert codes(event, "INV203", target=">=0.6") == []
    assert "demo/other.py:1:38 INV301" in codes(event, "INV301", target=">=0.6")


def test_one_finding_for_one_cause() -> None:
    text = "from common.notifications import SingleNotificationMethod\n"
    assert codes(_project(text), "INV203", target="0.12") == ["demo/other.py:1:34 INV203"]
    assert codes(_project(text), "INV205", target="0.12") == []
    assert codes(_project(text), "INV203", target="1.2") == []
    assert codes(_project(text), "INV205", target="1.2") == ["demo/other.py:1:34 INV205"]
    private = "import plugin._x\nfrom part.models import _y\n"
    assert _places(private, "INV201") == ["1:8", "2:25"]
    assert _places(private, "INV205") == []
    patched = "from plugin import registry\nregistry._x = 1\n"
    assert _places(patched, "INV202") == []
    assert _places(patched, "INV206") == ["2:1"]


def test_tests_are_exempt() -> None:
    text = (
        "from plugin import *\nfrom plugin.registry import registry\nfrom plugin.helpers import _x\n"
        "from part.models import Part\nregistry._x\nPart.y = 1\n"
    )
    files = {**_project(""), "demo/tests/test_other.py": text, "demo/migrations/0001_x.py": text}
    for code in ("INV201", "INV202", "INV203", "INV204", "INV205", "INV206"):
        assert codes(files, code) == []


def test_the_message_says_where_a_gone_module_was() -> None:
    (found,) = findings_of(_project("from plugin.builtin.integration.mixins import AppMixin\n"), "INV203")
    assert found.message == (
        "`AppMixin` is imported from `plugin.builtin.integration.mixins`, where it is implemented on InvenTree 0.6 "
        "only; `plugin.mixins` is the place that InvenTree keeps stable"
    )


# INV204


@pytest.mark.parametrize(
    "text",
    ["from .plugin import *", "from math import *", "from part.models import *", "from django.urls import *"],
)
def test_no_star_import(text: str) -> None:
    assert _places(text + "\n", "INV204", plugin="x = 1\n") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from plugin import *", ["1:20"]),
        ("from plugin.base.event.mixins import *", ["1:38"]),
        (
            "try:\n    from plugin.mixins import *\nexcept ImportError:\n    from plugin.integration import *",
            ["2:31", "4:36"],
        ),
    ],
)
def test_star_import(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV204") == places


# INV205


@pytest.mark.parametrize(
    "text",
    [
        "import plugin.models\nfrom plugin.machine import BaseMachineType",
        "from common.models import WebhookEndpoint, WebhookMessage",
        "from .part.models import Part",
        "import build\nimport users\nfrom order import sort\nfrom report import Report",
        "import InvenTree_x",
        "from web import app\nfrom script import x\nimport manage",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from part.models import Part",
        "from django.db import models",
    ],
)
def test_no_internal_import(text: str) -> None:
    assert _places(text + "\n", "INV205") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from part.models import Part, BomItem as B", ["1:25", "1:31"]),
        ("import part.models, os, stock.models as s", ["1:8", "1:25"]),
        ("from part import models", ["1:18"]),
        ("from part.models import *", ["1:25"]),
        ("from InvenTree.unit_test import InvenTreeTestCase", ["1:33"]),
        ("import InvenTree.version", ["1:8"]),
        ("import InvenTree", ["1:8"]),
        ("def f():\n    try:\n        from label.models import A\n    except ImportError: ...", ["3:34"]),
    ],
)
def test_internal_import(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV205") == places


def test_a_re_export_is_reported_once_where_it_is_written() -> None:
    found = codes(
        _project("from .compat import Part, registry\n", compat="from part.models import Part\n"), "INV205"
    )
    assert found == ["demo/compat.py:1:25 INV205"]
    compat = "from plugin.registry import registry\n"
    found = codes(_project("from .compat import registry\n", compat=compat), "INV203")
    assert found == ["demo/compat.py:1:29 INV203"]


# INV206


@pytest.mark.parametrize(
    "text",
    [
        "from part.models import Part\npart = Part.objects.get(pk=1)\npart.name = 'x'\ndel part.name",
        "from part.models import Part\nPart(pk=1).name = 'x'\nPart.objects.get(pk=1).name = 'x'",
        "from part.models import Part\n\n\nclass Own(Part): ...\n\n\nOwn.x = 1",
        "from part.models import Part\nfor Part in []:\n    Part.x = 1",
        "from plugin import registry\nregistry.x['y'] = 1\nregistry.x['y'].z = 1\nx = registry.x\ndel registry",
        "from plugin import registry\nregistry.get_plugin('x').y = 1",
        "from django.conf import settings\nsettings.X = 1",
        "import build\nbuild.x = 1",
        "from part.models import Part\nPart.x: int\nPart.x == 1\ndef f(x=Part.y): ...",
        "from .own import thing\nthing.x = 1",
        "import part.models as pm\n\n\ndef f(pm):\n    pm.x = 1",
    ],
)
def test_nothing_patched(text: str) -> None:
    assert _places(text + "\n", "INV206", own="thing = {}\n") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from part.models import Part\nPart.x = 1", ["2:1"]),
        ("import part.models\npart.models.Part.x = part.models.y = 1", ["2:1", "2:22"]),
        ("import part.models as pm\npm.Part.x.y = 1", ["2:1"]),
        ("from part import models\nmodels.Part = None", ["2:1"]),
        ("from plugin import registry\nregistry.x += 1", ["2:1"]),
        ("from plugin import registry\nregistry.x: int = 1", ["2:1"]),
        (
            "from plugin import registry\nfor registry.x in []: ...\nwith a as registry.y: ...",
            ["2:5", "3:11"],
        ),
        ("from plugin import registry\nregistry.x, (y, *registry.z) = 1", ["2:1", "2:18"]),
        ("from part.models import Part\ndel Part.x, Part.y", ["2:5", "2:13"]),
        ("from plugin import mixins\nmixins.SettingsMixin.x = 1", ["2:1"]),
        ("from .own import Part\nPart.x = 1", ["2:1"]),
        ("from part.models import *\nPart.x = 1", ["2:1"]),
        ("def f():\n    from part.models import Part as P\n    def g():\n        P.x = 1", ["4:9"]),
    ],
)
def test_patched(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV206", own="from part.models import Part\n") == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("from part.models import Part\nsetattr(Part, 'x', 1)", ["2:1"]),
        ("from plugin import registry as r\nprint('é', setattr(r, name, 1))", ["2:12"]),
        ("def f():\n    import part.models as pm\n    delattr(pm.Part, 'x')", ["3:5"]),
        ("from part.models import Part\nsetattr(\n    Part,\n    'x',\n    1,\n)", ["2:1"]),
    ],
)
def test_patched_by_setattr(text: str, places: list[str]) -> None:
    assert _places(text + "\n", "INV206") == places


@pytest.mark.parametrize(
    "text",
    [
        "from part.models import Part\nsetattr(Part.objects.get(pk=1), 'x', 1)\nsetattr(Part(), 'x', 1)",
        "from part.models import Part\npart = Part.objects.get(pk=1)\nsetattr(part, 'x', Part)",
        "from part.models import Part\n\n\nclass Own(Part): ...\n\n\nsetattr(Own, 'x', Part)",
        "from part.models import Part\n\n\ndef f(Part):\n    setattr(Part, 'x', 1)",
        "from part.models import Part\n\n\ndef f(Part):\n    setattr(Part, 'x', 1)\n\n\nprint(Part)",
        "from part.models import Part\nsetattr(*Part)\nhasattr(Part, 'x')\ngetattr(Part, 'x')\nsetattr(Part)",
        "from part.models import Part\nfrom .own import setattr\nsetattr(Part, 'x', 1)",
        "from django.conf import settings\nsetattr(settings, 'X', 1)",
    ],
)
def test_nothing_patched_by_setattr(text: str) -> None:
    assert _places(text + "\n", "INV206", own="setattr = print\n") == []
