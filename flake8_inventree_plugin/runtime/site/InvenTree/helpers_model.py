"""Small functions that need the database."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from flake8_inventree_plugin.runtime.framework.addresses import (
    construct_absolute_url,
    download_image_from_url,
    get_base_url,
)
from flake8_inventree_plugin.runtime.framework.mixins.notification import trigger_notification

__all__ = [
    "construct_absolute_url",
    "download_image_from_url",
    "getModelsWithMixin",
    "getSetting",
    "get_base_url",
    "notify_responsible",
    "notify_users",
    "render_currency",
]


def getSetting(key: str, backup_value: Any = None) -> Any:  # noqa: N802 - InvenTree's name
    """A setting of the server."""
    return apps.get_model("common", "InvenTreeSetting").get_setting(key, backup_value)


def getModelsWithMixin(mixin_class: type) -> list[Any]:  # noqa: N802 - InvenTree's name
    """The models that inherit from a class."""
    return [model for model in apps.get_models() if issubclass(model, mixin_class)]


def render_currency(money: Any, **_: Any) -> str:
    """A price as text."""
    return "-" if money in (None, "") else str(money)


def notify_users(users: Any, instance: Any, sender: Any, content: Any = None, exclude: Any = None) -> None:
    """Notify users of something that happened to an object."""
    name = type(instance).__name__
    values = {"verbose_name": name, "app_label": instance._meta.app_label, "model_name": name.lower()}
    content = content or NOTHING
    trigger_notification(
        instance,
        content.slug.format(**values),
        targets=users,
        context={
            "instance": instance,
            "name": content.name.format(**values),
            "message": content.message.format(**values),
        },
    )


def notify_responsible(instance: Any, sender: Any, content: Any = None, exclude: Any = None) -> None:
    """Notify who is responsible for an object."""
    owner = getattr(instance, "responsible", None)
    if owner is not None and owner.owner is not None:
        notify_users([owner.owner], instance, sender, content, exclude)


class NOTHING:
    """The texts where none are given."""

    name = slug = message = "{verbose_name}"
