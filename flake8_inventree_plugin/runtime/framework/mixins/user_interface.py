"""UserInterfaceMixin: the plugin adds to the web interface."""

from __future__ import annotations

import html
from typing import Any

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures
from flake8_inventree_plugin.runtime.framework.release import as_released

FEATURES = {
    "dashboard": "get_ui_dashboard_items",
    "navigation": "get_ui_navigation_items",
    "panel": "get_ui_panels",
    "primary_action": "get_ui_primary_actions",
    "spotlight_action": "get_ui_spotlight_actions",
    "template_editor": "get_ui_template_editors",
    "template_preview": "get_ui_template_previews",
}
"""What a feature is called, and the hook that gives features of this kind."""

_TEXTS = ("key", "title", "description", "icon", "source")
_MAPPINGS = ("options", "context")
MOST_FEATURES = 1000
"""So many features of one plugin are shown."""


@as_released("plugin.mixins.UserInterfaceMixin")
class UserInterfaceMixin:
    """Adds panels, dashboard items and more."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "ui"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("ui", True, UserInterfaceMixin)  # type: ignore[attr-defined]

    def get_ui_features(self, feature_type: str, context: Any, request: Any, **kwargs: Any) -> Any:
        """The features of a kind."""
        hook = getattr(self, FEATURES.get(str(feature_type), ""), None)
        return [] if hook is None else hook(request, context, **kwargs)

    def get_ui_panels(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: panels."""
        return []

    def get_ui_dashboard_items(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: items of the dashboard."""
        return []

    def get_ui_template_editors(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: editors of templates."""
        return []

    def get_ui_template_previews(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: previews of templates."""
        return []

    def get_ui_navigation_items(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: items of the navigation."""
        return []

    def get_ui_spotlight_actions(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: actions of the search."""
        return []

    def get_ui_primary_actions(self, request: Any, context: Any, **kwargs: Any) -> Any:
        """Override: actions of a page."""
        return []


def features(kind: str, context: Any, request: Any) -> list[dict[str, Any]]:
    """The features that the plugins add, as GET /api/plugins/ui/features/<kind>/ answers."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    return [
        feature
        for plugin in REGISTRY.with_mixin("ui")
        for feature in features_of(plugin, kind, context, request)
    ]


def features_of(plugin: Any, kind: str, context: Any, request: Any) -> list[dict[str, Any]]:
    """The features of one plugin; those that the server drops are left out and recorded."""
    hook = FEATURES.get(kind, "get_ui_features")
    try:
        found = plugin.get_ui_features(kind, context, request)
    except Failures as error:
        JOURNAL.failure("hook", "hook", type(plugin), error, member=hook)
        return []
    if type(found) is not list:
        JOURNAL.problem(
            "hook", "result", type(plugin), f"{hook} returns {type(found).__name__}, no list", member=hook
        )
        return []
    kept = []
    for feature in found[:MOST_FEATURES]:
        wrong = _mistake(feature)
        if wrong:
            JOURNAL.problem("hook", "result", type(plugin), f"{hook} gives a feature {wrong}", member=hook)
            continue
        kept.append({"plugin_name": plugin.slug, "feature_type": kind, **_shown(feature)})
    return kept


def _mistake(feature: Any) -> str:
    if not isinstance(feature, dict):
        return "that is no dictionary"
    if not feature.get("key"):
        return "without `key`"
    for name in _MAPPINGS:
        if feature.get(name) is not None and not isinstance(feature[name], dict):
            return f"whose `{name}` is no dictionary"
    return ""


def _shown(feature: dict[str, Any]) -> dict[str, Any]:
    texts = {name: html.escape(str(feature.get(name) or "")) for name in _TEXTS}
    return {**texts, **{name: feature.get(name) for name in _MAPPINGS}}
