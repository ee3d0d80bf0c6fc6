"""Facts read from a small made-up InvenTree."""

from __future__ import annotations

import json

import pytest

from flake8_inventree_plugin.inventree.extract.checkout import CheckoutError, read_checkout
from flake8_inventree_plugin.inventree.extract.data_files import (
    recorded_commits,
    with_hosts,
    with_import_names,
    with_releases,
)
from flake8_inventree_plugin.inventree.extract.environment import packages
from flake8_inventree_plugin.inventree.extract.host import read_hosts, read_import_names
from flake8_inventree_plugin.inventree.extract.modules import locate, parse_modules, resolve
from flake8_inventree_plugin.inventree.extract.release import feature_release, read_release
from flake8_inventree_plugin.inventree.extract.tables import (
    RELEASE_TABLES,
    merged,
    places,
    read_json,
    read_table,
    table_text,
    write_files,
)
from tests.inventree.checkouts import git, new_release, old_release, repository, write


def modules_of(files: dict[str, str]):
    return parse_modules({path: text.encode() for path, text in files.items()}, lambda parts: False)


@pytest.fixture
def mirror(tmp_path):
    return repository(tmp_path, {"0.9.0": old_release(), "1.1": new_release()})


class TestCheckout:
    def test_a_folder_without_git(self, tmp_path):
        checkout = read_checkout(write(tmp_path, old_release()))
        assert (checkout.commit, checkout.date) == ("", "")
        assert "README.md" not in checkout.files
        assert checkout.files["Dockerfile"] == b"FROM python:3.9-slim as base\n"

    def test_a_folder_without_git_has_no_refs(self, tmp_path):
        with pytest.raises(CheckoutError, match=r'is not a git repository, so it has no "0\.9\.0"\.'):
            read_checkout(write(tmp_path, old_release()), "0.9.0")

    def test_links_are_not_followed(self, tmp_path):
        outside = tmp_path / "outside.py"
        outside.write_text("secret = 1\n")
        folder = write(tmp_path / "checkout", old_release())
        (folder / "InvenTree" / "linked.py").symlink_to(outside)
        (folder / "InvenTree" / "folder").symlink_to(tmp_path)
        assert not [path for path in read_checkout(folder).files if "linked" in path or "folder" in path]

    def test_a_bare_repository(self, mirror):
        checkout = read_checkout(mirror, "0.9.0")
        assert checkout.commit == git(mirror, "rev-parse", "0.9.0")
        assert checkout.date == "2024-02-03"
        assert checkout.files.keys() == {path for path in old_release() if path != "README.md"}

    def test_within_a_hook_of_another_repository(self, mirror, tmp_path, monkeypatch):
        monkeypatch.setenv("GIT_DIR", str(tmp_path))
        assert read_checkout(mirror, "0.9.0").commit == git(mirror, "rev-parse", "0.9.0")

    def test_head_of_a_work_tree_is_what_is_committed(self, mirror):
        work = mirror.parent / "work"
        (work / "src/backend/InvenTree/InvenTree/version.py").write_text("not committed")
        assert read_checkout(work).files == read_checkout(mirror, "1.1").files

    @pytest.mark.parametrize("ref", ["nothing", "--all", "-h", "1.1:src", ""])
    def test_unknown_ref(self, mirror, ref):
        if ref == "":
            assert read_checkout(mirror, ref).commit == git(mirror, "rev-parse", "1.1")
        else:
            with pytest.raises(CheckoutError):
                read_checkout(mirror, ref)

    def test_a_link_in_git_is_left_out(self, tmp_path):
        folder = tmp_path / "r"
        folder.mkdir()
        write(folder, old_release())
        (folder / "InvenTree" / "linked.py").symlink_to("/etc/passwd")
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "x")
        assert "InvenTree/linked.py" not in read_checkout(folder).files


class TestNoCheckout:
    def test_something_else(self, tmp_path):
        with pytest.raises(CheckoutError, match="This is no InvenTree checkout"):
            read_release(read_checkout(tmp_path))

    def test_no_version(self, tmp_path):
        files = old_release() | {"InvenTree/InvenTree/version.py": "INVENTREE_SW_VERSION = read()\n"}
        with pytest.raises(CheckoutError, match="states no INVENTREE_SW_VERSION"):
            read_release(read_checkout(write(tmp_path, files)))

    def test_no_plugins(self, tmp_path):
        files = {path: text for path, text in old_release().items() if "plugin" not in path}
        with pytest.raises(CheckoutError, match="no plugin framework"):
            read_release(read_checkout(write(tmp_path, files)))

    @pytest.mark.parametrize("text", ["def (", "x = 1\n    y = 2\n", "\0"])
    def test_a_file_that_cannot_be_parsed_is_named(self, tmp_path, text):
        files = old_release() | {"InvenTree/part/models.py": text}
        with pytest.raises(CheckoutError, match=r"^part/models\.py.*cannot read this file"):
            read_release(read_checkout(write(tmp_path, files)))

    @pytest.mark.parametrize("text", ["", "one", "1", "v1.2", ".5"])
    def test_no_release(self, text):
        with pytest.raises(CheckoutError, match="is not a release"):
            feature_release(text)


