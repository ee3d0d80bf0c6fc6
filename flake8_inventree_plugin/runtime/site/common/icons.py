"""Icons."""

from flake8_inventree_plugin.runtime.framework.mixins.icon_pack import (
    Icon,
    IconPack,
)
from flake8_inventree_plugin.runtime.framework.mixins.icon_pack import (
    icon_packs as get_icon_packs,
)

__all__ = ["Icon", "IconPack", "get_icon_packs"]
