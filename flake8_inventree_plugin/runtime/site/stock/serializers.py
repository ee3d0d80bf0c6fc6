"""Serializers of `stock`."""

from flake8_inventree_plugin.runtime.framework.serializers import serializer_of

StockItemSerializer = serializer_of("stock.StockItem", "StockItemSerializer")
StockItemSerializerBrief = serializer_of("stock.StockItem", "StockItemSerializerBrief")
LocationSerializer = serializer_of("stock.StockLocation", "LocationSerializer")
LocationBriefSerializer = serializer_of("stock.StockLocation", "LocationBriefSerializer")
StockItemTestResultSerializer = serializer_of("stock.StockItemTestResult", "StockItemTestResultSerializer")
