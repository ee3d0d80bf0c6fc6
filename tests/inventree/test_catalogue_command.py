"""`inventree-lint catalogue build` and `diff`."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from flake8_inventree_plugin.cli import EXIT_CLEAN, EXIT_USAGE, run
from flake8_inventree_plugin.inventree.catalogue import event_releases, name_releases
from flake8_inventree_plugin.inventree.differences import compare
from flake8_inventree_plugin.inventree.releases import DATA, RELEASES
from flake8_inventree_plugin.reports.release_changes import release_changes
from tests.inventree.checkouts import git, new_release, old_release, repository, write


def lint(capsys, *arguments: object) -> tuple[int, str, str]:
    status = run(["catalogue", *map(str, arguments)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def load(folder, name):
    return json.loads((folder / name).read_bytes())


@pytest.fixture
def mirror(tmp_path):
    return repository(tmp_path, {"0.9.0": old_release(), "1.1": new_release()})


class TestBuild:
    def test_a_folder(self, tmp_path, capsys):
        status, out, _ = lint(
            capsys, "build", write(tmp_path / "c", old_release()), "--output", tmp_path / "d"
        )
        assert status == EXIT_CLEAN
        assert out.splitlines()[0].startswith("0.9: InvenTree 0.9.0: ")
        assert load(tmp_path / "d", "releases.json").keys() == {"0.9"}

    def test_the_shipped_data_is_not_touched(self, tmp_path, capsys):
        before = {path.name: path.read_bytes() for path in DATA.glob("*.json")}
        lint(capsys, "build", write(tmp_path / "c", old_release()), "--output", tmp_path / "d")
        assert {path.name: path.read_bytes() for path in DATA.glob("*.json")} == before

    def test_the_newest_of_a_mirror(self, mirror, tmp_path, capsys):
        status, out, _ = lint(capsys, "build", mirror, "--output", tmp_path / "d")
        assert status == EXIT_CLEAN
        commit = git(mirror, "rev-parse", "1.1")
        assert out.startswith(f"1.1: InvenTree 1.1.0 dev at {commit[:9]}: ")
        assert load(tmp_path / "d", "releases.json")["1.1"]["commit"] == commit

    def test_a_ref(self, mirror, tmp_path, capsys):
        status, out, _ = lint(capsys, "build", mirror, "--ref", "0.9.0", "--output", tmp_path / "d")
        assert (status, out[:4]) == (EXIT_CLEAN, "0.9:")

    def test_several_releases(self, mirror, tmp_path, capsys):
        status, _, _ = lint(
            capsys,
            "build",
            mirror,
            "--release=1.1=1.1",
            "--release",
            "0.9.0=0.9.0",
            "--output",
            tmp_path / "d",
        )
        assert status == EXIT_CLEAN
        assert list(load(tmp_path / "d", "releases.json")) == ["0.9", "1.1"]

    def test_all_again(self, mirror, tmp_path, capsys):
        output = tmp_path / "d"
        lint(capsys, "build", mirror, "--release=0.9=0.9.0", "--release=1.1=1.1", "--output", output)
        before = {path.name: path.read_bytes() for path in output.iterdir()}
        (output / "names.json").write_text("{}")
        status, out, _ = lint(capsys, "build", mirror, "--all", "--output", output)
        assert status == EXIT_CLEAN
        assert [line[:4] for line in out.splitlines()[:2]] == ["0.9:", "1.1:"]
        assert {path.name: path.read_bytes() for path in output.iterdir()} == before

    def test_another_name_than_stated(self, mirror, tmp_path, capsys):
        _, out, _ = lint(capsys, "build", mirror, "--release", "1.2", "--output", tmp_path / "d")
        assert "Note: it states 1.1.0 dev, and is recorded as 1.2." in out
        assert list(load(tmp_path / "d", "releases.json")) == ["1.2"]

    def test_what_is_missing_is_told(self, mirror, tmp_path, capsys):
        _, out, _ = lint(capsys, "build", mirror, "--output", tmp_path / "d")
        assert "the names of django 4.2.1 are not known" in out
        assert "the names of djangorestframework 3.14.0 are not known" in out
        assert "imported is not known: django, django-anymail, djangorestframework. Add" in out

    def test_site_packages(self, mirror, tmp_path, capsys):
        site = write(
            tmp_path / "site",
            {
                "django/__init__.py": "VERSION = (4, 2, 1, 'final', 0)\n",
                "rest_framework/__init__.py": "__version__ = '3.14.0'\n",
                "Django-4.2.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: Django\nVersion: 4.2.1\n",
                "Django-4.2.1.dist-info/RECORD": "django/__init__.py,,\n",
            },
        )
        _, out, _ = lint(capsys, "build", mirror, "--site-packages", site, "--output", tmp_path / "d")
        assert "django 4.2.1: 1 modules" in out
        assert "the names of" not in out
        assert load(tmp_path / "d", "import_names.json") == {"django": ["django"]}
        assert load(tmp_path / "d", "django.json")["versions"] == {"4.2": "4.2.1"}

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--ref", "nothing"], "git rev-parse failed"),
            (["--release", "latest"], '"latest" is not a release'),
            (["--release", "1.1=--all"], "git rev-parse failed"),
        ],
    )
    def test_mistakes(self, mirror, tmp_path, capsys, arguments, message):
        status, _, err = lint(capsys, "build", mirror, *arguments, "--output", tmp_path / "d")
        assert status == EXIT_USAGE
        assert message in err
        assert not (tmp_path / "d").exists()

    def test_no_checkout(self, tmp_path, capsys):
        status, _, err = lint(capsys, "build", tmp_path, "--output", tmp_path / "d")
        assert status == EXIT_USAGE
        assert "This is no InvenTree checkout" in err

    def test_an_output_that_cannot_be_written(self, mirror, tmp_path, capsys):
        (tmp_path / "file").write_text("")
        status, _, err = lint(capsys, "build", mirror, "--output", tmp_path / "file" / "d")
        assert status == EXIT_USAGE
        assert "Not a directory" in err


class TestDiff:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("1.4", "1.3", "Name the older release first: 1.3 1.4."),
            ("1.4", "1.4.2", "Name the older release first"),
            ("1.4", "latest", "latest"),
            (">=1.0", "1.4", "more than one release"),
            ("0.5", "1.4", "not a known InvenTree release"),
        ],
    )
    def test_mistakes(self, capsys, old, new, message):
        status, _, err = lint(capsys, "diff", old, new)
        assert status == EXIT_USAGE
        assert message in err

    def test_a_changed_hook(self, capsys):
        status, out, _ = lint(capsys, "diff", "1.3.2", "1.4")
        assert status == EXIT_CLEAN
        assert out.startswith("InvenTree 1.3 to 1.4, for plugins\n\nHooks and other members\n")
        assert (
            "  BarcodeMixin.scan(self, barcode_data)\n"
            "    is now (self, barcode_data, user, **kwargs)\n"
            "    InvenTree calls it with (barcode_data, user=, ...)\n"
            "    and logs an error where that does not fit; the plugin is skipped\n"
        ) in out
        assert "\n  gone: salesorder.onhold -> salesorder.hold\n" in out
        assert "\n  Django 5.2.13 -> 5.2.15\n" in out

    def test_what_went_and_what_came_instead(self, capsys):
        _, out, _ = lint(capsys, "diff", "1.1", "1.2")
        assert "\n  part.models.PartParameter -> common.models.Parameter, with another meaning: One" in out
        assert "\n  Python 3.11 or newer (before: 3.9)\n" in out
        assert "\n    gone: django.utils.timezone.utc -> datetime.timezone.utc\n" in out
        assert "\n  new in part: 4, up to 0146_auto_20251203_1241\n" in out

    def test_names_of_a_module_that_went(self, capsys):
        _, out, _ = lint(capsys, "diff", "0.15", "0.16")
        assert "\n  label.models.PartLabel -> report.models.LabelTemplate, with another" in out
        assert "\n  common.settings.currency_codes -> common.currency.currency_codes\n" in out
        assert "label.models:" not in out

    def test_finals(self, capsys):
        _, out, _ = lint(capsys, "diff", "0.17", "1.0")
        assert "\n  final now, the server refuses a plugin that overrides one: add_mixin, " in out
        assert "\n  marked final now: author, " in out
        assert "\n  plugin.mixins.PanelMixin -> plugin.mixins.UserInterfaceMixin, with another" in out

    @pytest.mark.parametrize(("old", "new"), [(RELEASES[0], RELEASES[-1]), *pairwise(RELEASES)])
    def test_any_two(self, old, new):
        changes = compare(old, new)
        for name in changes.names.gone:
            releases = name_releases(*name.rpartition(".")[::2])
            assert old in releases
            assert new not in releases
        for event in changes.events.new:
            releases = event_releases(event.replace(".*", ".saved"))
            assert new in releases
            assert old not in releases
        short, long = release_changes(changes), release_changes(changes, everything=True)
        assert short.splitlines()[0] == f"InvenTree {old} to {new}, for plugins"
        assert len(short) <= len(long)
        assert "(--all lists them)" not in long
        assert len(short.splitlines()) < 500
        # Lines are broken, unless one word is longer.
        assert all(len(line) <= 100 or " " not in line.strip() for line in short.splitlines())

    def test_the_same_release(self):
        text = release_changes(compare("1.4", "1.4"))
        assert text == "InvenTree 1.4 to 1.4, for plugins\n\nNothing that plugins can see.\n"

    def test_all(self, capsys):
        _, short, _ = lint(capsys, "diff", "0.6", "1.5")
        _, long, _ = lint(capsys, "diff", "0.6", "1.5", "--all")
        assert "(--all lists them)" in short
        assert len(long) > 2 * len(short)
