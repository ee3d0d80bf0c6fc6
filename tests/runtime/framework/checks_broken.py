"""Plugins that fail, beside one that does not."""

RELEASES = ("1.5", "0.13")
MODULES = [
    "aaa_raises",
    "bbb_init",
    "ccc_super",
    "ddd_date",
    "eee_slugs",
    "fff_schedule",
    "ggg_version",
    "hhh_urls",
    "iii_models.plugin",
    "jjj_exit",
    "kkk_missing",
    "lll_single",
    "mmm_app.plugin",
    "nnn_refused",
    "ooo_functions",
    "zzz_healthy",
]

ENTRY_POINTS = {
    "ppp_entry": [
        ("good", "ppp_entry:Holder.Entry"),
        ("value", "ppp_entry:value"),
        ("nothing", "ppp_entry:nothing"),
        ("nameless", "ppp_entry:Nameless"),
    ]
}

FILES = {
    "ppp_entry.py": """
from plugin import InvenTreePlugin
class Holder:
    class Entry(InvenTreePlugin):
        NAME = "Entry"
class Nameless(InvenTreePlugin):
    pass
value = 3
""",
    "aaa_raises.py": "raise RuntimeError('at import')\n",
    "bbb_init.py": """
from plugin import InvenTreePlugin
class Init(InvenTreePlugin):
    NAME = "Init"
    def __init__(self):
        super().__init__()
        raise RuntimeError("in init")
""",
    "ccc_super.py": """
from plugin import InvenTreePlugin
class NoSuper(InvenTreePlugin):
    NAME = "NoSuper"
    def __init__(self):
        pass
""",
    "ddd_date.py": """
from plugin import InvenTreePlugin
class Dated(InvenTreePlugin):
    NAME = "Dated"
    PUBLISH_DATE = "22.02.2222"
""",
    "eee_slugs.py": """
from plugin import InvenTreePlugin
class Empty(InvenTreePlugin):
    NAME = "\u00a0\u4e2d\u6587"
class First(InvenTreePlugin):
    NAME = "The Same"
class Second(InvenTreePlugin):
    NAME = "Other"
    SLUG = "the-same"
class Changed(InvenTreePlugin):
    NAME = "Changed"
    slug = "another"
""",
    "fff_schedule.py": """
from plugin import InvenTreePlugin
from plugin.mixins import ScheduleMixin
class Letter(ScheduleMixin, InvenTreePlugin):
    NAME = "Letter"
    SCHEDULED_TASKS = {"t": {"func": "work", "schedule": "X"}}
    def work(self):
        pass
""",
    "ggg_version.py": """
from plugin import InvenTreePlugin
class Later(InvenTreePlugin):
    NAME = "Later"
    MIN_VERSION = "9.9.9"
class Earlier(InvenTreePlugin):
    NAME = "Earlier"
    MAX_VERSION = "0.9.9"
class Within(InvenTreePlugin):
    NAME = "Within"
    MIN_VERSION = "0.9.0"
    MAX_VERSION = "1.5.0"
class Vague(InvenTreePlugin):
    NAME = "Vague"
    MIN_VERSION = "0.9"
""",
    "hhh_urls.py": """
from django.urls import path
from plugin import InvenTreePlugin
from plugin.mixins import UrlsMixin
class Raises(UrlsMixin, InvenTreePlugin):
    NAME = "Raises"
    def setup_urls(self):
        raise RuntimeError("no urls")
class NoPattern(UrlsMixin, InvenTreePlugin):
    NAME = "NoPattern"
    URLS = ["no pattern"]
""",
    "iii_models/__init__.py": "",
    "iii_models/plugin.py": """
from plugin import InvenTreePlugin
from plugin.mixins import AppMixin
class Models(AppMixin, InvenTreePlugin):
    NAME = "Models"
""",
    "iii_models/models.py": """
from django.db import models
class Thing(models.Model):
    name = models.CharField(max_length=5)
""",
    "jjj_exit.py": "import sys\nsys.exit(3)\n",
    "kkk_missing.py": "import a_package_that_nobody_has\n",
    "lll_single.py": """
from plugin import InvenTreePlugin
from plugin.mixins import AppMixin
class Single(AppMixin, InvenTreePlugin):
    NAME = "Single"
""",
    "mmm_app/__init__.py": "",
    "mmm_app/plugin.py": """
from plugin import InvenTreePlugin
from plugin.mixins import AppMixin
class App(AppMixin, InvenTreePlugin):
    NAME = "App"
""",
    "mmm_app/models.py": "from django.db import models\nraise RuntimeError('in models')\n",
    "nnn_refused.py": """
from plugin import InvenTreePlugin
from plugin.mixins import NavigationMixin
class Navigating(NavigationMixin, InvenTreePlugin):
    NAME = "Navigating"
    NAVIGATION = [{"name": "Home"}]
class Sneaky:
    def plugin_slug(self):
        return "x"
class Mixed(Sneaky, NavigationMixin, InvenTreePlugin):
    NAME = "Mixed"
""",
    "ooo_functions.py": """
from plugin import InvenTreePlugin
from plugin.mixins import ScheduleMixin
class Outside(ScheduleMixin, InvenTreePlugin):
    NAME = "Outside"
    SCHEDULED_TASKS = {
        "system": {"func": "os.getcwd", "schedule": "D"},
        "nowhere": {"func": "ooo_functions.nowhere", "schedule": "D"},
        "missing": {"func": "missing", "schedule": "D"},
        "never": {"func": "work", "schedule": "I", "minutes": 0},
        "good": {"func": "work", "schedule": "D"},
    }
    def work(self):
        pass
""",
    "zzz_healthy.py": """
from django.http import HttpResponse
from django.urls import path
from plugin import InvenTreePlugin
from plugin.mixins import ActionMixin, ScheduleMixin, SettingsMixin, UrlsMixin
def page(request):
    return HttpResponse("healthy")
class Healthy(ActionMixin, ScheduleMixin, SettingsMixin, UrlsMixin, InvenTreePlugin):
    NAME = "Healthy"
    SETTINGS = {"A": {"name": "a", "default": "b"}}
    SCHEDULED_TASKS = {"t": {"func": "work", "schedule": "H"}}
    URLS = [path("page/", page, name="page")]
    def work(self):
        return "worked"
    def get_result(self, user=None, data=None):
        return "healthy"
""",
}


