"""The API about plugins themselves: what there is, and their settings. Nothing is installed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.shortcuts import get_object_or_404
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAdminUser, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from flake8_inventree_plugin.runtime.framework.base import PluginBase
from flake8_inventree_plugin.runtime.framework.definitions import Definition
from flake8_inventree_plugin.runtime.framework.mixins.settings import (
    describe_setting,
    setting_row,
    write_setting,
)
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.registry import METADATA, REGISTRY
from flake8_inventree_plugin.runtime.framework.release import since
from flake8_inventree_plugin.runtime.web.access import IsStaffOrReads, IsSuperuser
from flake8_inventree_plugin.runtime.web.answers import asking, fields

META = tuple(name for name in METADATA if name != "name")
"""The metadata that the API shows; the name stands beside it."""

# Fields of a plugin in the API -> the release since when.
_FIELDS = {
    "pk": "0.12",
    "key": "0.6",
    "name": "0.6",
    "package_name": "0.14",
    "active": "0.6",
    "meta": "0.6",
    "mixins": "0.6",
    "is_builtin": "0.12",
    "is_sample": "0.12",
    "is_installed": "0.13",
    "is_package": "0.14",
    "is_mandatory": "1.0",
}


def configs() -> Any:
    """The rows of all plugins that were found."""
    return apps.get_model("plugin", "PluginConfig")._default_manager.order_by("key")


def mixins(plugin: Any) -> dict[str, dict[str, str]]:
    """The mixins of a loaded plugin: key and name of each, by key."""
    return {
        key: {"key": key, "human_name": str(entry["human_name"])}
        for key, entry in PluginBase.registered(plugin).items()
    }


def describe_plugin(config: Any) -> dict[str, Any]:
    """A plugin as the API of this release shows it; the metadata was read when it was loaded."""
    plugin = REGISTRY.plugins.get(config.key)
    meta = REGISTRY.metadata.get(config.key, {})
    values = {
        "pk": config.pk,
        "key": config.key,
        "name": config.name,
        "package_name": config.package_name,
        "active": config.active,
        "meta": {name: meta.get(name) for name in META},
        "mixins": {} if plugin is None else mixins(plugin),
        "is_builtin": False,
        "is_sample": False,
        "is_installed": plugin is not None,
        "is_package": plugin is not None and bool(plugin._is_package),
        "is_mandatory": False,
    }
    return {name: values[name] for name, release in _FIELDS.items() if since(release)}


class Plugins(APIView):
    """All plugins; `?active=true` and `?mixin=action,urls` choose among them."""

    def get(self, request: Any) -> Response:
        """List them."""
        return Response([describe_plugin(config) for config in self._chosen(request.query_params)])

    def _chosen(self, query: Any) -> Iterator[Any]:
        wanted = {key.strip().lower() for key in query.get("mixin", "").split(",")} - {""}
        for config in configs():
            plugin = REGISTRY.plugins.get(config.key)
            if "active" in query and config.active is not Definition.is_true(query["active"]):
                continue
            if wanted and (plugin is None or not wanted <= set(mixins(plugin))):
                continue
            yield config


class Plugin(APIView):
    """One plugin."""

    def get(self, request: Any, **named: Any) -> Response:
        """Show it."""
        return Response(describe_plugin(config_of(**named)))


class PluginAdmin(APIView):
    """The script that shows a plugin's own page of settings, and what it is given."""

    permission_classes = (IsAdminUser,)

    def get(self, request: Any, **named: Any) -> Response:
        """Show it."""
        plugin = plugin_of(**named)
        with asking(plugin, "get_admin_source"):
            return Response({"source": plugin.get_admin_source(), "context": plugin.get_admin_context()})


class Status(APIView):
    """What failed."""

    permission_classes = (IsSuperuser,)

    def get(self, request: Any) -> Response:
        """List it."""
        errors = [
            {"stage": stage, "name": str(name), "message": str(message)}
            for stage, entries in REGISTRY.errors.items()
            for entry in entries
            for name, message in entry.items()
        ]
        return Response({"active_plugins": configs().filter(active=True).count(), "registry_errors": errors})


