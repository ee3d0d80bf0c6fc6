"""ReportMixin: the plugin adds to what reports and labels show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released, call_hook

_CLASS = "plugin.mixins.ReportMixin"


@as_released(_CLASS)
class ReportMixin:
    """Adds to the context of templates."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "ReportContext"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("report", True, ReportMixin)  # type: ignore[attr-defined]

    def add_report_context(self, report_instance: Any, model_instance: Any, user: Any, context: Any) -> None:
        """Override: add to the context of a report."""

    def add_label_context(self, label_instance: Any, model_instance: Any, user: Any, context: Any) -> None:
        """Override: add to the context of a label."""

    def report_callback(self, template: Any, instance: Any, report: Any, user: Any, **kwargs: Any) -> None:
        """Override: do something with a finished report."""


def context(kind: str, template: Any, instance: Any, request: Any) -> dict[str, Any]:
    """The context of a "report" or "label", with what the plugins add; one that fails adds nothing."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    return extend(REGISTRY.with_mixin("report"), kind, template, instance, request)


def extend(plugins: Iterable[Any], kind: str, template: Any, instance: Any, request: Any) -> dict[str, Any]:
    """What some plugins add to an empty context."""
    user = getattr(request, "user", request)
    found: dict[str, Any] = {"object": instance, "user": user, "template": template}
    hook = f"add_{kind}_context"
    for plugin in plugins:
        values = {
            f"{kind}_instance": template,
            "model_instance": instance,
            "request": request,
            "user": user,
            "context": found,
        }
        with JOURNAL.guard("hook", "hook", type(plugin), member=hook):
            call_hook(plugin, _CLASS, hook, values)
    return found
