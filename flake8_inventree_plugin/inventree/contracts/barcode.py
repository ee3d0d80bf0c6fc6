"""BarcodeMixin: say what a barcode stands for."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.consequences import always
from flake8_inventree_plugin.inventree.contracts.contract import Contract, Need

CONTRACT = Contract(
    "BarcodeMixin",
    marks=("scan",),
    # Up to 0.8 `validate` was asked; INV304 tells that nothing asks it any more.
    needs=(Need(("scan", "validate"), always("no barcode ever matches"), instead=("generate",)),),
)
