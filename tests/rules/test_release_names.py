"""Which rule speaks of what is missing on which release: INV301, INV302, INV306, INV307, INV308."""

from __future__ import annotations

import pytest

from tests.support import codes, findings_of, fixed

_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_ALL = ("INV301", "INV302", "INV306", "INV307", "INV308")


def _files(
    text: str, minimum: str | None = None, maximum: str | None = None, **others: str
) -> dict[str, str]:
    """A plugin in demo/core.py whose imports are `text`, with a declared range."""
    core = f"{text}\n{_PLUGIN}"
    core += f"    MIN_VERSION = {minimum!r}\n" if minimum else ""
    core += f"    MAX_VERSION = {maximum!r}\n" if maximum else ""
    return {
        "pyproject.toml": "[project]\nname = 'demo'\n",
        "demo/__init__.py": "",
        "demo/core.py": core,
        **{f"demo/{name}.py": content for name, content in others.items()},
    }


def _found(files: dict[str, str], **config: object) -> list[str]:
    return [place.split(".py:")[1] for code in _ALL for place in codes(files, code, **config)]


_UI = "from plugin.mixins import UserInterfaceMixin"
_PANEL = "from plugin.mixins import PanelMixin"
_PARAMETER = "from part.models import PartParameter"
_ROLE = "from users.models import check_user_role"


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "target", "expected"),
    [
        # Nothing is declared: meant for the releases on which it runs.
        (_UI, None, None, None, []),
        (_PARAMETER, None, None, None, []),
        ("from plugin import Nothing", None, None, None, ["1:20 INV301"]),
        (f"{_UI}\n{_PARAMETER}", None, None, None, []),
        # A target in the configuration.
        (_UI, None, None, "1.2", []),
        (_UI, None, None, "0.16", ["1:27 INV301"]),
        (_UI, None, None, ">=0.16", ["1:27 INV301"]),
        (_PARAMETER, None, None, ">=0.16,<1.2", []),
        (_PARAMETER, None, None, ">=0.16,<1.3", ["1:25 INV301"]),
        ("from django.conf.urls import url", None, None, "1.2", ["1:30 INV302"]),
        # The same with the range of the plugin.
        (_UI, "0.17.0", None, None, []),
        (_UI, "0.18.0", None, None, []),
        (_UI, "0.16.0", None, None, ["7:5 INV308"]),
        (_PARAMETER, "0.16.0", None, None, ["1:25 INV301"]),
        (_PARAMETER, "0.16.0", "1.1.9", None, []),
        (_PARAMETER, "0.16.0", "1.2.0", None, ["8:5 INV308"]),
        (_PARAMETER, None, "1.2.0", None, ["7:5 INV308"]),
        # The base class is not on 0.6, which looks at no range.
        ("import json", None, "1.2.0", None, []),
        (_UI, None, "1.2.0", None, ["7:5 INV308"]),
        # All that the range admits lack it: nothing can be narrowed.
        (_PARAMETER, "1.2.0", "1.3.0", None, ["1:25 INV301"]),
        (_UI, "0.12.0", "0.16.9", None, ["1:27 INV301"]),
        # What mends it without narrowing.
        (_ROLE, "0.16.0", "1.3.0", None, ["1:26 INV301"]),
        # Both ends; one of them is open.
        ("from report.models import LabelOutput", "0.12.0", None, None, ["1:27 INV301", "7:5 INV308"]),
        ("from report.models import LabelOutput", "0.12.0", "1.2.0", None, ["7:5 INV308", "8:5 INV308"]),
        # A target in the configuration is about the releases; the range is still judged by itself.
        (_UI, "0.12.0", None, "1.2", ["7:5 INV308"]),
        (_UI, "0.12.0", None, "0.16", ["1:27 INV301"]),
        (_PARAMETER, "0.12.0", "1.3.0", "1.0", ["8:5 INV308"]),
        (_PARAMETER, "0.12.0", "1.3.0", "1.2", ["1:25 INV301"]),
        # Nothing is left.
        (f"{_UI}\nfrom plugin import IntegrationPluginBase", None, None, None, ["6:7 INV307"]),
        (f"{_PARAMETER}\nfrom common.models import Parameter", None, None, None, ["6:7 INV307"]),
        (f"{_PARAMETER}\nfrom common.models import Parameter", "0.16.0", None, None, ["6:7 INV307"]),
        (f"{_PARAMETER}\nfrom common.models import Parameter", None, None, "1.2", ["1:25 INV301"]),
        (f"{_UI}\nfrom plugin import IntegrationPluginBase", "1.0.0", None, None, ["2:20 INV301"]),
        (f"{_PARAMETER}\nfrom plugin import Nothing", None, None, None, ["2:20 INV301"]),
        # Announced to go.
        (_PANEL, "0.12.0", "0.17.9", None, ["1:27 INV306"]),
        (_PANEL, None, None, "0.17", ["1:27 INV306"]),
        (_PANEL, None, None, "0.16", []),
        (_PANEL, None, None, None, []),
        ("from plugin.mixins import NavigationMixin", None, None, "1.2", []),
        ("from plugin import IntegrationPluginBase", None, None, "0.7", ["1:20 INV306"]),
        ("from InvenTree.status_codes import StockStatus", None, None, ">=0.16", ["1:36 INV306"]),
        ("from InvenTree.status_codes import StockStatus", None, None, ">=0.15", []),
        ("from InvenTree.status_codes import StatusCode", None, None, ">=0.16", ["1:36 INV306"]),
        ("from InvenTree.status_codes import StatusCode", None, None, "0.11", []),
        ("import InvenTree.status_codes as s\ns.StockStatus.OK", None, None, "1.2", ["2:1 INV306"]),
        ("from django.utils.translation import ugettext as _", None, None, "0.13", ["1:38 INV306"]),
        (
            "try:\n    from django.utils.translation import ugettext as _\nexcept ImportError:\n    _ = str",
            None,
            None,
            "0.13",
            [],
        ),
    ],
)
def test_one_cause_is_one_finding(
    text: str, minimum: str | None, maximum: str | None, target: str | None, expected: list[str]
) -> None:
    config = {"target": target} if target else {}
    assert _found(_files(text, minimum, maximum), **config) == expected


