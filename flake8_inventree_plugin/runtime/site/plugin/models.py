"""The tables of the plugin framework."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from common.models import BaseInvenTreeSetting
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY


class PluginConfig(models.Model):
    """A plugin that was found, and whether it is switched on."""

    key = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255, null=True, blank=True)
    package_name = models.CharField(max_length=255, null=True, blank=True)
    active = models.BooleanField(default=False)
    metadata = models.JSONField(null=True, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "plugin"

    def __str__(self) -> str:
        return f"{self.name} - {self.key}"

    @property
    def plugin(self) -> Any:
        """The loaded plugin, or None."""
        return REGISTRY.plugins.get(self.key)

    def mixins(self) -> dict[str, Any]:
        """The mixins of the loaded plugin: their keys and names."""
        plugin = self.plugin
        return {} if plugin is None else dict(plugin._mixinreg)

    def is_active(self) -> bool:
        """Whether the plugin is switched on."""
        return bool(self.active)


class DeclaredSetting(BaseInvenTreeSetting):
    """A setting that a plugin declares."""

    registered_as: str
    """The attribute of the registry with the declarations."""

    class Meta:
        """Django's settings of the table."""

        abstract = True

    @classmethod
    def get_setting_definition(cls, key: str, **kwargs: Any) -> dict[str, Any]:
        """What the plugin declares about a setting; only known while the plugin is switched on."""
        plugin = kwargs.get("plugin")
        slug = plugin if isinstance(plugin, str) else getattr(plugin, "key", "")
        found = getattr(REGISTRY, cls.registered_as).get(slug, {}).get(str(key).upper(), {})
        return found if isinstance(found, dict) else {}


class PluginSetting(DeclaredSetting):
    """A setting of a plugin."""

    typ = "plugin"
    extra_unique_fields = ("plugin",)
    registered_as = "mixins_settings"

    plugin = models.ForeignKey(PluginConfig, related_name="settings", on_delete=models.CASCADE)

    class Meta:
        """Django's settings of the table."""

        app_label = "plugin"
        unique_together = (("plugin", "key"),)


class PluginUserSetting(DeclaredSetting):
    """A setting of a plugin that each user has for himself."""

    typ = "plugin_user"
    extra_unique_fields = ("plugin", "user")
    registered_as = "mixins_user_settings"

    plugin = models.ForeignKey(PluginConfig, related_name="user_settings", on_delete=models.CASCADE)
    user = models.ForeignKey(User, related_name="plugin_settings", on_delete=models.CASCADE)

    class Meta:
        """Django's settings of the table."""

        app_label = "plugin"
        unique_together = (("plugin", "user", "key"),)


class NotificationUserSetting(BaseInvenTreeSetting):
    """A user's setting of a way to be notified."""

    typ = "notification"
    extra_unique_fields = ("method", "user")

    method = models.CharField(max_length=255)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        """Django's settings of the table."""

        app_label = "plugin"
        unique_together = (("method", "user", "key"),)
