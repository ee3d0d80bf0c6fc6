"""What is kept by hand, held against what was read from InvenTree."""

from __future__ import annotations

import json

import pytest

from flake8_inventree_plugin.inventree.catalogue import (
    Deprecation,
    HookCall,
    Successor,
    defined_releases,
    deprecation,
    event_releases,
    event_successors,
    framework_classes,
    hook_calls,
    host_module_releases,
    host_name_releases,
    is_server_module,
    member_releases,
    members,
    module_releases,
    name_releases,
    successors,
)
from flake8_inventree_plugin.inventree.releases import (
    ALL,
    DATA,
    NONE,
    RELEASES,
    ReleaseSet,
    format_ranges,
    parse_ranges,
)

CURATED = json.loads((DATA / "curated.json").read_bytes())
MODULES_OF_PYTHON = ("datetime", "graphlib", "html", "urllib")
KEPT = {"stock.models.generate_batch_code"}
NEVER_READ = {"plugin.mixins.GlobalSettingsMixin"}  # the name in 0.5


def existing(dotted: str) -> ReleaseSet:
    module, _, name = dotted.rpartition(".")
    if dotted.partition(".")[0] in {"django", "rest_framework"}:
        return host_module_releases(dotted) | host_name_releases(module, name)
    if module in framework_classes():
        return member_releases(module, name)
    return module_releases(dotted) | name_releases(module, name)


def entries(*sections: str) -> list:
    return [
        pytest.param(entry, id=f"{entry['old']}-{entry['since']}")
        for section in sections
        for entry in CURATED[section]
    ]


class TestSchema:
    @pytest.mark.parametrize(
        ("section", "required", "optional"),
        [
            ("moves", {"old", "new", "since", "safe"}, {"note"}),
            ("members", {"old", "new", "since", "safe"}, {"note"}),
            ("events", {"old", "new", "since"}, set()),
            ("deprecations", {"name"}, {"announced", "removed", "successor", "note"}),
            ("calls", {"hook", "in", "arguments", "failure"}, {"adapts"}),
        ],
    )
    def test_keys(self, section, required, optional):
        for entry in CURATED[section]:
            assert required <= entry.keys() <= required | optional, entry
            assert all(value != "" or key == "arguments" for key, value in entry.items()), entry

    def test_sections(self):
        assert list(CURATED) == ["moves", "members", "deprecations", "events", "calls"]

    @pytest.mark.parametrize("section", ["moves", "members", "events"])
    def test_nothing_twice(self, section):
        keys = [(entry["old"], entry["since"]) for entry in CURATED[section]]
        assert len(set(keys)) == len(keys)
        assert [old for old, _ in keys] == sorted(old for old, _ in keys)

    def test_what_changes_its_meaning_says_how(self):
        for entry in CURATED["moves"] + CURATED["members"]:
            assert entry["safe"] is True or entry["note"], entry

    def test_one_entry_a_line(self):
        lines = (DATA / "curated.json").read_text("utf-8").splitlines()
        assert len(lines) == sum(map(len, CURATED.values())) + 2 * len(CURATED) + 2


class TestMovesAgainstTheSource:
    @pytest.mark.parametrize("entry", entries("moves", "members"))
    def test_the_old_place_went_or_is_kept_for_old_plugins(self, entry):
        old = existing(entry["old"])
        assert bool(old) == (entry["old"] not in NEVER_READ)
        kept = entry["old"].startswith("InvenTree.status_codes.") or entry["old"] in KEPT
        assert (RELEASES[-1] in old) == kept

    @pytest.mark.parametrize("entry", entries("moves", "members"))
    def test_the_new_place_exists_since(self, entry):
        if entry["new"].partition(".")[0] in MODULES_OF_PYTHON:
            assert entry["since"] == ALL.first
            return
        new = existing(entry["new"])
        assert entry["since"] in new
        index = RELEASES.index(entry["since"])
        assert index == 0 or RELEASES[index - 1] not in new

    @pytest.mark.parametrize("entry", entries("moves"))
    def test_a_safe_move_keeps_the_name_or_the_framework_says_so(self, entry):
        if entry["safe"] and is_server_module(entry["old"]) and not entry["old"].startswith("plugin."):
            assert entry["old"].rpartition(".")[2] == entry["new"].rpartition(".")[2] or module_releases(
                entry["old"]
            )

    @pytest.mark.parametrize("entry", entries("moves"))
    def test_the_new_place_is_the_one_that_defines_it(self, entry):
        module, _, name = entry["new"].rpartition(".")
        if is_server_module(entry["new"]) and not module_releases(entry["new"]):
            public = module in {"plugin", "plugin.mixins"} or module in framework_classes()
            assert public or entry["since"] in defined_releases(module, name)