def test_the_message_names_what_is_missing_and_what_came_instead() -> None:
    (finding,) = findings_of(_files(_PARAMETER, "0.16.0"), "INV301")
    assert finding.message == (
        "`part.models.PartParameter` is not in InvenTree 1.2+, so there the file cannot be imported; "
        "`common.models.Parameter` came instead"
    )
    assert finding.advice.startswith("use `common.models.Parameter`, which differs: One model")
    assert finding.fix is None


def test_the_message_of_a_combination_names_its_parts() -> None:
    files = _files("from .other import x", other=f"{_PARAMETER}\nfrom common.models import Parameter as x\n")
    (finding,) = findings_of(files, "INV307")
    assert finding.message.replace("\u2013", "-") == (
        "no known InvenTree release (0.6 to 1.5) has all of `part.models.PartParameter` (0.6 - 1.1; "
        "demo/other.py:1) and `common.models.Parameter` (1.2+; demo/other.py:2), so no server can load the plugin"
    )


def test_the_message_of_a_range_names_what_is_in_the_way() -> None:
    (finding,) = findings_of(_files(_UI, "0.15.0"), "INV308")
    assert finding.message == (
        "MIN_VERSION admits InvenTree 0.15 to 0.16, where `Demo` breaks: `plugin.mixins.UserInterfaceMixin` "
        "(0.17+; demo/core.py:1)"
    )


def test_ranges_of_several_plugins_and_of_a_base_class() -> None:
    base = _PLUGIN.replace("Demo", "Base") + "    MIN_VERSION = '0.16.0'\n"
    files = _files(_UI, base=base) | {
        "demo/core.py": f"{_UI}\nfrom .base import Base\n\n\nclass Demo(Base):\n    NAME = 'Demo'\n"
    }
    found = findings_of(files, "INV308")
    # Both are plugins; the attribute is the base's, so that it is mended only as that one's own.
    assert {(finding.path, finding.range.line) for finding in found} == {("demo/base.py", 6)}


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("'0.12.0'", "'0.17.0'"),
        ('"0.12"', '"0.17.0"'),
        ("VERSION", "VERSION"),
        ("'0.12' '.0'", "'0.12' '.0'"),
        ("('0.12.0')", "('0.12.0')"),
    ],
)
def test_only_a_literal_is_narrowed(value: str, after: str) -> None:
    files = _files(f"{_UI}\nVERSION = '0.12.0'")
    files["demo/core.py"] += f"    MIN_VERSION = {value}  # why\n"
    core = fixed(files, "INV308", unsafe=True)["demo/core.py"]
    assert core == files["demo/core.py"].replace(f"= {value}  #", f"= {after}  #")
    assert fixed(files, "INV308") == files


# Fixes of INV301, INV302, INV306


