"""INV501: what is counted, and what the message says."""

from __future__ import annotations

from tests.support import codes, findings_of

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
PLUGIN_LINES = 3


def code(lines: int) -> str:
    return "x = 1\n" * lines


def test_limit_is_inclusive() -> None:
    files = {"demo/__init__.py": "", "demo/core.py": PLUGIN, "demo/a.py": code(1000 - PLUGIN_LINES)}
    assert codes(files, "INV501") == []
    assert codes({**files, "demo/__init__.py": "y = 1\n"}, "INV501") == ["demo/core.py:4:7 INV501"]


def test_message_names_the_largest_files_and_what_was_left_out() -> None:
    files = {
        "setup.py": code(5),
        "docs/conf.py": code(6),
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN,
        "demo/a.py": code(500),
        "demo/b.py": code(300),
        "demo/c.py": code(400),
        "demo/d.py": code(200),
        "demo/migrations/0001_initial.py": code(40),
        "demo/tests/test_a.py": code(70),
        "demo/test_b.py": code(7),
        "demo/vendor/x.py": code(9000),
        "third_party/x.py": code(1),
        "demo/_vendor/__init__.py": "",
        "demo/made.py": "# DO NOT EDIT\n" + code(800),
    }
    (finding,) = findings_of(files, "INV501")
    assert finding.message == (
        "the project has 1403 lines of code, more than 1000; the largest files are demo/a.py (500), demo/c.py (400), "
        "demo/b.py (300); not counted: vendored code (9001), generated files (800), migrations (40), tests (77), "
        "documentation (6), build scripts (5)"
    )


def test_a_folder_counts_as_vendored_but_not_a_file_of_that_name() -> None:
    files = {"demo/__init__.py": PLUGIN, "demo/vendor.py": code(1000)}
    assert codes(files, "INV501") == ["demo/__init__.py:4:7 INV501"]


def test_blank_lines_comments_and_docstrings_do_not_count() -> None:
    text = '"""Doc."""\n' + '\n# comment\n\n\ndef f():\n    """Doc\n\n    string.\n    """\n' * 997
    assert codes({"demo/__init__.py": PLUGIN, "demo/a.py": text}, "INV501") == []
    text = "TEXT = '''\none\ntwo\n\n'''\n" * 250
    assert codes({"demo/__init__.py": PLUGIN, "demo/a.py": text}, "INV501") == ["demo/__init__.py:4:7 INV501"]


def test_test_case_that_inherits_from_the_plugin_base_is_a_test() -> None:
    test = (
        "from django.test import TestCase\nfrom plugin import InvenTreePlugin\n\n\n"
        "class TestDemo(TestCase, InvenTreePlugin):\n    pass\n\n\n"
    )
    files = {"demo/__init__.py": PLUGIN, "demo/test_demo.py": test + code(1000)}
    assert codes(files, "INV501") == []


def test_other_limit_and_several_plugins_count_together() -> None:
    files = {"demo/__init__.py": PLUGIN, "demo/b.py": PLUGIN.replace("Demo", "Other")}
    assert codes(files, "INV501", max_lines=6) == []
    assert codes(files, "INV501", max_lines=5) == ["demo/__init__.py:4:7 INV501"]


def test_unreadable_files_are_passed_over() -> None:
    files = {"demo/__init__.py": PLUGIN, "demo/a.py": code(2000) + "class (:\n"}
    assert codes(files, "INV501") == []
