"""EventMixin: react to what happens on the server."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "EventMixin",
    marks=("process_event", "wants_process_event"),
    needs=(overriding("EventMixin", "process_event", "the worker fails with every event that is sent"),),
)
