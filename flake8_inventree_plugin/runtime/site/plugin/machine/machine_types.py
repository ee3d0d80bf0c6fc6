"""Label printers, as plugins import them."""

from flake8_inventree_plugin.runtime.framework.machines import LabelPrinterBaseDriver, LabelPrinterMachine

__all__ = ["LabelPrinterBaseDriver", "LabelPrinterMachine"]