class TestRelease:
    @pytest.fixture
    def old(self, tmp_path):
        return read_release(read_checkout(write(tmp_path / "old", old_release())))

    @pytest.fixture
    def new(self, tmp_path):
        return read_release(read_checkout(write(tmp_path / "new", new_release())))

    @pytest.mark.parametrize(
        ("text", "name"),
        [("1.5.0 dev", "1.5"), ("0.18.0 dev", "1.0"), ("0.18", "1.0"), ("0.9.2", "0.9"), ("1.05", "1.5")],
    )
    def test_feature_release(self, text, name):
        assert feature_release(text) == name

    def test_name(self, old, new):
        assert (old.name, old.stated) == ("0.9", "0.9.0")
        assert (new.name, new.stated) == ("1.1", "1.1.0 dev")

    def test_the_name_may_be_given(self, tmp_path):
        assert read_release(read_checkout(write(tmp_path, old_release())), "1.0.x").name == "1.0"

    def test_entry(self, old, new):
        assert old.entry == {
            "commit": "",
            "date": "",
            "basis": "tag",
            "python": {"image": "3.9"},
            "packages_complete": False,
        }
        assert new.entry == {
            "commit": "",
            "date": "",
            "basis": "master",
            "python": {"minimum": "3.11", "image": "3.14"},
            "packages_complete": True,
        }

    def test_modules(self, old):
        assert {fact[0] for fact in old.facts["names"]} == {
            "InvenTree",
            "InvenTree.helpers",
            "InvenTree.version",
            "part",
            "part.models",
            "plugin",
            "plugin.base",
            "plugin.base.mixins",
            "plugin.events",
            "plugin.mixins",
            "plugin.plugin",
        }

    def test_names(self, old):
        facts = {fact[1:] for fact in old.facts["names"] if fact[0] == "InvenTree.helpers"}
        assert facts == {(), ("names", "str2int"), ("outside", "os"), ("outside", "Decimal")}
        facts = {fact[1:] for fact in old.facts["names"] if fact[0] == "plugin.mixins"}
        assert facts == {(), ("imports", "ScanMixin")}

    def members(self, release, class_name):
        return {
            fact[2]: json.loads(fact[3])
            for fact in release.facts["members"]
            if fact[:2] == (class_name, "members")
        }

    def test_classes(self, old):
        assert {fact[0] for fact in old.facts["members"]} == {
            "plugin.InvenTreePlugin",
            "plugin.mixins.ScanMixin",
        }

    def test_members(self, old):
        assert self.members(old, "plugin.mixins.ScanMixin") == {
            "(key)": {"kind": "key", "default": "scan"},
            "MixinMeta.MIXIN_NAME": {"kind": "attribute", "default": "Scan"},
            "__init__": {"kind": "method", "parameters": "self"},
            "scan": {"kind": "method", "parameters": "self, barcode_data", "must_override": True},
        }
        assert self.members(old, "plugin.InvenTreePlugin") == {
            "NAME": {"kind": "attribute", "default": ""},
            "SLUG": {"kind": "attribute", "default": None},
            "VERSION": {"kind": "attribute", "default": None},
            "__init__": {"kind": "method", "parameters": "self"},
            "file": {"kind": "classmethod", "parameters": "cls"},
            "package": {"kind": "classmethod", "parameters": "cls"},
            "package_path": {"kind": "attribute"},
            "plugin_slug": {"kind": "method", "parameters": "self"},
            "slug": {"kind": "property", "parameters": "self"},
        }

    def test_finals_are_enforced_where_the_mark_is_found(self, new):
        members = self.members(new, "plugin.InvenTreePlugin")
        assert {name: member["final"] for name, member in members.items() if "final" in member} == {
            "slug": "marked",
            "plugin_slug": "enforced",
            "package": "enforced",
            "file": "marked",
        }

    def test_parameters(self, new):
        scan = self.members(new, "plugin.mixins.ScanMixin")["scan"]
        assert scan["parameters"] == "self, barcode_data, user, /, *, fast=, **kwargs"

    def test_bases(self, old):
        bases = {fact[0]: json.loads(fact[2]) for fact in old.facts["members"] if fact[1] == "bases"}
        assert bases == {"plugin.InvenTreePlugin": ["MetaBase"], "plugin.mixins.ScanMixin": []}

    def test_packages(self, old, new):
        assert old.facts["packages"] == {("django", "3.2.12"), ("djangorestframework", "3.12.4")}
        assert new.facts["packages"] == {
            ("django", "4.2.1"),
            ("djangorestframework", "3.14.0"),
            ("django-anymail", "13.0"),
        }

    def test_no_requirements(self):
        assert packages({}) == ({}, False)
        assert packages({"requirements.txt": b"# moved\n"}) == ({}, False)

    def test_migrations(self, old, new):
        assert old.facts["migrations"] == {("part", "0001_initial")}
        assert new.facts["migrations"] == {("part", "0001_initial"), ("part", "0002_more")}

    def test_events(self, old, new):
        tables = {
            ("tables", "part_part"),
            ("tables", "part_category"),
            ("tables", "part_supplierpart"),
            ("silent", "part_price"),
        }
        assert old.facts["events"] == {("named", "part.done"), *tables}
        assert new.facts["events"] == {("named", "part.finished"), *tables}

    def test_no_table_events(self, tmp_path):
        files = old_release()
        files["InvenTree/plugin/events.py"] = 'def f():\n    trigger_event("instance.saved")\n'
        release = read_release(read_checkout(write(tmp_path, files)))
        assert release.facts["events"] == {("named", "part.done"), ("named", "instance.saved")}


