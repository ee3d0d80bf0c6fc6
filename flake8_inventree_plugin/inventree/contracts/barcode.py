"""BarcodeMixin: say what a barcode stands for."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Consequence, Contract, Need
from flake8_inventree_plugin.inventree.releases import ReleaseSet

CONTRACT = Contract(
    "BarcodeMixin",
    marks=("scan",),
    needs=(
        Need(
            ("validate",),
            (Consequence(ReleaseSet.before("0.9"), "the plugin is never chosen for a barcode"),),
            # What later releases ask is what a plugin of their generation has.
            instead=("scan", "generate"),
        ),
        Need(
            ("scan",),
            (Consequence(ReleaseSet.since("0.9"), "no barcode ever matches"),),
            instead=("generate", "validate"),
        ),
    ),
)
