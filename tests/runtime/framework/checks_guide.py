"""The generation of the guide: InvenTree 0.6."""

RELEASES = ("0.6",)
MODULES = ["guide", "scanner", "behind", "timed", "calling", "heard", "older"]

FILES = {
    "guide.py": '''
from plugin import IntegrationPluginBase
from plugin.mixins import ActionMixin


class SampleActionPlugin(ActionMixin, IntegrationPluginBase):
    """
    Use docstrings for everything... pls
    """

    PLUGIN_NAME = "SampleActionPlugin"
    ACTION_NAME = "sample"
    AUTHOR = "Sample Author"
    DESCRIPTION = "A very basic plugin with one mixin"
    PUBLISH_DATE = "22.02.2222"
    VERSION = "1.2.3"
    WEBSITE = "https://example.com/"
    LICENSE = "MIT"

    def perform_action(self):
        print("Action plugin in action!")

    def get_info(self):
        return {
            "user": self.user.username,
            "hello": "world",
        }

    def get_result(self):
        return True
''',
    "older.py": """
from plugin import ActionPlugin
class Older(ActionPlugin):
    PLUGIN_NAME = "Older"
    def get_result(self):
        return self.data
class Nameless(ActionPlugin):
    NAME = "of a later release"
""",
    "scanner.py": """
from plugin import IntegrationPluginBase
from plugin.mixins import BarcodeMixin
from stock.models import StockItem
class Scanner(BarcodeMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Scanner"
    def validate(self):
        return str(self.data).startswith("S")
    def getStockItem(self):
        return StockItem.objects.filter(pk=str(self.data)[1:]).first()
class Crashing(BarcodeMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Crashing"
    def validate(self):
        raise RuntimeError("no")
""",
    "behind.py": """
from plugin import IntegrationPluginBase
from plugin.mixins import ActionMixin
class Behind(IntegrationPluginBase, ActionMixin):
    PLUGIN_NAME = "Behind"
""",
    "timed.py": """
from plugin import IntegrationPluginBase
from plugin.mixins import ScheduleMixin
class Timed(ScheduleMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Timed"
    SCHEDULED_TASKS = {"t": {"func": "work", "schedule": "I", "minutes": 1}}
    worked = 0
    def work(self):
        type(self).worked += 1
class Untimed(ScheduleMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Untimed"
""",
    "calling.py": """
from plugin import IntegrationPluginBase
from plugin.mixins import APICallMixin, SettingsMixin
class Calling(APICallMixin, SettingsMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Calling"
    API_URL_SETTING = "URL"
    API_TOKEN_SETTING = "TOKEN"
    SETTINGS = {"URL": {"name": "u", "default": "localhost"}, "TOKEN": {"name": "t", "default": ""}}
class Unset(APICallMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Unset"
""",
    "heard.py": """
from plugin import IntegrationPluginBase
from plugin.mixins import EventMixin
heard = []
class Hearing(EventMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Hearing"
    def process_event(self, event, *args, **kwargs):
        heard.append((event, kwargs))
class Deaf(EventMixin, IntegrationPluginBase):
    PLUGIN_NAME = "Deaf"
""",
}


def _problems(runtime, plugin):
    return [
        (problem.code, problem.kind, problem.member)
        for problem in runtime.journal.problems
        if problem.plugin == plugin
    ]


