"""What the web interface is given."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from flake8_inventree_plugin.runtime.framework.mixins.user_interface import UserInterfaceMixin

__all__ = ["CustomPanelOptions", "FeatureType", "UIFeature", "UserInterfaceMixin"]

FeatureType = Literal["dashboard", "navigation", "panel", "template_editor", "template_preview"]


class UIFeature(TypedDict, total=False):
    """A feature."""

    key: str
    title: str
    description: str
    icon: str
    options: dict[str, Any]
    context: dict[str, Any]
    source: str


class CustomPanelOptions(TypedDict, total=False):
    """The options of a panel."""
