"""SupplierBarcodeMixin: barcodes of suppliers."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "SupplierBarcodeMixin",
    marks=("extract_barcode_fields", "DEFAULT_SUPPLIER_NAME"),
    needs=(
        overriding(
            "SupplierBarcodeMixin",
            "extract_barcode_fields",
            "every scan fails in the plugin",
            instead=("scan",),
            raises="NotImplementedError",
        ),
    ),
    # It keeps the supplier in a setting.
    companions=("SettingsMixin",),
)
