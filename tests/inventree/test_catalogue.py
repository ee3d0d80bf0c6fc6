from __future__ import annotations

import json
import subprocess
import sys
from itertools import combinations

import pytest

from flake8_inventree_plugin.inventree.catalogue import (
    NO_DEFAULT,
    Member,
    bases,
    canonical_home,
    event_releases,
    framework_classes,
    has_module,
    host_module_releases,
    host_name_releases,
    host_version,
    import_names,
    import_releases,
    installed_packages,
    is_implementation,
    is_server_module,
    member_releases,
    members,
    migration_apps,
    migration_releases,
    module_releases,
    name_releases,
    packages_complete,
    python_versions,
    silent_table_releases,
    top_level_modules,
)
from flake8_inventree_plugin.inventree.ranges import decode, encode, positions
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
        assert not names["plugin"]["imports"].keys() & names["plugin.mixins"]["imports"].keys()

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

    @pytest.mark.parametrize(
        ("host", "release", "version"),
        [
            ("django", "0.6", "3.2.12"),
            ("django", "1.1", "4.2.25"),
            ("django", "1.5", "5.2.16"),
            ("rest_framework", "1.4", "3.17.1"),
            ("django", "9.9", None),
        ],
    )
    def test_version(self, host, release, version):
        assert host_version(host, release) == version

    def test_a_star_import_binds_only_what_is_public(self):
        assert host_name_releases("django.forms", "CharField") == ALL
        assert host_name_releases("django.forms", "BaseTemporalField") == NONE


class TestPackages:
    @pytest.mark.parametrize("release", ["", "0.5", "9.9"])
    def test_unknown_release(self, release):
        assert installed_packages(release) == {}
        assert not packages_complete(release)
        assert python_versions(release) == (None, None)

    def test_versions_by_release(self):
        assert installed_packages("0.6")["django-q"] == "1.3.4"
        assert "django-q" not in installed_packages("1.5")
        assert installed_packages("1.5")["django"] == "5.2.16"
        assert [release for release in RELEASES if not packages_complete(release)] == ["0.6", "0.7"]

    @pytest.mark.parametrize(
        ("distribution", "names"),
        [
            ("pyyaml", ("yaml",)),
            ("setuptools", ("pkg_resources", "setuptools")),
            ("types-cryptography", ()),
            ("not-known", ("not_known",)),
        ],
    )
    def test_import_names(self, distribution, names):
        assert import_names(distribution) == names

    @pytest.mark.parametrize(
        ("name", "ranges"),
        [("yaml", "0.8+"), ("requests", "0.8+"), ("django_q", "0.6+"), ("nothing", ""), ("pyyaml", "")],
    )
    def test_import_releases(self, name, ranges):
        assert import_releases(name) == parse_ranges(ranges)

    def test_pythons(self):
        assert python_versions("0.6") == (None, None)
        assert python_versions("0.9") == (None, "3.9")
        assert python_versions("1.4") == ("3.11", "3.14")


class TestMigrations:
    @pytest.mark.parametrize(
        ("app", "name"), [("", ""), ("part", ""), ("nothing", "0001_initial"), ("part", "0001")]
    )
    def test_unknown(self, app, name):
        assert migration_releases(app, name) == NONE

    def test_known(self):
        assert migration_releases("part", "0001_initial") == ALL
        assert migration_releases("label", "0001_initial") == parse_ranges("0.6-0.15")
        assert migration_apps() >= {"part", "stock", "label", "InvenTree"}


class TestEvents:
    @pytest.mark.parametrize(
        "name", ["", ".saved", "part_part", "part_part.changed", "part_nothing.saved", "build.", "saved"]
    )
    def test_unknown(self, name):
        assert event_releases(name) == NONE

    @pytest.mark.parametrize(
        ("name", "ranges"),
        [
            ("build.completed", "0.6+"),
            ("instance.created", "0.6"),
            ("salesorder.onhold", "0.17-1.3"),
            ("salesorder.hold", "1.4+"),
            ("part_part.saved", "0.7+"),
            ("order_transferorder.created", "1.4+"),
            # The table is not named after the model.
            ("part_supplierpart.deleted", "0.7+"),
            ("company_supplierpart.deleted", ""),
            ("part_partparameter.saved", "0.7+"),
            # A list of the server's own keeps it from being sent.
            ("part_partpricing.saved", ""),
            ("users_owner.saved", ""),
        ],
    )
    def test_known(self, name, ranges):
        assert event_releases(name) == parse_ranges(ranges)

    def test_silent(self):
        assert silent_table_releases("part_partpricing") == parse_ranges("0.9+")
        assert silent_table_releases("part_part") == NONE


