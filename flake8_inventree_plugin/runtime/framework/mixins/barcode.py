"""BarcodeMixin: the plugin reads barcodes of its own kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied

from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.barcodes import hash_barcode
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures
from flake8_inventree_plugin.runtime.framework.release import as_released, call_hook, since

_CLASS = "plugin.mixins.BarcodeMixin"
LONGEST_BARCODE = 4095

# What InvenTree's own barcodes call a model, and where it is.
_MODELS = {
    "stockitem": "stock.StockItem",
    "stocklocation": "stock.StockLocation",
    "part": "part.Part",
    "supplierpart": "company.SupplierPart",
    "build": "build.Build",
    "purchaseorder": "order.PurchaseOrder",
    "salesorder": "order.SalesOrder",
}


@as_released(_CLASS)
class BarcodeMixin:
    """Decodes barcodes: with `validate` and what belongs to it up to 0.8, with `scan` later."""

    ACTION_NAME = ""
    data: Any = None

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Barcode"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("barcode", "has_barcode", BarcodeMixin)  # type: ignore[attr-defined]

    @property
    def has_barcode(self) -> bool:
        """Always true."""
        return True

    # From 0.9 on.

    def scan(self, barcode_data: str, user: Any = None, **kwargs: Any) -> Any:
        """Override: what the barcode means, or None."""
        return None

    @property
    def has_barcode_generation(self) -> bool:
        """Whether the plugin makes barcodes."""
        try:
            self.generate(None)
        except NotImplementedError:
            return False
        except Exception:
            return True
        return True

    def generate(self, model_instance: Any) -> str:
        """Override: the barcode of an object."""
        raise NotImplementedError("generate is not implemented")

    # Up to 0.8.

    def init(self, barcode_data: Any) -> None:
        """Remember what was scanned."""
        self.data = barcode_data

    def validate(self) -> bool:
        """Override: whether the plugin knows this kind of barcode."""
        return False

    def getStockItem(self) -> Any:  # noqa: N802 - InvenTree's name
        """Override: the stock item that is meant, or None."""
        return None

    def getStockItemByHash(self) -> Any:  # noqa: N802 - InvenTree's name
        """The stock item that the barcode was linked with, or None."""
        return by_hash(self.hash())

    def getStockLocation(self) -> Any:  # noqa: N802 - InvenTree's name
        """Override: the stock location that is meant, or None."""
        return None

    def getPart(self) -> Any:  # noqa: N802 - InvenTree's name
        """Override: the part that is meant, or None."""
        return None

    def hash(self) -> str:
        """The name of the barcode in the database."""
        return hash_barcode(self.data)

    def renderStockItem(self, item: Any) -> Any:  # noqa: N802 - InvenTree's name
        """What is sent back about a stock item."""
        return _rendered(item)

    def renderStockLocation(self, loc: Any) -> Any:  # noqa: N802 - InvenTree's name
        """What is sent back about a stock location."""
        return _rendered(loc)

    def renderPart(self, part: Any) -> Any:  # noqa: N802 - InvenTree's name
        """What is sent back about a part."""
        return _rendered(part)


def _rendered(item: Any) -> dict[str, Any]:
    return {"pk": item.pk, "name": str(item)}


def by_hash(barcode_hash: str) -> Any:
    """The stock item that a barcode with this hash was linked with, or None."""
    items = apps.get_model("stock", "StockItem")._default_manager
    return items.filter(barcode_hash=barcode_hash).first() if barcode_hash else None


def scan(barcode: Any, user: Any = None) -> Answer:
    """What the plugins make of a barcode, as POST /api/barcode/ answers it.

    The first plugin that knows it wins; then InvenTree's own barcodes, and those that were linked with an
    object.
    """
    if since("0.9"):
        return _scan(barcode, user)
    return _decode(barcode)


def _scan(barcode: Any, user: Any) -> Answer:
    if not isinstance(barcode, str) or not barcode.strip():
        return Answer(400, {"barcode": ["This field may not be blank."]})
    if len(barcode) > LONGEST_BARCODE:
        return Answer(400, {"barcode": [f"Ensure this field has no more than {LONGEST_BARCODE} characters."]})
    echo = {"barcode_data": barcode, "barcode_hash": hash_barcode(barcode)}
    failed: dict[str, Any] | None = None
    for plugin, result in _results(barcode, user):
        answer = {**result, "plugin": plugin, **echo}
        if "error" not in result:
            return Answer(200, {"success": "Match found for barcode data", **answer})
        failed = failed or answer
    if failed is not None:
        return Answer(200, {"success": "Match found for barcode data", **failed})
    return Answer(400, {**echo, "plugin": "None", "error": "No match found for barcode data"})


def _results(barcode: str, user: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each plugin that knows the barcode makes of it, then what InvenTree itself does."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    for plugin in REGISTRY.with_mixin("barcode"):
        try:
            result = call_hook(plugin, _CLASS, "scan", {"barcode_data": barcode, "user": user})
        except PermissionDenied:
            raise
        except Failures as error:
            JOURNAL.failure("hook", "hook", type(plugin), error, member="scan")
            continue
        if result is None:
            continue
        if not isinstance(result, dict):
            JOURNAL.problem(
                "hook",
                "result",
                type(plugin),
                f"scan returns {type(result).__name__}, no dictionary",
                member="scan",
            )
            continue
        yield str(plugin.name), result
    own = internal(barcode)
    if own is not None:
        yield "InvenTreeBarcode", own


def internal(barcode: str) -> dict[str, Any] | None:
    """What InvenTree's own reader makes of a barcode: {"stockitem": 1}, or one that was linked."""
    try:
        named = json.loads(barcode)
    except ValueError:
        named = None
    for key, label in _MODELS.items() if isinstance(named, dict) else ():
        if isinstance(named.get(key), int):
            item = apps.get_model(label)._default_manager.filter(pk=named[key]).first()
            if item is not None:
                return {key: {"pk": item.pk}}
    barcode_hash = hash_barcode(barcode)
    for key, label in _MODELS.items():
        item = apps.get_model(label)._default_manager.filter(barcode_hash=barcode_hash).first()
        if item is not None:
            return {key: {"pk": item.pk}}
    return None


