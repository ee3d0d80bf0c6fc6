"""SupplierMixin: search for parts at suppliers, and import them."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Contract, Need, overriding
from flake8_inventree_plugin.inventree.releases import ReleaseSet

_IMPORT = "every import of a part fails"

_METHODS = {
    "get_suppliers": "the list of suppliers fails, also those of other plugins",
    "get_search_results": "every search at the supplier fails",
    "get_import_data": _IMPORT,
    "get_pricing_data": _IMPORT,
    "get_parameters": _IMPORT,
    "import_part": _IMPORT,
    "import_manufacturer_part": _IMPORT,
    "import_supplier_part": _IMPORT,
}

_SETTINGS = Need(
    ("SETTINGS",),
    (
        Consequence(
            ReleaseSet.since("1.1"),
            "the mixin's own setting appears in every plugin without SETTINGS, which share one dict",
        ),
    ),
    advice="define SETTINGS; an empty dictionary will do",
    may_be_empty=True,
)

CONTRACT = Contract(
    "SupplierMixin",
    marks=("get_suppliers", "get_search_results", "import_manufacturer_part", "import_supplier_part"),
    needs=(
        *(
            overriding("SupplierMixin", name, consequence, raises="NotImplementedError")
            for name, consequence in _METHODS.items()
        ),
        _SETTINGS,
    ),
)
