"""The addresses of the server, as this release has them. Those of plugins are below /plugin/<slug>/."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path, re_path

from flake8_inventree_plugin.runtime.framework.mixins.urls import get_plugin_urls
from flake8_inventree_plugin.runtime.framework.release import since
from flake8_inventree_plugin.runtime.web import api, files, labels, pages, plugins

SLUG = "<str:slug>/"


def _settings_addresses() -> list[Any]:
    """Each generation of releases has another form for the address of a setting."""
    every = path("settings/", plugins.AllSettings.as_view(), name="api-plugin-setting-list")
    one = plugins.PluginSetting.as_view()
    if not since("0.7"):
        by_row = plugins.PluginSettingByRow.as_view()
        return [every, path("settings/<int:row>/", by_row, name="api-plugin-setting-detail")]
    if since("0.16"):
        return [every]
    return [every, path(f"settings/{SLUG}<str:key>/", one, name="api-plugin-setting-detail")]


def _plugin_addresses() -> list[Any]:
    """Of one plugin."""
    found = [path("", plugins.Plugin.as_view(), name="api-plugin-detail")]
    if since("0.10"):
        name = "api-plugin-setting-detail" if since("0.16") else "api-plugin-setting-detail-pk"
        found.append(path("settings/<str:key>/", plugins.PluginSetting.as_view(), name=name))
    if since("0.14"):
        found.append(path("settings/", plugins.PluginSettings.as_view(), name="api-plugin-settings"))
    if since("0.17"):
        found.append(path("admin/", plugins.PluginAdmin.as_view(), name="api-plugin-admin"))
    if since("1.0"):
        found += [
            path(
                "user-settings/<str:key>/",
                plugins.UserSetting.as_view(),
                name="api-plugin-user-setting-detail",
            ),
            path("user-settings/", plugins.UserSettings.as_view(), name="api-plugin-user-setting-list"),
        ]
    return found


def _plugins_addresses() -> list[Any]:
    found = [
        path("", plugins.Plugins.as_view(), name="api-plugin-list"),
        path("status/", plugins.Status.as_view(), name="api-plugin-registry-status"),
        *_settings_addresses(),
    ]
    if since("0.17"):
        found.append(
            path("ui/features/<str:feature>/", api.Features.as_view(), name="api-plugin-ui-feature-list")
        )
    # From 0.16 on plugins are called by their slugs.
    return [*found, path(SLUG if since("0.16") else "<int:pk>/", include(_plugin_addresses()))]


def _api_addresses() -> list[Any]:
    found = [
        path("", api.Root.as_view(), name="api-inventree-info"),
        path("user/token/", api.Token.as_view(), name="api-token"),
        path("action/", api.Action.as_view(), name="api-action-plugin"),
        path("action/<str:name>/", api.Action.as_view(), name="api-action-plugin-named"),
        path("barcode/", api.Barcode.as_view(), name="api-barcode-scan"),
        path("barcode/link/", api.BarcodeLink.as_view(), name="api-barcode-link"),
        path("plugins/" if since("0.10") else "plugin/", include(_plugins_addresses())),
        path("webhook/<str:endpoint_id>/", api.webhook, name="api-webhook"),
    ]
    if since("0.7"):
        found.append(path("locate/", api.Locate.as_view(), name="api-locate-plugin"))
    if since("0.16"):
        found.append(path("label/print/", labels.Print.as_view(), name="api-label-print"))
    elif since("0.7"):
        found.append(
            path("label/<str:kind>/<int:pk>/print/", labels.PrintKind.as_view(), name="api-label-print")
        )
    if since("0.16"):
        found.append(path("barcode/generate/", api.BarcodeGenerate.as_view(), name="api-barcode-generate"))
    return found


urlpatterns: list[Any] = [
    path("", pages.start, name="start"),
    path("login/", LoginView.as_view(template_name="runtime/login.html"), name="login"),
    path("logout/", LogoutView.as_view(next_page="login"), name="logout"),
    path("style.css", files.style, name="style"),
    path("run/action/", pages.run_action, name="run-action"),
    path("run/event/", pages.send_event, name="send-event"),
    path("run/task/<int:pk>/", pages.run_task, name="run-task"),
    path("run/migrations/", pages.run_migrations, name="run-migrations"),
    path(f"settings/plugin/{SLUG}", pages.settings, name="plugin-settings"),
    path("api/", include(_api_addresses())),
    path("admin/", admin.site.urls),
    get_plugin_urls(),
    path(f"static/plugins/{SLUG}<path:path>", files.plugin_static, name="plugin-static"),
    re_path(r"^static/(?P<path>.+)$", files.static, name="static"),
]
