"""What trying a plugin shows: the guide's sample, hooks of several releases, limits, secrets, what is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_inventree_plugin.cli.try_plugin import Limits, told
from flake8_inventree_plugin.runtime.request import Note
from tests.runtime.trying import FIXTURES, calls, living, loaded, tried
from tests.support import write_files

PROJECT = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
}


def plugin(body: str = "", *, mixins: str = "", top: str = "") -> dict[str, str]:
    """A project with one plugin, whose body begins in line 8 of demo/core.py if `top` is empty."""
    imports = f"from plugin.mixins import {mixins}\n" if mixins else "\n"
    bases = f"{mixins}, " if mixins else ""
    source = (
        f"from plugin import InvenTreePlugin\n{imports}{top}\n\n"
        f"class Demo({bases}InvenTreePlugin):\n    NAME = 'Demo'\n    SLUG = 'demo'\n{body}"
    )
    return {**PROJECT, "demo/core.py": source}


def notes(lines: list[object]) -> list[str]:
    return [line.message for line in lines if isinstance(line, Note)]


# What works


def test_the_guides_sample_answers_and_its_date_is_reported() -> None:
    result = tried(FIXTURES / "guide", "0.6")
    assert loaded(result) == ["sample.SampleActionPlugin"]
    assert calls(result) == {
        "perform_action()": "None",
        "get_result()": "True",
        "get_info()": "{'user': 'admin', 'hello': 'world'}",
    }
    assert living(result) == ["sample.py:18:5 INV113"]


def test_the_guides_sample_cannot_be_imported_today() -> None:
    result = tried(FIXTURES / "guide", "1.2")
    assert loaded(result) == []
    assert living(result) == ["sample.py:3:20 INV301"]


ACTION = """
    def perform_action(self, user=None, data=None):
        self.seen = (user.username, data)

    def get_info(self, user, data=None):
        return self.seen

    def get_result(self, user=None, data=None):
        return {1, 2}
"""


def test_actions_get_user_and_data_from_0_7_on() -> None:
    result = tried(plugin(ACTION, mixins="ActionMixin"), "0.7")
    assert calls(result)["get_info(user, data)"] == "('admin', {})"


def test_what_no_answer_can_hold_is_reported() -> None:
    files = plugin(ACTION.replace("{1, 2}", "object()"), mixins="ActionMixin")
    result = tried(files)
    assert living(result) == ["demo/core.py:15:9 INV804"]
    assert "get_result: it returns an object, which no answer" in result.result.findings[-1].message


def test_a_hook_that_does_not_fit_the_release_is_one_finding() -> None:
    files = plugin("\n    def scan(self, barcode_data):\n        return None\n", mixins="BarcodeMixin")
    assert living(tried(files, "1.3")) == []
    assert living(tried(files, "1.4")) == ["demo/core.py:9:9 INV303"]


def test_settings_are_read_and_validated_and_secrets_masked() -> None:
    body = """    SETTINGS = {
        "TOKEN": {"name": "Token", "description": "Secret", "default": "swordfish", "protected": True},
        "PORT": {"name": "Port", "description": "Number", "default": "many", "validator": int},
        "SIZE": {"name": "Size", "description": "Choice", "default": "s", "choices": [("s", "Small")]},
    }

    def perform_action(self, user=None, data=None):
        return f"token {self.get_setting('TOKEN')}"
"""
    result = tried(plugin(body, mixins="SettingsMixin, ActionMixin"))
    shown = calls(result)
    assert shown["default of TOKEN"] == "***"
    assert shown["default of SIZE"] == "s"
    assert shown["perform_action(user, data=…)"] == "token ***"
    assert not any("swordfish" in line for line in told(result.trial))
    assert "demo/core.py:8:5 INV803" in living(result)


def test_scheduled_functions_are_looked_up_and_not_run() -> None:
    body = """    SCHEDULED_TASKS = {
        "own": {"func": "own", "schedule": "D"},
        "other": {"func": "demo.core.other", "schedule": "I", "minutes": 5},
    }

    def own(self):
        raise SystemExit("run")
