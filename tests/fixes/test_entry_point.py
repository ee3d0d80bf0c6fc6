"""INV602's fix: an entry point more in pyproject.toml, and not one byte changed elsewhere."""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin import cli
from flake8_inventree_plugin.engine import Settings, read_project
from flake8_inventree_plugin.findings import START, Finding, Fix, Severity
from flake8_inventree_plugin.fixes.apply import fix_file
from flake8_inventree_plugin.project.layout import Root
from tests.support import codes, findings_of, fix, write_files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = '[project]\nname = "demo"\nversion = "1"\n'
POETRY = '[tool.poetry]\nname = "demo"\nversion = "1"\ndescription = ""\nauthors = []\n'
POETRY_BUILD = '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n'
PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass {}(InvenTreePlugin):\n    NAME = 'Demo'\n"
GROUP = ("project", "entry-points", "inventree_plugins")


def fixed(text: str, name: str = "Demo", more: dict[str, str] | None = None) -> str:
    """The pyproject.toml after `--fix`, which leaves nothing of INV602."""
    files: dict[str, str | bytes] = {
        "pyproject.toml": text.encode(),
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN.format(name),
    }
    files.update(more or {})
    assert "demo/core.py:4:7 INV602" in codes(files, "INV602")
    outcome = fix(files, ["INV602"])
    assert outcome.refused == {}
    if outcome.contents:
        assert list(outcome.contents) == ["pyproject.toml"]
        assert codes({**files, **outcome.contents}, "INV602") == []
    return outcome.contents.get("pyproject.toml", text.encode()).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A table of the group: below its last entry point.
        (
            PROJECT + "[project.entry-points.inventree_plugins]\n",
            PROJECT + '[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n',
        ),
        (
            PROJECT
            + "[project.entry-points.'inventree_plugins'] # ours\n  'Old'='old:Old' # before\n  # end\n\n[tool.x]\n",
            PROJECT
            + "[project.entry-points.'inventree_plugins'] # ours\n  'Old'='old:Old' # before\n  'Demo'='demo.core:Demo'\n  # end\n\n[tool.x]\n",
        ),
        (
            '[project.entry-points.inventree_plugins]\nb   = "old:Old"\n' + PROJECT,
            '[project.entry-points.inventree_plugins]\nb   = "old:Old"\nDemo = "demo.core:Demo"\n' + PROJECT,
        ),
        (
            PROJECT + '[project.entry-points.inventree_plugins]\n"a b" = """old:\\\n    Old"""\n[tool.x]\n',
            PROJECT
            + '[project.entry-points.inventree_plugins]\n"a b" = """old:\\\n    Old"""\n"Demo" = "demo.core:Demo"\n[tool.x]\n',
        ),
        # Dotted keys.
        (
            PROJECT + 'entry-points.inventree_plugins.Old = "old:Old"\nurls.x = "y"\n',
            PROJECT
            + 'entry-points.inventree_plugins.Old = "old:Old"\nentry-points.inventree_plugins.Demo = "demo.core:Demo"\nurls.x = "y"\n',
        ),
        (
            PROJECT + '[project.entry-points]\n"inventree_plugins" . Old = "old:Old"\n',
            PROJECT
            + '[project.entry-points]\n"inventree_plugins" . Old = "old:Old"\n"inventree_plugins" . Demo = "demo.core:Demo"\n',
        ),
        # Inline tables.
        (
            PROJECT + '[project.entry-points]\ninventree_plugins = { Old = "old:Old" } # one\n',
            PROJECT
            + '[project.entry-points]\ninventree_plugins = { Old = "old:Old", Demo = "demo.core:Demo" } # one\n',
        ),
        (
            PROJECT + "entry-points.inventree_plugins = {}\n",
            PROJECT + 'entry-points.inventree_plugins = { Demo = "demo.core:Demo" }\n',
        ),
        (
            PROJECT + 'entry-points = {inventree_plugins = {Old = "old:Old"}}\n',
            PROJECT + 'entry-points = {inventree_plugins = {Old = "old:Old", Demo = "demo.core:Demo"}}\n',
        ),
        (
            PROJECT + 'entry-points = { other = { a = "b:c" } }\n',
            PROJECT
            + 'entry-points = { other = { a = "b:c" }, inventree_plugins = { Demo = "demo.core:Demo" } }\n',
        ),
        (
            'project = { name = "demo", version = "1" }\n',
            'project = { name = "demo", version = "1", entry-points = { inventree_plugins = { Demo = "demo.core:Demo" } } }\n',
        ),
        # A new table, behind what belongs to the project.
        (PROJECT, PROJECT + '\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n'),
        (PROJECT[:-1], PROJECT + '\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"'),
        (
            PROJECT + 'keywords = [\n  "a", # b\n]\n# readme = "x"\n\n# Of ruff\n[tool.ruff]\n',
            PROJECT
            + 'keywords = [\n  "a", # b\n]\n# readme = "x"\n\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n\n# Of ruff\n[tool.ruff]\n',
        ),
        (
            PROJECT + "# Of ruff\n[tool.ruff]\n",
            PROJECT
            + '\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n# Of ruff\n[tool.ruff]\n',
        ),
        (
            PROJECT.replace("\n", "\r\n") + '[project.urls]\r\na = "b"\r\n\r\n[tool.x]\r\n',
            PROJECT.replace("\n", "\r\n")
            + '[project.urls]\r\na = "b"\r\n\r\n[project.entry-points.inventree_plugins]\r\nDemo = "demo.core:Demo"\r\n\r\n[tool.x]\r\n',
        ),
        (
            PROJECT + '[project.entry-points.other]\na = "b:c"\n',
            PROJECT
            + '[project.entry-points.other]\na = "b:c"\n\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n',
        ),
        # Poetry.
        (
            POETRY + POETRY_BUILD,
            POETRY + '\n[tool.poetry.plugins.inventree_plugins]\nDemo = "demo.core:Demo"\n' + POETRY_BUILD,
        ),
        (
            POETRY
            + '[[tool.poetry.source]]\nname = "x"\n[tool.poetry.plugins."inventree_plugins"]\n"Old" = "old:Old"\n',
            POETRY
            + '[[tool.poetry.source]]\nname = "x"\n[tool.poetry.plugins."inventree_plugins"]\n"Old" = "old:Old"\n"Demo" = "demo.core:Demo"\n',
        ),
        (
            PROJECT + POETRY_BUILD + '[tool.poetry.plugins.other]\na = "b:c"\n',
            PROJECT
            + POETRY_BUILD
            + '[tool.poetry.plugins.other]\na = "b:c"\n\n[tool.poetry.plugins.inventree_plugins]\nDemo = "demo.core:Demo"\n',
        ),
        (
            PROJECT + POETRY_BUILD,
            PROJECT + '\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n' + POETRY_BUILD,
        ),
    ],
)
def test_style_is_kept(before: str, after: str) -> None:
    assert fixed(before) == after


