"""A plugin lacks what one of its mixins cannot work without.

A mixin is half of something, the plugin brings the other half: EventMixin calls `process_event`,
BarcodeMixin asks `scan`, ScheduleMixin reads SCHEDULED_TASKS, APICallMixin reads the name of the setting
with the address. Without it the plugin loads, but the server logs an error with each event, never finds a
barcode, or never runs a task; up to 0.13 a ScheduleMixin without tasks was refused while the plugin was
loaded, and no other plugin was loaded either; where nothing breaks any more, as since then, it is a
warning.

Not reported is what a base class of the project provides, or what is not needed because the plugin
overrides the method that would use it: `print_labels` instead of `print_label`, `get_scheduled_tasks`
instead of SCHEDULED_TASKS, `api_url` instead of API_URL_SETTING, `generate` alone on a BarcodeMixin that
only makes barcodes. An empty value is as good as none.

What to do: define the member, or leave the mixin out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each missing member once a class, on its name or where it is left empty."""
    yield from contract_findings(project, RULE, Kind.MISSING_MEMBER)


def _plugin(mixins: str, body: str = "") -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixins}\n\n\n"
        f"class Demo({mixins}, InvenTreePlugin):\n    NAME = 'Demo'\n{body}"
    )


RULE = Rule(
    code="INV403",
    name="missing-member",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/event/",
    guide="Pick your building blocks",
    good=(
        Example(
            _plugin(
                "EventMixin", "\n    def process_event(self, event, *args, **kwargs):\n        print(event)\n"
            ),
        ),
        Example(
            _plugin("ScheduleMixin", "\n    def get_scheduled_tasks(self):\n        return {}\n"),
            note="The tasks are made elsewhere.",
        ),
        Example(
            _plugin("LabelPrintingMixin", "\n    def print_labels(self, *args, **kwargs):\n        pass\n"),
            note="`print_label` is not called by the plugin's own `print_labels`.",
        ),
        Example(
            _plugin("BarcodeMixin", "\n    def generate(self, model_instance):\n        return ''\n"),
            note="Makes barcodes, reads none.",
        ),
        Example(
            _plugin(
                "APICallMixin, SettingsMixin", "\n    @property\n    def api_url(self):\n        return 'x'\n"
            ),
            note="`api_url` does without the setting.",
        ),
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import EventMixin\n\n\n"
            "class Handling:\n    def process_event(self, event, *args, **kwargs):\n        pass\n\n\n"
            "class Demo(Handling, EventMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="A base class has it.",
        ),
        Example(f"from elsewhere import Base\n\n{_plugin('EventMixin').replace('Demo(', 'Demo(Base, ')}"),
    ),
    bad=(
        Example(_plugin("EventMixin"), at=("5:7",), note="Every event fails in the worker."),
        Example(_plugin("BarcodeMixin"), at=("5:7",), note="No barcode ever matches."),
        Example(_plugin("ScheduleMixin", "    SCHEDULED_TASKS = {}\n"), at=("7:5",), note="Nothing to do."),
        Example(
            _plugin("APICallMixin, SettingsMixin", "    SETTINGS = {'URL': {'name': 'Address'}}\n"),
            at=("5:7",),
            note="Which of the settings is the address?",
        ),
    ),
)
