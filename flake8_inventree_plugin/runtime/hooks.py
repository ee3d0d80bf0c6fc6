"""Which hooks of each mixin are called, and what the server can use of their results."""

from __future__ import annotations

from typing import NamedTuple

from flake8_inventree_plugin.runtime.results import (
    Check,
    a_dictionary,
    a_list,
    a_text,
    anything,
    features,
    json_value,
    nothing_or_dictionary,
    panels,
)


class Hook(NamedTuple):
    """A hook that can be called safely; `refuses`: a ValidationError is an answer."""

    name: str
    check: Check = anything
    refuses: bool = False


_VALIDATIONS = (
    "validate_batch_code",
    "validate_model_deletion",
    "validate_model_instance",
    "validate_part_ipn",
    "validate_part_name",
    "validate_part_parameter",
    "validate_parameter",
    "validate_serial_number",
    "convert_serial_to_int",
    "increment_serial_number",
)

HOOKS: dict[str, tuple[Hook, ...]] = {
    "ActionMixin": (
        Hook("perform_action"),
        Hook("get_result", json_value),
        Hook("get_info", json_value),
    ),
    "BarcodeMixin": (Hook("scan", nothing_or_dictionary),),
    "SupplierBarcodeMixin": (Hook("extract_barcode_fields", a_dictionary),),
    "EventMixin": (Hook("wants_process_event"), Hook("process_event")),
    "ValidationMixin": (
        *(Hook(name, refuses=True) for name in _VALIDATIONS),
        Hook("generate_batch_code", a_text),
    ),
    "LocateMixin": (Hook("locate_stock_item"), Hook("locate_stock_location")),
    "PanelMixin": (Hook("get_custom_panels", panels),),
    "SettingsContentMixin": (Hook("get_settings_content", a_text),),
    "ReportMixin": (
        Hook("add_report_context"),
        Hook("add_label_context"),
    ),
    "IconPackMixin": (Hook("icon_packs", a_list),),
    "UserInterfaceMixin": tuple(
        Hook(f"get_ui_{name}", features)
        for name in (
            "dashboard_items",
            "navigation_items",
            "panels",
            "primary_actions",
            "spotlight_actions",
            "template_editors",
            "template_previews",
        )
    ),
    "MachineDriverMixin": (Hook("get_machine_drivers", a_list), Hook("get_machine_types", a_list)),
    "TransitionMixin": (Hook("get_transition_handlers", a_list),),
    "NotificationMixin": (Hook("filter_targets", a_list),),
    "SupplierMixin": (Hook("get_suppliers", a_list),),
    "DataExportMixin": (
        Hook("supports_export"),
        Hook("generate_filename", a_text),
        Hook("update_headers", a_dictionary),
    ),
}
"""Mixin -> its hooks, in the order in which they are called."""

REACHES_OUT: dict[str, tuple[str, ...]] = {
    "CurrencyExchangeMixin": ("update_exchange_rates",),
    "MailMixin": ("process_mail_in", "process_mail_out"),
    "NotificationMixin": ("send_notification",),
    "BulkNotificationMethod": ("send_bulk",),
    "SingleNotificationMethod": ("send",),
    "SupplierMixin": ("get_search_results", "get_import_data"),
}
"""Hooks that are not called: all they do is to reach people or other machines."""