def check_the_guides_sample(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.action import perform

    assert perform("sample", runtime.user) == (
        200,
        {"action": "sample", "result": True, "info": {"user": "admin", "hello": "world"}},
    )
    assert _problems(runtime, "guide.SampleActionPlugin") == [("INV805", "publish-date", "PUBLISH_DATE")]
    plugin = runtime.registry.get_plugin("sampleactionplugin")
    assert (plugin.author, plugin.version, plugin.license) == ("Sample Author", "1.2.3", "MIT")
    assert plugin.registered_mixins[0]["human_name"] == "Actions"


def check_actions(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.action import perform

    assert perform("Older", runtime.user, [1]).body == {"action": "Older", "result": [1], "info": None}
    assert perform("nothing", runtime.user).status == perform("", runtime.user).status == 200
    assert runtime.registry.get_plugin("of-a-later-release") is None


def check_mixin_behind_the_base_is_missing(runtime):
    plugin = runtime.registry.get_plugin("behind")
    assert plugin.registered_mixins == []
    assert not plugin.mixin_enabled("action")


def check_names(runtime):
    import plugin
    import plugin.mixins
    from plugin import IntegrationPluginBase

    for name in ("InvenTreePlugin", "PluginMixinEnum"):
        assert not hasattr(plugin, name)
    for name in ("LocateMixin", "LabelPrintingMixin", "PanelMixin", "ValidationMixin"):
        assert not hasattr(plugin.mixins, name)
    for name in ("NAME", "MIN_VERSION", "check_version", "get_meta_value", "is_sample"):
        assert not hasattr(IntegrationPluginBase, name), name
    assert hasattr(plugin.mixins.NavigationMixin, "has_naviation")
    assert not hasattr(plugin.mixins.NavigationMixin, "has_navigation")
    assert not hasattr(plugin.mixins.BarcodeMixin, "scan")
    assert not hasattr(plugin.mixins.EventMixin, "wants_process_event")
    assert not hasattr(plugin.mixins.SettingsMixin, "check_settings")


def check_registry_as_task_path(runtime):
    from django.utils.module_loading import import_string

    assert import_string("plugin.registry.call_function")("timed", "plugin_slug") == "timed"


def check_barcodes(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.barcode import link, scan
    from part.models import Part
    from stock.models import StockItem

    item = StockItem.objects.create(part=Part.objects.create(name="p"))
    answer = scan(f"S{item.pk}").body
    assert answer["stockitem"] == {"pk": item.pk, "name": "1 x p"}
    assert answer["plugin"] == "Scanner"
    assert answer["success"] == "Match found for barcode data"
    assert link("linked", "stockitem", item.pk).status == 200
    item.refresh_from_db()
    assert item.uid == item.barcode_hash != ""
    assert scan("linked").body["stockitem"] == {"pk": item.pk}
    assert scan("S999").body["error"] == "No match found for barcode data"
    assert scan({"part": item.part.pk}).body["part"] == {"pk": item.part.pk}
    assert scan(None).status == 400
    plugin = runtime.registry.get_plugin("scanner")
    plugin.init("linked")
    assert plugin.getStockItemByHash() == item
    assert plugin.renderPart(item.part) == {"pk": item.part.pk, "name": "p - "}
    assert ("INV804", "hook", "validate") in _problems(runtime, "scanner.Crashing")


def check_schedules(runtime):
    from timed import Timed

    from flake8_inventree_plugin.runtime.framework.mixins.schedule import schedules
    from flake8_inventree_plugin.runtime.framework.tasks import run_due

    assert [(row.name, row.func, row.args) for row in schedules()] == [
        ("plugin.timed.t", "plugin.registry.call_function", "'timed', 'work'")
    ]
    run_due()
    assert Timed.worked == 1
    assert _problems(runtime, "timed.Untimed") == [("INV802", "mixin-refused", "")]
    assert "untimed" in runtime.registry.plugins_inactive


def check_api_calls(runtime):
    from unittest import mock

    import requests

    plugin = runtime.registry.get_plugin("calling")
    assert plugin.api_url == "https://localhost"
    assert plugin.api_headers == {"Content-Type": "application/json", "Bearer": ""}
    assert plugin.api_build_url_args({"a": "xyz"}) == "?a=x,y,z"
    with mock.patch.object(requests, "request") as request:
        plugin.api_call("x", data={"a": 1})
    assert request.call_args.kwargs["data"] == '{"a": 1}'
    assert plugin in runtime.registry.with_mixin("api_call")
    assert [found.slug for found in runtime.registry.with_mixin("api_call")] == ["calling"]
    assert _problems(runtime, "calling.Unset") == [("INV804", "mixin-refused", "")]


def check_settings(runtime):
    from django.contrib.auth.models import User

    plugin = runtime.registry.get_plugin("calling")
    plugin.set_setting("URL", "elsewhere", User(username="visitor"))
    assert plugin.get_setting("URL") == "localhost"
    plugin.set_setting("URL", "elsewhere", runtime.user)
    assert plugin.get_setting("URL") == "elsewhere"


def check_events(runtime):
    import heard

    from part.models import Part

    heard.heard.clear()
    part = Part.objects.create(name="told")
    assert heard.heard == [("instance.created", {"table": "part_part", "id": part.pk, "model": "Part"})]
    part.delete()
    assert heard.heard[1:] == [("instance.deleted", {"table": "part_part", "model": "Part"})]
    assert ("INV804", "hook", "process_event") in _problems(runtime, "heard.Deaf")


def check_template_tags(runtime):
    from django.template import Context, Template

    text = "{% load plugin_extras %}{% navigation_enabled %} {% plugin_errors as errors %}{{ errors|length }}"
    assert Template(text).render(Context()).startswith("True ")
