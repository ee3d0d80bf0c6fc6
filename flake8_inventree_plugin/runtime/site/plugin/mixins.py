"""The mixins, as plugins import them."""

from flake8_inventree_plugin.runtime.framework.mixins import supplier as supplier
from flake8_inventree_plugin.runtime.framework.mixins.action import ActionMixin
from flake8_inventree_plugin.runtime.framework.mixins.api_call import APICallMixin
from flake8_inventree_plugin.runtime.framework.mixins.app import AppMixin
from flake8_inventree_plugin.runtime.framework.mixins.barcode import BarcodeMixin
from flake8_inventree_plugin.runtime.framework.mixins.currency import CurrencyExchangeMixin
from flake8_inventree_plugin.runtime.framework.mixins.data_export import DataExportMixin
from flake8_inventree_plugin.runtime.framework.mixins.event import EventMixin
from flake8_inventree_plugin.runtime.framework.mixins.icon_pack import IconPackMixin
from flake8_inventree_plugin.runtime.framework.mixins.label import LabelPrintingMixin
from flake8_inventree_plugin.runtime.framework.mixins.locate import LocateMixin
from flake8_inventree_plugin.runtime.framework.mixins.machine import MachineDriverMixin
from flake8_inventree_plugin.runtime.framework.mixins.mail import MailMixin
from flake8_inventree_plugin.runtime.framework.mixins.navigation import NavigationMixin
from flake8_inventree_plugin.runtime.framework.mixins.notification import (
    BulkNotificationMethod,
    NotificationMixin,
    SingleNotificationMethod,
)
from flake8_inventree_plugin.runtime.framework.mixins.panel import PanelMixin
from flake8_inventree_plugin.runtime.framework.mixins.report import ReportMixin
from flake8_inventree_plugin.runtime.framework.mixins.schedule import ScheduleMixin
from flake8_inventree_plugin.runtime.framework.mixins.settings import SettingsMixin
from flake8_inventree_plugin.runtime.framework.mixins.settings_content import SettingsContentMixin
from flake8_inventree_plugin.runtime.framework.mixins.supplier import SupplierMixin
from flake8_inventree_plugin.runtime.framework.mixins.supplier_barcode import SupplierBarcodeMixin
from flake8_inventree_plugin.runtime.framework.mixins.transition import TransitionMixin
from flake8_inventree_plugin.runtime.framework.mixins.urls import UrlsMixin
from flake8_inventree_plugin.runtime.framework.mixins.user_interface import UserInterfaceMixin
from flake8_inventree_plugin.runtime.framework.mixins.validation import ValidationMixin

__all__ = [
    "APICallMixin",
    "ActionMixin",
    "AppMixin",
    "BarcodeMixin",
    "BulkNotificationMethod",
    "CurrencyExchangeMixin",
    "DataExportMixin",
    "EventMixin",
    "IconPackMixin",
    "LabelPrintingMixin",
    "LocateMixin",
    "MachineDriverMixin",
    "MailMixin",
    "NavigationMixin",
    "NotificationMixin",
    "PanelMixin",
    "ReportMixin",
    "ScheduleMixin",
    "SettingsContentMixin",
    "SettingsMixin",
    "SingleNotificationMethod",
    "SupplierBarcodeMixin",
    "SupplierMixin",
    "TransitionMixin",
    "UrlsMixin",
    "UserInterfaceMixin",
    "ValidationMixin",
    "supplier",
]
