"""ReportMixin: more context for reports and labels."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "ReportMixin",
    marks=("add_report_context", "add_label_context", "report_callback"),
    idle="define `add_report_context`, `add_label_context` or `report_callback`",
)
