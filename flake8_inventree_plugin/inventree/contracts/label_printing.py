"""LabelPrintingMixin: print labels."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "LabelPrintingMixin",
    marks=("print_label", "print_labels", "BLOCKING_PRINT", "PrintingOptionsSerializer"),
    helpers=("render_to_pdf", "render_to_html", "render_to_png"),
    needs=(
        overriding("LabelPrintingMixin", "print_label", "printing a label fails", instead=("print_labels",)),
    ),
)