@pytest.mark.parametrize(
    ("text", "more"),
    [
        # A name that leads elsewhere.
        (PROJECT + '[project.entry-points.inventree_plugins]\nDemo = "elsewhere:Other"\nOther = "demo.core:no"\n', {}),
        # Root keys behind the project's: a table would swallow them.
        ('project.name = "demo"\nproject.version = "1"\ntool.x.y = 1\n', {}),
        # Entry points, or the whole package, in another file.
        ("[build-system]\n", {"setup.cfg": "[metadata]\nname = demo\n"}),
        (PROJECT, {"setup.cfg": "[options.entry_points]\nother =\n    a = b:c\n"}),
        # Flit's older form.
        ('[tool.flit.metadata]\nmodule = "demo"\nauthor = "a"\n', {}),
        # The package's own names are not those of the files.
        (PROJECT, {"demo/core.py": "# as text\n", "demo-x/core.py": PLUGIN.format("Demo")}),
    ],
)  # fmt: skip
def test_refuses(text: str, more: dict[str, str]) -> None:
    files = {"pyproject.toml": text, "demo/__init__.py": "", "demo/core.py": PLUGIN.format("Demo"), **more}
    outcome = fix(files, ["INV602"])
    assert (outcome.contents, outcome.refused) == ({}, {})