"""
    top = "\n\ndef other(count):\n    raise SystemExit('run')\n"
    result = tried(plugin(body, mixins="ScheduleMixin", top=top))
    assert calls(result) == {"task own": "own can be called"}
    assert [finding.split()[1] for finding in living(result)] in (["INV803"], ["INV404"], ["INV406"])


def test_events_validation_and_location() -> None:
    body = """
    def process_event(self, event, *args, **kwargs):
        self.event = event

    def validate_part_name(self, name, part):
        self.raise_error("no " + name)

    def locate_stock_item(self, item_pk):
        return item_pk
"""
    result = tried(plugin(body, mixins="EventMixin, ValidationMixin, LocateMixin"))
    shown = calls(result)
    assert shown["process_event(event, id=…, model=…)"] == "None"
    assert shown["validate_part_name(name, part)"] == "refused: ['no dummy']"
    assert shown["locate_stock_item(item_pk)"] == "1"
    assert living(result) == []


def test_a_label_is_printed() -> None:
    body = """
    def print_label(self, **kwargs):
        self.printed = sorted(kwargs)
"""
    result = tried(plugin(body, mixins="LabelPrintingMixin"))
    assert "print_label() of one label" in calls(result)
    assert living(result) == []


def test_text_of_the_plugin_is_escaped_and_cut() -> None:
    body = "    DESCRIPTION = '\\x1b[2J' + 'x' * 1000\n    AUTHOR = '\\x1b[31mred'\n"
    lines = list(told(tried(plugin(body)).trial))
    assert all(len(line) < 400 for line in lines)


ENTRY_POINT = '\n[project.entry-points.inventree_plugins]\ndemo = "demo.core:{}"\n'


@pytest.mark.parametrize(
    ("target", "core", "expected"),
    [
        ("Demo", "", []),
        # One cause is one finding.
        ("Demo.Demo", "", ["pyproject.toml:6:1 INV603"]),
        # What only loading it shows.
        ("Other", "\n\nOther = dict()\n", ["pyproject.toml:6:1 INV801"]),
        # What stands in a line of the plugin.
        ("Other", "\n\ndef __getattr__(name):\n    raise ValueError\n", ["demo/core.py:11:5 INV801"]),
    ],
)
def test_an_entry_point_that_loads_no_plugin(target: str, core: str, expected: list[str]) -> None:
    files = plugin()
    files["pyproject.toml"] += ENTRY_POINT.format(target)
    files["demo/core.py"] += core
    result = tried(files)
    assert loaded(result) == ["demo.core.Demo"]
    assert living(result) == expected


# What is not tried


def test_what_the_runtime_does_not_have_is_no_finding() -> None:
    top = "from order.serializers import SalesOrderSerialAllocationSerializer as Serializer\n"
    body = "\n    def perform_action(self, user=None, data=None):\n        Serializer(data)\n"
    result = tried(plugin(body, mixins="ActionMixin", top=top))
    assert loaded(result) == ["demo.core.Demo"]
    assert living(result) == []
    assert notes(list(result.ended.lines)) == [
        "order.serializers.SalesOrderSerialAllocationSerializer is not in the runtime"
    ]


def test_a_package_that_is_not_installed_is_no_finding() -> None:
    result = tried(plugin(top="import surely_not_installed_anywhere\n"))
    assert loaded(result) == []
    assert living(result) == []
    assert [note.needs for note in result.needs] == ["surely_not_installed_anywhere"]


def test_old_names_of_django_work_as_the_release_has_them() -> None:
    top = "from django.conf.urls import url\nfrom django.utils.translation import ugettext_lazy as _\n"
    assert loaded(tried(plugin(top=top), "0.7")) == ["demo.core.Demo"]
    assert loaded(tried(plugin(top=top), "1.2")) == []


# Limits


def test_the_network_is_off_where_plugins_are_loaded() -> None:
    top = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80))\nexcept OSError:\n    pass\n"
    result = tried(plugin(top=top))
    assert loaded(result) == ["demo.core.Demo"]
    assert living(result) == ["demo/core.py:5:5 INV806"]


def test_a_hook_that_uses_the_network_is_not_tried_to_its_end() -> None:
    body = """
    def perform_action(self, user=None, data=None):
        import urllib.request
        try:
            urllib.request.urlopen("http://192.0.2.1/")
        except OSError:
            raise ValueError("no connection") from None
