"""What a plugin uses and overrides of InvenTree's classes, and the migrations it depends on."""

from __future__ import annotations

import pytest

from tests.support import project_of


def files(body: str, *, bases: str = "SettingsMixin, InvenTreePlugin", before: str = "") -> dict[str, str]:
    return {
        "pyproject.toml": "[project]\nname='a'\n",
        "a/__init__.py": "",
        "a/core.py": "from plugin import InvenTreePlugin\n"
        "from plugin.mixins import ActionMixin, AppMixin, SettingsMixin\n"
        f"{before}\nclass A({bases}):\n    NAME = 'A'\n{body}",
    }


def obstacles(project: dict[str, str], rule: str) -> list[str]:
    return [
        f"{item.path}:{item.range.line}:{item.range.column} {item.name}: {item.releases}"
        for item in project_of(project).obstacles
        if item.rule == rule
    ]


USE = "    def f(self):\n        return self.plugin_static_file('a')\n"


@pytest.mark.parametrize(
    "project",
    [
        files("    def f(self):\n        return self.slug, self.anything, self.__class__, self[0].x\n"),
        files(USE + "    def plugin_static_file(self, name): pass\n"),
        files(USE + "    plugin_static_file = None\n"),
        files(USE + "    def g(self):\n        self.plugin_static_file = print\n"),
        files(USE + "    def __getattr__(self, name): pass\n"),
        files(
            USE, before="class B:\n    def plugin_static_file(self, name): pass\n", bases="B, InvenTreePlugin"
        ),
        files(USE, before="from c import B\n", bases="B, InvenTreePlugin"),
        files(USE, before="@decorated\n"),
        files("    def f(self):\n        if hasattr(self, 'plugin_static_file'):\n    " + USE[16:]),
        files(
            "    def f(self):\n"
            "        return self.plugin_static_file('') if hasattr(self, 'plugin_static_file') else ''\n"
        ),
        files("    def f(self):\n        return getattr(self, 'plugin_static_file', None)\n"),
        files(
            "    def f(self):\n        try:\n            self.plugin_static_file('')\n"
            "        except (KeyError, AttributeError): pass\n"
        ),
        files("    def f(self):\n        self.plugin_static_file = 1\n"),
        files("    def f(self):\n        def g(self): pass\n        return other.plugin_static_file\n"),
        # Only the classes made of it have the other base.
        {
            "a.py": "from plugin import InvenTreePlugin\nclass B(InvenTreePlugin):\n"
            + USE
            + "class M:\n    def plugin_static_file(self, name): pass\n"
            "class A(M, B):\n    NAME = 'A'\n"
        },
    ],
)
def test_members_that_are_there_or_may_be(project: dict[str, str]) -> None:
    assert obstacles(project, "INV313") == []


def test_missing_members() -> None:
    assert obstacles(files(USE + USE.replace("f(", "g(")), "INV313") == [
        "a/core.py:7:16 A.plugin_static_file: 0.6, 0.17+"
    ]
    assert obstacles(files(USE.replace("self.plugin", "super().plugin")), "INV313") == [
        "a/core.py:7:16 A.plugin_static_file: 0.6, 0.17+"
    ]
    action = files("    def f(self):\n        print(self.user)\n", bases="ActionMixin, InvenTreePlugin")
    assert obstacles(action, "INV313") == ["a/core.py:7:15 A.user: 0.6"]


def test_super_does_not_find_the_own_method() -> None:
    body = "    def plugin_static_file(self, name):\n        return super().plugin_static_file(name)\n"
    # A method of that name is never called before there is one in the base classes.
    assert obstacles(files(body), "INV313") == []
    body = (
        "    def f(self): return super().get_user_setting('A')\n    def get_user_setting(self, key): pass\n"
    )
    assert obstacles(files(body), "INV313") == ["a/core.py:6:25 A.get_user_setting: 1.0+"]


def test_a_hook_of_newer_releases_may_use_what_they_have() -> None:
    head = "from plugin.mixins import UserInterfaceMixin\n"
    body = USE.replace("f(self", "get_ui_panels(self, request, context, **kwargs")
    assert obstacles(files(body, before=head, bases="UserInterfaceMixin, InvenTreePlugin"), "INV313") == []


@pytest.mark.parametrize(
    "project",
    [
        files("    def is_active_here(self): pass\n    TITLE = 'x'\n    name = 'x'\n"),
        files("    is_active = True\n"),
        files("    @property\n    def slug(self): pass\n"),
        files("", before="class B:\n    def is_active(self): pass\n", bases="B, InvenTreePlugin"),
        files("", before="class B:\n    def is_active(self): pass\n"),
    ],
)
def test_what_is_not_refused(project: dict[str, str]) -> None:
    assert obstacles(project, "INV305") == []


def test_what_is_refused() -> None:
    for body in ("    def is_active(self): pass\n", "    @property\n    def is_active(self): pass\n"):
        assert [item.split(" ", 1)[1] for item in obstacles(files(body), "INV305")] == [
            "A.is_active: 0.6 – 0.17"
        ]


def migration(*dependencies: str) -> dict[str, str]:
    return {
        **files("", bases="AppMixin, InvenTreePlugin"),
        "a/migrations/__init__.py": "",
        "a/migrations/0001_initial.py": "from django.db import migrations\n"
        f"class Migration(migrations.Migration):\n    dependencies = [{', '.join(dependencies)}]\n",
        "a/migrations/0147_mine.py": "",
    }


@pytest.mark.parametrize(
    "dependency",
    [
        "('part', '0001_initial')",
        "('part', '__first__')",
        "('part', '__latest__')",
        "('auth', '0012_no_such')",
        "('part', '0147_mine')",
        "migrations.swappable_dependency(settings.AUTH_USER_MODEL)",
        "('part', NAME)",
        "('part',)",
        "'part'",
        "*others",
    ],
)
def test_migrations_that_are_there_or_may_be(dependency: str) -> None:
    assert obstacles(migration(dependency), "INV311") == []


def test_missing_migrations() -> None:
    found = obstacles(
        migration("('part', '0147_remove_part_default_supplier')", "['stock', '0001_x']"), "INV311"
    )
    assert found == [
        "a/migrations/0001_initial.py:3:5 part.0147_remove_part_default_supplier: 1.3+",
        "a/migrations/0001_initial.py:3:5 stock.0001_x: none",
    ]
    without = migration("('stock', '0001_x')")
    without["a/core.py"] = without["a/core.py"].replace("A(AppMixin, ", "A(")
    assert obstacles(without, "INV311") == []
