"""INV116 and its fix: the names that metadata had on 0.6."""

from __future__ import annotations

import pytest

from tests.support import codes, findings_of, fixed

IMPORT = "from plugin import InvenTreePlugin\n\n\n"
PYPROJECT = '[project]\nname = "demo"\nversion = "1.0"\n\n[project.entry-points.inventree_plugins]\nDemo = "demo:Demo"\n'


def _files(text: str, **others: str) -> dict[str, str]:
    return {
        "pyproject.toml": PYPROJECT,
        "demo.py": text,
        **{f"{name}.py": other for name, other in others.items()},
    }


def _plugin(body: str) -> dict[str, str]:
    return _files(f"{IMPORT}class Demo(InvenTreePlugin):\n{body}")


@pytest.mark.parametrize(
    "body",
    [
        "    NAME = 'Demo'\n    SLUG = 'demo'\n    TITLE = 'Demo'\n",
        "    NAME = 'Demo'\n\n    def f(self):\n        PLUGIN_NAME = 1\n",
        "    NAME = 'Demo'\n\n    class Meta:\n        PLUGIN_NAME = 'x'\n",
        "    NAME = 'Demo'\n    PLUGIN_SLUG = None\n",
        # Nothing in it: INV101.
        "    PLUGIN_NAME = ''\n",
    ],
)
def test_no_old_name(body: str) -> None:
    assert codes(_plugin(body), "INV116") == []


def test_no_plugin_no_old_name() -> None:
    assert codes(_plugin("    NAME = 'Demo'\n\n\nclass Other:\n    PLUGIN_NAME = 'x'\n"), "INV116") == []


def test_an_unknown_base_may_have_the_new_name() -> None:
    text = f"import other\n{IMPORT}class Demo(other.Named, InvenTreePlugin):\n    PLUGIN_NAME = 'Demo'\n"
    assert codes(_files(text), "INV116") == []


def test_in_a_folder_the_missing_name_speaks_for_itself() -> None:
    text = f"{IMPORT}class Demo(InvenTreePlugin):\n    PLUGIN_NAME = 'Demo'\n    PLUGIN_TITLE = 'A demo'\n"
    assert codes({"demo.py": text}, "INV116") == ["demo.py:6:5 INV116"]
    assert codes({"demo.py": text}, "INV101") == ["demo.py:4:7 INV101"]
    assert codes(_files(text), "INV116") == ["demo.py:5:5 INV116", "demo.py:6:5 INV116"]
    assert codes(_files(text), "INV101") == []