class TestOthersAgainstTheSource:
    @pytest.mark.parametrize("entry", entries("events"))
    def test_events(self, entry):
        old = event_releases(entry["old"])
        assert old
        assert entry["since"] not in old
        assert RELEASES[RELEASES.index(entry["since"]) - 1] in old
        if not entry["new"].startswith("<table>."):
            assert entry["since"] in event_releases(entry["new"])

    @pytest.mark.parametrize("entry", CURATED["deprecations"], ids=lambda entry: entry["name"])
    def test_deprecations(self, entry):
        assert all(entry[key] in RELEASES for key in ("announced", "removed") if key in entry)
        place = entry["name"].rpartition(".")[0]
        releases = existing(entry["name"])
        if releases and "removed" in entry:
            assert entry["removed"] not in releases
            assert RELEASES[RELEASES.index(entry["removed"]) - 1] in releases
        # A field of a model, or an attribute that plugins set: only its class is known.
        assert releases or existing(place)

    @pytest.mark.parametrize("hook", sorted({entry["hook"] for entry in CURATED["calls"]}))
    def test_calls(self, hook):
        class_name, _, name = hook.rpartition(".")
        calls = hook_calls(class_name, name)
        seen = NONE
        for call in calls:
            assert call.releases
            assert not call.releases & seen
            seen |= call.releases
        assert seen == member_releases(class_name, name)

    @pytest.mark.parametrize("hook", sorted({entry["hook"] for entry in CURATED["calls"]}))
    def test_the_server_can_call_its_own_hooks(self, hook):
        class_name, _, name = hook.rpartition(".")
        for call in hook_calls(class_name, name):
            for form in members(class_name)[name]:
                if not call.releases & form.releases:
                    continue
                parameters = [text for text in form.parameters if text != "self"]
                names = [text.rstrip("=") for text in parameters if not text.startswith("*")]
                keywords = [text[:-1] for text in call.arguments if text.endswith("=")]
                positional = [text for text in call.arguments if not text.endswith("=") and text != "**"]
                anything = any(text.startswith("**") for text in parameters)
                assert len(positional) <= len(names)
                assert anything or not set(keywords) - set(names)
                required = {
                    text for text in parameters if not text.endswith("=") and not text.startswith("*")
                }
                assert not required - set(names[: len(positional)]) - set(keywords)


class TestSuccessors:
    @pytest.mark.parametrize(
        "dotted",
        [
            "",
            "plugin",
            "plugin.mixins.SettingsMixin",
            "part.models.Part",
            "part.models.os",
            "part.models._",
            "report.api.registry",  # there are several
            "users.models.User",  # Django's; another module has its own
            "part.models.QuerySet",
            "mine.models.Part",
            "django.urls.path",
            "build.views.BuildDetail",
        ],
    )
    def test_none(self, dotted):
        assert successors(dotted) == ()

    def test_moved(self):
        assert successors("InvenTree.api_tester.InvenTreeAPITestCase") == (
            Successor(
                "InvenTree.api_tester.InvenTreeAPITestCase",
                "InvenTree.unit_test.InvenTreeAPITestCase",
                ReleaseSet.since("0.12"),
                True,
            ),
        )

    def test_moved_twice(self):
        assert [
            (found.new, format_ranges(found.releases)) for found in successors("InvenTree.tasks.send_email")
        ] == [
            ("InvenTree.email.send_email", "0.12-0.16"),
            ("InvenTree.helpers_email.send_email", "0.17+"),
        ]

    def test_with_another_meaning(self):
        (found,) = successors("part.models.PartParameter")
        assert (found.new, found.safe) == ("common.models.Parameter", False)
        assert "model_type" in found.note

    def test_moved_with_its_module(self):
        (found,) = successors("part.templatetags.inventree_extras.setting_object")
        assert found.new == "InvenTree.templatetags.inventree_extras.setting_object"
        assert found.releases.first == "0.14"

    def test_a_name_of_a_module_that_python_replaces_may_not_be_there(self):
        (found,) = successors("django.utils.datetime_safe.new_date")
        assert (found.new, found.safe) == ("datetime", False)

    def test_member(self):
        (found,) = successors("plugin.IntegrationPluginBase.PLUGIN_NAME")
        assert (found.new, found.safe) == ("plugin.InvenTreePlugin.NAME", True)

    def test_implementation_of_a_class_of_the_framework(self):
        found = successors("plugin.base.integration.mixins.PanelMixin")
        assert [(successor.new, successor.safe) for successor in found] == [
            ("plugin.mixins.PanelMixin", True),
            ("plugin.mixins.UserInterfaceMixin", False),
        ]

    def test_name_that_a_module_only_imported(self):
        assert successors("part.models.SupplierPart") == (
            Successor("part.models.SupplierPart", "company.models.SupplierPart", ALL, True),
        )
        assert [
            (found.new, format_ranges(found.releases)) for found in successors("order.tasks.SalesOrderStatus")
        ] == [
            ("InvenTree.status_codes.SalesOrderStatus", "0.6-0.15"),
            ("order.status_codes.SalesOrderStatus", "0.16+"),
        ]

    def test_django(self):
        assert successors("django.conf.urls.url") == (
            Successor("django.conf.urls.url", "django.urls.re_path", ALL, True),
        )

    def test_event(self):
        assert event_successors("build.completed") == ()
        (hold,) = event_successors("salesorder.onhold")
        assert (hold.new, hold.releases) == ("salesorder.hold", ReleaseSet.since("1.4"))
        (saved,) = event_successors("instance.saved")
        assert (saved.new, saved.releases) == ("<table>.saved", ReleaseSet.since("0.7"))


class TestDeprecation:
    def test_none(self):
        assert deprecation("part.models.Part") is None
        assert deprecation("") is None

    def test_known(self):
        assert deprecation("plugin.IntegrationPluginBase") == Deprecation(
            "plugin.IntegrationPluginBase", "0.7", "0.8", "plugin.InvenTreePlugin"
        )


class TestHookCalls:
    def test_none(self):
        assert hook_calls("plugin.mixins.BarcodeMixin", "generate") == ()
        assert hook_calls("", "") == ()

    def test_known(self):
        assert hook_calls("plugin.mixins.BarcodeMixin", "scan")[-1] == HookCall(
            ReleaseSet.since("1.4"), ("barcode_data", "user=", "**"), logged=True, adapts=False
        )
        assert [
            (call.arguments, call.adapts)
            for call in hook_calls("plugin.mixins.ValidationMixin", "generate_batch_code")
        ] == [((), False), (("**",), True)]
        assert hook_calls("plugin.mixins.ActionMixin", "perform_action")[0].releases == parse_ranges("0.6")