class TestModules:
    @pytest.mark.parametrize(
        "text",
        [
            "def f():\n    X = 1\n",
            "class C:\n    X = 1\n",
            "for X in []:\n    pass\n",
            "while True:\n    X = 1\n",
            "with open('f') as X:\n    pass\n",
            "X: int\n",
            "[X for X in []]\n",
            "print((X := 1))\n",
            "C.X = 1\nX[0] = 1\n",
            "del X\n",
        ],
    )
    def test_not_bound(self, text):
        module = modules_of({"m.py": text})["m"]
        assert "X" not in module.defined | module.imported.keys()

    @pytest.mark.parametrize(
        "text",
        [
            "def X(): pass\n",
            "async def X(): pass\n",
            "class X: pass\n",
            "X = 1\n",
            "X: int = 1\n",
            "X += 1\n",
            "a = X = 1\n",
            "(a, [X, *b]) = f()\n",
            "(a, *X) = f()\n",
            "if a:\n    pass\nelif b:\n    X = 1\n",
            "try:\n    pass\nexcept E:\n    X = 1\n",
            "try:\n    pass\nfinally:\n    X = 1\n",
            "with a:\n    X = 1\n",
        ],
    )
    def test_defined(self, text):
        assert "X" in modules_of({"m.py": text})["m"].defined

    @pytest.mark.parametrize(
        ("text", "origin"),
        [
            ("import X\n", "X"),
            ("import X.y\n", "X"),
            ("import a.b as X\n", "a.b"),
            ("from a.b import X\n", "a.b.X"),
            ("from a import b as X\n", "a.b"),
            ("from . import X\n", "p.X"),
            ("from .q import X\n", "p.q.X"),
            ("from __future__ import X\n", "__future__.X"),
            ("try:\n    from a import X\nexcept ImportError:\n    X = None\n", "a.X"),
            ("try:\n    from a import X\nexcept ImportError:\n    from b import X\n", "a.X"),
            ("if a:\n    from a import X\nelse:\n    X = 1\n", "a.X"),
        ],
    )
    def test_imported(self, text, origin):
        module = modules_of({"p/m.py": text})["p.m"]
        assert module.imported["X"] == origin
        assert "X" not in module.defined

    def test_folders_without_init_are_packages(self):
        modules = modules_of({"a/b/c.py": ""})
        assert modules.keys() == {"a", "a.b", "a.b.c"}
        assert modules["a.b"].is_package

    @pytest.mark.parametrize("path", ["__init__.py", "conf.d.py", "a-b.py", "0001_initial.py", "a/1/b.py"])
    def test_what_cannot_be_imported_is_left_out(self, path):
        assert modules_of({path: "X = 1\n"}) == {}

    def test_star_imports(self):
        modules = modules_of(
            {
                "a/__init__.py": "from .b import *\nfrom .c import *\nfrom outside import *\n",
                "a/b.py": "X = 1\n_Y = 2\nfrom z import Z\n",
                "a/c.py": '__all__ = ["P", "_Q"]\nP = _Q = R = 1\n',
            }
        )
        from flake8_inventree_plugin.inventree.extract.modules import imported_names

        assert imported_names(modules, modules["a"]) == {"X", "Z", "P", "_Q"}
        assert locate(modules, "a.X") == "a.b.X"
        assert locate(modules, "a.R") == "a.R"

    def test_circles_end(self):
        modules = modules_of(
            {"a.py": "from b import X\nfrom b import *\n", "b.py": "from a import X\nfrom a import *\n"}
        )
        assert locate(modules, "a.X").endswith(".X")
        assert locate(modules, "a.Y") == "a.Y"

    def test_resolve(self):
        modules = modules_of(
            {
                "a/__init__.py": "",
                "a/models.py": "class Model:\n    pass\n",
                "b.py": "import a.models\nimport a.models as am\nfrom a import models\nfrom out import x\n",
            }
        )
        for text in ("a.models.Model", "am.Model", "models.Model"):
            assert resolve(modules, "b", text) == "a.models.Model"
        assert resolve(modules, "b", "x.y") == "out.x.y"
        assert resolve(modules, "b", "nothing.y") == "b.nothing.y"