@pytest.mark.parametrize(
    ("target", "body", "count", "can_be_fixed"),
    [
        ("0.6", "    PLUGIN_NAME = 'Demo'\n", 0, False),
        ("0.6", "    PLUGIN_NAME = NAME = 'Demo'\n", 0, False),
        ("<0.8", "    PLUGIN_NAME = NAME = 'Demo'\n", 0, False),
        ("<0.8", "    PLUGIN_NAME = 'Demo'\n", 1, False),
        ("0.7", "    PLUGIN_NAME = 'Demo'\n", 1, True),
        (">=1.0", "    NAME = 'Demo'\n    PLUGIN_NAME = 'Demo'\n", 1, True),
        # Inferred, 0.6 to 0.7.
        (None, "    PLUGIN_NAME = 'Demo'\n    PLUGIN_SLUG = 'demo'\n", 0, False),
    ],
)
def test_0_6_needs_the_old_names(target: str | None, body: str, count: int, can_be_fixed: bool) -> None:
    text = f"from plugin import IntegrationPluginBase\n\n\nclass Demo(IntegrationPluginBase):\n{body}"
    found = findings_of(_files(text), "INV116", target=target)
    assert len(found) == count
    assert all((finding.fix is not None) is can_be_fixed for finding in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    PLUGIN_NAME = 'Demo'  # shown\n", "    NAME = 'Demo'  # shown\n"),
        ("    PLUGIN_NAME: str = 'Demo'\n", "    NAME: str = 'Demo'\n"),
        ("    PLUGIN_NAME = ALIAS = 'Demo'\n", "    NAME = ALIAS = 'Demo'\n"),
        (
            "    PLUGIN_NAME = 'Demo'\n    PLUGIN_SLUG = 'x'\n    PLUGIN_TITLE = PLUGIN_NAME + '!'\n",
            "    NAME = 'Demo'\n    SLUG = 'x'\n    TITLE = NAME + '!'\n",
        ),
        (
            "    PLUGIN_NAME = 'Dämo'\n\n    def f(self, x=PLUGIN_NAME):\n        return f'Ü {self.PLUGIN_NAME!r}', "
            "lambda: self.PLUGIN_NAME.lower(), super().PLUGIN_NAME, Demo.PLUGIN_NAME\n\n"
            "    @classmethod\n    def g(cls):\n        PLUGIN_NAME = cls.PLUGIN_NAME\n        return PLUGIN_NAME\n",
            "    NAME = 'Dämo'\n\n    def f(self, x=NAME):\n        return f'Ü {self.NAME!r}', "
            "lambda: self.NAME.lower(), super().NAME, Demo.NAME\n\n"
            "    @classmethod\n    def g(cls):\n        PLUGIN_NAME = cls.NAME\n        return PLUGIN_NAME\n",
        ),
        (
            "    PLUGIN_NAME = 'Demo'\n\n    class Meta:\n        PLUGIN_NAME = 'x'\n\n        def f(self):\n"
            "            return self.PLUGIN_NAME\n",
            "    NAME = 'Demo'\n\n    class Meta:\n        PLUGIN_NAME = 'x'\n\n        def f(self):\n"
            "            return self.PLUGIN_NAME\n",
        ),
        (
            "    # ours\n    NAME = 'Demo'\n\n    # theirs\n    PLUGIN_NAME = 'Demo'\n    X = 1\n\n"
            "    def f(self):\n        return self.PLUGIN_NAME\n",
            "    # ours\n    NAME = 'Demo'\n\n    # theirs\n    X = 1\n\n    def f(self):\n        return self.NAME\n",
        ),
        ("    PLUGIN_NAME = (\n        'Demo'\n    )\n    NAME = 'Demo'\n", "    NAME = 'Demo'\n"),
    ],
)
def test_renamed_or_removed(before: str, after: str) -> None:
    assert fixed(_plugin(before), "INV116")["demo.py"] == _plugin(after)["demo.py"]
    crlf = _plugin(before)["demo.py"].replace("\n", "\r\n")
    assert fixed(_files(crlf), "INV116")["demo.py"] == _plugin(after)["demo.py"].replace("\n", "\r\n")
    assert codes(_plugin(after), "INV116") == []


@pytest.mark.parametrize(
    "body",
    [
        # Which of the two is meant?
        "    NAME = 'Demo'\n    PLUGIN_NAME = 'Other'\n",
        "    NAME = name()\n    PLUGIN_NAME = 'Demo'\n",
        "    NAME = ''\n    PLUGIN_NAME = 'Demo'\n",
        # A comment would be lost, or more than the name.
        "    NAME = 'Demo'\n    PLUGIN_NAME = 'Demo'  # old\n",
        "    NAME = 'Demo'\n    PLUGIN_NAME = (  # old\n        'Demo'\n    )\n",
        "    NAME = 'Demo'\n    PLUGIN_NAME = 'Demo'; X = 1\n",
        "    NAME = 'Demo'\n    PLUGIN_NAME = X = 'Demo'\n",
        "    PLUGIN_NAME = 'Demo'\n    NAME = PLUGIN_NAME\n",
        # Uses that cannot be followed.
        "    PLUGIN_NAME = 'Demo'\n\n    def f(self, other):\n        return other.PLUGIN_NAME\n",
        "    PLUGIN_NAME = 'Demo'\n\n    def f(self):\n        return getattr(self, 'PLUGIN_NAME')\n",
        "    PLUGIN_NAME = 'Demo'\n\n\ndef f(plugin):\n    return plugin.PLUGIN_NAME\n",
        # Two classes of one name.
        "    PLUGIN_NAME = 'Demo'\n\n\ndef f():\n    class Demo:\n        PLUGIN_NAME = 'Other'\n",
        # Decided at run time, or twice.
        "    if IMPORTED:\n        PLUGIN_NAME = 'Demo'\n",
        "    PLUGIN_NAME = 'Demo'\n    PLUGIN_NAME = 'Demo 2'\n",
    ],
)
def test_left_alone(body: str) -> None:
    files = _plugin(body)
    assert codes(files, "INV116") != []
    assert fixed(files, "INV116", unsafe=True) == files


