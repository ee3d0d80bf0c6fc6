"""IconPackMixin: the plugin brings icons."""

from __future__ import annotations

from typing import Any, TypedDict

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released


class Icon(TypedDict, total=False):
    """An icon and its forms."""

    name: str
    category: str
    tags: list[str]
    variants: dict[str, str]


class IconPack:
    """Icons of one font."""

    def __init__(self, name: str, prefix: str, fonts: dict[str, str], icons: dict[str, Icon]) -> None:
        self.name, self.prefix, self.fonts, self.icons = name, prefix, fonts, icons


@as_released("plugin.mixins.IconPackMixin")
class IconPackMixin:
    """Adds icons to choose from."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "icon_pack"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("icon_pack", True, IconPackMixin)  # type: ignore[attr-defined]

    def icon_packs(self) -> list[IconPack]:
        """Override: the packs."""
        raise lacking(self, "IconPackMixin", "icon_packs")


def icon_packs() -> dict[str, IconPack]:
    """All packs, by prefix; a plugin that fails has none."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    found: dict[str, IconPack] = {}
    for plugin in REGISTRY.with_mixin("icon_pack"):
        with JOURNAL.guard("hook", "hook", type(plugin), member="icon_packs"):
            found |= {pack.prefix: pack for pack in plugin.icon_packs()}
    return found