class TestTables:
    def test_adding_replacing_and_keeping(self):
        old, new = places(["0.9", "1.0"]), places(["0.8", "0.9", "1.0"])
        table = {("a",): 0b11, ("b",): 0b10, ("c",): 0b01}
        found = {"0.8": [("b",)], "1.0": [("a",), ("d",)]}
        assert merged(table, old, found, new) == {
            ("a",): 0b110,
            ("b",): 0b001,
            ("c",): 0b010,
            ("d",): 0b100,
        }

    def test_a_release_after_the_newest_ends_what_went(self):
        old, new = places(["0.9", "1.0"]), places(["0.9", "1.0", "1.10"])
        table = read_table("events", {"named": {"a": "0.9+", "b": "1.0+"}}, old)
        text = table_text("events", merged(table, old, {"1.10": [("named", "b")]}, new), new)
        assert json.loads(text) == {"named": {"a": "0.9-1.0", "b": "1.0+"}}

    @pytest.mark.parametrize("name", [*RELEASE_TABLES])
    def test_reading_gives_back_what_was_written(self, tmp_path, name):
        releases = [
            read_release(read_checkout(write(tmp_path / "old", old_release()))),
            read_release(read_checkout(write(tmp_path / "new", new_release()))),
        ]
        known = places(release.name for release in releases)
        table = merged({}, {}, {release.name: release.facts[name] for release in releases}, known)
        assert read_table(name, json.loads(table_text(name, table, known)), known) == table

    def test_an_interrupted_write_leaves_nothing_behind(self, tmp_path):
        (tmp_path / "a.json").write_text("old")
        (tmp_path / "b.json").mkdir()
        (tmp_path / "b.json" / "x").touch()
        with pytest.raises(IsADirectoryError):
            write_files(tmp_path, {"b.json": "new", "a.json": "new"})
        assert (tmp_path / "a.json").read_text() == "old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


class TestDataFiles:
    def test_order_of_adding_does_not_matter(self, mirror, tmp_path):
        releases = [read_release(read_checkout(mirror, ref)) for ref in ("0.9.0", "1.1")]
        one, two, three = tmp_path / "one", tmp_path / "two", tmp_path / "three"
        write_files(one, with_releases(one, releases))
        for release in releases:
            write_files(two, with_releases(two, [release]))
        for release in [*reversed(releases), releases[0]]:
            write_files(three, with_releases(three, [release]))
        names = {f"{name}.json" for name in (*RELEASE_TABLES, "releases")}
        assert {path.name for path in one.iterdir()} == names
        for name in names:
            assert (one / name).read_bytes() == (two / name).read_bytes() == (three / name).read_bytes()
        assert recorded_commits(one) == {
            "0.9": git(mirror, "rev-parse", "0.9.0"),
            "1.1": git(mirror, "rev-parse", "1.1"),
        }

    def test_content(self, mirror, tmp_path):
        write_files(
            tmp_path,
            with_releases(tmp_path, [read_release(read_checkout(mirror, ref)) for ref in ("0.9.0", "1.1")]),
        )
        names = read_json(tmp_path / "names.json")
        assert names["InvenTree.helpers"] == {
            "in": "0.9",
            "names": {"str2int": "0.9"},
            "outside": {"Decimal": "0.9", "os": "0.9"},
        }
        assert names["plugin"] == {
            "in": "0.9+",
            "imports": {"InvenTreePlugin": "0.9+", "MixinImplementationError": "0.9+"},
        }
        assert read_json(tmp_path / "packages.json")["django"] == {"3.2.12": "0.9", "4.2.1": "1.1+"}
        assert read_json(tmp_path / "migrations.json") == {
            "part": {"0001_initial": "0.9+", "0002_more": "1.1+"}
        }
        scan = read_json(tmp_path / "members.json")["plugin.mixins.ScanMixin"]["members"]["scan"]
        assert [form["in"] for form in scan] == ["0.9", "1.1+"]


