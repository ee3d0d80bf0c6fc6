"""A small plugin for each way to break a contract, and what is broken there.

The source of a way is read by the linter, and imported in the runtime: both must see the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flake8_inventree_plugin.inventree.contracts.contract import Key, Kind, Violation

Expected = tuple[Kind, str, tuple[Key, ...]]
"""Kind, member and path of a violation."""


@dataclass(frozen=True)
class Way:
    """One way to break the contract of a mixin.

    `bases` are those left of the plugin base class, `body` is the rest of the class body. `files` are more
    files of the package; `is_single`: there is no package, only a module. `fails`: importing it raises.
    """

    contract: str
    name: str
    bases: str
    body: str
    expected: tuple[Expected, ...]
    head: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    is_single: bool = False
    fails: bool = False

    @property
    def package(self) -> str:
        """The name of the package: one for each way, so that all can be loaded together."""
        return f"{self.contract}_{self.name}".lower().replace(" ", "_").replace("-", "_")

    @property
    def source(self) -> str:
        """The text of the module that defines the plugin class, `Demo`."""
        imports = f"from plugin.mixins import {self.bases}\n" if self.bases else ""
        bases = f"{self.bases}, " if self.bases else ""
        body = f"\n{self.body}" if self.body else ""
        return (
            f"from plugin import InvenTreePlugin\n{imports}{self.head}\n\n"
            f"class Demo({bases}InvenTreePlugin):\n    NAME = 'Demo'\n{body}\n"
        )

    @property
    def module(self) -> str:
        """The dotted name of that module."""
        return self.package if self.is_single else f"{self.package}.core"

    @property
    def texts(self) -> dict[str, str]:
        """All files by path."""
        if self.is_single:
            return {f"{self.package}.py": self.source}
        return {
            f"{self.package}/__init__.py": "",
            f"{self.package}/core.py": self.source,
            **{f"{self.package}/{path}": text for path, text in self.files.items()},
        }


def shortened(violation: Violation) -> Expected:
    """A violation as this table has it."""
    return violation.kind, violation.member, violation.path


def _method(name: str, parameters: str = "self, *args, **kwargs", body: str = "pass") -> str:
    return f"    def {name}({parameters}):\n        {body}\n"


def _missing(contract: str, *members: str, bases: str = "", body: str = "") -> list[Way]:
    """The ways in which a mixin is left without each of several members, the others being there."""
    return [
        Way(
            contract,
            f"without {member}",
            bases or contract,
            body + "".join(_method(other) for other in members if other != member),
            ((Kind.MISSING_MEMBER, member, ()),),
        )
        for member in members
    ]


def _idle(contract: str) -> Way:
    return Way(contract, "idle", contract, "", ((Kind.IDLE, contract, ()),))


def _stray(contract: str, member: str, definition: str = "") -> Way:
    return Way(
        contract,
        "member without it",
        "",
        definition or _method(member),
        ((Kind.MEMBER_WITHOUT_MIXIN, member, ()),),
    )


def _task(name: str, task: str, *expected: Expected, more: str = "") -> Way:
    body = f"    SCHEDULED_TASKS = {{'task': {task}}}\n\n{_method('run', 'self')}{more}"
    return Way("ScheduleMixin", name, "ScheduleMixin", body, expected)


def _invalid(member: str, *path: Key) -> Expected:
    return Kind.INVALID, member, path


def _setting(name: str, setting: str, *expected: Expected) -> Way:
    return Way("SettingsMixin", name, "SettingsMixin", f"    SETTINGS = {{{setting}}}\n", expected)


def _link(name: str, link: str, *expected: Expected, bases: str = "NavigationMixin, UrlsMixin") -> Way:
    body = f"    NAVIGATION = [{link}]\n"
    if "UrlsMixin" in bases:
        body += "    URLS = [path('', None.__class__, name='index')]\n"
    return Way("NavigationMixin", name, bases, body, expected, "from django.urls import path\n")


_RUN = "'func': 'run', 'schedule': "
_UNKNOWN = Kind.UNKNOWN_NAVIGATION_TARGET
_URL = "    API_URL_SETTING = 'URL'\n"
_SETTINGS = "    SETTINGS = {'URL': {'name': 'Address'}}\n"
_MODEL = "from django.db import models\n\n\nclass Shelf(models.Model):\n    name = models.TextField()\n"
_SUPPLIER = (
    "get_suppliers",
    "get_search_results",
    "get_import_data",
    "get_pricing_data",
    "get_parameters",
    "import_part",
    "import_manufacturer_part",
    "import_supplier_part",
)

WAYS: tuple[Way, ...] = (
    # The plugin base class
    Way(
        "InvenTreePlugin",
        "without super init",
        "",
        _method("__init__", "self", "self.cache = {}"),
        ((Kind.MISSING_SUPER_INIT, "__init__", ()),),
    ),
    # Mixins of which something is missing, unused, or there without them
    _idle("ActionMixin"),
    _stray("ActionMixin", "perform_action"),
    *_missing("BarcodeMixin", "scan"),
    _stray("BarcodeMixin", "scan"),
    *_missing("CurrencyExchangeMixin", "update_exchange_rates"),
    _stray("CurrencyExchangeMixin", "update_exchange_rates"),
    _idle("DataExportMixin"),
    _stray("DataExportMixin", "export_data"),
    *_missing("EventMixin", "process_event"),
    Way(
        "EventMixin",
        "empty hook",
        "EventMixin",
        "    process_event = None\n",
        ((Kind.MISSING_MEMBER, "process_event", ()),),
    ),
    _stray("EventMixin", "process_event"),
    *_missing("IconPackMixin", "icon_packs"),
    _stray("IconPackMixin", "icon_packs"),
    *_missing("LabelPrintingMixin", "print_label"),
    _stray("LabelPrintingMixin", "print_label"),
    Way(
        "LabelPrintingMixin",
        "helper without it",
        "",
        _method("draw", "self, label", "return self.render_to_png(label, None)"),
        ((Kind.MISSING_COMPANION, "LabelPrintingMixin", ()),),
    ),
    *_missing("LocateMixin", "locate_stock_location"),
    _stray("LocateMixin", "locate_stock_location"),
    _idle("MachineDriverMixin"),
    _stray("MachineDriverMixin", "get_machine_drivers"),
    *_missing("MailMixin", "process_mail_in", "process_mail_out"),
    _stray("MailMixin", "process_mail_in"),
    _idle("NotificationMixin"),
    _stray("NotificationMixin", "send_notification"),
    _idle("ReportMixin"),
    _stray("ReportMixin", "add_report_context"),
    *_missing("SupplierBarcodeMixin", "extract_barcode_fields"),
    _stray("SupplierBarcodeMixin", "extract_barcode_fields"),
    *_missing("SupplierMixin", *_SUPPLIER, body="    SETTINGS = {}\n\n"),
    Way(
        "SupplierMixin",
        "without SETTINGS",
        "SupplierMixin",
        "".join(map(_method, _SUPPLIER)),
        ((Kind.MISSING_MEMBER, "SETTINGS", ()),),
    ),
    _stray("SupplierMixin", "get_suppliers"),
    _idle("UserInterfaceMixin"),
    _stray("UserInterfaceMixin", "get_ui_panels"),
    _idle("ValidationMixin"),
    _stray("ValidationMixin", "validate_part_name"),
    # APICallMixin
    Way(
        "APICallMixin",
        "without address",
        "APICallMixin, SettingsMixin",
        _SETTINGS,
        ((Kind.MISSING_MEMBER, "API_URL_SETTING", ()),),
    ),
    Way(
        "APICallMixin",
        "without SettingsMixin",
        "APICallMixin",
        _URL,
        ((Kind.MISSING_COMPANION, "SettingsMixin", ()),),
    ),
    Way(
        "APICallMixin",
        "unknown setting",
        "APICallMixin, SettingsMixin",
        _SETTINGS + "    API_URL_SETTING = 'ADDRESS'\n    API_TOKEN_SETTING = 'KEY'\n",
        (
            (Kind.UNKNOWN_SETTING, "API_URL_SETTING", ()),
            (Kind.UNKNOWN_SETTING, "API_TOKEN_SETTING", ()),
        ),
    ),
    Way(
        "APICallMixin",
        "wrong method",
        "APICallMixin, SettingsMixin",
        f"{_SETTINGS}{_URL}    API_METHOD = 'https://'\n",
        (_invalid("API_METHOD"),),
    ),
    Way(
        "APICallMixin",
        "helper without it",
        "",
        _method("users", "self", "return self.api_call('users')"),
        ((Kind.MISSING_COMPANION, "APICallMixin", ()),),
    ),
    _stray("APICallMixin", "API_URL_SETTING", _URL),
    # AppMixin
    Way("AppMixin", "idle", "AppMixin", "", ((Kind.IDLE, "AppMixin", ()),)),
    Way(
        "AppMixin",
        "single file",
        "AppMixin",
        "",
        ((Kind.MODELS_WITHOUT_APP, "AppMixin", ()),),
        is_single=True,
    ),
    Way(
        "AppMixin",
        "models without it",
        "",
        "",
        ((Kind.MODELS_WITHOUT_APP, "Shelf", ()),),
        "from .models import Shelf\n",
        {"models.py": _MODEL},
        fails=True,
    ),
    # NavigationMixin
    _idle("NavigationMixin"),
    _stray("NavigationMixin", "NAVIGATION", "    NAVIGATION = []\n"),
    Way("NavigationMixin", "no list", "NavigationMixin", "    NAVIGATION = 'x'\n", (_invalid("NAVIGATION"),)),
    _link("no entry", "'index'", _invalid("NAVIGATION", 0)),
    _link("without name", "{'link': 'index'}", _invalid("NAVIGATION", 0)),
    _link("without link", "{'name': 'Demo', 'link': 'index'}, {'name': 'x'}", _invalid("NAVIGATION", 1)),
    _link("url for link", "{'name': 'Demo', 'lnik': 'index'}", _invalid("NAVIGATION", 0, "lnik")),
    _link(
        "near miss",
        "{'name': 'Demo', 'link': 'index', 'icno': 'x'}",
        (Kind.NEAR_MISS, "NAVIGATION", (0, "icno")),
    ),
    _link(
        "other slug", "{'name': 'Demo', 'link': 'plugin:demos:index'}", (_UNKNOWN, "NAVIGATION", (0, "link"))
    ),
    _link(
        "other url", "{'name': 'Demo', 'link': 'plugin:demo:start'}", (_UNKNOWN, "NAVIGATION", (0, "link"))
    ),
    _link(
        "without UrlsMixin",
        "{'name': 'Demo', 'link': 'plugin:demo:start'}",
        (_UNKNOWN, "NAVIGATION", (0, "link")),
        bases="NavigationMixin",
    ),
    # ScheduleMixin
    *_missing("ScheduleMixin", "SCHEDULED_TASKS"),
    Way(
        "ScheduleMixin",
        "no tasks",
        "ScheduleMixin",
        "    SCHEDULED_TASKS = {}\n",
        ((Kind.MISSING_MEMBER, "SCHEDULED_TASKS", ()),),
    ),
    _stray("ScheduleMixin", "SCHEDULED_TASKS", "    SCHEDULED_TASKS = {}\n"),
    Way(
        "ScheduleMixin",
        "no dictionary",
        "ScheduleMixin",
        "    SCHEDULED_TASKS = ['task']\n",
        (_invalid("SCHEDULED_TASKS"),),
    ),
    _task("no task", "'run'", _invalid("SCHEDULED_TASKS", "task")),
    _task("without func", "{'schedule': 'D'}", _invalid("SCHEDULED_TASKS", "task")),
    _task("without schedule", "{'func': 'run'}", _invalid("SCHEDULED_TASKS", "task")),
    _task("shedule", "{'func': 'run', 'shedule': 'D'}", _invalid("SCHEDULED_TASKS", "task", "shedule")),
    _task("unknown schedule", f"{{{_RUN}'X'}}", _invalid("SCHEDULED_TASKS", "task", "schedule")),
    _task("lower case", f"{{{_RUN}'h'}}", _invalid("SCHEDULED_TASKS", "task", "schedule")),
    _task("schedule no text", f"{{{_RUN}1}}", _invalid("SCHEDULED_TASKS", "task", "schedule")),
    _task("without minutes", f"{{{_RUN}'I'}}", _invalid("SCHEDULED_TASKS", "task")),
    _task("zero minutes", f"{{{_RUN}'I', 'minutes': 0}}", _invalid("SCHEDULED_TASKS", "task", "minutes")),
    _task(
        "minutes no number", f"{{{_RUN}'I', 'minutes': 'x'}}", _invalid("SCHEDULED_TASKS", "task", "minutes")
    ),
    _task("func no text", "{'func': 1, 'schedule': 'D'}", _invalid("SCHEDULED_TASKS", "task", "func")),
    _task(
        "near miss", f"{{{_RUN}'D', 'repeat': 1}}", (Kind.NEAR_MISS, "SCHEDULED_TASKS", ("task", "repeat"))
    ),
    _task(
        "unknown function",
        "{'func': 'start', 'schedule': 'D'}",
        (Kind.UNKNOWN_TASK_FUNCTION, "SCHEDULED_TASKS", ("task", "func")),
    ),
    _task(
        "function with arguments",
        "{'func': 'start', 'schedule': 'D'}",
        (Kind.UNKNOWN_TASK_FUNCTION, "SCHEDULED_TASKS", ("task", "func")),
        more=_method("start", "self, user"),
    ),
    # SettingsMixin
    _idle("SettingsMixin"),
    _stray("SettingsMixin", "SETTINGS", _SETTINGS),
    Way(
        "SettingsMixin",
        "helper without it",
        "",
        _method("address", "self", "return self.get_setting('URL')"),
        ((Kind.MISSING_COMPANION, "SettingsMixin", ()),),
    ),
    Way(
        "SettingsMixin", "no dictionary", "SettingsMixin", "    SETTINGS = ['URL']\n", (_invalid("SETTINGS"),)
    ),
    _setting("no setting", "'URL': 'x'", _invalid("SETTINGS", "URL")),
    _setting("lower case", "'url': {'name': 'Address'}", _invalid("SETTINGS", "url")),
    _setting("key no text", "1: {'name': 'Address'}", _invalid("SETTINGS", 1)),
    _setting("long key", f"'{'A' * 51}': {{'name': 'x'}}", _invalid("SETTINGS", "A" * 51)),
    _setting("near miss", "'URL': {'reqiured': True}", (Kind.NEAR_MISS, "SETTINGS", ("URL", "reqiured"))),
    _setting("validator no type", "'URL': {'validator': 'bool'}", _invalid("SETTINGS", "URL", "validator")),
    _setting("choices no pairs", "'URL': {'choices': ['a']}", _invalid("SETTINGS", "URL", "choices", 0)),
    _setting("choices no list", "'URL': {'choices': {'a': 'A'}}", _invalid("SETTINGS", "URL", "choices")),
    _setting("model", "'URL': {'model': 'company'}", _invalid("SETTINGS", "URL", "model")),
    _setting("secret", "'API_TOKEN': {'name': 'x'}", (Kind.UNPROTECTED_SECRET, "SETTINGS", ("API_TOKEN",))),
    _setting(
        "secret by its name",
        "'MOUSER': {'name': 'Mouser API key'}",
        (Kind.UNPROTECTED_SECRET, "SETTINGS", ("MOUSER",)),
    ),
    Way(
        "SettingsMixin",
        "unknown",
        "SettingsMixin",
        _SETTINGS + _method("address", "self", "return self.get_setting('ADDRESS')"),
        ((Kind.UNKNOWN_SETTING, "SETTINGS", ()),),
    ),
    Way(
        "SettingsMixin",
        "unknown of a user",
        "SettingsMixin",
        _SETTINGS + _method("address", "self, user", "return self.get_user_setting('URL', user)"),
        ((Kind.UNKNOWN_SETTING, "USER_SETTINGS", ()),),
    ),
    # TransitionMixin
    *_missing("TransitionMixin", "TRANSITION_HANDLERS"),
    _stray("TransitionMixin", "TRANSITION_HANDLERS", "    TRANSITION_HANDLERS = []\n"),
    Way(
        "TransitionMixin",
        "no list",
        "TransitionMixin",
        "    TRANSITION_HANDLERS = ('x',)\n",
        (_invalid("TRANSITION_HANDLERS"),),
    ),
    Way(
        "TransitionMixin",
        "no handler",
        "TransitionMixin",
        "    TRANSITION_HANDLERS = ['x']\n",
        (_invalid("TRANSITION_HANDLERS", 0),),
    ),
    # UrlsMixin
    _idle("UrlsMixin"),
    _stray("UrlsMixin", "setup_urls", _method("setup_urls", "self", "return []")),
    Way("UrlsMixin", "no list", "UrlsMixin", "    URLS = 'x'\n", (_invalid("URLS"),)),
    Way("UrlsMixin", "no pattern", "UrlsMixin", "    URLS = ['x']\n", (_invalid("URLS", 0),)),
)

OLD_WAYS: tuple[Way, ...] = (
    # What only releases up to 0.17 have.
    *_missing("PanelMixin", "get_custom_panels"),
    _stray("PanelMixin", "get_custom_panels"),
    *_missing("SettingsContentMixin", "get_settings_content"),
)
