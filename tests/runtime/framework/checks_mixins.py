"""The mixins of the newest release, each through what the server does with it."""

import pytest

RELEASES = ("1.5",)
MODULES = [
    "acting",
    "setting",
    "planned",
    "listening",
    "pages",
    "shop.plugin",
    "codes",
    "others",
    "printing",
    "themed.plugin",
]
DISTRIBUTIONS = {
    "acting": {
        "name": "acting",
        "version": "3.1",
        "summary": "Acts",
        "author_email": "a@example.com",
        "license": "MIT",
        "project_url": "https://example.com/acting",
    }
}

FILES = {
    "acting.py": """
from plugin import InvenTreePlugin
from plugin.mixins import ActionMixin

class Acting(ActionMixin, InvenTreePlugin):
    NAME = "Acting"
    TITLE = "Acts for you"
    ACTION_NAME = "act"
    done = []
    def perform_action(self, user=None, data=None):
        self.done.append((user.username, data))
    def get_info(self, user, data):
        return {"user": user.username, "hello": "world"}
    def get_result(self, user=None, data=None):
        return True

class Failing(ActionMixin, InvenTreePlugin):
    NAME = "Failing"
    ACTION_NAME = "fail"
    def perform_action(self):
        pass
""",
    "setting.py": """
from django.core.exceptions import ValidationError
from plugin import InvenTreePlugin
from plugin.mixins import SettingsMixin, APICallMixin

def even(value):
    if value % 2:
        raise ValidationError("not even")

calls = []

class Setting(APICallMixin, SettingsMixin, InvenTreePlugin):
    NAME = "Setting"
    API_METHOD = "http"
    API_URL_SETTING = "URL"
    API_TOKEN_SETTING = "TOKEN"
    SETTINGS = {
        "URL": {"name": "URL", "default": "127.0.0.1"},
        "TOKEN": {"name": "Token", "default": "", "protected": True},
        "FLAG": {"name": "Flag", "description": "A flag", "validator": bool, "default": True},
        "NUMBER": {"name": "Number", "validator": [int, even], "default": 4, "units": "mm"},
        "SHARE": {"name": "Share", "validator": float, "default": 0.5},
        "COLOUR": {"name": "Colour", "choices": [("r", "Red"), ("g", "Green")], "default": "r"},
        "SIZE": {"name": "Size", "choices": lambda: [("s", "Small")], "default": "s"},
        "PART": {"name": "Part", "model": "part.part", "model_filters": {"active": True}},
        "NEEDED": {"name": "Needed", "required": True},
        "HOOKED": {"name": "Hooked", "before_save": lambda s: calls.append("before"), "after_save": lambda s: calls.append("after")},
        "MADE": {"name": "Made", "default": lambda: "made"},
    }
    USER_SETTINGS = {"MINE": {"name": "Mine", "default": "own"}}
""",
    "planned.py": """
from plugin import InvenTreePlugin
from plugin.mixins import ScheduleMixin

ran = []
def module_task():
    ran.append("module")

class Planned(ScheduleMixin, InvenTreePlugin):
    NAME = "Planned"
    SCHEDULED_TASKS = {
        "member": {"func": "member", "schedule": " h "},
        "module": {"func": "planned.module_task", "schedule": "I", "minutes": 5, "repeats": 1},
        "failing": {"func": "failing", "schedule": "D"},
    }
    def member(self):
        ran.append(self.slug)
    def failing(self):
        raise RuntimeError("the task fails")
""",
    "listening.py": """
from plugin import InvenTreePlugin
from plugin.mixins import EventMixin

heard = []
class Listening(EventMixin, InvenTreePlugin):
    NAME = "Listening"
    def wants_process_event(self, event):
        return event.startswith("part_part") or event == "hello"
    def process_event(self, event, *args, **kwargs):
        heard.append((event, args, kwargs))

class Deaf(EventMixin, InvenTreePlugin):
    NAME = "Deaf"
    def process_event(self, event, *args, **kwargs):
        raise RuntimeError("cannot hear")

class Undecided(EventMixin, InvenTreePlugin):
    NAME = "Undecided"
    def wants_process_event(self, event):
        raise RuntimeError("cannot decide")
""",
    "pages.py": """
from django.http import HttpResponse
from django.urls import path
from plugin import InvenTreePlugin
from plugin.mixins import UrlsMixin, NavigationMixin

class Pages(UrlsMixin, NavigationMixin, InvenTreePlugin):
    NAME = "Pages"
    SLUG = "my-pages"
    NAVIGATION = [
        {"name": "Home", "link": "plugin:my-pages:home", "icon": "fas fa-home"},
        {"name": "Nowhere", "link": "plugin:my-pages:nowhere"},
    ]
    NAVIGATION_TAB_NAME = "My pages"
    def setup_urls(self):
        return [path("home/<int:number>/", self.home, name="numbered"), path("home/", self.home, name="home")]
    def home(self, request, number=0):
        return HttpResponse(f"home {number}")
""",
    "shop/__init__.py": "",
    "shop/plugin.py": """
from plugin import InvenTreePlugin
from plugin.mixins import AppMixin

class Shop(AppMixin, InvenTreePlugin):
    NAME = "Shop"
""",
    "shop/models.py": """
from django.db import models
from part.models import Part

class Offer(models.Model):
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="offers")
    price = models.IntegerField()
""",
    "shop/admin.py": """
from django.contrib import admin
from .models import Offer
admin.site.register(Offer)
""",
    "shop/migrations/__init__.py": "",
    "shop/migrations/0001_initial.py": """
from django.db import migrations, models
import django.db.models.deletion

class Migration(migrations.Migration):
    initial = True
    dependencies = [("part", "0112_auto_20230525_1606")]
    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("price", models.IntegerField()),
                ("part", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="part.part")),
            ],
        ),
    ]
""",
    "codes.py": """
from plugin import InvenTreePlugin
from plugin.mixins import BarcodeMixin, LocateMixin

located = []
class Codes(BarcodeMixin, LocateMixin, InvenTreePlugin):
    NAME = "Codes"
    def scan(self, barcode_data, user, **kwargs):
        if barcode_data == "list":
            return ["no", "dictionary"]
        if barcode_data == "error":
            return {"error": "broken code"}
        if barcode_data.startswith("CODE"):
            return {"part": {"pk": 1}, "user": user.username}
    def generate(self, model_instance):
        return f"CODE{model_instance.pk}"
    def locate_stock_location(self, location_pk):
        located.append(location_pk)

class OldCodes(BarcodeMixin, InvenTreePlugin):
    NAME = "OldCodes"
    def scan(self, barcode_data):
        return {"old": True}

class NoLocate(LocateMixin, InvenTreePlugin):
    NAME = "NoLocate"
""",
    "others.py": """
from common.icons import IconPack
from django.core.exceptions import ValidationError
from generic.states import TransitionMethod
from plugin import InvenTreePlugin
from plugin.machine import BaseDriver
from plugin.machine.machine_types import LabelPrinterBaseDriver
from plugin.mixins import (
    CurrencyExchangeMixin, DataExportMixin, IconPackMixin, MachineDriverMixin, MailMixin, NotificationMixin,
    ReportMixin, SettingsMixin, SupplierBarcodeMixin, SupplierMixin, TransitionMixin, UserInterfaceMixin,
    ValidationMixin, supplier,
)

seen = []

class Handler(TransitionMethod):
    def transition(self, current_state, target_state, instance, default_action, **kwargs):
        return False

class Driver(LabelPrinterBaseDriver):
    SLUG = "driver"
    NAME = "Driver"
    DESCRIPTION = "Drives"
    def print_label(self, machine, label, item, **kwargs):
        pass

class Unfinished(LabelPrinterBaseDriver):
    SLUG = "unfinished"
    NAME = "Unfinished"
    DESCRIPTION = "Drives nothing"

class Others(
    CurrencyExchangeMixin, DataExportMixin, IconPackMixin, MachineDriverMixin, MailMixin, NotificationMixin,
    ReportMixin, TransitionMixin, UserInterfaceMixin, ValidationMixin, InvenTreePlugin
):
    NAME = "Others"
    TRANSITION_HANDLERS = [Handler()]
    def update_exchange_rates(self, base_currency, symbols):
        return {symbol: 1 for symbol in symbols}
    def icon_packs(self):
        return [IconPack("mine", "my", {"woff": "a.woff"}, {})]
    def get_machine_drivers(self):
        return [Driver, Unfinished]
    def process_mail_out(self, mail, *args, **kwargs):
        seen.append(("mail", mail))
    def process_mail_in(self, mail, *args, **kwargs):
        raise RuntimeError("no mail")
    def send_notification(self, target, category, users, context):
        seen.append(("notification", category, [user.username for user in users], context["name"]))
        return True
    def add_report_context(self, report_instance, model_instance, user, context):
        context["hello"] = str(user)
    def get_ui_panels(self, request, context, **kwargs):
        return [{"key": "a", "title": "<b>"}, {"title": "no key"}, {"key": "b", "options": []}]
    def get_ui_dashboard_items(self, request, context, **kwargs):
        return ({"key": "a"},)
    def get_ui_navigation_items(self, request, context, **kwargs):
        raise RuntimeError("no navigation")
    def validate_part_name(self, name, part):
        if name == "bad":
            self.raise_error("a bad name")
        if name == "crash":
            raise RuntimeError("validation fails")
    def validate_model_deletion(self, instance):
        if getattr(instance, "name", "") == "keep":
            raise ValidationError("kept")
    def generate_batch_code(self, **kwargs):
        return "batch"

class BadHandlers(TransitionMixin, InvenTreePlugin):
    NAME = "BadHandlers"
    TRANSITION_HANDLERS = [Handler]

class Seller(SupplierMixin, InvenTreePlugin):
    NAME = "Seller"
    def get_suppliers(self):
        return [supplier.Supplier("s", "Seller")]

class SellerCodes(SupplierBarcodeMixin, SettingsMixin, InvenTreePlugin):
    NAME = "SellerCodes"
    def extract_barcode_fields(self, barcode_data):
        return self.parse_ecia_barcode2d(barcode_data)
""",
    "shop/templates/shop/offer.html": "an offer",
    "themed/__init__.py": "",
    "themed/plugin.py": """
from plugin import InvenTreePlugin

class Themed(InvenTreePlugin):
    NAME = "Themed"
""",
    "themed/templates/themed.html": "{{ text }} of the plugin",
    "themed/templates/admin/base.html": "replaced",
    "printing.py": """
from plugin import InvenTreePlugin
from plugin.mixins import LabelPrintingMixin
from rest_framework import serializers

printed = []

class Printing(LabelPrintingMixin, InvenTreePlugin):
    NAME = "Printing"
    class PrintingOptionsSerializer(serializers.Serializer):
        copies = serializers.IntegerField(max_value=5)
    def print_label(self, **kwargs):
        printed.append(kwargs)

class Jammed(LabelPrintingMixin, InvenTreePlugin):
    NAME = "Jammed"
""",
}


