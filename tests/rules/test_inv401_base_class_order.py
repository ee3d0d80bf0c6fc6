"""INV401 and its fix: what its examples cannot show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.project.names import Own
from flake8_inventree_plugin.rules.mixins.base_class_order import _Hierarchy
from tests.support import codes, findings_of, fix, fixed, project_of

MIXINS = "ActionMixin, EventMixin, SettingsMixin, UrlsMixin"
IMPORTS = f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {MIXINS}\n\n\n"


def places(body: str, **more: str) -> list[str]:
    return codes({"demo/__init__.py": "", "demo/core.py": IMPORTS + body, **more}, "INV401")


@pytest.mark.parametrize(
    "body",
    [
        "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
        "class Demo(ActionMixin, InvenTreePlugin, object):\n    NAME = 'Demo'\n",
        "class Other:\n    pass\n\n\nclass Demo(InvenTreePlugin, Other):\n    NAME = 'Demo'\n",
        # Not InvenTree's, in spite of the name.
        "from .mine import ReportMixin\n\n\nclass Demo(InvenTreePlugin, ReportMixin):\n    NAME = 'Demo'\n",
        "from rest_framework.mixins import ListModelMixin\n\n\nclass Demo(InvenTreePlugin, ListModelMixin):\n    NAME = 'D'\n",
        # Python refuses these itself.
        "class Base(ActionMixin, InvenTreePlugin):\n    pass\n\n\nclass Demo(InvenTreePlugin, Base):\n    NAME = 'D'\n",
        "class Demo(Demo, InvenTreePlugin, ActionMixin):\n    NAME = 'D'\n",
        # What stands left of an unknown class may come later because of it.
        "from elsewhere import Unknown\n\n\nclass Base(InvenTreePlugin):\n    pass\n\n\n"
        "class Demo(Base, Unknown, ActionMixin):\n    NAME = 'D'\n",
        "class Base(ActionMixin, InvenTreePlugin):\n    pass\n\n\nclass Demo(Base, ActionMixin):\n    NAME = 'D'\n",
        "class NoPlugin(ActionMixin):\n    pass\n",
    ],
)  # fmt: skip
def test_nothing_to_report(body: str) -> None:
    assert places(body, **{"demo/mine.py": "class ReportMixin:\n    pass\n"}) == []


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("class Demo(ActionMixin, InvenTreePlugin, UrlsMixin):\n    NAME = 'D'\n", "5:7"),
        ("from elsewhere import Unknown\n\n\nclass Demo(InvenTreePlugin, Unknown, ActionMixin):\n    NAME = 'D'\n", "8:7"),
        ("class Own(ActionMixin):\n    pass\n\n\nclass Demo(InvenTreePlugin, Own):\n    NAME = 'D'\n", "9:7"),
        ("import plugin as p\n\n\nclass Demo(p.InvenTreePlugin, p.mixins.ActionMixin):\n    NAME = 'D'\n", "8:7"),
        # Only the class whose own list is wrong.
        ("class Base(InvenTreePlugin, ActionMixin):\n    pass\n\n\nclass Demo(Base):\n    NAME = 'D'\n", "5:7"),
        ("class Base(InvenTreePlugin, ActionMixin):\n    pass\n\n\nclass Demo(UrlsMixin, Base):\n    NAME = 'D'\n", "5:7"),
        (
            "from plugin.base.action.mixins import ActionMixin as Acts\n\n\n"
            "class Demo(InvenTreePlugin, Acts):\n    NAME = 'D'\n",
            "8:7",
        ),
    ],
)  # fmt: skip
def test_places(body: str, at: str) -> None:
    assert places(body) == [f"demo/core.py:{at} INV401"]


def test_own_base_in_another_file() -> None:
    base = "from plugin import InvenTreePlugin\n\n\nclass Base(InvenTreePlugin):\n    pass\n"
    core = "from plugin.mixins import ActionMixin\n\nfrom . import Base\n\n\nclass Demo(Base, ActionMixin):\n    NAME = 'D'\n"
    assert codes({"demo/__init__.py": base, "demo/core.py": core}, "INV401") == ["demo/core.py:6:7 INV401"]


def test_both_lists_wrong() -> None:
    body = "class Base(InvenTreePlugin, ActionMixin):\n    pass\n\n\nclass Demo(Base, UrlsMixin):\n    NAME = 'D'\n"
    assert places(body) == ["demo/core.py:5:7 INV401", "demo/core.py:9:7 INV401"]


LEGACY = "from plugin import IntegrationPluginBase\nfrom plugin.mixins import ActionMixin, UrlsMixin\n\n\n"


@pytest.mark.parametrize(
    ("target", "message", "safe"),
    [
        (
            "0.6",
            "Demo names IntegrationPluginBase before ActionMixin: the server never registers ActionMixin",
            True,
        ),
        (
            "0.7",
            "Demo names IntegrationPluginBase before ActionMixin: what IntegrationPluginBase also defines is not taken "
            "from ActionMixin",
            False,
        ),
        (
            None,
            "Demo names IntegrationPluginBase before ActionMixin: before InvenTree 0.7 the server never registers "
            "ActionMixin, from 0.7 on what IntegrationPluginBase also defines is not taken from ActionMixin",
            False,
        ),
    ],
)
def test_consequence_and_safety_by_release(target: str | None, message: str, safe: bool) -> None:
    files = {"demo.py": LEGACY + "class Demo(IntegrationPluginBase, ActionMixin):\n    PLUGIN_NAME = 'D'\n"}
    (finding,) = findings_of(files, "INV401", target=target)
    assert finding.message == message
    assert finding.advice == "name ActionMixin before IntegrationPluginBase"
    assert finding.fix is not None
    assert finding.fix.safe is safe
    assert ("unsafe" in finding.fix.description) is not safe


def test_fix_is_unsafe_across_other_classes() -> None:
    body = "class Mine:\n    pass\n\n\nclass Demo(IntegrationPluginBase, Mine, ActionMixin):\n    PLUGIN_NAME = 'D'\n"
    (finding,) = findings_of({"demo.py": LEGACY + body}, "INV401", target="0.6")
    assert finding.fix is not None
    assert not finding.fix.safe


def test_safe_fix_needs_no_permission_and_unsafe_one_does() -> None:
    legacy = {"demo.py": LEGACY + "class Demo(IntegrationPluginBase, ActionMixin):\n    PLUGIN_NAME = 'D'\n"}
    config = {"pyproject.toml": '[tool.inventree-lint]\ntarget = "0.6"\n'}
    assert "Demo(ActionMixin, IntegrationPluginBase)" in fixed({**legacy, **config}, "INV401")["demo.py"]
    assert fix(legacy, ["INV401"]).contents == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(InvenTreePlugin,ActionMixin)", "(ActionMixin,InvenTreePlugin)"),
        ("(InvenTreePlugin, ActionMixin,)", "(ActionMixin, InvenTreePlugin,)"),
        ("( InvenTreePlugin , ActionMixin )", "( ActionMixin , InvenTreePlugin )"),
        (
            "(UrlsMixin, InvenTreePlugin, ActionMixin, EventMixin, metaclass=Meta)",
            "(UrlsMixin, ActionMixin, EventMixin, InvenTreePlugin, metaclass=Meta)",
        ),
        (
            "(InvenTreePlugin, ActionMixin, metaclass=Meta, **options)",
            "(ActionMixin, InvenTreePlugin, metaclass=Meta, **options)",
        ),
        ("(InvenTreePlugin, ActionMixin, Mine)", "(ActionMixin, InvenTreePlugin, Mine)"),
        ("(InvenTreePlugin,\n        ActionMixin)", "(ActionMixin,\n        InvenTreePlugin)"),
        ("(\n    InvenTreePlugin,\n    ActionMixin,\n)", "(\n    ActionMixin,\n    InvenTreePlugin,\n)"),
        ("(\n    InvenTreePlugin,\n    ActionMixin\n)", "(\n    ActionMixin,\n    InvenTreePlugin\n)"),
        (
            "(\r\n    InvenTreePlugin,\r\n    ActionMixin,\r\n)",
            "(\r\n    ActionMixin,\r\n    InvenTreePlugin,\r\n)",
        ),
        (
            "(\n    InvenTreePlugin,  # base é\n    ActionMixin  # acts\n)",
            "(\n    ActionMixin,  # acts\n    InvenTreePlugin  # base é\n)",
        ),
        (
            "(  # why\n    # the base\n    InvenTreePlugin,\n    # it acts\n    # often\n    ActionMixin,\n)",
            "(  # why\n    # it acts\n    # often\n    ActionMixin,\n    # the base\n    InvenTreePlugin,\n)",
        ),
        (
            "(\n    UrlsMixin,  # urls\n\n    InvenTreePlugin,\n    ActionMixin,  # acts\n    metaclass=Meta,  # meta\n)",
            "(\n    UrlsMixin,  # urls\n\n    ActionMixin,  # acts\n    InvenTreePlugin,\n    metaclass=Meta,  # meta\n)",
        ),
        # A comment would swallow what follows, or the text is not as expected: better no fix.
        ("(InvenTreePlugin,  # base\n    ActionMixin)", None),
        ("(InvenTreePlugin,  # base\n    ActionMixin, metaclass=Meta)", None),
        ("(InvenTreePlugin, \\\n    ActionMixin)", None),
        ("((InvenTreePlugin), ActionMixin)", None),
        ("(InvenTreePlugin\n    , ActionMixin)", None),
    ],
)
def test_fix_keeps_form_and_comments(before: str, after: str | None) -> None:
    newline = "\r\n" if "\r" in before else "\n"
    head = (IMPORTS + "Meta, options = type, {}\n\n\nclass Mine:\n    pass\n\n\n").replace("\n", newline)
    tail = f":{newline}    NAME = 'Demo'{newline}"
    files = {"demo.py": f"{head}class Demo{before}{tail}"}
    assert codes(files, "INV401") == ["demo.py:12:7 INV401"]
    result = fixed(files, "INV401", unsafe=True)
    assert result == {"demo.py": f"{head}class Demo{before if after is None else after}{tail}"}
    assert codes(result, "INV401") == ([] if after is not None else ["demo.py:12:7 INV401"])


def test_two_classes_are_fixed_at_once() -> None:
    body = "class One(InvenTreePlugin, ActionMixin):\n    NAME = '1'\n\n\nclass Two(InvenTreePlugin, UrlsMixin):\n    NAME = '2'\n"
    result = fixed({"demo.py": IMPORTS + body}, "INV401", unsafe=True)["demo.py"]
    assert "class One(ActionMixin, InvenTreePlugin):" in result
    assert "class Two(UrlsMixin, InvenTreePlugin):" in result


FRAMEWORK = ("InvenTreePlugin", *MIXINS.split(", "))


@st.composite
def hierarchies(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    classes: list[tuple[str, list[str]]] = []
    for number in range(draw(st.integers(1, 6))):
        known = [*FRAMEWORK, *(name for name, _ in classes)]
        bases = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
        classes.append((f"C{number}", bases))
    # A project without a plugin class is not read.
    return [*classes, ("Plugin", ["InvenTreePlugin"])]


@settings(max_examples=60, deadline=None)
@given(hierarchies())
def test_order_is_that_of_python(classes: list[tuple[str, list[str]]]) -> None:
    source = IMPORTS + "".join(
        f"class {name}({', '.join(bases)}):\n    pass\n\n\n" for name, bases in classes
    )
    project = project_of({"demo.py": source})
    graph = _Hierarchy(project.names)
    made: dict[str, type | None] = {name: type(name, (), {}) for name in FRAMEWORK}
    for index, (name, names) in enumerate(classes):
        bases = [made[base] for base in names]
        try:
            made[name] = None if None in bases else type(name, tuple(b for b in bases if b is not None), {})
        except TypeError:
            made[name] = None
        expected = made[name]
        order = graph.order(Own("demo.py", "class", name, index))
        if expected is None:
            assert order is None
        else:
            assert order is not None
            found = [node.rpartition(".")[2] if isinstance(node, str) else node.name for node in order]
            assert found == [cls.__name__ for cls in expected.__mro__[:-1]]


def test_deep_and_wide_hierarchies_take_no_time() -> None:
    lines = [IMPORTS, "class A0(InvenTreePlugin):\n    pass\n", "class B0(InvenTreePlugin):\n    pass\n"]
    for number in range(1, 45):
        lines.append(f"class A{number}(A{number - 1}, B{number - 1}):\n    pass\n")
        lines.append(f"class B{number}(A{number - 1}, B{number - 1}):\n    pass\n")
    assert codes({"demo.py": "\n\n".join(lines)}, "INV401") == []
