"""The fix that lets a hook take what InvenTree passes."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.inventree.catalogue import hook_calls
from flake8_inventree_plugin.project.hooks import misfit, receiving
from flake8_inventree_plugin.source.parse import read_facts
from tests.support import codes, findings_of, fixed


def plugin(method: str, mixin: str = "ActionMixin", minimum: str = "1.4.0") -> dict[str, str]:
    return {
        "pyproject.toml": "[project]\nname='a'\n",
        "a/__init__.py": "",
        "a/core.py": f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixin}\n\n\n"
        f"class A({mixin}, InvenTreePlugin):\n    NAME = 'A'\n    MIN_VERSION = '{minimum}'\n\n{method}",
    }


def after(method: str, *, unsafe: bool = False, **kwargs: str) -> str:
    project = plugin(method, **kwargs)
    return fixed(project, "INV303", unsafe=unsafe)["a/core.py"].partition("\n\n    ")[2]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("def scan(self, data): pass", "def scan(self, data, user=None, **kwargs): pass"),
        ("def scan(self, data: str): pass", "def scan(self, data: str, user=None, **kwargs): pass"),
        ("def scan(self, a: (x) = ((1))): pass", "def scan(self, a: (x) = ((1)), user=None, **kwargs): pass"),
        ("def scan(self, data,): pass", "def scan(self, data, user=None, **kwargs,): pass"),
        ("def scan(self, data, *, x=1): pass", "def scan(self, data, user=None, *, x=1, **kwargs): pass"),
        ("def scan(self, data, *args): pass", "def scan(self, data, user=None, *args, **kwargs): pass"),
        (
            "def scan(\n        self,\n        data: str = '',\n    ): pass",
            "def scan(\n        self,\n        data: str = '',\n        user=None,\n        **kwargs,\n    ): pass",
        ),
        (
            "def scan(\n        self,\n        data,  # what was read\n    ): pass",
            "def scan(\n        self,\n        data, user=None, **kwargs,  # what was read\n    ): pass",
        ),
        (
            "@staticmethod\n    def scan(data): pass",
            "@staticmethod\n    def scan(data, user=None, **kwargs): pass",
        ),
    ],
)
def test_added_parameters(before: str, expected: str) -> None:
    assert after(f"    {before}\n", mixin="BarcodeMixin") == f"{expected}\n"


def test_windows_line_ends() -> None:
    project = plugin("    def scan(\n        self,\n        data,\n    ): pass\n", mixin="BarcodeMixin")
    project["a/core.py"] = project["a/core.py"].replace("\n", "\r\n")
    result = fixed(project, "INV303")["a/core.py"]
    assert "        data,\r\n        user=None,\r\n        **kwargs,\r\n" in result
    assert "\n" not in result.replace("\r\n", "")


def test_arguments_instead_of_self() -> None:
    body = "    def get_info(self):\n        return self.user.pk, self.data['a'], self.other, not_self.user\n"
    assert after(body) == body.strip(" ")
    assert after(body, unsafe=True) == (
        "def get_info(self, user=None, data=None):\n"
        "        return user.pk, data['a'], self.other, not_self.user\n"
    )
    [finding] = findings_of(plugin(body), "INV303")
    assert finding.fix is not None
    assert finding.fix.description == (
        "Take `user` and `data`, and use that instead of what InvenTree 0.6 put on `self`; "
        "unsafe, because 0.6 passes no such arguments"
    )


def test_self_stays_where_the_plugin_or_a_targeted_release_sets_it() -> None:
    body = "    def get_info(self):\n        return self.user\n"
    own = f"{body}\n    def f(self):\n        self.user = 1\n"
    assert after(own) == own.replace("get_info(self", "get_info(self, user=None, data=None").strip(" ")


@pytest.mark.parametrize(
    "body",
    [
        "user = 1; print(user)",
        "print(data)",
        "for user in []: pass",
        "def inner(user): pass",
    ],
)
def test_other_things_of_the_same_name(body: str) -> None:
    project = plugin(f"    def get_info(self):\n        {body}\n")
    assert codes(project, "INV303") == ["a/core.py:9:9 INV303"]
    assert fixed(project, "INV303", unsafe=True) == project


def test_same_names_that_do_no_harm() -> None:
    body = "    def get_info(self):\n        user = self.user\n        return dict(data=user.data)\n"
    assert after(body, unsafe=True) == body.replace("get_info(self)", "get_info(self)").strip(" ")


@pytest.mark.parametrize(
    ("method", "mixin", "minimum"),
    [
        # Passed by a name that the method does not have; what it is called there is not known.
        ("    def perform_action(self, user, options): pass\n", "ActionMixin", "1.4.0"),
        # What older releases pass, a method for newer ones does not know.
        ("    def print_label(self, **kwargs): pass\n", "LabelPrintingMixin", "0.7.0"),
        ("    def scan(self, data, /): pass\n", "BarcodeMixin", "1.4.0"),
        (
            "    def print_labels(self, label, items, request, printing_options): pass\n",
            "LabelPrintingMixin",
            "1.0.0",
        ),
    ],
)
def test_no_fix(method: str, mixin: str, minimum: str) -> None:
    found = findings_of(plugin(method, mixin, minimum), "INV303", target=minimum[:3])
    assert [finding.fix for finding in found] == [None]


def test_inserting_is_unsafe() -> None:
    method = "    def print_labels(self, label, items, request, **kwargs): pass\n"
    [finding] = findings_of(plugin(method, mixin="LabelPrintingMixin"), "INV303")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert finding.fix.description == (
        "Take `output`; unsafe, because InvenTree 0.13 – 0.15 calls the method in another order"
    )
    assert after(method, mixin="LabelPrintingMixin") == method.strip(" ")
    # Where the old order is targeted as well, no signature fits all.
    [finding] = findings_of(plugin(method, "LabelPrintingMixin", "0.14.0"), "INV303")
    assert finding.fix is None


HOOKS = [
    ("ActionMixin", "perform_action", "user, data"),
    ("ActionMixin", "get_info", "user, data"),
    ("BarcodeMixin", "scan", "barcode_data"),
    ("ValidationMixin", "validate_part_name", "name, part"),
    ("ValidationMixin", "validate_serial_number", "serial, part"),
    ("DataExportMixin", "export_data", "queryset, serializer_class, headers, context, output"),
    ("LabelPrintingMixin", "print_labels", "label, items, request"),
]


@settings(max_examples=60, deadline=None)
@given(
    hook=st.sampled_from(HOOKS),
    count=st.integers(0, 5),
    rest=st.sampled_from(["", ", *args", ", **kwargs", ", *, x=1", ", *args, **kwargs"]),
    spaces=st.sampled_from(["", " ", "\n        "]),
)
def test_a_fixed_hook_fits_and_is_not_fixed_again(
    hook: tuple[str, str, str], count: int, rest: str, spaces: str
) -> None:
    mixin, name, parameters = hook
    own = ["self", *parameters.split(", ")[:count]]
    method = f"    def {name}({spaces}{', '.join(own)}{rest}{spaces}): pass\n"
    project = plugin(method, mixin)
    result = fixed(project, "INV303", unsafe=True)
    text = result["a/core.py"]
    ast.parse(text)
    assert fixed(result, "INV303", unsafe=True) == result
    if result != project:
        assert codes(result, "INV303") == []
        function = read_facts(text.encode()).functions[0]
        calls = hook_calls(f"plugin.mixins.{mixin}", name)
        assert misfit(receiving(function), calls[-1], calls) == ""
