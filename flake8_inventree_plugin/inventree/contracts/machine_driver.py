"""MachineDriverMixin: drivers for machines, and types of machines."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "MachineDriverMixin",
    marks=("get_machine_drivers", "get_machine_types"),
    idle="return the drivers from `get_machine_drivers`",
)
