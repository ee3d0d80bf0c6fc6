"""NotificationMixin, and the two classes before it: ways to notify people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures
from flake8_inventree_plugin.runtime.framework.release import as_released, since


@as_released("plugin.mixins.NotificationMixin")
class NotificationMixin:
    """Sends notifications, from 1.0 on."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("notification", True, NotificationMixin)  # type: ignore[attr-defined]

    def filter_targets(self, targets: list[Any]) -> list[Any]:
        """Override: which of some users to notify."""
        return targets

    def send_notification(
        self, target: Any, category: str, users: list[Any], context: dict[str, Any]
    ) -> bool:
        """Override: notify users; true where that worked."""
        return False


class NotificationMethod:
    """What the two ways to notify have in common, up to 0.17."""

    METHOD_NAME = ""
    METHOD_ICON: str | None = None
    CONTEXT_BUILTIN: ClassVar[list[str]] = ["name", "message"]
    CONTEXT_EXTRA: ClassVar[list[Any]] = []
    GLOBAL_SETTING: str | None = None
    USER_SETTING: dict[str, Any] | None = None

    def __init__(self, obj: Any, category: str, targets: Iterable[Any], context: dict[str, Any]) -> None:
        if not (hasattr(self, "send") or hasattr(self, "send_bulk")):
            raise NotImplementedError("A notification method has to define `send` or `send_bulk`")
        if not self.METHOD_NAME:
            raise NotImplementedError("A notification method has to have a METHOD_NAME")
        self.obj, self.category, self.targets = obj, category, list(targets)
        self.context = self.check_context(context)
        self.targets = self.get_targets()

    def check_context(self, context: dict[str, Any]) -> dict[str, Any]:
        """The context; raises NotImplementedError where something is missing in it."""
        for key in (*self.CONTEXT_BUILTIN, *self.CONTEXT_EXTRA):
            if isinstance(key, str) and key not in context:
                raise NotImplementedError(f"The context of a notification has to have `{key}`")
        return context

    def get_targets(self) -> Any:
        """Override: whom to notify."""
        raise NotImplementedError("get_targets is not implemented")

    def setup(self) -> bool:
        """Override: called first."""
        return True

    def cleanup(self) -> bool:
        """Override: called last."""
        return True

    def get_plugin(self) -> Any:
        """The class of the plugin that the method belongs to: here not known."""
        return False

    def global_setting_disable(self) -> bool:
        """Whether an administrator switched the method off: here never."""
        return False

    def usersetting(self, target: Any) -> Any:
        """Whether a user wants to be notified: here always."""
        return True


class SingleNotificationMethod(NotificationMethod):
    """Notifies one user after the other."""

    def send(self, target: Any) -> bool:
        """Override: notify a user."""
        raise NotImplementedError("send is not implemented")


class BulkNotificationMethod(NotificationMethod):
    """Notifies all users at once."""

    def send_bulk(self) -> bool:
        """Override: notify all users in `self.targets`."""
        raise NotImplementedError("send_bulk is not implemented")


def trigger_notification(
    obj: Any, category: str = "", obj_ref: str = "pk", context: Any = None, targets: Any = None, **_: Any
) -> None:
    """Notify users in all ways that plugins offer; one that fails stops no other."""
    users = [target for target in targets or () if target is not None]
    context = {"name": category, "message": category, **(context or {})}
    if not since("1.0"):
        for base in (SingleNotificationMethod, BulkNotificationMethod):
            for cls in base.__subclasses__():
                send_with(cls, obj, category, users, context)
        return

    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    for plugin in REGISTRY.with_mixin("notification"):
        with JOURNAL.guard("hook", "hook", type(plugin), member="send_notification"):
            plugin.send_notification(obj, category, plugin.filter_targets(list(users)), context)


def send_with(cls: Any, obj: Any, category: str, users: list[Any], context: dict[str, Any]) -> bool:
    """Notify in one of the ways before 1.0; false where it fails."""
    try:
        method = cls(obj, category, users, context)
        method.setup()
        if issubclass(cls, BulkNotificationMethod):
            done = bool(method.send_bulk())
        else:
            sent = [method.send(target) for target in method.targets]
            done = all(sent)
        method.cleanup()
    except Failures as error:
        JOURNAL.failure("hook", "hook", cls, error, member="send")
        return False
    return done
