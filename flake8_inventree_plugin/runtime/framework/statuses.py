"""The status of orders, builds and stock."""

from __future__ import annotations

from enum import IntEnum
from typing import Any


class StatusCode(IntEnum):
    """A status: its number, which is what the database has."""

    @property
    def text(self) -> str:
        """The name for people."""
        return self.name.replace("_", " ").capitalize()

    @classmethod
    def items(cls) -> list[tuple[int, str]]:
        """The numbers with their names."""
        return [(code.value, code.text) for code in cls]

    @classmethod
    def keys(cls) -> list[int]:
        """The numbers."""
        return [code.value for code in cls]

    @classmethod
    def label(cls, value: int) -> str:
        """The name of a number."""
        return next((code.text for code in cls if code.value == value), str(value))

    @classmethod
    def dict(cls) -> dict[str, Any]:
        """All of it."""
        return {code.name: {"key": code.value, "label": code.text, "name": code.name} for code in cls}


class PurchaseOrderStatus(StatusCode):
    """Of what is bought."""

    PENDING = 10
    PLACED = 20
    ON_HOLD = 25
    COMPLETE = 30
    CANCELLED = 40
    LOST = 50
    RETURNED = 60


class PurchaseOrderStatusGroups:
    """What belongs together."""

    OPEN = (10, 25, 20)
    FAILED = (40, 50, 60)
    COMPLETE = (30,)


class SalesOrderStatus(StatusCode):
    """Of what is sold."""

    PENDING = 10
    IN_PROGRESS = 15
    SHIPPED = 20
    ON_HOLD = 25
    COMPLETE = 30
    CANCELLED = 40
    LOST = 50
    RETURNED = 60


class SalesOrderStatusGroups:
    """What belongs together."""

    OPEN = (10, 25, 15)
    COMPLETE = (20, 30)


class ReturnOrderStatus(StatusCode):
    """Of what is sent back."""

    PENDING = 10
    IN_PROGRESS = 20
    ON_HOLD = 25
    COMPLETE = 30
    CANCELLED = 40


class ReturnOrderStatusGroups:
    """What belongs together."""

    OPEN = (10, 25, 20)


class ReturnOrderLineStatus(StatusCode):
    """Of one item that is sent back."""

    PENDING = 10
    RETURN = 20
    REPAIR = 30
    REPLACE = 40
    REFUND = 50
    REJECT = 60


class BuildStatus(StatusCode):
    """Of what is made."""

    PENDING = 10
    PRODUCTION = 20
    ON_HOLD = 25
    CANCELLED = 30
    COMPLETE = 40


class BuildStatusGroups:
    """What belongs together."""

    ACTIVE_CODES = (10, 25, 20)
    COMPLETE = (40,)


class StockStatus(StatusCode):
    """Of stock."""

    OK = 10
    ATTENTION = 50
    DAMAGED = 55
    DESTROYED = 60
    REJECTED = 65
    LOST = 70
    QUARANTINED = 75
    RETURNED = 85


class StockStatusGroups:
    """What belongs together."""

    AVAILABLE_CODES = (10, 50, 55, 85)
    UNAVAILABLE_CODES = (60, 70, 65)


class StockHistoryCode(StatusCode):
    """What happened to stock."""

    LEGACY = 0
    CREATED = 1
    EDITED = 5
    ASSIGNED_SERIAL = 6
    STOCK_COUNT = 10
    STOCK_ADD = 11
    STOCK_REMOVE = 12
    STOCK_MOVE = 20
    STOCK_UPDATE = 25
    INSTALLED_INTO_ASSEMBLY = 30
    REMOVED_FROM_ASSEMBLY = 31
    INSTALLED_CHILD_ITEM = 35
    REMOVED_CHILD_ITEM = 36
    SPLIT_FROM_PARENT = 40
    SPLIT_CHILD_ITEM = 42
    MERGED_STOCK_ITEMS = 45
    CONVERTED_TO_VARIANT = 48
    BUILD_OUTPUT_CREATED = 50
    BUILD_OUTPUT_COMPLETED = 55
    BUILD_OUTPUT_REJECTED = 56
    BUILD_CONSUMED = 57
    SHIPPED_AGAINST_SALES_ORDER = 60
    RECEIVED_AGAINST_PURCHASE_ORDER = 70
    RETURNED_AGAINST_RETURN_ORDER = 80
    SENT_TO_CUSTOMER = 100
    RETURNED_FROM_CUSTOMER = 105
