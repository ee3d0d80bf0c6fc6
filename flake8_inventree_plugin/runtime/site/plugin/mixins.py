"""The mixins, as plugins import them."""

from flake8_inventree_plugin.runtime.framework.mixins.action import ActionMixin
from flake8_inventree_plugin.runtime.framework.mixins.api_call import APICallMixin
from flake8_inventree_plugin.runtime.framework.mixins.app import AppMixin
from flake8_inventree_plugin.runtime.framework.mixins.barcode import BarcodeMixin
from flake8_inventree_plugin.runtime.framework.mixins.event import EventMixin
from flake8_inventree_plugin.runtime.framework.mixins.navigation import NavigationMixin
from flake8_inventree_plugin.runtime.framework.mixins.schedule import ScheduleMixin
from flake8_inventree_plugin.runtime.framework.mixins.settings import SettingsMixin
from flake8_inventree_plugin.runtime.framework.mixins.urls import UrlsMixin

__all__ = [
    "APICallMixin",
    "ActionMixin",
    "AppMixin",
    "BarcodeMixin",
    "EventMixin",
    "NavigationMixin",
    "ScheduleMixin",
    "SettingsMixin",
    "UrlsMixin",
]
