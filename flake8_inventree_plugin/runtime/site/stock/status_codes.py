"""The status of stock."""

from flake8_inventree_plugin.runtime.framework.statuses import (
    StatusCode,
    StockHistoryCode,
    StockStatus,
    StockStatusGroups,
)

__all__ = ["StatusCode", "StockHistoryCode", "StockStatus", "StockStatusGroups"]