def _problems(runtime, plugin, member=None):
    return [
        (problem.code, problem.kind, problem.member)
        for problem in runtime.journal.problems
        if problem.plugin == plugin and (member is None or problem.member == member)
    ]


def check_everything_is_loaded(runtime):
    loaded = [line.plugin for line in runtime.lines if type(line).__name__ == "Loaded"]
    assert len(loaded) == len(runtime.registry.plugins) == 19, loaded
    assert runtime.registry.plugins_inactive == {}
    assert [
        problem for problem in runtime.journal.problems if problem.stage in ("import", "init", "metadata")
    ] == []


def check_action_names_the_user(runtime):
    from acting import Acting

    from flake8_inventree_plugin.runtime.framework.mixins.action import perform

    answer = perform("act", runtime.user, {"a": 1})
    assert answer.status == 200
    assert answer.body == {"action": "act", "result": True, "info": {"user": "admin", "hello": "world"}}
    assert Acting.done == [("admin", {"a": 1})]


def check_action_that_fails_or_is_unknown(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.action import perform

    assert perform("", runtime.user).status == 400
    assert perform("nothing", runtime.user) == (
        404,
        {"error": "No matching action found", "action": "nothing"},
    )
    assert perform("fail", runtime.user).status == 404
    assert _problems(runtime, "acting.Failing") == [("INV804", "hook", "perform_action")]


def check_metadata_of_the_package(runtime):
    assert runtime.registry.metadata["acting"] == {
        "slug": "acting",
        "name": "Acting",
        "human_name": "Acts for you",
        "description": "Acts",
        "author": "a@example.com",
        "pub_date": "",
        "version": "3.1",
        "website": "https://example.com/acting",
        "license": "MIT",
        "package_path": "acting",
        "settings_url": "/settings/plugin/acting/",
    }


def check_base_class(runtime):
    from plugin import InvenTreePlugin, PluginMixinEnum

    plugin = runtime.registry.get_plugin("acting")
    assert isinstance(plugin, InvenTreePlugin)
    assert plugin.is_active() is True
    assert plugin.plugin_config().key == "acting"
    assert plugin.plugin_config().plugin is plugin
    assert list(plugin.plugin_config().mixins()) == ["base", "action"]
    assert list(plugin.registered_mixins) == ["action"]
    assert plugin.get_registered_mixins(with_cls=False) == {
        "action": {"key": "action", "human_name": "Actions"}
    }
    assert plugin.mixin("action")
    assert plugin.mixin_enabled(PluginMixinEnum.ACTION)
    assert not plugin.mixin_enabled("settings")
    assert plugin.check_version()
    assert plugin.is_builtin() is plugin.is_mandatory() is plugin.is_sample is False
    assert plugin.file().name == "acting.py"
    assert plugin.plugin_static_file("a.js") == "/static/plugins/acting/a.js"
    assert plugin.get_admin_source() is plugin.get_admin_context() is None
    assert plugin.package_install_name == plugin.check_package_install_name() == "acting"
    assert not hasattr(InvenTreePlugin, "PLUGIN_NAME")


def check_registry_in_its_three_places(runtime):
    from django.utils.module_loading import import_string

    import plugin
    import plugin.registry as named
    from plugin.registry import registry

    assert plugin.registry is named is registry is runtime.registry
    call = import_string("plugin.registry.call_plugin_function")
    assert call("acting", "plugin_slug") == "acting"
    with pytest.raises(AttributeError) as caught:
        call("nobody", "plugin_slug")
    assert "nobody" in str(caught.value)
    assert not hasattr(__import__("sys").modules["plugin.registry"], "call_function")


def check_registry_answers(runtime):
    registry = runtime.registry
    assert registry.get_plugin("nobody") is None
    assert registry.get_plugin("acting", with_mixin="settings") is None
    assert registry.get_plugin("acting", active=False) is None
    assert registry.with_mixin("action", active=False) == []
    assert [plugin.slug for plugin in registry.with_mixin("action")] == ["acting", "failing"]
    assert registry.is_ready
    assert registry.reload_plugins() is registry.check_reload() is registry.set_ready() is None
    assert registry.problems is runtime.journal.problems
    assert registry.errors is runtime.journal.errors


def check_settings_have_defaults_and_types(runtime):
    plugin = runtime.registry.get_plugin("setting")
    values = {key: plugin.get_setting(key) for key in plugin.SETTINGS}
    assert values == {
        "URL": "127.0.0.1",
        "TOKEN": "",
        "FLAG": True,
        "NUMBER": 4,
        "SHARE": "0.5",
        "COLOUR": "r",
        "SIZE": "s",
        "PART": "",
        "NEEDED": "",
        "HOOKED": "",
        "MADE": "made",
    }
    assert plugin.get_setting("UNKNOWN") == ""
    assert plugin.get_setting("UNKNOWN", backup_value=3) == 3
    assert plugin.get_setting("NEEDED", backup_value="later") == "later"
    assert plugin.check_settings() == (False, ["NEEDED"])
    assert plugin.get_settings_dict()["NUMBER"] == "4"
    plugin.set_setting("number", "6")
    assert plugin.get_setting("NUMBER") == 6
    plugin.set_setting("FLAG", "off")
    assert plugin.get_setting("FLAG") is False
    plugin.set_setting("NEEDED", "here", user=None)
    assert plugin.check_settings() == (True, [])
    plugin.set_setting("NUMBER", 4)


def check_settings_refuse_what_is_not_allowed(runtime):
    from django.core.exceptions import ValidationError

    from flake8_inventree_plugin.runtime.framework.mixins.settings import write_setting
    from part.models import Part

    plugin = runtime.registry.get_plugin("setting")
    inactive = Part.objects.create(name="inactive", active=False)
    for key, value in (
        ("NUMBER", 3),
        ("NUMBER", "three"),
        ("SHARE", "half"),
        ("COLOUR", "b"),
        ("SIZE", "large"),
        ("PART", "999"),
        ("PART", "no key"),
        ("PART", inactive.pk),
        ("URL", "x" * 2001),
    ):
        with pytest.raises(ValidationError):
            write_setting(plugin, key, value)
    with pytest.raises(KeyError):
        write_setting(plugin, "url", "lower case")
    active = Part.objects.create(name="active")
    assert write_setting(plugin, "PART", active).value == str(active.pk)
    plugin.set_setting("PART", "")


def check_settings_are_described(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.settings import (
        describe_setting,
        setting_row,
        setting_rows,
        write_setting,
    )

    plugin = runtime.registry.get_plugin("setting")
    secret = write_setting(plugin, "TOKEN", "secret")
    assert secret.protected
    assert describe_setting(secret)["value"] == "***"
    assert plugin.get_setting("TOKEN") == "secret"
    described = {row.key: describe_setting(row) for row in setting_rows(plugin)}
    assert {key: entry["type"] for key, entry in described.items() if entry["type"] != "string"} == {
        "FLAG": "boolean",
        "NUMBER": "integer",
        "PART": "related field",
    }
    assert described["COLOUR"]["choices"] == [
        {"value": "r", "display_name": "Red"},
        {"value": "g", "display_name": "Green"},
    ]
    assert described["NUMBER"]["units"] == "mm"
    assert described["NEEDED"]["required"] is True
    assert (described["FLAG"]["name"], described["FLAG"]["description"]) == ("Flag", "A flag")
    row = setting_row(plugin, "COLOUR")
    assert row.valid_options() == ["r", "g"]
    assert row.is_choice()
    assert not row.is_bool()
    assert not row.is_int()
    number = setting_row(plugin, "NUMBER")
    assert number.is_int()
    assert number.as_int() == 4
    assert setting_row(plugin, "FLAG").is_bool()
    plugin.set_setting("TOKEN", "")


def check_settings_call_what_they_want_called(runtime):
    import setting

    setting.calls.clear()
    runtime.registry.get_plugin("setting").set_setting("HOOKED", "now")
    assert setting.calls == ["before", "after"]


def check_user_settings(runtime):
    from django.contrib.auth.models import User

    from flake8_inventree_plugin.runtime.framework.mixins.settings import describe_setting, write_setting

    plugin = runtime.registry.get_plugin("setting")
    other = User.objects.create_user("other")
    plugin.set_user_setting("MINE", "changed", runtime.user)
    assert plugin.get_user_setting("MINE", runtime.user) == "changed"
    assert plugin.get_user_setting("MINE", other) == "own"
    assert describe_setting(write_setting(plugin, "MINE", "again", user=other))["typ"] == "plugin_user"
    assert plugin.get_user_setting("MINE", other) == "again"


def check_global_settings(runtime):
    from django.contrib.auth.models import User

    from common.models import InvenTreeSetting, InvenTreeUserSetting
    from common.settings import get_global_setting, set_global_setting

    assert get_global_setting("ENABLE_PLUGINS_EVENTS") is True
    assert InvenTreeSetting.get_setting("INVENTREE_INSTANCE") == "InvenTree"
    set_global_setting("INVENTREE_INSTANCE", "Mine", runtime.user)
    assert InvenTreeSetting.get_setting("INVENTREE_INSTANCE") == "Mine"
    set_global_setting("INVENTREE_INSTANCE", "Theirs", User(username="visitor"))
    assert InvenTreeSetting.get_setting("INVENTREE_INSTANCE") == "Mine"
    assert InvenTreeSetting.get_setting("NOTHING", "backup") == "backup"
    assert InvenTreeSetting.get_setting_name("INVENTREE_INSTANCE") == "Server instance name"
    assert InvenTreeSetting.get_setting_default("LABEL_DPI") == 300
    assert InvenTreeSetting.get_setting_choices("LABEL_DPI") is None
    assert InvenTreeSetting.get_setting_description("LABEL_DPI") == ""
    assert InvenTreeUserSetting.get_setting("DATE_DISPLAY_FORMAT", user=runtime.user) == "YYYY-MM-DD"


def check_api_calls(runtime):
    import json
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = {
                "path": self.path,
                "token": self.headers.get("Bearer"),
                "authorization": self.headers.get("Authorization"),
                "method": self.command,
                "body": self.rfile.read(length).decode(),
            }
            text = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    plugin = runtime.registry.get_plugin("setting")
    plugin.set_setting("URL", f"127.0.0.1:{server.server_port}/api")
    plugin.set_setting("TOKEN", "t0ken")
    try:
        assert plugin.has_api_call
        answer = plugin.api_call("/some", url_args={"a b": "c&d", "e": [1, 2]})
        assert answer["path"] == "/api/some?a+b=c%26d&e=1,2"
        assert answer["token"] == "t0ken"
        assert answer["authorization"] == "Bearer t0ken"
        assert plugin.api_call("some", "POST", json={"x": 1})["body"] == '{"x": 1}'
        assert plugin.api_call("some", method="POST", data="as it is", headers={"Bearer": "own"}) == {
            "path": "/api/some",
            "token": "own",
            "authorization": "Bearer t0ken",
            "method": "POST",
            "body": "as it is",
        }
        whole = f"http://127.0.0.1:{server.server_port}/other"
        response = plugin.api_call(whole, endpoint_is_url=True, simple_response=False)
        assert response.status_code == 200
        plugin.set_setting("TOKEN", "")
        assert plugin.api_call("some")["authorization"] is None
    finally:
        server.shutdown()
    with pytest.raises(ValueError, match="either"):
        plugin.api_call("x", data=1, json=1)
    with pytest.raises(ValueError, match="neither http nor https"):
        plugin.api_call("file:///etc/passwd", endpoint_is_url=True)


def check_api_calls_do_not_wait_for_ever(runtime):
    from unittest import mock

    import requests

    from flake8_inventree_plugin.runtime.framework.mixins.api_call import TIMEOUT

    plugin = runtime.registry.get_plugin("setting")
    with mock.patch.object(requests, "request") as request:
        plugin.api_call("x")
        assert request.call_args.kwargs["timeout"] == TIMEOUT
        plugin.api_call("x", timeout=1)
        assert request.call_args.kwargs["timeout"] == 1


def check_schedules_are_planned_and_run(runtime):
    from datetime import timedelta

    import planned
    from django.utils import timezone
    from django_q.models import Schedule, Task

    from flake8_inventree_plugin.runtime.framework.mixins.schedule import schedules
    from flake8_inventree_plugin.runtime.framework.tasks import run_due, run_queue, run_schedules

    rows = {row.name: row for row in schedules()}
    assert {name: (row.schedule_type, row.minutes, row.repeats) for name, row in rows.items()} == {
        "plugin.planned.member": ("H", None, -1),
        "plugin.planned.module": ("I", 5, 1),
        "plugin.planned.failing": ("D", None, -1),
    }
    assert rows["plugin.planned.member"].func == "plugin.registry.call_plugin_function"
    Schedule.objects.create(name="other", func="math.sqrt", args="'no number'", schedule_type="D")
    Schedule.objects.create(name="broken", func="math.sqrt", args="(", schedule_type="D")
    Schedule.objects.create(name="unknown", func="math.floor", args="1.5", schedule_type="h")
    run_queue()
    outcomes = {outcome.name: outcome.success for outcome in run_due()}
    assert outcomes == {
        "plugin.planned.member": True,
        "plugin.planned.module": True,
        "plugin.planned.failing": False,
        "other": False,
        "broken": False,
        "unknown": True,
    }
    assert sorted(planned.ran) == ["module", "planned"]
    assert _problems(runtime, "planned.Planned") == [("INV804", "hook", "failing")]
    assert Task.objects.filter(name="plugin.planned.member", success=True).count() == 1
    assert Schedule.objects.get(name="unknown").repeats == 0
    assert Schedule.objects.get(name="plugin.planned.module").repeats == 0
    assert run_due() == []
    later = {outcome.name for outcome in run_schedules(timezone.now() + timedelta(hours=2))}
    assert later == {"plugin.planned.member"}
    Schedule.objects.exclude(name__startswith="plugin.").delete()


def check_tasks_are_taken_away(runtime):
    from django_q.models import Schedule

    plugin = runtime.registry.get_plugin("planned")
    names = plugin.get_task_names()
    assert names == ["plugin.planned.member", "plugin.planned.module", "plugin.planned.failing"]
    plugin.unregister_tasks()
    assert Schedule.objects.filter(name__in=names).count() == 0
    plugin.register_tasks()
    plugin.register_tasks()
    assert Schedule.objects.filter(name__in=names).count() == 3


def check_events_reach_who_wants_them(runtime):
    import listening

    from flake8_inventree_plugin.runtime.framework.tasks import run_queue
    from part.models import Part
    from plugin.events import trigger_event

    run_queue()
    listening.heard.clear()
    trigger_event("hello", 1, two=2)
    trigger_event("unwanted")
    part = Part.objects.create(name="new")
    assert listening.heard == []
    outcomes = run_queue()
    assert sum(not outcome.success for outcome in outcomes) == 3
    assert listening.heard == [
        ("hello", (1,), {"two": 2}),
        ("part_part.created", (), {"id": part.pk, "model": "Part"}),
    ]
    part.save()
    pk = part.pk
    part.delete()
    run_queue()
    assert listening.heard[2:] == [
        ("part_part.saved", (), {"id": pk, "model": "Part"}),
        ("part_part.deleted", (), {"id": pk, "model": "Part"}),
    ]
    assert ("INV804", "hook", "process_event") in _problems(runtime, "listening.Deaf")
    assert ("INV804", "hook", "wants_process_event") in _problems(runtime, "listening.Undecided")


def check_events_are_not_sent_for_own_tables(runtime):
    from plugin.base.event.events import allow_table_event

    assert allow_table_event("part_part")
    assert allow_table_event("shop_offer")
    assert not allow_table_event("plugin_pluginconfig")
    assert not allow_table_event("common_webhookmessage")
    assert not allow_table_event("auth_user")


def check_urls_are_served_and_reversed(runtime):
    from django.test import Client
    from django.urls import reverse

    from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh

    refresh()
    assert reverse("plugin:my-pages:home") == "/plugin/my-pages/home/"
    assert reverse("plugin:my-pages:numbered", kwargs={"number": 2}) == "/plugin/my-pages/home/2/"
    client = Client(headers={"host": "localhost"})
    client.force_login(runtime.user)
    assert client.get("/plugin/my-pages/home/2/").content == b"home 2"
    assert client.get("/plugin/my-pages/").status_code == 404
    plugin = runtime.registry.get_plugin("my-pages")
    assert plugin.base_url == "plugin/my-pages/"
    assert plugin.internal_name == "plugin:my-pages:"
    assert [pattern.name for pattern in plugin.urlpatterns] == ["numbered", "home"]


def check_navigation(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.navigation import links
    from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh

    refresh()
    plugin = runtime.registry.get_plugin("my-pages")
    assert links(plugin) == [("Home", "fas fa-home", "/plugin/my-pages/home/")]
    assert _problems(runtime, "pages.Pages") == [("INV803", "navigation", "NAVIGATION")]
    assert plugin.has_navigation
    assert plugin.navigation_name == "My pages"
    assert plugin.navigation_icon == "fas fa-question"
    assert not hasattr(plugin, "has_naviation")


def check_app_has_tables_and_pages(runtime):
    from django.conf import settings
    from django.test import Client
    from shop.models import Offer

    from flake8_inventree_plugin.runtime.framework.mixins.app import models_of, pending_migrations
    from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh
    from part.models import Part

    part = Part.objects.create(name="offered")
    Offer.objects.create(part=part, price=3)
    assert part.offers.get().price == 3
    assert settings.INSTALLED_APPS[-1] == "shop"
    assert models_of(runtime.registry.get_plugin("shop")) == [Offer]
    assert pending_migrations() == []
    refresh()
    client = Client(headers={"host": "localhost"})
    client.force_login(runtime.user)
    assert client.get("/admin/shop/offer/").status_code == 200


def check_barcodes(runtime):
    from flake8_inventree_plugin.runtime.framework.barcodes import hash_barcode
    from flake8_inventree_plugin.runtime.framework.mixins.barcode import scan

    answer = scan("CODE 7", runtime.user)
    assert answer.status == 200
    assert answer.body == {
        "success": "Match found for barcode data",
        "part": {"pk": 1},
        "user": "admin",
        "plugin": "Codes",
        "barcode_data": "CODE 7",
        "barcode_hash": hash_barcode("CODE 7"),
    }
    failed = scan("error", runtime.user)
    assert failed.status == 200
    assert failed.body["error"] == "broken code"
    assert scan("list", runtime.user).status == 400
    assert scan("nobody knows", runtime.user).body["error"] == "No match found for barcode data"
    assert scan("", runtime.user).status == scan({"a": 1}, runtime.user).status == 400
    assert scan("x" * 5000, runtime.user).status == 400
    assert set(_problems(runtime, "codes.OldCodes")) == {("INV804", "hook", "scan")}
    assert set(_problems(runtime, "codes.Codes")) == {("INV804", "result", "scan")}


def check_barcodes_that_were_linked(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.barcode import generate, link, scan
    from part.models import Part
    from stock.models import StockItem

    item = StockItem.objects.create(part=Part.objects.create(name="kept"), quantity=2)
    assert link("linked", "stockitem", item.pk).status == 200
    assert scan("linked", runtime.user).body["stockitem"] == {"pk": item.pk}
    assert link("linked", "stockitem", item.pk).body == {"error": "Barcode matches existing item"}
    assert link("other", "stockitem", 9999).status == 400
    assert link("other", "nothing", 1).status == 400
    assert scan(f'{{"stockitem": {item.pk}}}', runtime.user).body["plugin"] == "InvenTreeBarcode"
    assert scan('{"stockitem": 9999}', runtime.user).status == 400
    assert generate("stockitem", item.pk).body == {"barcode": f"CODE{item.pk}"}
    assert generate("stockitem", 9999).status == 400
    item.refresh_from_db()
    assert item.barcode_data == "linked"
    item.unassign_barcode()
    assert scan("linked", runtime.user).status == 400


def check_locate(runtime):
    import codes

    from flake8_inventree_plugin.runtime.framework.mixins.locate import locate
    from part.models import Part
    from stock.models import StockItem, StockLocation

    place = StockLocation.objects.create(name="shelf")
    item = StockItem.objects.create(part=Part.objects.create(name="somewhere"), location=place)
    assert locate("codes", item=item.pk, location=1) == (
        200,
        {"success": "Identification plugin activated", "plugin": "codes", "item": item.pk},
    )
    assert locate("codes", location=str(place.pk)).status == 200
    assert codes.located == [place.pk, place.pk]
    assert locate("codes").status == locate("").status == locate("acting", item=1).status == 400
    assert locate("codes", item="no key").status == locate("codes", location=999).status == 404
    assert locate("nolocate", location=place.pk).status == 500
    assert _problems(runtime, "codes.NoLocate") == [("INV804", "hook", "locate_stock_location")]


def check_labels(runtime):
    from types import SimpleNamespace

    import printing

    from flake8_inventree_plugin.runtime.framework.mixins.label import print_labels
    from part.models import Part
    from report.models import LabelTemplate

    request = SimpleNamespace(user=runtime.user)
    label = LabelTemplate.objects.create(name="label", width=10, height=5)
    parts = [Part.objects.create(name="one"), Part.objects.create(name="two")]
    answer = print_labels("printing", label, parts, request, {"copies": 2})
    assert answer.status == 201
    assert answer.body["complete"] is True
    assert [call["item_instance"] for call in printing.printed] == parts
    assert set(printing.printed[0]) == {
        "context",
        "filename",
        "height",
        "item_instance",
        "label_instance",
        "output",
        "pdf_data",
        "png_file",
        "printing_options",
        "user",
        "width",
    }
    assert printing.printed[0]["printing_options"] == {"copies": 2}
    assert printing.printed[0]["pdf_data"].startswith(b"%PDF")
    assert print_labels("printing", label, parts, request, {"copies": 9}).status == 400
    assert print_labels("printing", label, [], request).status == 400
    assert print_labels("acting", label, parts, request).status == 400
    assert print_labels("printing", LabelTemplate(width=0), parts, request).status == 400
    assert print_labels("jammed", label, parts, request).status == 500
    assert _problems(runtime, "printing.Jammed") == [("INV804", "hook", "print_label")]
    plugin = runtime.registry.get_plugin("printing")
    assert plugin.render_to_html(label, parts[0], request) == "one - "
    assert plugin.render_to_pdf(label, parts[0], request).startswith(b"%PDF")


def check_validation(runtime):
    from django.core.exceptions import ValidationError

    from flake8_inventree_plugin.runtime.framework.mixins.validation import generate_batch_code
    from part.models import Part

    with pytest.raises(ValidationError) as caught:
        Part.objects.create(name="bad")
    assert caught.value.messages == ["a bad name"]
    Part.objects.create(name="crash")
    assert _problems(runtime, "others.Others", "validate_part_name") == [
        ("INV804", "hook", "validate_part_name")
    ]
    kept = Part.objects.create(name="keep")
    with pytest.raises(ValidationError):
        kept.delete()
    assert kept.validate_serial_number("12")
    assert generate_batch_code() == "batch"


def check_ui_features(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.user_interface import features

    assert features("panel", {}, None) == [
        {
            "plugin_name": "others",
            "feature_type": "panel",
            "key": "a",
            "title": "&lt;b&gt;",
            "description": "",
            "icon": "",
            "source": "",
            "options": None,
            "context": None,
        }
    ]
    assert (
        features("dashboard", {}, None)
        == features("navigation", {}, None)
        == features("no kind", {}, None)
        == []
    )
    found = _problems(runtime, "others.Others")
    assert found.count(("INV804", "result", "get_ui_panels")) == 2
    assert ("INV804", "result", "get_ui_dashboard_items") in found
    assert ("INV804", "hook", "get_ui_navigation_items") in found


def check_the_other_mixins(runtime):
    import others

    from flake8_inventree_plugin.runtime.framework.mixins import (
        currency,
        data_export,
        icon_pack,
        mail,
        notification,
    )
    from part.models import Part
    from report.models import ReportTemplate

    plugin = runtime.registry.get_plugin("others")
    assert currency.rates(plugin, "EUR", ("USD",)) == {"USD": 1.0}
    assert list(icon_pack.icon_packs()) == ["my"]
    assert mail.process("out", "letter") is True
    assert mail.process("in", "letter") is False
    notification.trigger_notification(None, "news", targets=[runtime.user, None])
    assert others.seen == [("mail", "letter"), ("notification", "news", ["admin"], "news")]
    assert list(data_export.exporters(Part, runtime.user)) == [plugin]
    assert plugin.generate_filename(Part, "csv").startswith("InvenTree_Part_")
    assert plugin.get_export_options_serializer() is None
    assert plugin.has_transition_handlers
    assert ReportTemplate(name="r").get_context(None, runtime.user)["hello"] == "admin"
    assert runtime.registry.get_plugin("seller").get_suppliers()[0].name == "Seller"


def check_what_activation_refuses(runtime):
    assert _problems(runtime, "others.BadHandlers") == [("INV803", "mixin-refused", "TRANSITION_HANDLERS")]
    assert ("INV803", "mixin-refused", "get_machine_drivers") in _problems(runtime, "others.Others")


def check_settings_of_suppliers_are_their_own(runtime):
    from plugin.mixins import SettingsMixin

    assert SettingsMixin.SETTINGS == {}
    assert list(runtime.registry.get_plugin("seller").settings) == ["SUPPLIER"]
    from company.models import Company

    seller = Company.objects.create(name="Seller", is_supplier=True)
    runtime.registry.get_plugin("seller").set_setting("SUPPLIER", seller.pk)
    assert runtime.registry.get_plugin("seller").supplier_company == seller


def check_barcodes_of_suppliers(runtime):
    from company.models import Company, SupplierPart
    from flake8_inventree_plugin.runtime.framework.mixins.barcode import scan
    from part.models import Part

    part = SupplierPart.objects.create(
        part=Part.objects.create(name="bought"), supplier=Company.objects.create(name="Shop"), SKU="S-1"
    )
    code = "[)>\x1e06\x1dPS-1\x1dQ10\x1e\x04"
    assert scan(code, runtime.user).body["supplierpart"] == {"pk": part.pk}
    assert runtime.registry.get_plugin("sellercodes").quantity == "10"


def check_template_tags(runtime):
    from django.template import Context, Template

    text = (
        "{% load plugin_extras %}{% plugin_list as plugins %}{% for slug in plugins %}{{ slug }} {% endfor %}"
        "{% mixin_enabled plugin 'action' %} {% mixin_available 'mail' %} {% safe_url 'nowhere' %} "
        "{% plugin_settings 'nobody' %} {% inactive_plugin_list %}"
    )
    plugin = runtime.registry.get_plugin("acting")
    rendered = Template(text).render(Context({"plugin": plugin}))
    assert rendered.startswith("acting failing ")
    assert rendered.endswith("True True None None {}")
    with pytest.raises(Exception, match="navigation_enabled") as caught:
        Template("{% load plugin_extras %}{% navigation_enabled %}")
    assert "navigation_enabled" in str(caught.value)


def check_names_of_other_releases_are_not_there(runtime):
    import plugin
    import plugin.mixins

    for module, name in (
        (plugin, "IntegrationPluginBase"),
        (plugin, "ActionPlugin"),
        (plugin.mixins, "PanelMixin"),
        (plugin.mixins, "SingleNotificationMethod"),
    ):
        assert not hasattr(module, name), name
    assert not hasattr(plugin.mixins.BarcodeMixin, "validate")
    assert hasattr(plugin.mixins.BarcodeMixin, "scan")
    assert plugin.mixins.LabelPrintingMixin.BLOCKING_PRINT is True


def check_overriding_a_final_method_is_refused(runtime):
    from plugin import InvenTreePlugin

    with pytest.raises(TypeError) as caught:
        type("Bad", (InvenTreePlugin,), {"plugin_slug": lambda self: "mine"})
    assert str(caught.value) == (
        "INVE-E11: Plugin 'Bad' cannot override final method 'plugin_slug' from InvenTreePlugin."
    )


def check_templates(runtime):
    from django.template.loader import render_to_string

    assert render_to_string("themed.html", {"text": "<b>"}) == "&lt;b&gt; of the plugin"
    assert render_to_string("shop/offer.html") == "an offer"
    assert "replaced" not in render_to_string("admin/base.html")
