"""TransitionMixin: the plugin has a say when the status of an order changes."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released


class TransitionMethod:
    """Handles changes of a status."""

    def transition(
        self, current_state: int, target_state: int, instance: Any, default_action: Any, **kwargs: Any
    ) -> bool:
        """Override: true where the change was handled."""
        raise NotImplementedError("transition is not implemented")


@as_released("plugin.mixins.TransitionMixin")
class TransitionMixin:
    """Registers handlers of changes."""

    TRANSITION_HANDLERS: Any = None

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "StateTransition"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("statetransition", "has_transition_handlers", TransitionMixin)  # type: ignore[attr-defined]

    @property
    def has_transition_handlers(self) -> bool:
        """Whether there are handlers."""
        try:
            return bool(self.get_transition_handlers())
        except Exception:
            return False

    def get_transition_handlers(self) -> list[TransitionMethod]:
        """The handlers; raises TypeError where TRANSITION_HANDLERS is no list."""
        handlers = self.TRANSITION_HANDLERS
        if not isinstance(handlers, list):
            raise TypeError("INVE-E9: TRANSITION_HANDLERS must be a list of TransitionMethod instances")
        return [handler for handler in handlers if isinstance(handler, TransitionMethod)]


def activate(plugin: Any) -> None:
    """Record handlers that the server drops or cannot read."""
    handlers = plugin.TRANSITION_HANDLERS
    if not isinstance(handlers, list):
        raise TypeError("INVE-E9: TRANSITION_HANDLERS must be a list of TransitionMethod instances")
    for handler in handlers:
        if not isinstance(handler, TransitionMethod):
            JOURNAL.problem(
                "activate",
                "mixin-refused",
                type(plugin),
                f"{handler!r} in TRANSITION_HANDLERS is no instance of TransitionMethod",
                member="TRANSITION_HANDLERS",
            )