def test_dynamic_entry_points_have_no_fix() -> None:
    text = (
        PROJECT
        + 'dynamic = ["entry-points"]\n[tool.setuptools.dynamic]\nentry-points = { file = "points.ini" }\n'
    )
    files = {
        "pyproject.toml": text,
        "points.ini": "[other]\na = b:c\n",
        "demo/__init__.py": PLUGIN.format("Demo"),
    }
    (finding,) = findings_of(files, "INV602")
    assert finding.fix is None


def test_name_beyond_ascii_is_quoted_and_stays_utf_8() -> None:
    before = "# -*- coding: latin-1 -*-\n# Zoë\n" + PROJECT
    assert (
        fixed(before, "Größe")
        == before + '\n[project.entry-points.inventree_plugins]\n"Größe" = "demo.core:Größe"\n'
    )


def test_two_plugins_in_two_passes() -> None:
    other = PLUGIN.format("Other")
    assert fixed(PROJECT, more={"demo/other.py": other}) == (
        PROJECT
        + '\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\nOther = "demo.other:Other"\n'
    )


def test_crowd_of_plugins_keeps_its_order() -> None:
    """More than there are passes: found by planting plugins in the standard library."""
    names = [f"P{number}" for number in range(25)]
    crowd = "from plugin import InvenTreePlugin\n" + "".join(
        f"\n\nclass {name}(InvenTreePlugin):\n    NAME = '{name}'\n" for name in names
    )
    lines = "".join(f'{name} = "demo.many:{name}"\n' for name in names)
    assert fixed(PROJECT, more={"demo/many.py": crowd}) == (
        f'{PROJECT}\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n{lines}'
    )
    # Without a line end, and as items of an inline table.
    table = f"{PROJECT}[project.entry-points.inventree_plugins]"
    lines = lines.removesuffix("\n")
    assert fixed(table, more={"demo/many.py": crowd}) == f'{table}\nDemo = "demo.core:Demo"\n{lines}'
    inline = PROJECT + "entry-points = {{ inventree_plugins = {{{}}} }}"
    items = "".join(f', {name} = "demo.many:{name}"' for name in names)
    filled = inline.format(f' Demo = "demo.core:Demo"{items} ')
    assert fixed(inline.format(""), more={"demo/many.py": crowd}) == filled
    nested = PROJECT + "entry-points = {{ 'x.y' = {{ A = 'b:C' }}{} }}\n"
    filled = nested.format(f', inventree_plugins = {{ Demo = "demo.core:Demo"{items} }}')
    assert fixed(nested.format(""), more={"demo/many.py": crowd}) == filled


def test_second_class_of_a_name_has_no_fix() -> None:
    files = {
        "pyproject.toml": PROJECT,
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN.format("Demo"),
        "demo/old.py": PLUGIN.format("Demo"),
    }
    fixes = [(item.path, item.fix is not None) for item in findings_of(files, "INV602")]
    assert fixes == [("demo/core.py", True), ("demo/old.py", False)]
    assert fix(files, ["INV602"]).contents == {
        "pyproject.toml": (
            f'{PROJECT}\n[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n'
        ).encode()
    }


def finding(table: tuple[str, ...], name: str, target: str) -> Finding:
    fix = Fix(
        "entry_point",
        "add it",
        arguments={"table": list(table), "name": name, "target": target},
        path="pyproject.toml",
    )
    return Finding("INV602", "missing-entry-point", Severity.ERROR, "m", "a", "demo/core.py", START, fix=fix)


