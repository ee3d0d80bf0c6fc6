"""ActionMixin: a function of the plugin behind an address of the API."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.base import declared
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures
from flake8_inventree_plugin.runtime.framework.release import as_released, call_hook, since

_CLASS = "plugin.mixins.ActionMixin"


@as_released(_CLASS)
class ActionMixin:
    """Runs the plugin's action when somebody posts its name."""

    ACTION_NAME = ""
    user: Any = None
    data: Any = None

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Actions"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("action", True, ActionMixin)  # type: ignore[attr-defined]

    def init(self, user: Any, data: Any = None) -> None:
        """At 0.6: what the hooks shall find on the plugin."""
        self.user, self.data = user, data

    def action_name(self) -> str:
        """The name under which the action is asked for."""
        return self.ACTION_NAME or str(declared(type(self), "NAME", self))

    def perform_action(self, user: Any = None, data: Any = None) -> Any:
        """Override: do it."""

    def get_result(self, user: Any = None, data: Any = None) -> Any:
        """Override: whether it worked."""
        return False

    def get_info(self, user: Any = None, data: Any = None) -> Any:
        """Override: more about it."""
        return None

    def get_response(self, user: Any = None, data: Any = None) -> Any:
        """What is sent back."""
        values = {"user": user, "data": data}
        return {
            "action": self.action_name(),
            "result": call_hook(self, _CLASS, "get_result", values),
            "info": call_hook(self, _CLASS, "get_info", values),
        }


def perform(name: str, user: Any, data: Any = None) -> Answer:
    """Run the action of a name, as POST /api/action/ does."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    if not name:
        return Answer(400 if since("1.1") else 200, {"error": "No action specified"})
    for plugin in REGISTRY.with_mixin("action"):
        try:
            if plugin.action_name() == name:
                return Answer(200, run(plugin, user, data))
        except Failures as error:
            JOURNAL.failure("hook", "hook", type(plugin), error, member="perform_action")
            if not since("0.17"):
                return Answer(500, {"error": f"The action {name} failed", "action": name})
    return Answer(404 if since("1.1") else 200, {"error": "No matching action found", "action": name})


def run(plugin: Any, user: Any, data: Any = None) -> Any:
    """Run a plugin's action and return its response. Raises what the plugin raises."""
    values = {"user": user, "data": data}
    if not since("0.7"):
        plugin.init(user, data=data)
    call_hook(plugin, _CLASS, "perform_action", values)
    return plugin.get_response(user, data) if since("0.7") else plugin.get_response()


def _action_plugin() -> Any:
    """`ActionPlugin`, the older base class of plugins with an action; only 0.6 has it."""
    from flake8_inventree_plugin.runtime.framework.base import IntegrationPluginBase

    class ActionPlugin(ActionMixin, IntegrationPluginBase):
        """A plugin with an action."""

        def __init__(self, user: Any = None, data: Any = None) -> None:
            super().__init__()
            self.user, self.data = user, data

    return ActionPlugin


ActionPlugin: Any = _action_plugin()