def _mended(text: str, target: str, *codes_: str, **others: str) -> str:
    files = _files(text, **others)
    config = f"[project]\nname = 'demo'\n[tool.inventree-lint]\ntarget = '{target}'\n"
    files["pyproject.toml"] = config
    return fixed(files, *(codes_ or ("INV301", "INV302", "INV306")))["demo/core.py"].removesuffix(
        f"\n{_PLUGIN}"
    )


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        # No successor of the same meaning, or no plain statement.
        (_PARAMETER, "1.2", _PARAMETER),
        ("import users.models as m\nm.check_user_role", "1.2", "import users.models as m\nm.check_user_role"),
        (
            "x = 1; from users.models import check_user_role",
            ">=0.16",
            "x = 1; from users.models import check_user_role",
        ),
        # The old place is not needed.
        (_ROLE, ">=1.0", "from users.permissions import check_user_role"),
        (_ROLE + " as c", ">=1.0", "from users.permissions import check_user_role as c"),
        (
            "from users.models import (\n    Owner,  # a\n    check_user_role,  # b\n)",
            ">=1.0",
            "from users.permissions import check_user_role  # b\nfrom users.models import (\n    Owner,  # a\n)",
        ),
        (
            "from users.models import check_user_role\nfrom users.permissions import split_model",
            "1.2",
            "from users.permissions import split_model, check_user_role",
        ),
        (
            "x = 1; from users.models import check_user_role, Owner  # a",
            "1.2",
            "x = 1; from users.permissions import check_user_role; from users.models import Owner  # a",
        ),
        # Both are.
        (
            _ROLE + "  # a",
            ">=0.17",
            "try:\n    from users.permissions import check_user_role\nexcept ImportError:\n"
            "    from users.models import check_user_role  # a",
        ),
        (
            "def f():\n\tfrom users.models import (\n\t\tOwner,\n\t\tcheck_user_role as c,\n\t)",
            ">=0.17",
            "def f():\n\ttry:\n\t\tfrom users.permissions import check_user_role as c\n\texcept ImportError:\n"
            "\t\tfrom users.models import check_user_role as c\n\tfrom users.models import (\n\t\tOwner,\n\t)",
        ),
        (
            "from plugin import IntegrationPluginBase",
            "<1.0",
            "try:\n    from plugin import InvenTreePlugin as IntegrationPluginBase\nexcept ImportError:\n"
            "    from plugin import IntegrationPluginBase",
        ),
        # Another name.
        (
            "from django.conf.urls import url\nURLS = [url('a', 1), url ('b', url)]",
            "1.2",
            "from django.urls import re_path\nURLS = [re_path('a', 1), re_path ('b', re_path)]",
        ),
        (
            "from django.conf.urls import url as u\nURLS = [u('a', 1)]",
            "1.2",
            "from django.urls import re_path as u\nURLS = [u('a', 1)]",
        ),
        (
            "from django.conf.urls import url\n\n\ndef f(re_path):\n    return url(re_path)",
            "1.2",
            "from django.urls import re_path as url\n\n\ndef f(re_path):\n    return url(re_path)",
        ),
        (
            "from django.conf.urls import url\n__all__ = ['url']",
            "1.2",
            "from django.urls import re_path as url\n__all__ = ['url']",
        ),
        (
            "from django.utils.translation import gettext, ugettext\nugettext('a')",
            "1.2",
            "from django.utils.translation import gettext\ngettext('a')",
        ),
        (
            "from django.utils.translation import ugettext_lazy as _, ugettext\nugettext('a', _('b'))",
            "1.2",
            "from django.utils.translation import gettext_lazy as _, gettext\ngettext('a', _('b'))",
        ),
        (
            "from django.utils import translation as t\nt.ugettext('a')\nx = t.ugettext",
            "1.2",
            "from django.utils import translation as t\nt.gettext('a')\nx = t.gettext",
        ),
        (
            "from plugin.base.integration.mixins import SettingsMixin",
            "1.2",
            "from plugin.mixins import SettingsMixin",
        ),
        (
            "from InvenTree.status_codes import StockStatus",
            "1.2",
            "from stock.status_codes import StockStatus",
        ),
        (
            "from InvenTree.api_tester import InvenTreeAPITestCase",
            "1.2",
            "from InvenTree.unit_test import InvenTreeAPITestCase",
        ),
    ],
)
def test_mended(text: str, target: str, expected: str) -> None:
    assert _mended(text, target) == expected
    assert _mended(expected, target) == expected


def test_another_file_takes_the_name_from_here() -> None:
    text = "from django.conf.urls import url\nX = url('a', 1)"
    expected = "from django.urls import re_path as url\nX = url('a', 1)"
    assert _mended(text, "1.2", other="from .core import url\n") == expected
    assert _mended(text, "1.2", other="from . import core\ncore.url\n") == expected
    assert _mended(text, "1.2", other="import demo.core\n") == expected


def test_windows_line_ends_stay() -> None:
    text = "from users.models import Owner, check_user_role\r\nX = 1\r\n"
    files = _files("x = 1", "0.16.0", other=text)
    after = fixed(files, "INV301")["demo/other.py"]
    assert after == (
        "try:\r\n    from users.permissions import check_user_role\r\nexcept ImportError:\r\n"
        "    from users.models import check_user_role\r\nfrom users.models import Owner\r\nX = 1\r\n"
    )


def test_both_base_classes_of_one_class_are_left_alone() -> None:
    text = "from plugin import IntegrationPluginBase, InvenTreePlugin\n\n\n"
    text += "class A(IntegrationPluginBase, InvenTreePlugin):\n    NAME = 'A'\n    MIN_VERSION = '1.0.0'\n"
    after = fixed({"demo/__init__.py": "", "demo/core.py": text}, "INV301")["demo/core.py"]
    assert "class A(IntegrationPluginBase, InvenTreePlugin)" in after


def test_a_hook_of_the_plugin_itself_is_mended_where_it_stands() -> None:
    text = (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import BarcodeMixin\n\n\n"
        "class Demo(BarcodeMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '0.12.0'\n"
        "    MAX_VERSION = '1.4.9'\n\n    def scan(self, barcode_data):\n        return None\n"
    )
    files = {"demo/__init__.py": "", "demo/core.py": text}
    assert codes(files, "INV308") == []
    assert codes(files, "INV303") == ["demo/core.py:10:9 INV303"]
