"""Whether overridden hooks take the arguments with which each release calls them."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.inventree.catalogue import HookCall, hook_calls
from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.hooks import misfit, receiving, written
from flake8_inventree_plugin.source.parse import read_facts
from tests.support import project_of


def reason(signature: str, *arguments: str, adapts: bool = False, others: tuple[str, ...] = ()) -> str:
    function = read_facts(f"class A:\n    def f({signature}): pass\n".encode()).functions[0]
    call = HookCall(ALL, arguments, False, adapts)
    return misfit(receiving(function), call, (call, HookCall(ALL, others, False, False)))


@pytest.mark.parametrize(
    ("signature", "arguments"),
    [
        ("self", ()),
        ("self, user, data", ("user", "data=")),
        ("self, who, data=None", ("user", "data=")),
        ("self, *args, **kwargs", ("user", "data=", "**")),
        ("*args, **kwargs", ("user", "data=")),
        ("self, user, *, data", ("user", "data=")),
        ("self, user, /, **data", ("user", "data=", "user=")),
        ("self, user, x=1, *y, z=2, **rest", ("user", "data=")),
        ("self, pdf_data, **kwargs", ("**",)),
        ("self, *, pdf_data, **kwargs", ("**",)),
        ("self", ("**",)),
    ],
)
def test_what_fits(signature: str, arguments: tuple[str, ...]) -> None:
    assert reason(signature, *arguments) == ""


@pytest.mark.parametrize(
    ("signature", "arguments", "why"),
    [
        ("self", ("user", "data="), "takes none of these"),
        ("self, user", ("user", "data"), "takes only one of these"),
        ("self, a, b, c", ("1", "2", "3", "4"), "takes only 3 of these"),
        ("self, user", ("user", "data="), "has no parameter `data`"),
        ("self, user, options", ("user", "data="), "has no parameter `data`"),
        ("self, data, user=None", ("user", "data="), "gets `data` twice"),
        ("self, user, data, more", ("user", "data="), "needs `more`, which is not passed"),
        ("self, *, more", (), "needs `more`, which is not passed"),
        ("self, user, data, /", ("user", "data="), "has no parameter `data`"),
    ],
)
def test_what_does_not_fit(signature: str, arguments: tuple[str, ...], why: str) -> None:
    assert reason(signature, *arguments) == why


def test_a_release_that_looks_at_the_signature_leaves_keywords_out() -> None:
    assert reason("self, serial, part", "serial", "part", "stock_item=", adapts=True) == ""
    assert reason("self, serial", "serial", "part", "stock_item=", adapts=True) == "takes only one of these"


def test_what_other_releases_pass_by_position_is_not_among_what_varies() -> None:
    assert reason("self, label, **rest", "**", others=("label",)) == "needs `label`, which is not passed"
    assert reason("self, label, pdf_data, **rest", "label", "**", others=("label",)) == ""


def test_written() -> None:
    assert written("scan", HookCall(ALL, ("barcode_data", "user=", "**"), True, False)) == (
        "scan(barcode_data, user=…, **…)"
    )


def plugin(body: str, *, mixin: str = "BarcodeMixin", before: str = "", base: str = "") -> dict[str, str]:
    return {
        "pyproject.toml": "[project]\nname='a'\n",
        "a/__init__.py": "",
        "a/core.py": f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixin}\n{before}\n"
        f"class A({base}{mixin}, InvenTreePlugin):\n    NAME = 'A'\n{body}",
    }


def obstacles(files: dict[str, str]) -> list[str]:
    return [
        f"{item.path}:{item.range.line} {item.name}: {item.releases}"
        for item in project_of(files).obstacles
        if item.rule == "INV303"
    ]


SCAN = "    def scan(self, barcode_data): pass\n"


@pytest.mark.parametrize(
    "files",
    [
        plugin("    def scan(self, barcode_data, user=None, **kwargs): pass\n"),
        plugin("    @staticmethod\n    def scan(barcode_data, user=None): pass\n"),
        plugin("    @classmethod\n    def scan(cls, barcode_data, user=None): pass\n"),
        plugin("    @wraps(other)\n" + SCAN),
        plugin(SCAN + "    scan = other\n"),
        plugin(SCAN + "    def scan(self, barcode_data, user=None): pass\n"),
        plugin(SCAN, mixin="ActionMixin"),
        # The mixin stands before the class that has the method.
        {
            "a.py": "from plugin import InvenTreePlugin\nfrom plugin.mixins import BarcodeMixin\n"
            f"class B:\n{SCAN}class A(BarcodeMixin, B, InvenTreePlugin):\n    NAME = 'A'\n"
        },
        # Another definition comes first.
        plugin("    def scan(self, *a, **k): pass\n", before=f"class B:\n{SCAN}", base="B, "),
        plugin("    def scan(): pass\n"),
    ],
)
def test_no_obstacle(files: dict[str, str]) -> None:
    assert obstacles(files) == []


def test_obstacles() -> None:
    assert obstacles(plugin(SCAN)) == ["a/core.py:6 A.scan: 0.6 – 1.3"]
    assert obstacles(plugin("    @staticmethod\n    def scan(data): pass\n")) == [
        "a/core.py:7 A.scan: 0.6 – 1.3"
    ]
    action = plugin("    def perform_action(self): pass\n", mixin="ActionMixin")
    assert obstacles(action) == ["a/core.py:6 A.perform_action: 0.6"]


def test_inherited_override_is_reported_once_where_it_stands() -> None:
    files = plugin("", before=f"class B:\n{SCAN}", base="B, ")
    files["a/core.py"] += "\nclass C(A):\n    NAME = 'C'\n"
    assert obstacles(files) == ["a/core.py:4 B.scan: 0.6 – 1.3"]


def test_a_shared_base_is_asked_after_all_that_derive_from_it() -> None:
    text = (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import BarcodeMixin\n"
        "class H(BarcodeMixin): pass\n"
        f"class S(BarcodeMixin):\n{SCAN}"
        "class A(H, S, InvenTreePlugin):\n    NAME = 'A'\n"
    )
    assert obstacles({"a.py": text}) == ["a.py:5 S.scan: 0.6 – 1.3"]


def test_versions_are_told_apart() -> None:
    body = (
        "    if inventreeVersionTuple() >= (1, 4):\n        def scan(self, barcode_data, user=None): pass\n"
        f"    else:\n    {SCAN}"
    )
    files = plugin(body, before="from InvenTree.version import inventreeVersionTuple\n")
    assert obstacles(files) == []


def test_hooks_that_the_plugin_itself_calls() -> None:
    own = "    def print_labels(self, *args, **kwargs): {}\n    def print_label(self, item): pass\n"
    found = obstacles(plugin(own.format("self.print_label(1)"), mixin="LabelPrintingMixin"))
    # Until 0.12 the server calls it.
    assert found == ["a/core.py:7 A.print_label: 0.6, 0.13+"]
    found = obstacles(plugin(own.format("super().print_labels()"), mixin="LabelPrintingMixin"))
    assert found == ["a/core.py:7 A.print_label: 0.6"]


def test_the_calls_of_a_hook_do_not_overlap() -> None:
    calls = hook_calls("plugin.mixins.ValidationMixin", "validate_serial_number")
    assert [str(call.releases) for call in calls] == ["0.9 – 0.10", "0.11 – 0.16", "0.17+"]