def _of(runtime, plugin):
    return [
        (problem.code, problem.kind, problem.member)
        for problem in runtime.journal.problems
        if problem.plugin == plugin
    ]


def check_the_healthy_one_works(runtime):
    from django.test import Client
    from django.urls import reverse
    from django_q.models import Schedule

    from flake8_inventree_plugin.runtime.framework.mixins.action import perform
    from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh
    from flake8_inventree_plugin.runtime.framework.tasks import run_schedules

    plugin = runtime.registry.get_plugin("healthy")
    assert _of(runtime, "zzz_healthy.Healthy") == []
    assert perform("Healthy", runtime.user).body["result"] == "healthy"
    assert plugin.get_setting("A") == "b"
    assert Schedule.objects.filter(name="plugin.healthy.t").count() == 1
    refresh()
    assert reverse("plugin:healthy:page") == "/plugin/healthy/page/"
    client = Client(headers={"host": "localhost"})
    assert client.get("/plugin/healthy/page/").status_code in (302, 401)
    client.force_login(runtime.user)
    assert client.get("/plugin/healthy/page/").content == b"healthy"
    assert [outcome.text for outcome in run_schedules() if outcome.name == "plugin.healthy.t"] == ["'worked'"]


def check_imports(runtime):
    found = {
        problem.member: (problem.code, problem.message, problem.line)
        for problem in runtime.journal.problems
        if problem.stage == "import" and not problem.member.startswith("ppp_entry")
    }
    assert found == {
        "aaa_raises": ("INV801", "RuntimeError: at import", 1),
        "jjj_exit": ("INV801", "SystemExit: 3", 2),
    }
    assert [(note.plugin, note.needs) for note in runtime.journal.notes] == [
        ("kkk_missing", "a_package_that_nobody_has")
    ]
    assert runtime.registry.errors["discovery"][0] == {"aaa_raises": "RuntimeError: at import"}