KEY = st.sampled_from(
    ["a", "'b c'", '"d.e"', "entry-points", "inventree_plugins", "Demo", "Old", "tool", "poetry", "plugins"]
)
VALUE = st.sampled_from(
    ['"x:y"', "'z'", "1", "[\n 'q', # r\n]", "{}", "{ Old = 'v' }", '"""\n[no.header]\n"""', "{a.b = 1}"]
)
DOTTED = st.lists(KEY, min_size=1, max_size=3).map(".".join)
LINE = st.one_of(
    st.tuples(DOTTED, st.sampled_from(["=", " = "]), VALUE, st.sampled_from(["", "  # why"])).map("".join),
    st.sampled_from(
        ["", "# alone", "[project]", "[project.urls]", "[project.entry-points]", "[[project.x]]", "[tool.y]"]
    ),
    st.sampled_from(["[project.entry-points.inventree_plugins]", "['project' . \"entry-points\".other] # t"]),
)
TEXT = st.tuples(st.lists(LINE, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans()).map(
    lambda parts: parts[1].join(parts[0]) + (parts[1] if parts[2] else "")
)


@given(TEXT, st.sampled_from([GROUP, ("tool", "poetry", "plugins", "inventree_plugins")]))
def test_adds_the_entry_point_and_nothing_else(text: str, table: tuple[str, ...]) -> None:
    text = text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else text
    result = fix_file("pyproject.toml", text.encode(), [finding(table, "Demo", "demo:Demo")])
    if isinstance(result, str):
        with pytest.raises(tomllib.TOMLDecodeError):
            tomllib.loads(text)
        assert result == "our parser does not give its text back unchanged"
        return
    data, mended = result
    after = data.decode()
    if not mended:
        assert after == text
        return
    expected: dict[str, Any] = copy.deepcopy(tomllib.loads(text))
    place = expected
    for key in table:
        place = place.setdefault(key, {})
    assert "Demo" not in place
    place["Demo"] = "demo:Demo"
    assert tomllib.loads(after) == expected
    # One piece is added, everything else stands as it stood.
    added = len(after) - len(text)
    assert added > 0
    assert any(after[:at] + after[at + added :] == text for at in range(len(text) + 1))
    assert after.count("\r\n") in (0, after.count("\n"))
    again = fix_file("pyproject.toml", data, [finding(table, "Demo", "demo:Demo")])
    assert again == (data, [])


def test_command_line_shows_and_writes_it(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_files(
        tmp_path, {"pyproject.toml": PROJECT, "demo/__init__.py": "", "demo/core.py": PLUGIN.format("Demo")}
    )
    arguments = ["check", str(tmp_path), "--no-cache", "--select", "INV602"]
    assert cli.run([*arguments, "--diff"]) == 1
    shown = capfdbinary.readouterr().out.decode()
    assert f"+++ b/{str(tmp_path)[1:]}/pyproject.toml\n" in shown
    assert '+[project.entry-points.inventree_plugins]\n+Demo = "demo.core:Demo"\n' in shown
    assert (tmp_path / "pyproject.toml").read_text() == PROJECT
    assert cli.run([*arguments, "--fix"]) == 0
    points = tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]["entry-points"]
    assert points == {"inventree_plugins": {"Demo": "demo.core:Demo"}}
    assert (tmp_path / "demo/core.py").read_text() == PLUGIN.format("Demo")


def test_fixing_one_python_file_writes_the_other_file(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"pyproject.toml": PROJECT, "demo/__init__.py": "", "demo/core.py": PLUGIN.format("Demo")}
    )
    assert (
        cli.run(["check", str(tmp_path / "demo/core.py"), "--no-cache", "--select", "INV602", "--fix"]) == 0
    )
    assert "demo.core:Demo" in (tmp_path / "pyproject.toml").read_text()


def test_new_text_of_another_file_is_not_taken_for_python(tmp_path: Path) -> None:
    write_files(tmp_path, {"demo/__init__.py": "", "demo/core.py": PLUGIN.format("Demo")})
    project = read_project(
        Root(tmp_path), Settings({}, use_cache=False), {"pyproject.toml": PROJECT.encode()}
    )
    assert list(project.by_path) == ["demo/__init__.py", "demo/core.py"]
    assert project.package is not None
