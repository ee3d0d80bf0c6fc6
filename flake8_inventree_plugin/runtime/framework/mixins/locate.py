"""LocateMixin: the plugin shows people where something is."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.LocateMixin")
class LocateMixin:
    """Makes a place blink, for example."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Locate"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("locate", True, LocateMixin)  # type: ignore[attr-defined]

    def locate_stock_item(self, item_pk: int) -> None:
        """Show where an item is; by default, its location."""
        item = apps.get_model("stock", "StockItem")._default_manager.filter(pk=item_pk).first()
        if item is not None and item.in_stock and item.location is not None:
            self.locate_stock_location(item.location.pk)

    def locate_stock_location(self, location_pk: int) -> None:
        """Override: show where a location is."""
        raise lacking(self, "LocateMixin", "locate_stock_location")


def locate(slug: str, item: Any = None, location: Any = None) -> Answer:
    """Let a plugin show an item or else a location, as POST /api/locate/ does."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    if not slug:
        return Answer(400, ["'plugin' field must be supplied"])
    plugin = REGISTRY.get_plugin(slug)
    if plugin not in REGISTRY.with_mixin("locate"):
        return Answer(400, [f"Plugin '{slug}' is not installed, or does not support the location mixin"])
    name, pk = ("item", item) if item else ("location", location)
    if not pk:
        return Answer(400, ["Must supply either 'item' or 'location' parameter"])
    model = apps.get_model("stock", "StockItem" if name == "item" else "StockLocation")
    try:
        found = model._default_manager.filter(pk=int(pk)).first()
    except (TypeError, ValueError):
        found = None
    if found is None:
        return Answer(404, {"detail": f"There is no {name} {pk}"})
    hook = "locate_stock_item" if name == "item" else "locate_stock_location"
    try:
        getattr(plugin, hook)(found.pk)
    except Failures as error:
        JOURNAL.failure("hook", "hook", type(plugin), error, member=hook)
        return Answer(500, {"detail": describe(error)})
    return Answer(200, {"success": "Identification plugin activated", "plugin": slug, name: found.pk})
