"""SupplierMixin: search for parts at suppliers, and import them."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Contract, Need, overriding
from flake8_inventree_plugin.inventree.releases import ReleaseSet

_IMPORT = "every import of a part fails"

CONTRACT = Contract(
    "SupplierMixin",
    marks=("get_suppliers", "get_search_results", "import_manufacturer_part", "import_supplier_part"),
    needs=(
        overriding(
            "SupplierMixin", "get_suppliers", "the list of suppliers fails, also those of other plugins"
        ),
        overriding("SupplierMixin", "get_search_results", "every search at the supplier fails"),
        overriding("SupplierMixin", "get_import_data", _IMPORT),
        overriding("SupplierMixin", "get_pricing_data", _IMPORT),
        overriding("SupplierMixin", "get_parameters", _IMPORT),
        overriding("SupplierMixin", "import_part", _IMPORT),
        overriding("SupplierMixin", "import_manufacturer_part", _IMPORT),
        overriding("SupplierMixin", "import_supplier_part", _IMPORT),
        Need(
            ("SETTINGS",),
            (
                Consequence(
                    ReleaseSet.since("1.1"),
                    "the mixin's own setting appears in every plugin without SETTINGS, which share one dict",
                ),
            ),
            advice="define SETTINGS; an empty dictionary will do",
            may_be_empty=True,
        ),
    ),
)
