"""The status of everything, up to 0.15."""

from flake8_inventree_plugin.runtime.framework.statuses import (
    BuildStatus,
    BuildStatusGroups,
    PurchaseOrderStatus,
    PurchaseOrderStatusGroups,
    ReturnOrderLineStatus,
    ReturnOrderStatus,
    ReturnOrderStatusGroups,
    SalesOrderStatus,
    SalesOrderStatusGroups,
    StatusCode,
    StockHistoryCode,
    StockStatus,
    StockStatusGroups,
)

__all__ = [
    "BuildStatus",
    "BuildStatusGroups",
    "PurchaseOrderStatus",
    "PurchaseOrderStatusGroups",
    "ReturnOrderLineStatus",
    "ReturnOrderStatus",
    "ReturnOrderStatusGroups",
    "SalesOrderStatus",
    "SalesOrderStatusGroups",
    "StatusCode",
    "StockHistoryCode",
    "StockStatus",
    "StockStatusGroups",
]