def config_of(slug: str = "", pk: int | None = None) -> Any:
    """The row of a plugin. Raises Http404."""
    return get_object_or_404(configs(), **({"key": slug} if pk is None else {"pk": pk}))


def plugin_of(slug: str = "", pk: int | None = None) -> Any:
    """A loaded plugin. Raises NotFound."""
    key = slug if pk is None else config_of(pk=pk).key
    plugin = REGISTRY.plugins.get(key)
    if plugin is None:
        raise exceptions.NotFound(f"Plugin '{key}' not installed")
    return plugin


def with_settings(name: str, **named: Any) -> Any:
    """A loaded plugin with settings. Raises NotFound."""
    plugin = plugin_of(**named)
    if not hasattr(plugin, name):
        raise exceptions.NotFound(f"Plugin '{plugin.slug}' has no settings")
    return plugin


def described(plugin: Any, declared: Iterable[str], user: Any = None) -> list[dict[str, Any]]:
    """The settings of a plugin; one that fails is left out."""
    found = []
    for key in declared:
        with JOURNAL.guard("hook", "settings", type(plugin), member=key):
            found.append(describe_setting(setting_row(plugin, key, user)))
    return found


class AllSettings(APIView):
    """The settings of all plugins."""

    permission_classes = (IsStaffOrReads,)

    def get(self, request: Any) -> Response:
        """List them; up to 0.6 only for the staff."""
        if not since("0.7") and not request.user.is_staff:
            raise exceptions.PermissionDenied
        found: list[dict[str, Any]] = []
        for plugin in REGISTRY.with_mixin("settings"):
            found += described(plugin, plugin.settings)
        return Response(found)


class PluginSettings(APIView):
    """The settings of one plugin."""

    permission_classes = (IsStaffOrReads,)

    def get(self, request: Any, **named: Any) -> Response:
        """List them."""
        plugin = with_settings("settings", **named)
        return Response(described(plugin, plugin.settings))


class SettingRequest(serializers.Serializer):
    """The new value."""

    value = serializers.CharField(allow_blank=True)


class _Setting(GenericAPIView):
    serializer_class = SettingRequest
    declared = "settings"

    def owner(self) -> Any:
        """The user whose setting it is, None where it is everybody's."""
        return None

    def get(self, request: Any, **named: Any) -> Response:
        """Show it."""
        plugin, key = self.find(**named)
        with asking(plugin, key):
            return Response(describe_setting(setting_row(plugin, key, self.owner())))

    def put(self, request: Any, **named: Any) -> Response:
        """Change it."""
        plugin, key = self.find(**named)
        given = fields(request)
        if "value" not in given:
            raise exceptions.ValidationError({"value": ["This field is required."]})
        with asking(plugin, key):
            return Response(describe_setting(write_setting(plugin, key, given["value"], self.owner())))

    patch = put

    def find(self, key: str = "", **named: Any) -> tuple[Any, str]:
        """The plugin and the key of the setting that an address means. Raises NotFound and Http404."""
        plugin = with_settings(self.declared, **named)
        if key not in getattr(plugin, self.declared):
            raise exceptions.NotFound(f"Plugin '{plugin.slug}' has no setting matching '{key}'")
        return plugin, key


class PluginSetting(_Setting):
    """One setting of a plugin, for everybody."""

    permission_classes = (IsStaffOrReads,)


class PluginSettingByRow(_Setting):
    """One setting by the number of its row, as at 0.6."""

    permission_classes = (IsAdminUser,)

    def find(self, key: str = "", row: int = 0, **named: Any) -> tuple[Any, str]:
        """See _Setting."""
        rows = apps.get_model("plugin", "PluginSetting")._default_manager
        found = get_object_or_404(rows.select_related("plugin"), pk=row)
        return super().find(found.key, slug=found.plugin.key)


class UserSettings(APIView):
    """The settings of one plugin that each user has for himself."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Any, **named: Any) -> Response:
        """List those of the user."""
        plugin = with_settings("user_settings", **named)
        return Response(described(plugin, plugin.user_settings, request.user))


class UserSetting(_Setting):
    """One setting of a plugin, of the user who asks."""

    declared = "user_settings"

    def owner(self) -> Any:
        """That user."""
        return self.request.user
