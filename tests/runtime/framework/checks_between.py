"""Releases between the guide's and the newest."""

RELEASES = ("0.7", "0.9", "0.15")
MODULES = ["acting", "codes", "labels", "panels", "telling", "renamed"]

FILES = {
    "acting.py": """
from plugin import InvenTreePlugin
from plugin.mixins import ActionMixin
class Acting(ActionMixin, InvenTreePlugin):
    NAME = "Acting"
    def perform_action(self, user=None, data=None):
        self.seen = data
    def get_result(self, user, data):
        return [user.username, data]
class Failing(ActionMixin, InvenTreePlugin):
    NAME = "Failing"
    def perform_action(self):
        pass
""",
    "codes.py": """
from plugin import InvenTreePlugin
from plugin.mixins import BarcodeMixin
class Codes(BarcodeMixin, InvenTreePlugin):
    NAME = "Codes"
    def scan(self, barcode_data):
        return {"part": {"pk": 2}}
    def validate(self):
        return True
    def hash(self):
        return "own hash"
""",
    "labels.py": """
from plugin import InvenTreePlugin
from plugin.mixins import LabelPrintingMixin
printed = []
class Printer(LabelPrintingMixin, InvenTreePlugin):
    NAME = "Printer"
    def print_label(self, *args, **kwargs):
        printed.append((args, kwargs))
""",
    "panels.py": """
from plugin import InvenTreePlugin
from plugin.mixins import PanelMixin
class Panels(PanelMixin, InvenTreePlugin):
    NAME = "Panels"
    def get_custom_panels(self, view, request):
        return [{"title": "Panel", "content": "{{ user }} {{ object }} {{ plugin.slug }}"}]
class NoPanels(PanelMixin, InvenTreePlugin):
    NAME = "NoPanels"
""",
    "telling.py": """
from plugin import InvenTreePlugin
from plugin.mixins import BulkNotificationMethod, SingleNotificationMethod
told = []
class Telling(InvenTreePlugin):
    NAME = "Telling"
class Single(SingleNotificationMethod):
    METHOD_NAME = "single"
    def get_targets(self):
        return self.targets
    def send(self, target):
        told.append(("single", target.username))
        return True
class Bulk(BulkNotificationMethod):
    METHOD_NAME = "bulk"
    def get_targets(self):
        return []
    def send_bulk(self):
        told.append(("bulk", self.context["name"]))
        return True
class Nameless(SingleNotificationMethod):
    pass
""",
    "renamed.py": """
import warnings
from plugin import InvenTreePlugin
class Renamed(InvenTreePlugin):
    NAME = "Renamed"
    PLUGIN_SLUG = "old-slug"
    PUBLISH_DATE = "20220222"
""",
}


def check_actions(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.action import perform

    assert perform("Acting", runtime.user, 5).body == {
        "action": "Acting",
        "result": ["admin", 5],
        "info": None,
    }
    assert perform("Failing", runtime.user).status == 500
    assert perform("nothing", runtime.user).status == 200


def check_barcodes(runtime):
    from flake8_inventree_plugin.runtime.framework.mixins.barcode import scan

    answer = scan("code", runtime.user)
    assert answer.status == 200
    if runtime.release == "0.7":
        assert answer.body == {
            "barcode_data": "code",
            "hash": "own hash",
            "plugin": "Codes",
            "error": "No match found for barcode data",
        }
    else:
        assert answer.body["part"] == {"pk": 2}


def check_labels(runtime):
    from types import SimpleNamespace

    import labels

    from flake8_inventree_plugin.runtime.framework.mixins.label import print_labels
    from label.models import PartLabel
    from part.models import Part

    label = PartLabel.objects.create(name="label")
    part = Part.objects.create(name="part")
    request = SimpleNamespace(user=runtime.user)
    assert print_labels("printer", label, [part], request).status == 200
    arguments, keywords = labels.printed[0]
    assert arguments == ((label,) if runtime.release == "0.7" else ())
    assert keywords["width"] == 50
    assert ("printing_options" in keywords) is (runtime.release == "0.15")
    if runtime.release != "0.7":
        assert keywords["label_instance"] == label
    if runtime.release == "0.15":
        plugin = runtime.registry.get_plugin("printer")
        assert plugin.render_to_html(label, request) == "part - "
        assert plugin.BLOCKING_PRINT is False


def check_panels(runtime):
    from types import SimpleNamespace

    plugin = runtime.registry.get_plugin("panels")
    request = SimpleNamespace(user="<b>")
    view = SimpleNamespace(get_object=lambda: "the part")
    (panel,) = plugin.render_panels(view, request, {})
    assert panel["content"] == "&lt;b&gt; the part panels"
    assert (panel["slug"], panel["key"]) == ("panels", "Panel")
    assert runtime.registry.get_plugin("nopanels").render_panels(None, request, {}) == []
    assert [
        problem.member for problem in runtime.journal.problems if problem.plugin == "panels.NoPanels"
    ] == ["get_custom_panels"]


def check_notifications(runtime):
    import telling

    from flake8_inventree_plugin.runtime.framework.mixins.notification import trigger_notification

    telling.told.clear()
    trigger_notification(None, "news", targets=[runtime.user])
    assert telling.told == [("single", "admin"), ("bulk", "news")]
    assert [
        problem.plugin for problem in runtime.journal.problems if problem.plugin.startswith("telling")
    ] == ["telling.Nameless"]


def check_older_names_of_metadata(runtime):
    plugin = runtime.registry.get_plugin("old-slug")
    assert plugin.slug == "old-slug"
    assert plugin.get_meta_value("SLUG", "PLUGIN_SLUG") == "old-slug"
    assert plugin.get_meta_value("TITLE", "PLUGIN_TITLE", "none") == "none"


def check_dates_are_those_of_the_release(runtime):
    found = [problem.kind for problem in runtime.journal.problems if problem.plugin == "renamed.Renamed"]
    # The container of 0.15 has a Python that takes it.
    assert found == ([] if runtime.release == "0.15" else ["publish-date"])


def check_names(runtime):
    import plugin
    import plugin.mixins

    assert hasattr(plugin, "IntegrationPluginBase") is (runtime.release == "0.7")
    assert hasattr(plugin.InvenTreePlugin, "MIN_VERSION") is (runtime.release != "0.7")
    assert not hasattr(plugin, "ActionPlugin")
    assert not hasattr(plugin.mixins, "UserInterfaceMixin")
    assert isinstance(runtime.registry.get_plugin("acting").registered_mixins, dict) is (
        runtime.release == "0.15"
    )
    assert callable(runtime.registry.get_plugin("acting").is_active)


def check_final_methods_may_be_overridden(runtime):
    from plugin import InvenTreePlugin

    cls = type("Free", (InvenTreePlugin,), {"NAME": "Free", "plugin_slug": lambda self: "mine"})
    assert cls().plugin_slug() == "mine"


def check_alias_of_the_base(runtime):
    import warnings

    if runtime.release != "0.7":
        return
    from plugin import IntegrationPluginBase, InvenTreePlugin

    cls = type("Aliased", (IntegrationPluginBase,), {"NAME": "Aliased"})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert isinstance(cls(), InvenTreePlugin)
    assert [str(warning.message) for warning in caught] == ["IntegrationPluginBase is now InvenTreePlugin"]