def check_init(runtime):
    assert _of(runtime, "bbb_init.Init") == [("INV802", "init", "")]
    assert _of(runtime, "ccc_super.NoSuper") == [("INV802", "super-init", "__init__")]
    assert _of(runtime, "nnn_refused.Navigating") == [("INV802", "mixin-refused", "")]
    (problem,) = [found for found in runtime.journal.problems if found.plugin == "bbb_init.Init"]
    assert problem.file.endswith("bbb_init.py")
    assert problem.line == 7
    assert "in init" in problem.traceback
    assert {"init", "nosuper", "navigating"} <= set(runtime.registry.plugins_inactive)
    from plugin.models import PluginConfig

    assert PluginConfig.objects.get(key="init").active is False
    assert PluginConfig.objects.get(key="healthy").active is True


def check_finals_of_a_mix_in_class(runtime):
    expected = [("INV802", "final-override", "plugin_slug")] if runtime.release == "1.5" else []
    found = [entry for entry in _of(runtime, "nnn_refused.Mixed") if entry[1] == "final-override"]
    assert found == expected


def check_metadata(runtime):
    assert _of(runtime, "ddd_date.Dated") == [("INV805", "publish-date", "PUBLISH_DATE")]
    assert runtime.registry.get_plugin("dated") is not None
    assert runtime.registry.metadata["dated"]["name"] == "Dated"


def check_slugs(runtime):
    assert _of(runtime, "eee_slugs.Empty") == [("INV802", "slug-empty", "NAME")]
    assert _of(runtime, "eee_slugs.First") == []
    assert _of(runtime, "eee_slugs.Second") == [("INV802", "slug-duplicate", "NAME")]
    assert _of(runtime, "eee_slugs.Changed") == [("INV802", "slug-changed", "slug")]


def check_schedules(runtime):
    expected = ("INV802", "mixin-refused", "")
    if runtime.release == "1.5":
        expected = ("INV803", "schedule", "SCHEDULED_TASKS")
    assert _of(runtime, "fff_schedule.Letter") == [expected]


def check_functions_of_schedules(runtime):
    from django_q.models import Schedule

    assert _of(runtime, "ooo_functions.Outside") == [("INV803", "schedule", "SCHEDULED_TASKS")] * 4
    messages = [
        problem.message for problem in runtime.journal.problems if problem.plugin == "ooo_functions.Outside"
    ]
    assert messages[0] == ("PermissionError: os.getcwd is neither a function of the plugin nor of InvenTree")
    assert messages[2] == "AttributeError: the task missing calls missing, which the plugin does not have"
    assert messages[3] == "ValueError: the task never runs every 0 minutes"
    names = set(Schedule.objects.filter(name__startswith="plugin.outside").values_list("name", flat=True))
    assert names == {"plugin.outside.good"}


def check_versions(runtime):
    assert _of(runtime, "ggg_version.Later") == [("INV802", "version-range", "MIN_VERSION")]
    assert _of(runtime, "ggg_version.Earlier") == [("INV802", "version-range", "MAX_VERSION")]
    assert _of(runtime, "ggg_version.Within") == []
    # Up to 1.0 the server cannot read such a version.
    assert _of(runtime, "ggg_version.Vague") == ([] if runtime.release == "1.5" else [("INV802", "init", "")])


def check_urls(runtime):
    assert _of(runtime, "hhh_urls.Raises") == [("INV802", "init", "")]
    assert _of(runtime, "hhh_urls.NoPattern")[0] == ("INV803", "urls", "URLS")


def check_apps(runtime):
    from django.apps import apps

    assert _of(runtime, "iii_models.plugin.Models") == [("INV803", "migrations", "iii_models.migrations")]
    assert _of(runtime, "lll_single.Single") == [("INV803", "app", "")]
    assert _of(runtime, "mmm_app.plugin.App") == [("INV803", "app", "")]
    assert "mmm_app" not in apps.app_configs
    assert apps.get_model("part", "Part").objects.count() == 0


def check_entry_points(runtime):
    plugin = runtime.registry.get_plugin("entry")
    assert type(plugin).__qualname__ == "Holder.Entry"
    assert type(plugin).check_is_package()
    found = {
        problem.member: (problem.code, problem.message)
        for problem in runtime.journal.problems
        if problem.member.startswith("ppp_entry")
    }
    assert found == {
        "ppp_entry:value": ("INV801", "ppp_entry:value is no plugin class"),
        "ppp_entry:nothing": (
            "INV801",
            "AttributeError: module 'ppp_entry' has no attribute 'nothing'",
        ),
    }
    assert _of(runtime, "ppp_entry.Nameless") == [("INV802", "slug-empty", "NAME")]
