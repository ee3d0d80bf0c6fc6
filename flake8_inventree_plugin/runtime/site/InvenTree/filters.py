"""How lists of the API are searched and ordered."""

from rest_framework import filters

__all__ = ["ORDER_FILTER", "SEARCH_ORDER_FILTER", "InvenTreeOrderingFilter", "InvenTreeSearchFilter"]


class InvenTreeSearchFilter(filters.SearchFilter):
    """Searches."""


class InvenTreeOrderingFilter(filters.OrderingFilter):
    """Orders."""


SEARCH_ORDER_FILTER = [InvenTreeSearchFilter, InvenTreeOrderingFilter]
ORDER_FILTER = [InvenTreeOrderingFilter]
