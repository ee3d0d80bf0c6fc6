"""SettingsMixin: values of the plugin that people can change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps

from flake8_inventree_plugin.runtime.framework.base import plugin_key
from flake8_inventree_plugin.runtime.framework.definitions import Definition
from flake8_inventree_plugin.runtime.framework.release import as_released, since


@as_released("plugin.mixins.SettingsMixin")
class SettingsMixin:
    """Reads and writes the settings that SETTINGS and USER_SETTINGS declare."""

    SETTINGS: ClassVar[dict[str, dict[str, Any]]] = {}
    USER_SETTINGS: ClassVar[dict[str, dict[str, Any]]] = {}

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Settings"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("settings", "has_settings", SettingsMixin)  # type: ignore[attr-defined]
        self.settings = getattr(self, "SETTINGS", {})
        self.user_settings = getattr(self, "USER_SETTINGS", {})

    @property
    def has_settings(self) -> bool:
        """Whether the plugin declares any."""
        return bool(self.settings) or bool(self.user_settings)

    def get_setting(self, key: str, cache: bool = False, backup_value: Any = None) -> Any:
        """The value of a setting; "" for an unknown one."""
        return _model("PluginSetting").get_setting(key, plugin=_config(self), backup_value=backup_value)

    def set_setting(self, key: str, value: Any, user: Any = None, **kwargs: Any) -> None:
        """Set a setting. Up to 0.17 a user who is no member of the staff changes nothing."""
        allowed = None if since("1.0") else user
        _model("PluginSetting").set_setting(key, value, allowed, plugin=_config(self))

    def get_user_setting(self, key: str, user: Any, cache: bool = False, backup_value: Any = None) -> Any:
        """The value of a user's setting."""
        return _model("PluginUserSetting").get_setting(
            key, plugin=_config(self), user=user, backup_value=backup_value
        )

    def set_user_setting(self, key: str, value: Any, user: Any) -> None:
        """Set a user's setting."""
        _model("PluginUserSetting").set_setting(key, value, plugin=_config(self), user=user)

    def check_settings(self) -> tuple[bool, list[str]]:
        """Whether all required settings have a value, and which have none."""
        missing = [
            key
            for key, declaration in self.settings.items()
            if declaration.get("required") and self.get_setting(key) in ("", None)
        ]
        return not missing, missing

    def get_settings_dict(self) -> dict[str, Any]:
        """The stored texts of all settings, or their defaults."""
        stored = dict(
            _model("PluginSetting").objects.filter(plugin=_config(self)).values_list("key", "value")
        )
        return {
            key: stored.get(key, Definition(key, declaration).default)
            for key, declaration in self.settings.items()
        }


def _config(plugin: Any) -> Any:
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    return REGISTRY.get_plugin_config(plugin_key(type(plugin), plugin))


def _model(name: str) -> Any:
    return apps.get_model("plugin", name)


def activate(plugin: Any) -> None:
    """Make the declarations known, and read each setting once."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    slug = plugin_key(type(plugin), plugin)
    REGISTRY.mixins_settings[slug] = plugin.settings
    REGISTRY.mixins_user_settings[slug] = getattr(plugin, "user_settings", {})
    for key in plugin.settings:
        plugin.get_setting(key)


def setting_rows(plugin: Any, user: Any = None) -> list[Any]:
    """The rows of all settings that a plugin declares; with a user, of those that each user has."""
    declared = plugin.user_settings if user is not None else plugin.settings
    return [setting_row(plugin, key, user) for key in declared]


def setting_row(plugin: Any, key: str, user: Any = None) -> Any:
    """The row of a setting. Raises KeyError for one that the plugin does not declare."""
    declared = plugin.user_settings if user is not None else plugin.settings
    if key not in declared:
        raise KeyError(key)
    if user is not None:
        return _model("PluginUserSetting").get_setting_object(key, plugin=_config(plugin), user=user)
    return _model("PluginSetting").get_setting_object(key, plugin=_config(plugin))


def write_setting(plugin: Any, key: str, value: Any, user: Any = None) -> Any:
    """Set a setting and return its row.

    Raises KeyError for one that the plugin does not declare, ValidationError for a value that is not allowed.
    """
    row = setting_row(plugin, key, user)
    row.value = row.declaration.text(value)
    row.save()
    return row


def describe_setting(row: Any) -> dict[str, Any]:
    """What the API shows of a setting; a protected value is masked."""
    declaration = row.declaration
    choices = declaration.choices()
    return {
        "pk": row.pk,
        "key": row.key,
        "value": declaration.shown(row.value),
        "name": declaration.name,
        "description": declaration.description,
        "type": declaration.kind,
        "units": row.units,
        "required": row.required,
        "choices": None
        if choices is None
        else [{"value": value, "display_name": str(name)} for value, name in choices],
        "model_name": declaration.model or None,
        "typ": row.typ,
        "plugin": row.plugin.key,
    }
