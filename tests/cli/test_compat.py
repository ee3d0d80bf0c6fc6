"""`inventree-lint compat`: the table for people, and the JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_inventree_plugin.cli import run
from flake8_inventree_plugin.inventree.releases import RELEASES
from tests.support import write_files

PANEL = (
    "from plugin import InvenTreePlugin\n"
    "from plugin.mixins import PanelMixin, ReportMixin\n"
    "\n\n"
    "class Demo(PanelMixin, ReportMixin, InvenTreePlugin):\n"
    "    NAME = 'Demo'\n"
)


def compat_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    run(["compat", "--no-cache", "--output-format", "json", str(folder)])
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def verdicts(document: dict[str, object]) -> dict[str, str]:
    return {row["release"]: row["static"] for row in document["releases"]}  # type: ignore[attr-defined]


def test_every_known_release_has_a_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": PANEL})
    found = verdicts(compat_json(tmp_path, capsys))
    assert tuple(found) == RELEASES
    assert [release for release, verdict in found.items() if verdict == "runs"] == [
        "0.12",
        "0.13",
        "0.14",
        "0.15",
        "0.16",
        "0.17",
    ]


def test_obstacles_say_where_and_when(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": PANEL})
    document = compat_json(tmp_path, capsys)
    newest = document["releases"][-1]  # type: ignore[index]
    [panel] = [item for item in newest["obstacles"] if item["name"] == "plugin.mixins.PanelMixin"]
    assert (panel["code"], panel["rule"]) == ("INV301", "name-not-in-release")
    assert (panel["line"], panel["column"]) == (2, 27)
    assert panel["path"].endswith("demo.py")
    assert (panel["first"], panel["last"]) == ("0.7", "0.17")


def test_text(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": PANEL})
    monkeypatch.chdir(tmp_path)
    assert run(["compat", "--no-cache"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("Runs on InvenTree 0.12 – 0.17; not on 0.6 – 0.11, 1.0+: ")
    assert "0.12                   runs" in lines
    assert "1.0                    breaks: plugin.mixins.PanelMixin" in lines
    assert "demo.py:2:27: INV301 plugin.mixins.PanelMixin" in lines
    assert "  works on InvenTree 0.7 – 0.17" in lines


@pytest.mark.parametrize(
    ("declared", "status"),
    [("MIN_VERSION = '0.12'; MAX_VERSION = '0.17.9'", 0), ("MIN_VERSION = '0.12.0'", 1), ("pass", 0)],
)
def test_a_broken_promise_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], declared: str, status: int
) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": f"{PANEL}    {declared}\n"})
    assert run(["compat", "--no-cache", str(tmp_path)]) == status
    capsys.readouterr()


def test_guarded_imports_are_no_obstacle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = (
        "from InvenTree.version import inventreeVersionTuple\n"
        "from plugin import InvenTreePlugin\n"
        "if inventreeVersionTuple() >= [1, 0, 0]:\n"
        "    from plugin.mixins import UserInterfaceMixin as Interface\n"
        "else:\n"
        "    from plugin.mixins import PanelMixin as Interface\n"
        "\n\n"
        "class Demo(Interface, InvenTreePlugin):\n"
        "    NAME = 'Demo'\n"
    )
    write_files(tmp_path, {"setup.py": "", "demo.py": source})
    names = {
        item["name"]
        for row in compat_json(tmp_path, capsys)["releases"]  # type: ignore[attr-defined]
        if row["release"] in ("0.17", "1.0", "1.5")
        for item in row["obstacles"]
    }
    assert names == set()


def test_no_plugin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": "x = 1\n"})
    assert run(["compat", "--no-cache", str(tmp_path)]) == 2
    assert "No InvenTree plugin found" in capsys.readouterr().err


def test_several_projects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(
        tmp_path,
        {
            "one/setup.py": "",
            "one/a.py": PANEL,
            "two/setup.py": "",
            "two/b.py": PANEL.replace("Demo", "Other"),
        },
    )
    assert run(["compat", "--no-cache", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "Demo (" in text
    assert "Other (" in text
    assert run(["compat", "--no-cache", "--output-format", "json", str(tmp_path)]) == 2
    assert "2 plugin projects" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "said"),
    [("9.9", True), (">=9.9", True), ("1.2", False), (">=1.2,<9.9", False), ("==9.9.*", True)],
)
def test_a_release_that_is_not_known_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str, said: bool
) -> None:
    """It is treated as the newest known one, and the report says so."""
    write_files(tmp_path, {"setup.py": "", "demo.py": PANEL})
    run(["check", "--no-cache", "--target", target, str(tmp_path)])
    output = capsys.readouterr().out
    newest = RELEASES[-1]
    line = f"{target} (the target) is newer than InvenTree {newest}, the newest release known here, and was judged like it"
    assert (line in output.splitlines()) is said


def test_a_minimum_that_is_not_known_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"setup.py": "", "demo.py": f"{PANEL}    MIN_VERSION = '9.9.0'\n"})
    assert run(["compat", "--no-cache", str(tmp_path)]) == 1
    assert "9.9.0 (MIN_VERSION) is newer than InvenTree" in capsys.readouterr().out