GROUPS = ("names", "imports", "outside")


class TestData:
    FILES = (
        "curated.json",
        "django.json",
        "events.json",
        "import_names.json",
        "members.json",
        "migrations.json",
        "names.json",
        "packages.json",
        "releases.json",
        "rest_framework.json",
    )
    HOSTS = ("django", "rest_framework")

    def modules(self, name):
        """The modules of a file, and the list that its ranges are in."""
        content = load(f"{name}.json")
        return (content, RELEASES) if name == "names" else (content["modules"], tuple(content["versions"]))

    def test_nothing_else_is_there(self):
        assert sorted(path.name for path in DATA.glob("*.json")) == sorted(self.FILES)

    def test_releases_are_the_source_of_the_literal_order(self):
        entries = load("releases.json")
        assert tuple(entries) == RELEASES
        keys = {"commit", "date", "basis", "python", "packages_complete"}
        assert all(entry.keys() == keys for entry in entries.values())
        assert all(entry["basis"] in {"tag", "master"} for entry in entries.values())
        dates = [entry["date"] for entry in entries.values()]
        assert dates == sorted(dates)

    @pytest.mark.parametrize("name", ["names", *HOSTS])
    def test_names(self, name):
        modules, known = self.modules(name)
        places = positions(known)
        assert list(modules) == sorted(modules)
        for module, entry in modules.items():
            assert entry.keys() <= {"in", "names", "imports", "outside"}
            mask = decode(entry["in"], places)
            for group in GROUPS:
                names = entry.get(group, {})
                assert list(names) == sorted(names)
                for ranges in names.values():
                    assert encode(decode(ranges, places), places) == ranges != ""
                    assert not decode(ranges, places) & ~mask, module
            for one, other in combinations(GROUPS, 2):
                for bound in entry.get(one, {}).keys() & entry.get(other, {}).keys():
                    assert not decode(entry[one][bound], places) & decode(entry[other][bound], places)
            package = module.rpartition(".")[0]
            if package:
                assert not mask & ~decode(modules[package]["in"], places), module

    @pytest.mark.parametrize("name", HOSTS)
    def test_every_version_that_a_release_installs_was_read(self, name):
        versions = load(f"{name}.json")["versions"]
        assert {".".join(host_version(name, release).split(".")[:2]) for release in RELEASES} == set(versions)
        assert all(version.startswith(f"{feature}.") for feature, version in versions.items())

    @pytest.mark.parametrize("name", ["names", *HOSTS])
    def test_one_entry_a_line(self, name):
        lines = (DATA / f"{name}.json").read_text("utf-8").splitlines()
        modules, _ = self.modules(name)
        groups = [entry[group] for entry in modules.values() for group in GROUPS if group in entry]
        assert len(lines) == len(modules) + sum(map(len, groups)) + len(groups) + 2
        assert max(map(len, lines)) <= 140

    @pytest.mark.parametrize("name", ["packages", "migrations", "events"])
    def test_two_levels(self, name):
        content = load(f"{name}.json")
        assert list(content) == sorted(content)
        for inner in content.values():
            assert list(inner) == sorted(inner)
            assert all(format_ranges(parse_ranges(ranges)) == ranges != "" for ranges in inner.values())

    def test_a_package_has_one_version_a_release(self):
        for distribution, versions in load("packages.json").items():
            seen = NONE
            for ranges in versions.values():
                assert not seen & parse_ranges(ranges), distribution
                seen |= parse_ranges(ranges)

    def test_every_package_has_its_import_names(self):
        names = load("import_names.json")
        assert list(names) == sorted(names)
        assert not load("packages.json").keys() - names.keys()
        assert all(name.isidentifier() for entry in names.values() for name in entry)

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
            "read = lambda: c._content.cache_info().currsize;"
            "assert read() == 0; c.canonical_home('SettingsMixin'); c.name_releases('part', 'models');"
            "c.is_implementation('plugin.plugin', 'InvenTreePlugin'); assert read() == 1;"
            "c.members('plugin.InvenTreePlugin'); assert read() == 2; c.host_module_releases('django'); assert read() == 4"
        )
        subprocess.run([sys.executable, "-c", code], check=True)
