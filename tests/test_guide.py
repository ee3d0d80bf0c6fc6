"""The guide's own sample, through all rules: what it deserves, and nothing else."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from flake8_inventree_plugin.cli import run
from tests.support import all_codes, write_files

SAMPLE = (Path(__file__).parent / "fixtures/guide/sample.py").read_text(encoding="utf-8")
PACKAGE = {
    "pyproject.toml": (
        '[project]\nname = "sample"\nversion = "1.2.3"\n\n'
        '[project.entry-points.inventree_plugins]\nSampleActionPlugin = "sample.core:SampleActionPlugin"\n'
    ),
    "sample/__init__.py": "",
    "sample/core.py": SAMPLE,
}


def test_as_a_package_only_its_date_is_wrong() -> None:
    assert all_codes(PACKAGE) == ["sample/core.py:18:5 INV113"]


def test_as_a_file_it_is_no_package_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"sample.py": SAMPLE})
    assert run(["check", "--no-cache", str(tmp_path / "sample.py")]) == 1
    found = [
        line.split()[:2] for line in capsys.readouterr().out.splitlines() if line.startswith(str(tmp_path))
    ]
    assert found == [
        [f"{tmp_path}/sample.py:7:7:", "INV601"],
        [f"{tmp_path}/sample.py:18:5:", "INV113"],
    ]


def test_fix_mends_the_date_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, PACKAGE)
    assert run(["check", "--no-cache", "--fix", str(tmp_path)]) == 0
    capsys.readouterr()
    expected = SAMPLE.replace('"22.02.2222"', '"2222-02-22"')
    assert (tmp_path / "sample/core.py").read_text(encoding="utf-8") == expected
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == PACKAGE["pyproject.toml"]
    assert datetime.datetime.fromisoformat("2222-02-22")


def test_upgraded_it_is_an_action_of_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`upgrade` changes base class, name, hook signatures and what the hooks read from `self`."""
    write_files(tmp_path, PACKAGE)
    assert run(["upgrade", "--no-cache", "--to", "1.4", str(tmp_path)]) == 0
    capsys.readouterr()
    text = (tmp_path / "sample/core.py").read_text(encoding="utf-8")
    assert "from plugin import InvenTreePlugin\n" in text
    assert "class SampleActionPlugin(ActionMixin, InvenTreePlugin):\n" in text
    assert '    NAME = "SampleActionPlugin"\n' in text
    for hook in ("perform_action", "get_info", "get_result"):
        assert f"    def {hook}(self, user=None, data=None):\n" in text
    assert '"user": user.username,' in text
    assert "self.user" not in text

    # As a server of 1.4 would: with stand-ins for what it imports.
    source = text.replace("from plugin import InvenTreePlugin\n", "class InvenTreePlugin: pass\n").replace(
        "from plugin.mixins import ActionMixin\n", "class ActionMixin: pass\n"
    )
    namespace: dict[str, object] = {}
    exec(compile(source, "sample", "exec"), namespace)
    action = namespace["SampleActionPlugin"]()  # type: ignore[operator]
    user = type("User", (), {"username": "ada"})()
    action.perform_action(user, {})
    assert action.get_info(user, {}) == {"user": "ada", "hello": "world"}
    assert action.get_result(user, {}) is True
    assert run(["compat", "--no-cache", str(tmp_path)]) == 0


def test_upgrade_says_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import PanelMixin\n\n\n"
        "class Demo(PanelMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
    )
    write_files(tmp_path, {"setup.py": "", "demo.py": source})
    assert run(["upgrade", "--no-cache", "--to", "1.4", str(tmp_path)]) == 1
    output = capsys.readouterr().out
    assert "INV301 name-not-in-release (error)" in output
    assert "UserInterfaceMixin" in output
    assert (tmp_path / "demo.py").read_text(encoding="utf-8") == source


def test_upgrade_diff_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, PACKAGE)
    run(["upgrade", "--no-cache", "--to", "1.4", "--diff", str(tmp_path)])
    output = capsys.readouterr().out
    assert "-from plugin import IntegrationPluginBase\n+from plugin import InvenTreePlugin\n" in output
    assert (tmp_path / "sample/core.py").read_text(encoding="utf-8") == SAMPLE


@pytest.mark.parametrize("arguments", [["--to", "nonsense"], [], ["--to", "0.5"]])
def test_upgrade_wants_a_release(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", *arguments]) == 2
    assert "--to" in capsys.readouterr().err


def test_upgrade_without_a_plugin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"demo.py": "x = 1\n"})
    assert run(["upgrade", "--to", "1.4", "--no-cache", str(tmp_path)]) == 2
    assert run(["upgrade", "--to", "1.4", str(tmp_path / "nothing.py")]) == 2
    assert "there is no such file" in capsys.readouterr().err
