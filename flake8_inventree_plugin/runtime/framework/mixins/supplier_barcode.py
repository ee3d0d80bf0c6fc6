"""SupplierBarcodeMixin: the plugin reads the barcodes of a supplier."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.mixins.barcode import BarcodeMixin
from flake8_inventree_plugin.runtime.framework.release import as_released

# The fields of the ECIA 2D format, by their data identifiers.
_ECIA_FIELDS = {
    "K": "customer_order_number",
    "1K": "supplier_order_number",
    "11K": "packing_list_number",
    "6D": "ship_date",
    "9D": "date_code",
    "10D": "date_code",
    "4K": "purchase_order_line",
    "14K": "purchase_order_line",
    "P": "supplier_part_number",
    "1P": "manufacturer_part_number",
    "30P": "supplier_part_number",
    "1T": "lot_code",
    "4L": "country_of_origin",
    "1V": "manufacturer",
    "Q": "quantity",
}
_HEADER, _TRAILER, _SEPARATOR = "[)>\x1e06\x1d", "\x1e\x04", "\x1d"


@as_released("plugin.mixins.SupplierBarcodeMixin")
class SupplierBarcodeMixin(BarcodeMixin):
    """Finds the supplier's part that a barcode means."""

    CUSTOMER_ORDER_NUMBER = "customer_order_number"
    SUPPLIER_ORDER_NUMBER = "supplier_order_number"
    PACKING_LIST_NUMBER = "packing_list_number"
    SHIP_DATE = "ship_date"
    CUSTOMER_PART_NUMBER = "customer_part_number"
    SUPPLIER_PART_NUMBER = "supplier_part_number"
    PURCHASE_ORDER_LINE = "purchase_order_line"
    QUANTITY = "quantity"
    DATE_CODE = "date_code"
    LOT_CODE = "lot_code"
    COUNTRY_OF_ORIGIN = "country_of_origin"
    MANUFACTURER = "manufacturer"
    MANUFACTURER_PART_NUMBER = "manufacturer_part_number"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.barcode_fields: dict[str, str] = {}
        self.add_mixin("supplier-barcode", True, SupplierBarcodeMixin)  # type: ignore[attr-defined]

    def extract_barcode_fields(self, barcode_data: str) -> dict[str, str]:
        """Override: the fields of a barcode, by their names."""
        raise lacking(self, "SupplierBarcodeMixin", "extract_barcode_fields")

    def get_field_value(self, key: str, backup_value: Any = None) -> Any:
        """A field of the last barcode."""
        return self.barcode_fields.get(key, backup_value)

    @property
    def quantity(self) -> Any:
        """A field of the last barcode."""
        return self.get_field_value(self.QUANTITY)

    @property
    def supplier_part_number(self) -> Any:
        """A field of the last barcode."""
        return self.get_field_value(self.SUPPLIER_PART_NUMBER)

    @property
    def manufacturer_part_number(self) -> Any:
        """A field of the last barcode."""
        return self.get_field_value(self.MANUFACTURER_PART_NUMBER)

    @property
    def customer_order_number(self) -> Any:
        """A field of the last barcode."""
        return self.get_field_value(self.CUSTOMER_ORDER_NUMBER)

    @property
    def supplier_order_number(self) -> Any:
        """A field of the last barcode."""
        return self.get_field_value(self.SUPPLIER_ORDER_NUMBER)

    def scan(self, barcode_data: str, user: Any = None, **kwargs: Any) -> Any:
        """The supplier's part that a barcode means, or None."""
        fields = self.extract_barcode_fields(barcode_data)
        if not fields:
            return None
        self.barcode_fields = fields
        parts = apps.get_model("company", "SupplierPart")._default_manager
        if self.supplier_part_number:
            parts = parts.filter(SKU=self.supplier_part_number)
        elif self.manufacturer_part_number:
            parts = parts.filter(manufacturer_part__MPN=self.manufacturer_part_number)
        else:
            return None
        found = list(parts[:2])
        return {"supplierpart": {"pk": found[0].pk}} if len(found) == 1 else None

    @classmethod
    def ecia_field_map(cls) -> dict[str, str]:
        """The fields of the ECIA format, by their identifiers."""
        return dict(_ECIA_FIELDS)

    @classmethod
    def parse_ecia_barcode2d(cls, barcode_data: Any) -> dict[str, str]:
        """The fields of a barcode in the ECIA format, or of its parts; empty for another."""
        parts = (
            barcode_data if isinstance(barcode_data, list) else cls.parse_isoiec_15434_barcode2d(barcode_data)
        )
        found = {}
        for part in parts:
            # The longest identifier that fits: "10D" before "1".
            for identifier in sorted(_ECIA_FIELDS, key=len, reverse=True):
                if part.startswith(identifier):
                    found[_ECIA_FIELDS[identifier]] = part[len(identifier) :]
                    break
        return found

    @staticmethod
    def parse_isoiec_15434_barcode2d(barcode_data: str) -> list[str]:
        """The parts of a barcode in ISO/IEC 15434 format; empty for another."""
        if not barcode_data.startswith(_HEADER):
            return []
        return SupplierBarcodeMixin.split_fields(barcode_data, _SEPARATOR, _HEADER, _TRAILER)

    @staticmethod
    def split_fields(
        barcode_data: str, delimiter: str = ",", header: str = "", trailer: str = ""
    ) -> list[str]:
        """The parts of a barcode between its header and trailer."""
        return barcode_data.removeprefix(header).removesuffix(trailer).split(delimiter)
