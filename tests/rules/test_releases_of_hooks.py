"""INV303, INV304, INV305, INV310, INV311 and INV313: what their examples cannot show."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_inventree_plugin.findings import Severity
from flake8_inventree_plugin.project.target import runs_on
from tests.support import codes, findings_of, fixed, project_of

GUIDE = Path(__file__).parents[1] / "fixtures" / "guide" / "sample.py"


def plugin(body: str, *, bases: str = "EventMixin", limits: str = "", before: str = "") -> dict[str, str]:
    return {
        "a.py": f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {bases}\n{before}"
        f"class A({bases}, InvenTreePlugin):\n    NAME = 'A'\n{limits}{body}"
    }


# Hooks


def test_an_inferred_target_speaks_of_what_is_wrong_everywhere() -> None:
    scan = plugin("    def scan(self, barcode_data): pass\n", bases="BarcodeMixin")
    assert codes(scan, "INV303") == []
    assert codes(scan, "INV303", target="1.4") == ["a.py:5:9 INV303"]
    assert codes(scan, "INV303", target=">=0.9,<1.4") == []


def test_message_of_a_hook() -> None:
    scan = plugin("    def scan(self, barcode_data): pass\n", bases="BarcodeMixin")
    [finding] = findings_of(scan, "INV303", target=">=1.2")
    assert finding.message == (
        "InvenTree 1.4+ calls `A.scan` as `scan(barcode_data, user=…, **…)`, but it has no parameter `user`: "
        "the call raises TypeError, which is only logged, so that nothing happens"
    )
    assert finding.advice == "take `user` and `**kwargs` too"


def test_the_action_of_the_guide_works_on_newer_releases() -> None:
    files = {"sample.py": GUIDE.read_text(encoding="utf-8")}
    assert codes(files, "INV303") == []
    target = {"pyproject.toml": "[tool.inventree-lint]\ntarget = '1.4'\n"}
    result = fixed({**files, **target}, "INV301", "INV303", unsafe=True)["sample.py"]
    assert "def perform_action(self, user=None, data=None):" in result
    assert '"user": user.username,' in result
    assert "self.user" not in result
    for code in ("INV301", "INV303", "INV313"):
        assert codes({"sample.py": result, **target}, code) == []


# Dead hooks

OLD = "    def validate_part_parameter(self, parameter, data): pass\n"


@pytest.mark.parametrize(
    ("body", "bases", "target"),
    [
        (OLD, "ValidationMixin", "1.1"),
        (OLD, "EventMixin", "1.4"),
        ("    def offload_label(self, **kwargs): pass\n", "LabelPrintingMixin", "0.15"),
        ("    def get_settings_content(self, request): pass\n", "SettingsMixin", "0.17"),
        (
            "    ADMIN_SOURCE = 'a.js'\n    def get_settings_content(self, request): pass\n",
            "SettingsMixin",
            "1.4",
        ),
        ("    def get_custom_panels(self, view, request): pass\n", "SettingsMixin", "1.4"),
        # Its import fails: that is what is reported.
        ("    def get_custom_panels(self, view, request): pass\n", "PanelMixin", "1.4"),
        (
            "    def init(self, user, data): pass\n    def perform_action(self, user, data): pass\n",
            "ActionMixin",
            "1.4",
        ),
        ("    def user(self): pass\n    def __init__(self): pass\n", "ActionMixin", "1.4"),
        (
            "    def validate(self): pass\n    def scan(self, data, user=None): return self.validate()\n",
            "BarcodeMixin",
            "1.4",
        ),
        ("    def validate(self): pass\n    def scan(self, data): pass\n", "BarcodeMixin", "1.3"),
    ],
)
def test_hooks_that_are_called_or_not_missed(body: str, bases: str, target: str) -> None:
    assert codes(plugin(body, bases=bases), "INV304", target=target) == []


@pytest.mark.parametrize(
    ("body", "bases", "target"),
    [
        (OLD, "ValidationMixin", "1.2"),
        ("    def offload_label(self, **kwargs): pass\n", "LabelPrintingMixin", "0.16"),
        ("    def get_settings_content(self, request): pass\n", "SettingsMixin", "1.0"),
        ("    def has_naviation(self): pass\n", "NavigationMixin", "1.0"),
        ("    def getPart(self): pass\n", "BarcodeMixin", "0.9"),
        (
            "    def init(self, user, data): pass\n    def perform_action(self): pass\n",
            "ActionMixin",
            "0.7",
        ),
    ],
)
def test_dead_hooks(body: str, bases: str, target: str) -> None:
    assert codes(plugin(body, bases=bases), "INV304", target=target) == ["a.py:5:9 INV304"]


def test_panels_behind_a_guarded_import() -> None:
    text = (
        "from plugin import InvenTreePlugin\ntry:\n    from plugin.mixins import PanelMixin\n"
        "except ImportError:\n    class PanelMixin: pass\n"
        "class A(PanelMixin, InvenTreePlugin):\n    NAME = 'A'\n"
        "    def get_custom_panels(self, view, request): pass\n"
    )
    assert codes({"a.py": text}, "INV304", target="1.0") == ["a.py:8:9 INV304"]
    both = text + "    def get_ui_panels(self, request, context, **kwargs): pass\n"
    assert codes({"a.py": both}, "INV304", target="1.0") == []


DRIVER = "class D(LabelPrinterBaseDriver): pass\n"
MACHINES = "from plugin.machine.machine_types import LabelPrinterBaseDriver\n"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        pytest.param(
            f"from plugin import InvenTreePlugin\n{DRIVER}class A(InvenTreePlugin): pass\n", "0.17", id="old"
        ),
        pytest.param(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import MachineDriverMixin\n"
            f"{DRIVER}class A(MachineDriverMixin, InvenTreePlugin): pass\n",
            "1.2",
            id="registered",
        ),
        pytest.param(
            "from plugin import InvenTreePlugin\ntry:\n    from plugin.mixins import MachineDriverMixin\n"
            "except ImportError:\n    class MachineDriverMixin: pass\n"
            f"{DRIVER}class A(MachineDriverMixin, InvenTreePlugin): pass\n",
            ">=0.16",
            id="registered where that is needed",
        ),
        pytest.param(
            "from plugin import InvenTreePlugin\nfrom elsewhere import Base\n"
            f"{DRIVER}class A(Base, InvenTreePlugin): pass\n",
            "1.2",
            id="unknown base",
        ),
        pytest.param(DRIVER, "1.2", id="no plugin"),
        pytest.param(
            "from plugin import InvenTreePlugin\nclass A(InvenTreePlugin):\n    def f(self): return LabelPrinterBaseDriver\n",
            "1.2",
            id="only used",
        ),
    ],
)
def test_machines_that_are_found(text: str, target: str) -> None:
    assert codes({"a.py": MACHINES + text}, "INV304", target=target) == []


def test_machines_that_are_not_found_since_1_0() -> None:
    project = {
        "a.py": f"from plugin import InvenTreePlugin\n{MACHINES}class Shared(LabelPrinterBaseDriver): pass\n"
        "class D(Shared): pass\nclass A(InvenTreePlugin): pass\n"
    }
    assert codes(project, "INV304") == []
    [finding] = findings_of(project, "INV304", target=">=0.16")
    assert (finding.range.line, finding.range.column) == (4, 7)
    assert finding.message == (
        "InvenTree 1.0+ does not find `D`: it no longer looks for such classes, and no plugin here has "
        "`MachineDriverMixin` to register it"
    )
    assert str(runs_on(project_of(project).obstacles)) == "0.14 – 0.17"


def test_message_of_a_dead_hook() -> None:
    [finding] = findings_of(plugin(OLD, bases="ValidationMixin"), "INV304", target=">=1.0")
    assert finding.message == (
        "InvenTree 1.2+ never calls `A.validate_part_parameter`, which 1.1 was the last to call; "
        "`validate_parameter` came instead"
    )
    assert finding.advice.startswith("use `validate_parameter`: ")


# Finals


def test_severities_of_finals() -> None:
    body = (
        "    def is_active(self): pass\n    plugin_slug = 'a'\n    version = '1'\n"
        "    @property\n    def author(self): pass\n"
    )
    found = findings_of(plugin(body), "INV305", target="1.0")
    assert [(item.range.line, item.severity) for item in found] == [
        (5, Severity.ERROR),
        (6, Severity.WARNING),
        (7, Severity.WARNING),
        (9, Severity.WARNING),
    ]
    assert findings_of(plugin(body), "INV305", target="0.17") == []


def test_finals_of_a_class_that_is_mixed_in() -> None:
    text = plugin("", before="class B:\n    def is_active(self): pass\n")
    text["a.py"] = text["a.py"].replace("class A(", "class A(B, ")
    [finding] = findings_of(text, "INV305", target="1.0")
    assert (finding.range.line, finding.severity) == (4, Severity.WARNING)


# Events


def event(expression: str, **kwargs: str) -> dict[str, str]:
    return plugin(f"    def process_event(self, event, *args, **kwargs):\n        {expression}\n", **kwargs)


@pytest.mark.parametrize(
    ("expression", "target"),
    [
        ("event == 'part_part.saved'", ">=0.7"),
        ("event == 'salesorder.onhold'", "1.3"),
        ("event == 'x'", "1.4"),
        ("event == 'x.y'", "1.4"),
        ("event == 'part_mine.saved'", "1.4"),
        ("event == 'part_partpricing.saved'", "1.4"),
        ("args[0] == 'salesorder.onhold'", "1.4"),
        ("event in NAMES", "1.4"),
        ("event == 'salesorder.onhold' or event == 'salesorder.hold'", ">=1.0"),
        ("event in ('instance.saved', 'part_part.saved')", ">=0.6,<0.8"),
        ("trigger_event('build.mine')\n        event == 'build.mine'", "1.4"),
    ],
)
def test_events_that_are_sent_or_not_inventrees(expression: str, target: str) -> None:
    before = "from plugin.events import trigger_event\n"
    assert codes(event(expression, before=before), "INV310", target=target) == []


@pytest.mark.parametrize(
    ("expression", "before", "at"),
    [
        ("event == 'salesorder.onhold'", "", "6:18"),
        ("event in self.NAMES", "", "6:18"),
        ("event in NAMES", "NAMES = ('part_part.saved', 'salesorder.onhold')\n", "7:18"),
        ("TABLE[event]()", "TABLE = {'salesorder.onhold': print}\n", "7:9"),
        ("{'salesorder.onhold': 1}.get(event)", "", "6:10"),
        ("event == 'part.create'", "", "6:18"),
        ("event == 'salesorder.onhold' and event == 'salesorder.onhold'", "", "6:18"),
    ],
)
def test_events_that_are_not_sent(expression: str, before: str, at: str) -> None:
    files = event(expression, before=before)
    files["a.py"] += "    NAMES = ['salesorder.onhold']\n"
    assert codes(files, "INV310", target="1.4") == [f"a.py:{at} INV310"]


def test_events_of_other_classes() -> None:
    assert codes(event("event == 'salesorder.onhold'", bases="ActionMixin"), "INV310", target="1.4") == []


def test_event_of_a_static_method() -> None:
    body = "    @staticmethod\n    def wants_process_event(event):\n        return event == 'salesorder.onhold'\n"
    assert codes(plugin(body), "INV310", target="1.4") == ["a.py:7:25 INV310"]


def test_messages_of_events() -> None:
    [finding] = findings_of(event("event == 'salesorder.onhold'"), "INV310", target=">=1.0")
    assert finding.message == (
        'InvenTree 1.4+ never sends "salesorder.onhold", only 0.17 – 1.3, '
        "so what is done on it does not happen"
    )
    assert finding.advice == 'use "salesorder.hold"'
    [finding] = findings_of(event("event == 'build.complete'"), "INV310")
    assert finding.message == (
        'no known InvenTree release sends "build.complete", so what is done on it never happens'
    )


# Migrations and members


def test_a_range_that_is_too_wide_is_reported_once() -> None:
    body = "    def f(self):\n        self.plugin_static_file('a')\n"
    wide = plugin(body, bases="SettingsMixin", limits="    MIN_VERSION = '0.12.0'\n")
    assert codes(wide, "INV313") == []
    assert codes(wide, "INV308") == ["a.py:5:5 INV308"]
    assert codes(wide, "INV313", target="0.16") == ["a.py:7:9 INV313"]


def test_message_of_a_member() -> None:
    body = "    def f(self):\n        self.validate_part_parameter(1, 2)\n"
    [finding] = findings_of(plugin(body, bases="ValidationMixin"), "INV313", target="1.2")
    assert finding.message == (
        "the base classes of `A` have no `validate_part_parameter` in InvenTree 1.2, so this raises "
        "AttributeError there; `validate_parameter` came instead"
    )
