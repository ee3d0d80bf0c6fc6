"""EventMixin: the plugin is told what happens on the server. See also `framework.events`."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.EventMixin")
class EventMixin:
    """Hears of events."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Events"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("events", True, EventMixin)  # type: ignore[attr-defined]

    def wants_process_event(self, event: str) -> bool:
        """Override: whether the plugin wants to know of an event."""
        return True

    def process_event(self, event: str, *args: Any, **kwargs: Any) -> None:
        """Override: react."""
        raise lacking(self, "EventMixin", "process_event")
