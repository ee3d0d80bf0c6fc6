"""Events: what happens on the server, told to the plugins that want to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save

from flake8_inventree_plugin.inventree.catalogue import silent_table_releases
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import current, since
from flake8_inventree_plugin.runtime.framework.tasks import offload_task

_SILENT_PREFIXES = (
    "account_",
    "auth_",
    "authtoken_",
    "django_",
    "error_",
    "exchange_",
    "otp_",
    "plugin_",
    "socialaccount_",
    "user_",
    "users_",
)
_SILENT_TABLES = ("common_notificationentry", "common_webhookendpoint", "common_webhookmessage")
_TASK = "flake8_inventree_plugin.runtime.framework.events"


def trigger_event(event: Any, *args: Any, **kwargs: Any) -> None:
    """Tell the plugins that something happened; from 0.13 on later, in the background."""
    if not settings.PLUGINS_ENABLED or not _listeners():
        return
    kwargs.pop("force_async", None)
    name = str(getattr(event, "value", event)).strip()
    if since("0.13"):
        offload_task(f"{_TASK}.register_event", name, *args, force_async=True, **kwargs)
    else:
        register_event(name, *args, **kwargs)


def register_event(event: str, *args: Any, **kwargs: Any) -> None:
    """Hand an event to each plugin that wants it. A plugin that fails to tell does not get it."""
    for plugin in _listeners():
        cls = type(plugin)
        with JOURNAL.guard("hook", "hook", cls, member="wants_process_event"):
            if since("0.13") and not plugin.wants_process_event(event):
                continue
            if since("0.13"):
                offload_task(f"{_TASK}.process_event", plugin.slug, event, *args, force_async=True, **kwargs)
                continue
            with JOURNAL.guard("hook", "hook", cls, member="process_event"):
                plugin.process_event(event, *args, **kwargs)


def process_event(plugin_slug: str, event: str, *args: Any, **kwargs: Any) -> None:
    """Call a plugin's handler. Raises what it raises, and the queue records that."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    plugin = REGISTRY.get_plugin(plugin_slug)
    if plugin is not None:
        plugin.process_event(event, *args, **kwargs)


def _listeners() -> list[Any]:
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    return REGISTRY.with_mixin("events")


def allow_table_event(table_name: str) -> bool:
    """Whether changes of a table are told."""
    table = table_name.lower().strip()
    return not (
        table.startswith(_SILENT_PREFIXES)
        or table in _SILENT_TABLES
        or current() in silent_table_releases(table)
    )


def after_save(sender: Any, instance: Any, created: bool, **_: Any) -> None:
    """Tell that a row was made or changed."""
    table = sender.objects.model._meta.db_table if hasattr(sender, "objects") else sender._meta.db_table
    if not allow_table_event(table) or getattr(instance, "pk", None) is None:
        return
    _tell(table, "created" if created else "saved", {"id": instance.pk, "model": sender.__name__})


def after_delete(sender: Any, instance: Any, **_: Any) -> None:
    """Tell that a row was deleted; from 0.17 on also which."""
    table = sender._meta.db_table
    if allow_table_event(table):
        identity = {"id": instance.pk} if since("0.17") else {}
        _tell(table, "deleted", {**identity, "model": sender.__name__})


def _tell(table: str, change: str, data: dict[str, Any]) -> None:
    if since("0.7"):
        trigger_event(f"{table}.{change}", **data)
    else:
        trigger_event(f"instance.{change}", table=table, **data)


def listen_to_models() -> None:
    """Tell changes of all models from now on."""
    post_save.connect(after_save, dispatch_uid="runtime.after_save")
    post_delete.connect(after_delete, dispatch_uid="runtime.after_delete")
