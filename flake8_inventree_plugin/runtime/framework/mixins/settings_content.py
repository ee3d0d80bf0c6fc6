"""SettingsContentMixin: a text of the plugin above its settings, in the old web interface."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.SettingsContentMixin")
class SettingsContentMixin:
    """Adds to the page of the plugin's settings."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "SettingsContent"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("settingscontent", True, SettingsContentMixin)  # type: ignore[attr-defined]

    def get_settings_content(self, view: Any, request: Any) -> str:
        """Override: the text, as HTML."""
        raise lacking(self, "SettingsContentMixin", "get_settings_content")