def _decode(barcode: Any) -> Answer:
    """The way up to 0.8."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    if barcode is None:
        return Answer(400, {"barcode": "Must provide barcode_data parameter"})
    found = None
    answer: dict[str, Any] = {"barcode_data": barcode}
    for plugin in REGISTRY.with_mixin("barcode"):
        with JOURNAL.guard("hook", "hook", type(plugin), member="validate"):
            plugin.init(barcode)
            if plugin.validate():
                found = plugin
                break
    barcode_hash = hash_barcode(barcode)
    if found is not None:
        with JOURNAL.guard("hook", "hook", type(found), member="getStockItem"):
            barcode_hash = found.hash()
            answer |= _decoded(found)
    else:
        text = json.dumps(barcode) if isinstance(barcode, dict) else str(barcode)
        answer |= internal(text) or {}
    item = None if "stockitem" in answer else by_hash(barcode_hash)
    if item is not None:
        answer["stockitem"] = _rendered(item)
    matched = set(answer) & set(_MODELS)
    answer |= {"hash": barcode_hash, "plugin": None if found is None else str(found.plugin_name())}
    answer |= (
        {"success": "Match found for barcode data"}
        if matched
        else {"error": "No match found for barcode data"}
    )
    return Answer(200, answer)


def _decoded(plugin: Any) -> dict[str, Any]:
    answer = {}
    for key, find, render in (
        ("stockitem", plugin.getStockItem, plugin.renderStockItem),
        ("stocklocation", plugin.getStockLocation, plugin.renderStockLocation),
        ("part", plugin.getPart, plugin.renderPart),
    ):
        item = find()
        if item is not None:
            answer[key] = render(item)
    return answer


def link(barcode: str, label: str, pk: int) -> Answer:
    """Link a barcode with an object, `label` being what barcodes call its model ("stockitem")."""
    barcode_hash = hash_barcode(barcode)
    if internal(barcode) is not None:
        return Answer(400 if since("0.9") else 200, {"error": "Barcode matches existing item"})
    model = _MODELS.get(label)
    item = apps.get_model(model)._default_manager.filter(pk=pk).first() if model else None
    if item is None:
        return Answer(400, {label: "No matching object found"})
    item.assign_barcode(barcode_hash=barcode_hash, barcode_data=barcode)
    return Answer(
        200,
        {
            "success": f"Barcode associated with {label}",
            "hash": barcode_hash,
            "barcode_hash": barcode_hash,
            "barcode_data": barcode,
            label: {"pk": item.pk},
        },
    )


def generate(model: str, pk: int) -> Answer:
    """The barcode of an object, made by the first plugin that makes barcodes, else InvenTree's own."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    label = _MODELS.get(model)
    item = apps.get_model(label)._default_manager.filter(pk=pk).first() if label else None
    if item is None:
        return Answer(400, {"error": "No matching object found"})
    for plugin in REGISTRY.with_mixin("barcode"):
        with JOURNAL.guard("hook", "hook", type(plugin), member="generate"):
            if plugin.has_barcode_generation:
                return Answer(200, {"barcode": str(plugin.generate(item))})
    return Answer(200, {"barcode": item.format_barcode()})
