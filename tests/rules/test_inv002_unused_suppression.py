"""INV002: which comments are judged at all, and what its fix leaves of a line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.baseline import Baseline
from flake8_inventree_plugin.engine import check_project, findings
from flake8_inventree_plugin.findings import START, Finding, Severity
from flake8_inventree_plugin.fixes.apply import fix_until_stable
from flake8_inventree_plugin.rules import rule_by_code
from flake8_inventree_plugin.rules.rule import Rule
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.suppressions import is_suppressed
from tests.support import all_codes, codes, fixed, project_of

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'{comment}\n"
PYPROJECT = '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n'


def files(text: str, **others: str) -> dict[str, str]:
    return {"pyproject.toml": PYPROJECT, "demo/__init__.py": "", "demo/core.py": text, **others}


def unused(comment: str, **config: object) -> list[str]:
    """The codes that are reported on the line of the name."""
    text = PLUGIN.format(comment=comment)
    line = text.splitlines()[4]
    found = codes(files(text), "INV002", **config)
    return [line[int(place.split(":")[2].split()[0]) - 1 :][:6] for place in found]


# Which are judged


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("  # noqa", []),
        ("  # noqa: INV", []),
        ("  # noqa: INV1", []),
        ("  # noqa: INV1111", []),
        ("  # noqa: inv111", []),
        ("  # noqa : INV111", []),
        ("  #noqa: INV111", []),
        ("  # see INV111", []),
        ("  # flake8: noqa: INV111", []),
        ("  # noqa: E501, F401", []),
        ("  # noqa: INV001, INV003, INV004", []),
        ("  # noqa: INV801, INV806", []),
        ("  # noqa: INV899", ["INV899"]),
        ("  # noqa: INV111, INV002", []),
        ("  # noqa: INV002", []),
        ("  # noqa: INV107", []),
        ("  # noqa: INV111 # noqa: INV112", ["INV111"]),
        ("  # noqa: INV111", ["INV111"]),
        ("  # NOQA:INV111", ["INV111"]),
        ("  # type: ignore # noqa: INV111", ["INV111"]),
        ("  # noqa: INV111,INV203 E501 because", ["INV111", "INV203"]),
        ("  # noqa: INV1, INV111", ["INV111"]),
        ("  # noqa: INV999", ["INV999"]),
    ],
)
def test_comments(comment: str, expected: list[str]) -> None:
    assert unused(comment) == expected


@pytest.mark.parametrize(
    "config",
    [
        {"select": ("INV002",)},
        {"ignore": {"INV1": ""}},
        {"per_file_ignores": (("demo/*", ("INV111",)),)},
        {"counted": Baseline(Path("elsewhere"), {("demo/core.py", "INV111"): 1})},
    ],
)
def test_what_did_not_run_is_not_judged(config: dict[str, object]) -> None:
    text = PLUGIN.format(comment="  # noqa: INV111")
    assert "demo/core.py:5:28 INV002" not in all_codes(files(text), **config)
    assert "demo/core.py:5:28 INV002" in all_codes(files(text))


def test_advice_is_judged_where_it_is_asked_for() -> None:
    text = PLUGIN.format(comment="  # noqa: INV106")
    assert "demo/core.py:5:28 INV002" not in all_codes(files(text))
    assert "demo/core.py:5:28 INV002" in all_codes(files(text), advice=True)


@pytest.mark.parametrize(
    "text",
    [
        'TEXT = "# noqa: INV111"\n',
        'TEXT = """\n# noqa: INV111\n"""\n',
        'TEXT = """# noqa: INV111\n"""  # noqa: INV112\n',
        "TEXT = f'# noqa: INV111 {1 + 1} {\"#\"}'\n",
        "# flake8: noqa\nVALUE = 1  # noqa: INV111\n",
    ],
)
def test_text_and_whole_files(text: str) -> None:
    assert codes(files(PLUGIN.format(comment=""), **{"demo/other.py": text}), "INV002") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("VALUE = '#'  # noqa: INV111\n", "1:22"),
        ('VALUE = """\n#"""  # noqa: INV111\n', "2:15"),
        ("VALUE = f'{\"#\"}#'  # noqa: INV111\n", "1:28"),
        ("VALUE = 1 + \\\n    2  # noqa: INV111", "2:16"),
        ("# noqa: INV111\n", "1:9"),
        ("\u00e9 = '\U0001f600'  # noqa: INV111\n", "1:18"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_places(text: str, place: str, newline: str) -> None:
    others = {"demo/other.py": text.replace("\n", newline)}
    assert codes(files(PLUGIN.format(comment=""), **others), "INV002") == [f"demo/other.py:{place} INV002"]


@pytest.mark.parametrize("path", ["tests/test_demo.py", "demo/migrations/0001_initial.py", "docs/conf.py"])
def test_only_the_plugins_own_code(path: str) -> None:
    others = {path: "VALUE = 1  # noqa: INV111\n"}
    assert codes(files(PLUGIN.format(comment=""), **others), "INV002") == []


def test_nothing_is_said_of_what_could_not_be_read() -> None:
    text = PLUGIN.format(comment="  # noqa: INV111")
    assert codes(files(text, **{"demo/broken.py": "def broken(:\n"}), "INV002") == []
    assert codes(files(text, **{"tests/broken.py": "def broken(:\n"}), "INV002") != []
    assert codes({"demo.py": "VALUE = 1  # noqa: INV111\n"}, "INV002") == []
    invalid = files(text, **{"pyproject.toml": "[tool.inventree-lint]\nselct = []\n"})
    assert codes(invalid, "INV002") == []


def test_what_lies_outside_python_is_silenced_at_the_anchor() -> None:
    text = PLUGIN.format(comment="").replace("Plugin):", "Plugin):  # noqa: INV111, INV602")
    assert codes(files(text), "INV002") == ["demo/core.py:4:39 INV002"]


def test_a_comment_may_silence_the_finding() -> None:
    result = check_project(project_of(files(PLUGIN.format(comment="  # noqa: INV111, INV0"))))
    assert "INV002" not in [finding.code for finding in result.findings]
    assert result.suppressed == 1


# The fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # noqa: INV111\n", "x = 1\n"),
        ("x = 1\t#  text # noqa:INV111  \n", "x = 1\t#  text\n"),
        ("x = 1  # noqa: INV111 \u2013 because", "x = 1  # \u2013 because"),
        ("x = 1  # noqa: INV111 # type: ignore\n", "x = 1  # type: ignore\n"),
        ("x = 1  # noqa: INV111, INV112,INV113\n", "x = 1\n"),
        ("x = 1  # noqa: E501, INV112  F401,INV113 so\n", "x = 1  # noqa: E501  F401 so\n"),
        ("x = 1  # noqa:INV111 E501\n", "x = 1  # noqa:E501\n"),
        ("x = 1  # noqa: INV1, INV111\n", "x = 1  # noqa: INV1\n"),
        ("x = 1\n    # noqa: INV111\ny = 2\n", "x = 1\ny = 2\n"),
        ("x = 1\n# noqa: INV111", "x = 1\n"),
        ("x = 1 \\\n  # noqa: INV111\n+ 2\n", "x = 1 \\\n\n+ 2\n"),
        ("x = 1  # noqa: INV111 # noqa: E501\n", "x = 1  # noqa: INV111 # noqa: E501\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fix(before: str, after: str, newline: str) -> None:
    project = files(PLUGIN.format(comment=""), **{"demo/other.py": before.replace("\n", newline)})
    assert fixed(project, "INV002")["demo/other.py"] == after.replace("\n", newline)


UNUSED = ("INV111", "INV112", "INV999")
OTHERS = ("E501", "F401", "B9", "INV2")
SEPARATORS = st.sampled_from([",", ", ", " ", "  ", " , "])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12).filter(
    lambda text: "noqa" not in text.lower()
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    listed = draw(st.lists(st.sampled_from([*UNUSED, *OTHERS]), min_size=1, max_size=6))
    separators = draw(st.lists(SEPARATORS, min_size=len(listed), max_size=len(listed)))
    written = listed[0] + "".join(f"{one}{code}" for one, code in zip(separators, listed[1:], strict=False))
    code = draw(st.sampled_from(["", "    ", "x = '#'  ", "x = 1\t", 'x = """#\n"""  ', "x = 1 + \\\n  2 "]))
    before = draw(st.sampled_from(["", "", "# type: ignore ", "#"]))
    return f"{code}{before}# noqa:{draw(st.sampled_from(['', ' ']))}{written}{draw(st.sampled_from(['', ' ']))}{draw(TEXTS)}"


def _rules(*chosen: str) -> list[Rule]:
    return [rule for rule in map(rule_by_code, chosen) if rule is not None]


@settings(max_examples=150, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=3), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_fix_changes_nothing_else(found: list[str], newline: str, ends: bool) -> None:
    text = "first = 1\n" + "\nbetween = 2\n".join(found) + ("\nlast = 3\n" if ends else "")
    before = text.replace("\n", newline).encode()
    if read_facts(before).error is not None:
        return
    project = {key: value.encode() for key, value in files(PLUGIN.format(comment="")).items()}
    project["demo/other.py"] = before

    def find(contents: dict[str, bytes]) -> list[Finding]:
        ran = _rules("INV002", "INV111", "INV112")
        return [f for f in findings(project_of({**project, **contents}), ran) if f.code == "INV002"]

    outcome = fix_until_stable(find, project.get)
    assert outcome.refused == {}
    after = outcome.contents.get("demo/other.py", before)
    # Nothing is left to find, the code is the same, and each comment silences of other tools what it did.
    assert find({"demo/other.py": after}) == []
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(before))
    assert [line for line in after.splitlines() if b"noqa" not in line and b" = " in line][:1] == [
        b"first = 1"
    ]
    for code in (*OTHERS, "INV203"):
        assert _silenced(after, code) == _silenced(before, code)


def _silenced(data: bytes, code: str) -> list[str]:
    """The statements on whose line a comment silences a code."""
    facts = read_facts(data)
    tree = ast.parse(data)
    template = Finding(code, "", Severity.WARNING, "", "", "", START)
    return [
        ast.dump(statement)
        for statement in tree.body
        if is_suppressed(template, statement.lineno, facts.suppressions)
    ]