"""
    result = tried(plugin(body, mixins="ActionMixin"))
    assert living(result) == []
    assert notes(list(result.ended.lines)) == [
        "perform_action: the network is off: 192.0.2.1:80",
        "perform_action(user, data=…) was not tried to its end: it uses what is off",
    ]


def test_the_network_can_be_allowed() -> None:
    body = """
    def perform_action(self, user=None, data=None):
        import socket
        server = socket.create_server(("127.0.0.1", 0))
        return socket.create_connection(server.getsockname()).getpeername()[0]
"""
    result = tried(plugin(body, mixins="ActionMixin"), limits=Limits(allow_network=True))
    assert calls(result)["perform_action(user, data=…)"] == "127.0.0.1"


def test_a_plugin_that_takes_too_long_is_ended() -> None:
    result = tried(plugin(top="import time\ntime.sleep(600)\n"), limits=Limits(seconds=8))
    assert result.ended.is_timed_out
    assert living(result) == ["demo/core.py:7:7 INV806"]
    assert "importing demo.core was not over when the time was" in result.result.findings[-1].message


@pytest.mark.skipif(sys.platform != "linux", reason="others do not limit the address space")
def test_a_plugin_that_takes_too_much_memory_is_told() -> None:
    result = tried(plugin(top="held = bytearray(2**31)\n"), limits=Limits(memory=2**30))
    assert result.ended.is_complete
    assert living(result) == ["demo/core.py:3:1 INV806"]


def test_a_plugin_that_ends_the_process_is_told() -> None:
    result = tried(plugin(top="import os\nos._exit(7)\n"))
    assert living(result) == ["demo/core.py:7:7 INV801"]
    assert "importing demo.core ended the process with the status 7" in result.result.findings[-1].message


# What a child must not do


def test_nothing_beside_the_plugin_is_run_and_nothing_is_written_there(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    write_files(
        tmp_path / "folder",
        {
            "sibling.py": f"open({str(canary)!r}, 'w')",
            "project/setup_tools.py": f"open({str(canary)!r}, 'w')",
            "project/tests/test_demo.py": f"open({str(canary)!r}, 'w')",
            **{f"project/{path}": text for path, text in plugin().items()},
        },
    )
    before = sorted(tmp_path.rglob("*"))
    result = tried(tmp_path / "folder/project")
    assert loaded(result) == ["demo.core.Demo"]
    assert sorted(tmp_path.rglob("*")) == before


def test_the_child_is_isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "swordfish")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    body = """
    def perform_action(self, user=None, data=None):
        import os, sys, tempfile
        flags = sys.flags.isolated, "DATABASE_PASSWORD" in os.environ, "/nowhere" in sys.path
        return *flags, os.getcwd() == os.environ["HOME"] == tempfile.gettempdir(), os.path.exists("report.jsonl")
"""
    result = tried(plugin(body, mixins="ActionMixin"))
    assert calls(result)["perform_action(user, data=…)"] == "(1, False, False, True, True)"


def test_the_parent_imports_nothing_of_it() -> None:
    before = {name for name in sys.modules if not name.startswith("flake8_inventree_plugin")}
    result = tried(plugin())
    assert loaded(result) == ["demo.core.Demo"]
    after = {name for name in sys.modules if not name.startswith("flake8_inventree_plugin")}
    assert not {name.partition(".")[0] for name in after - before} & {"plugin", "demo", "django", "part"}


def test_nothing_of_it_lies_where_others_could_import_it() -> None:
    from importlib.util import find_spec

    assert [name for name in ("plugin", "part", "InvenTree", "stock") if find_spec(name) is not None] == []