class TestHosts:
    def site_packages(self, folder, django="4, 2, 1", rest_framework='"3.14.0"'):
        files = {
            "django/__init__.py": f"VERSION = ({django}, 'final', 0)\n",
            "django/urls/__init__.py": "from .conf import path\n",
            "django/urls/conf.py": "def path(): pass\n",
            "django/db/migrations/__init__.py": "class Migration: pass\n",
            "django/contrib/auth/migrations/__init__.py": "",
            "rest_framework/__init__.py": f"__version__ = {rest_framework}\n",
            "other/__init__.py": "",
        }
        return write(folder, files)

    def test_nothing_there(self, tmp_path):
        assert read_hosts(tmp_path) == {}
        assert read_import_names(tmp_path) == {}

    def test_without_version(self, tmp_path):
        write(tmp_path, {"django/__init__.py": "", "rest_framework/__init__.py": "version = 1\n"})
        assert read_hosts(tmp_path) == {}

    def test_names(self, tmp_path):
        hosts = read_hosts(self.site_packages(tmp_path))
        assert hosts.keys() == {"django", "rest_framework"}
        version, facts = hosts["django"]
        assert version == "4.2.1"
        assert ("django.urls", "imports", "path") in facts
        assert ("django.urls.conf", "names", "path") in facts
        assert ("django.db.migrations", "names", "Migration") in facts
        assert ("django.contrib.auth.migrations",) not in facts

    def test_merging(self, tmp_path):
        data = tmp_path / "data"
        old = read_hosts(self.site_packages(tmp_path / "a", django="3, 2, 12"))
        write_files(data, with_hosts(data, [old]))
        new = read_hosts(self.site_packages(tmp_path / "b", django="4, 2, 7"))
        write(tmp_path / "c", {"django/__init__.py": "VERSION = (10, 0, 0)\nnew = 1\n"})
        write_files(data, with_hosts(data, [new, read_hosts(tmp_path / "c")]))
        content = read_json(data / "django.json")
        assert content["versions"] == {"3.2": "3.2.12", "4.2": "4.2.7", "10.0": "10.0.0"}
        assert list(content["versions"]) == ["3.2", "4.2", "10.0"]
        assert content["modules"]["django.urls"] == {"in": "3.2-4.2", "imports": {"path": "3.2-4.2"}}
        assert content["modules"]["django"] == {"in": "3.2+", "names": {"VERSION": "3.2+", "new": "10.0+"}}

    def test_import_names(self, tmp_path):
        files = {
            "PyYAML-6.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n",
            "PyYAML-6.0.dist-info/RECORD": "yaml/__init__.py,,\n_yaml/__init__.py,,\nPyYAML-6.0.dist-info/RECORD,,\n../../bin/x,,\n",
            "six-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: six\nVersion: 1\n",
            "six-1.dist-info/RECORD": "six.py,,\nreadme.txt,,\n",
            "other-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: other\nVersion: 1\n",
            "other-1.dist-info/RECORD": "other.py,,\n",
            "yaml/__init__.py": "",
            "_yaml/__init__.py": "",
            "six.py": "",
            "readme.txt": "",
            "other.py": "",
        }
        found = read_import_names(write(tmp_path / "site", files))
        assert found == {"pyyaml": ["yaml"], "six": ["six"], "other": ["other"]}
        data = tmp_path / "data"
        write_files(
            data,
            {
                "packages.json": '{"pyyaml": {"6.0": "1.1+"}, "six": {"1": "1.1+"}}',
                "import_names.json": '{"six": ["judged"]}',
            },
        )
        write_files(data, with_import_names(data, found))
        assert read_json(data / "import_names.json") == {"pyyaml": ["yaml"], "six": ["judged"]}
        assert with_import_names(data, found) == {}
