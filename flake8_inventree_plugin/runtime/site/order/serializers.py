"""Serializers of `order`."""

from flake8_inventree_plugin.runtime.framework.serializers import serializer_of

PurchaseOrderSerializer = serializer_of("order.PurchaseOrder", "PurchaseOrderSerializer")
PurchaseOrderLineItemSerializer = serializer_of(
    "order.PurchaseOrderLineItem", "PurchaseOrderLineItemSerializer"
)
SalesOrderSerializer = serializer_of("order.SalesOrder", "SalesOrderSerializer")
SalesOrderLineItemSerializer = serializer_of("order.SalesOrderLineItem", "SalesOrderLineItemSerializer")
SalesOrderAllocationSerializer = serializer_of("order.SalesOrderAllocation", "SalesOrderAllocationSerializer")
SalesOrderShipmentSerializer = serializer_of("order.SalesOrderShipment", "SalesOrderShipmentSerializer")
ReturnOrderSerializer = serializer_of("order.ReturnOrder", "ReturnOrderSerializer")
ReturnOrderLineItemSerializer = serializer_of("order.ReturnOrderLineItem", "ReturnOrderLineItemSerializer")
