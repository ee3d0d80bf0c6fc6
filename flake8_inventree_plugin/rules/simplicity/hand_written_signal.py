"""A plugin listens to Django's signals of InvenTree's models, although EventMixin tells what happens to them.

A receiver of a signal runs inside the request that saves the object: where it is slow the user waits, and
where it raises the user gets the error. It stays connected when the plugin is deactivated, and is connected
again when plugins are reloaded. The events of EventMixin (`part_part.saved`, `stock_stockitem.deleted`, …)
are handled by the background worker, for active plugins only.

Reported are receivers of `post_save` and `post_delete` whose `sender` is a model of InvenTree, or which have
no `sender` and so hear of all models. Not reported are the signals for which EventMixin has no event
(`pre_save`, `pre_delete`, `m2m_changed`), some of which ValidationMixin may replace; models of the plugin
itself, of Django and of other packages; and a `sender` that is not known.

How to mend it: add EventMixin, and handle the event in `process_event`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import migration_apps
from flake8_inventree_plugin.project.inventree_names import is_inventrees
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Names, Outside
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Reference
from flake8_inventree_plugin.source.values import Expression

_EVENTS = {"post_save": "saved` and `….created", "post_delete": "deleted"}
_SIGNALS = {f"django.db.models.signals.{name}": name for name in _EVENTS}


def check(project: Project) -> Iterator[Finding]:
    """Reports every place that connects a receiver."""
    for file in project.package_files:
        for reference in file.facts.references:
            if reference.kind != "import" or reference.context != "call":
                continue
            signals = _connected(project.names, file, reference)
            model = _model(project.names, file, reference) if signals else ""
            if not model:
                continue
            events = " and ".join(f"`….{_EVENTS[signal]}`" for signal in signals)
            yield RULE.finding(
                f"a receiver of {' and '.join(signals)} of {model} runs inside every request that changes "
                "one, also when the plugin is deactivated",
                f"add EventMixin, and handle the events {events} in process_event",
                file.path,
                reference.range,
            )


def _connected(names: Names, file: File, reference: Reference) -> list[str]:
    """The signals to which a call connects a receiver: `post_save.connect(…)` or `@receiver(post_save)`."""
    called = {origin.name for origin in names.reference(file.path, reference) if isinstance(origin, Outside)}
    found = {_SIGNALS[name[: -len(".connect")]] for name in called if name[: -len(".connect")] in _SIGNALS}
    if called & {"django.dispatch.receiver", "django.dispatch.dispatcher.receiver"}:
        given: Expression = reference.arguments[0] if reference.arguments else ["unknown"]
        items: list[Expression] = given[1] if given[0] in ("list", "tuple") else [given]
        meant = {origin for item in items for origin in _meanings(names, file, item)}
        found |= {signal for name, signal in _SIGNALS.items() if name in meant}
    return sorted(found)


def _model(names: Names, file: File, reference: Reference) -> str:
    """The model of InvenTree that a receiver hears of; "" for any other, and where it is not known."""
    keywords = dict(reference.keywords)
    is_decorator = reference.path[-1] != "connect"
    sender = keywords.get("sender")
    if sender is None and not is_decorator and len(reference.arguments) > 1:
        sender = reference.arguments[1]
    if sender is None:
        return "" if "**" in keywords or ["unknown"] in reference.arguments else "all models"
    if sender == ["const", None]:
        return "all models"
    if sender[0] == "const" and isinstance(sender[1], str):
        return sender[1] if sender[1].partition(".")[0] in migration_apps() else ""
    meant = _meanings(names, file, sender)
    is_model = bool(meant) and all(is_inventrees(names, name) for name in meant)
    return meant[0].rpartition(".")[2] if is_model else ""


def _meanings(names: Names, file: File, expression: Expression) -> list[str]:
    """What a name in an argument was imported as, at any level of the file; [] where it is the project's own
    or no name."""
    if expression[0] != "name":
        return []
    root = expression[1].partition(".")[0]
    imports = names.index(file.path).imports.get(root, [])
    origins = names.resolve(file.path, expression[1], imports) if imports else []
    return [origin.name for origin in origins if isinstance(origin, Outside)]


_PLUGIN = "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_SAVED = "from django.db.models.signals import post_save\n"
_CONNECT = (
    "\n    def __init__(self):\n        super().__init__()\n"
    "        post_save.connect(self.saved, sender={})\n"
)

RULE = Rule(
    code="INV504",
    name="hand-written-signal",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/event/",
    guide="when things in InvenTree change (EventMixin)",
    good=(
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import EventMixin\n\n\n"
            "class Demo(EventMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def process_event(self, event, *args, **kwargs):\n"
            "        if event == 'part_part.saved':\n            pass\n",
            note="An event of EventMixin.",
        ),
        Example(
            {
                "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
                "demo/__init__.py": "",
                "demo/models.py": "from django.db import models\n\n\nclass Shelf(models.Model):\n    pass\n",
                "demo/core.py": f"{_SAVED}from plugin import InvenTreePlugin\n\nfrom .models import Shelf\n"
                f"{_PLUGIN}{_CONNECT.format('Shelf')}",
            },
            note="A model of the plugin's own.",
        ),
        Example(
            "from django.db.models.signals import pre_save\nfrom part.models import Part\n"
            f"from plugin import InvenTreePlugin\n{_PLUGIN}"
            + _CONNECT.format("Part").replace("post_", "pre_"),
            note="A signal without an event.",
        ),
    ),
    bad=(
        Example(
            f"{_SAVED}from part.models import Part\nfrom plugin import InvenTreePlugin\n{_PLUGIN}"
            f"{_CONNECT.format('Part')}",
            at=("11:9",),
            note="`connect`.",
        ),
        Example(
            f"{_SAVED}from django.dispatch import receiver\nfrom plugin import InvenTreePlugin\n"
            "from stock.models import StockItem\n\n\n"
            "@receiver(post_save, sender=StockItem)\ndef saved(sender, instance, **kwargs):\n    pass\n"
            f"{_PLUGIN}",
            at=("7:2",),
            note="A decorator.",
        ),
        Example(
            f"{_SAVED}from plugin import InvenTreePlugin\n{_PLUGIN}" + _CONNECT.replace(", sender={}", ""),
            at=("10:9",),
            note="Without a sender, a receiver hears of all models.",
        ),
    ),
)