def test_a_global_of_the_same_name_is_not_touched() -> None:
    files = _files(
        f"{IMPORT}PLUGIN_NAME = 'Demo'\n\n\nclass Demo(InvenTreePlugin):\n    PLUGIN_NAME = 'Demo'\n\n"
        "    def f(self):\n        return PLUGIN_NAME\n"
    )
    after = files["demo.py"].replace("    PLUGIN_NAME = ", "    NAME = ")
    assert fixed(files, "INV116")["demo.py"] == after
    # Its value is the global one: in which scope a name is looked up is not in its form.
    files = _files(
        f"{IMPORT}PLUGIN_NAME = 'Demo'\n\n\nclass Demo(InvenTreePlugin):\n    PLUGIN_NAME = PLUGIN_NAME\n"
    )
    assert fixed(files, "INV116") == files


def test_a_use_in_another_file_is_not_left_behind() -> None:
    files = _files(
        f"{IMPORT}class Demo(InvenTreePlugin):\n    PLUGIN_NAME = 'Demo'\n",
        other="from demo import Demo\n\nNAME = Demo.PLUGIN_NAME\n",
    )
    assert fixed(files, "INV116") == files
    # An attribute of something else.
    files["other.py"] = "class Other:\n    def f(self):\n        return self.PLUGIN_NAME\n"
    assert fixed(files, "INV116")["demo.py"] == files["demo.py"].replace("PLUGIN_NAME", "NAME")


def test_classes_that_inherit_from_each_other_are_mended_together() -> None:
    base = f"{IMPORT}class Base(InvenTreePlugin):\n    def f(self):\n        return self.PLUGIN_NAME\n\n\n"
    files = _files(f"{base}class Demo(Base):\n    PLUGIN_NAME = 'Demo'\n")
    assert fixed(files, "INV116")["demo.py"] == files["demo.py"].replace("PLUGIN_NAME", "NAME")
    # The base in another file has a use.
    files = _files("from base import Base\n\n\nclass Demo(Base):\n    PLUGIN_NAME = 'Demo'\n", base=base)
    assert codes(files, "INV116") == ["demo.py:5:5 INV116"]
    assert fixed(files, "INV116") == files
    # Which value a use in the base means depends on the class.
    files = _files(
        f"{base}class Demo(Base):\n    PLUGIN_NAME = 'Demo'\n\n\nclass Child(Demo):\n    PLUGIN_NAME = 'Child'\n"
    )
    assert fixed(files, "INV116") == files


def test_an_old_name_in_a_base_is_reported_once_and_there() -> None:
    files = {
        "base.py": f"{IMPORT}class Base(InvenTreePlugin):\n    PLUGIN_TITLE = 'A demo'\n",
        "demo.py": "from base import Base\n\n\nclass One(Base):\n    NAME = 'One'\n\n\nclass Two(Base):\n    NAME = 'Two'\n",
    }
    assert codes(files, "INV116") == ["base.py:5:5 INV116"]
    # One of them has the new name.
    files["demo.py"] = files["demo.py"].replace(
        "    NAME = 'One'\n", "    NAME = 'One'\n    TITLE = 'A demo'\n"
    )
    assert codes(files, "INV116") == ["base.py:5:5 INV116"]


def test_a_rename_that_changes_the_key_is_unsafe() -> None:
    files = _plugin("    NAME = 'Demo'\n    PLUGIN_SLUG = 'other'\n")
    (finding,) = findings_of(files, "INV116")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert "unsafe" in finding.fix.description
    assert fixed(files, "INV116") == files
    assert fixed(files, "INV116", unsafe=True)["demo.py"] == files["demo.py"].replace("PLUGIN_SLUG", "SLUG")
    same = _plugin("    NAME = 'Demo Plugin'\n    PLUGIN_SLUG = 'demo-plugin'\n")
    assert fixed(same, "INV116")["demo.py"] == same["demo.py"].replace("PLUGIN_SLUG", "SLUG")
