from __future__ import annotations

import json
import subprocess
import sys

import pytest

from flake8_inventree_plugin.inventree.catalogue import (
    NO_DEFAULT,
    Member,
    bases,
    canonical_home,
    framework_classes,
    has_module,
    host_module_releases,
    host_name_releases,
    is_implementation,
    is_server_module,
    member_releases,
    members,
    module_releases,
    name_releases,
    top_level_modules,
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


def load(file: str) -> dict:
    return json.loads((DATA / file).read_bytes())


class TestModulesAndNames:
    @pytest.mark.parametrize(
        "module", ["", "plugin.nothing", "plug", "django.urls", "plugin.", ".plugin", "requests"]
    )
    def test_unknown_module(self, module):
        assert not has_module(module)
        assert module_releases(module) == NONE
        assert name_releases(module, "InvenTreePlugin") == NONE

    @pytest.mark.parametrize("name", ["", "Nothing", "models.Part", "in", "names"])
    def test_unknown_name(self, name):
        assert name_releases("part.models", name) == NONE

    @pytest.mark.parametrize(
        ("module", "ranges"),
        [
            ("plugin", "0.6+"),
            ("plugin.mixins", "0.6+"),
            ("plugin.integration", "0.6"),
            ("plugin.base.integration.mixins", "0.7-0.17"),
            ("label.models", "0.6-0.15"),
            ("data_exporter", "1.0+"),
        ],
    )
    def test_module(self, module, ranges):
        assert has_module(module)
        assert module_releases(module) == parse_ranges(ranges)

    @pytest.mark.parametrize(
        ("module", "name", "ranges"),
        [
            ("plugin", "InvenTreePlugin", "0.7+"),
            ("plugin", "IntegrationPluginBase", "0.6-0.7"),
            ("plugin.mixins", "PanelMixin", "0.7-0.17"),
            ("part.models", "PartParameter", "0.6-1.1"),
            ("part.models", "SupplierPart", "0.6-1.2"),
            ("part.models", "Part", "0.6+"),
            ("common.models", "Parameter", "1.2+"),
            ("InvenTree.helpers", "str2int", "0.9-0.17"),
        ],
    )
    def test_name(self, module, name, ranges):
        assert name_releases(module, name) == parse_ranges(ranges)

    def test_a_submodule_is_a_name_of_its_package(self):
        assert name_releases("part", "models") == ALL
        assert name_releases("plugin.base.integration", "PanelMixin") == parse_ranges("0.15-0.17")

    def test_a_name_may_be_both_value_and_submodule(self):
        assert has_module("plugin.registry")
        assert name_releases("plugin", "registry") == ALL

    def test_top_level_modules(self):
        assert top_level_modules() >= {"InvenTree", "common", "part", "plugin", "plugins", "stock"}
        assert not {name for name in top_level_modules() if "." in name}

    @pytest.mark.parametrize(
        "dotted", ["", "plugins", "plugins.mine", "web.views", "manage", "script", "partly", "django"]
    )
    def test_not_the_server(self, dotted):
        assert not is_server_module(dotted)

    @pytest.mark.parametrize(
        "dotted", ["plugin", "plugin.not.known", "part.models", "InvenTree", "label.models.PartLabel"]
    )
    def test_the_server(self, dotted):
        assert is_server_module(dotted)


class TestCanonicalHome:
    @pytest.mark.parametrize("name", ["__all__", "supplier", "Part", "mixins", "", "_", "SupplierPart"])
    def test_not_public(self, name):
        assert canonical_home(name) is None
        assert not is_implementation("plugin.base.supplier.mixins", name)

    @pytest.mark.parametrize(
        ("name", "package", "ranges"),
        [
            ("InvenTreePlugin", "plugin", "0.7+"),
            ("IntegrationPluginBase", "plugin", "0.6-0.7"),
            ("registry", "plugin", "0.6+"),
            ("MixinImplementationError", "plugin", "0.6+"),
            ("PluginMixinEnum", "plugin", "1.0+"),
            ("SettingsMixin", "plugin.mixins", "0.6+"),
            ("PanelMixin", "plugin.mixins", "0.7-0.17"),
            ("BulkNotificationMethod", "plugin.mixins", "0.7-0.17"),
            ("SupplierMixin", "plugin.mixins", "1.1+"),
        ],
    )
    def test_public(self, name, package, ranges):
        assert canonical_home(name) == (package, parse_ranges(ranges))

    def test_no_name_has_two_homes(self):
        names = load("names.json")
        both = names["plugin"]["names"].keys() & names["plugin.mixins"]["names"].keys()
        assert both == {"__all__"}

    @pytest.mark.parametrize(
        ("module", "name"),
        [
            ("plugin", "InvenTreePlugin"),
            ("plugin.mixins", "SettingsMixin"),
            ("report.models", "InvenTreePlugin"),  # an import for its own use
            ("machine.machine_types.label_printer", "LabelPrintingMixin"),
            ("common.notifications", "registry"),
            ("machine.registry", "registry"),  # the registry of machines
            ("plugin.machine", "registry"),
            ("plugin.builtin.labels.inventree_machine", "registry"),
            ("plugin.base.supplier.api", "SupplierMixin"),  # a stand-in
            ("plugin.base.integration", "APICallMixin"),  # the module of this name
            ("plugin.models", "PluginConfig"),
            ("plugin.helpers", "render_template"),
            ("plugin.nothing", "SettingsMixin"),
            ("plugins.base", "SettingsMixin"),
            ("mine.mixins", "SettingsMixin"),
        ],
    )
    def test_no_implementation(self, module, name):
        assert not is_implementation(module, name)

    @pytest.mark.parametrize(
        ("module", "name"),
        [
            ("plugin.plugin", "InvenTreePlugin"),
            ("plugin.integration", "IntegrationPluginBase"),
            ("plugin.registry", "registry"),
            ("plugin.helpers", "MixinNotImplementedError"),
            ("plugin.base.integration.mixins", "SettingsMixin"),
            ("plugin.base.integration.APICallMixin", "APICallMixin"),
            ("plugin.builtin.integration.mixins", "AppMixin"),
            ("plugin.base.barcodes.mixins", "SupplierBarcodeMixin"),
            ("plugin.samples.integration.sample", "SettingsMixin"),
            ("common.notifications", "BulkNotificationMethod"),
            ("common.notifications", "SingleNotificationMethod"),
        ],
    )
    def test_implementation(self, module, name):
        assert is_implementation(module, name)

    def test_the_framework_classes_are_the_public_ones(self):
        public = {name for name in framework_classes() if not name.startswith("common.models.")}
        assert all(canonical_home(name.rpartition(".")[2])[0] == name.rpartition(".")[0] for name in public)


class TestMembers:
    def test_unknown(self):
        assert members("plugin.Nothing") == {}
        assert bases("plugin.Nothing") == {}
        assert member_releases("plugin.Nothing", "slug") == NONE
        assert member_releases("plugin.InvenTreePlugin", "nothing") == NONE

    def test_forms_of_a_method(self):
        assert members("plugin.mixins.BarcodeMixin")["scan"] == [
            Member("method", parse_ranges("0.9-1.3"), ("self", "barcode_data")),
            Member("method", parse_ranges("1.4+"), ("self", "barcode_data", "user", "**kwargs")),
        ]

    def test_final(self):
        slug, enforced = (
            members("plugin.InvenTreePlugin")["slug"],
            members("plugin.InvenTreePlugin")["plugin_slug"],
        )
        assert [(form.kind, form.final, form.enforced, format_ranges(form.releases)) for form in slug] == [
            ("property", False, False, "0.7-0.17"),
            ("property", True, False, "1.0+"),
        ]
        assert [
            (form.kind, form.final, form.enforced, format_ranges(form.releases)) for form in enforced
        ] == [
            ("method", False, False, "0.7-0.17"),
            ("method", True, True, "1.0+"),
        ]

    def test_defaults(self):
        plugin = members("plugin.InvenTreePlugin")
        assert plugin["NAME"] == [Member("attribute", parse_ranges("0.7+"), default="")]
        assert plugin["SLUG"] == [Member("attribute", parse_ranges("0.7+"), default=None)]
        assert plugin["package"] == [Member("attribute", parse_ranges("0.7+"), default=NO_DEFAULT)]
        assert [form.default for form in members("plugin.mixins.LabelPrintingMixin")["BLOCKING_PRINT"]] == [
            False,
            True,
        ]
        assert repr(NO_DEFAULT) == "NO_DEFAULT"

    def test_must_override(self):
        assert [
            form.must_override for form in members("plugin.mixins.LabelPrintingMixin")["print_label"]
        ] == [True, True]
        assert [
            form.must_override for form in members("plugin.mixins.LabelPrintingMixin")["print_labels"]
        ] == [False] * 3

    @pytest.mark.parametrize(
        ("mixin", "key"),
        [("ActionMixin", "action"), ("UserInterfaceMixin", "ui"), ("ScheduleMixin", "schedule")],
    )
    def test_key(self, mixin, key):
        home = canonical_home(mixin)
        assert home
        assert members(f"plugin.mixins.{mixin}")["(key)"] == [Member("key", home[1], default=key)]

    @pytest.mark.parametrize(
        ("class_name", "member", "ranges"),
        [
            ("plugin.InvenTreePlugin", "_mixins", "0.7+"),  # set in __init__ of a base class
            ("plugin.InvenTreePlugin", "_is_package", "0.7+"),
            (
                "plugin.InvenTreePlugin",
                "path",
                "0.7+",
            ),  # an attribute of instances, then a method, then a class method
            ("plugin.InvenTreePlugin", "plugin_static_file", "0.17+"),
            ("plugin.IntegrationPluginBase", "PLUGIN_NAME", "0.6"),
            ("plugin.ActionPlugin", "slug", "0.6"),
            ("plugin.mixins.SupplierMixin", "get_setting", "1.1+"),
            ("plugin.mixins.SupplierBarcodeMixin", "scan", "0.13+"),
            ("plugin.mixins.SupplierBarcodeMixin", "_supplier", "0.17+"),
            ("plugin.mixins.BulkNotificationMethod", "METHOD_NAME", "0.7-0.17"),
            ("common.models.WebhookEndpoint", "process_payload", "0.6+"),
        ],
    )
    def test_member_releases(self, class_name, member, ranges):
        assert member_releases(class_name, member) == parse_ranges(ranges)

    def test_bases(self):
        assert bases("plugin.IntegrationPluginBase") == {
            ("MixinBase", "plugin.InvenTreePluginBase"): ReleaseSet.of("0.6"),
            ("plugin.InvenTreePlugin",): ReleaseSet.of("0.7"),
        }
        assert bases("plugin.mixins.SupplierBarcodeMixin") == {
            ("plugin.mixins.BarcodeMixin",): parse_ranges("0.13+")
        }
        assert bases("plugin.mixins.ActionMixin") == {(): ALL}
        assert bases("common.models.WebhookEndpoint") == {("models.Model",): ALL}


class TestHost:
    @pytest.mark.parametrize("module", ["part.models", "", "django.nothing", "rest_framework_simplejwt"])
    def test_unknown_module(self, module):
        assert host_module_releases(module) == NONE
        assert host_name_releases(module, "path") == NONE

    @pytest.mark.parametrize(
        ("module", "name", "ranges"),
        [
            ("django.conf.urls", "url", "0.6-0.13"),
            ("django.urls", "re_path", "0.6+"),
            ("django.utils.translation", "ugettext_lazy", "0.6-0.13"),
            ("django.utils.translation", "gettext_lazy", "0.6+"),
            ("django.utils.encoding", "force_text", "0.6-0.13"),
            ("django.utils", "translation", "0.6+"),
            ("django.utils.timezone", "utc", "0.6-1.1"),  # by the module's __getattr__ on Django 4.2
            ("django.utils", "nothing", ""),
            ("rest_framework", "serializers", "0.6+"),
            ("rest_framework.compat", "coreapi", "0.6-1.2"),
        ],
    )
    def test_name(self, module, name, ranges):
        assert host_name_releases(module, name) == parse_ranges(ranges)


class TestData:
    FILES = ("names.json", "host.json", "members.json", "releases.json")

    def test_nothing_else_is_there(self):
        assert sorted(path.name for path in DATA.glob("*.json")) == sorted(self.FILES)

    def test_releases_are_the_source_of_the_literal_order(self):
        entries = load("releases.json")
        assert tuple(entries) == RELEASES
        assert all(entry.keys() == {"commit", "date", "basis"} for entry in entries.values())
        dates = [entry["date"] for entry in entries.values()]
        assert dates == sorted(dates)

    @pytest.mark.parametrize("file", ["names.json", "host.json"])
    def test_names(self, file):
        modules = load(file)
        assert list(modules) == sorted(modules)
        for module, entry in modules.items():
            assert entry.keys() <= {"in", "names"}
            names = entry.get("names", {})
            assert list(names) == sorted(names)
            releases = parse_ranges(entry["in"])
            for ranges in (entry["in"], *names.values()):
                assert format_ranges(parse_ranges(ranges)) == ranges != ""
                assert not parse_ranges(ranges) - releases, module
            package = module.rpartition(".")[0]
            if package and module != "django.bin.django-admin":  # its folder is no package
                assert not releases - parse_ranges(modules[package]["in"]), module

    @pytest.mark.parametrize("file", ["names.json", "host.json"])
    def test_one_entry_a_line(self, file):
        lines = (DATA / file).read_text("utf-8").splitlines()
        entries = sum(1 + len(entry.get("names", {})) for entry in load(file).values())
        closing = sum("names" in entry for entry in load(file).values())
        assert len(lines) == entries + closing + 2
        assert max(map(len, lines)) <= 110

    def test_members(self):
        classes = load("members.json")
        assert list(classes) == sorted(classes)
        kinds = {"method", "property", "classmethod", "staticmethod", "attribute", "key"}
        for class_name, entry in classes.items():
            home, _, name = class_name.rpartition(".")
            exists = name_releases(home, name)
            described = NONE
            for base in entry["bases"]:
                assert not described & parse_ranges(base["in"])
                described |= parse_ranges(base["in"])
            assert described == exists, class_name
            assert list(entry["members"]) == sorted(entry["members"])
            for member, variants in entry["members"].items():
                seen = NONE
                for variant in variants:
                    releases = parse_ranges(variant["in"])
                    assert releases, (class_name, member)
                    assert not releases & seen, (class_name, member)
                    assert not releases - exists, (class_name, member)
                    assert variant["kind"] in kinds
                    assert ("parameters" in variant) == (variant["kind"] not in {"attribute", "key"})
                    seen |= releases

    def test_what_is_not_asked_for_is_not_read(self):
        code = (
            "from flake8_inventree_plugin.inventree import catalogue as c;"
            "read = lambda: c._modules.cache_info().currsize;"
            "assert read() == 0; c.canonical_home('SettingsMixin'); c.name_releases('part', 'models');"
            "c.is_implementation('plugin.plugin', 'InvenTreePlugin'); assert read() == 1;"
            "c.members('plugin.InvenTreePlugin'); assert read() == 2; c.host_module_releases('django'); assert read() == 3"
        )
        subprocess.run([sys.executable, "-c", code], check=True)
