import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.toml import TomlError, parse
from flake8_inventree_plugin.toml_ranges import key_ranges, nearest_range

DOCUMENT = """\
# comment [no.table]
title = "x" # "y"

[project]
name = 'demo'   # trailing
license.text = "MIT"
urls = { Homepage = "https://x#y", "Bug Tracker" = 'b' }
authors = [
    { name = "A", email = "a@x" }, # first
    # nothing = here
    { name = "B" },
]
description = \"\"\"
[not.a.table]
name = "no"\"\"\"

[project.entry-points."inventree_plugins"]
"Demo Plugin" = "demo:ü"

[[tool.x]]
a = 1
[[tool.x]]
a = 2
[tool.x.sub]
b = 1979-05-27 07:32:00
"""


def text_at(text: str, place: Range) -> str:
    lines = text.split("\n")
    if place.line == place.end_line:
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]
    first = lines[place.line - 1][place.column - 1 :]
    last = lines[place.end_line - 1][: place.end_column - 1]
    return "\n".join([first, *lines[place.line : place.end_line - 1], last])


def test_nothing_in_comments_or_strings_is_a_key():
    paths = set(key_ranges(DOCUMENT))
    assert ("no", "table") not in paths
    assert ("not", "a", "table") not in paths
    assert ("project", "authors", 2) not in paths


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("title",), 'title = "x"'),
        (("project",), "[project]"),
        (("project", "name"), "name = 'demo'"),
        (("project", "license"), 'license.text = "MIT"'),
        (("project", "license", "text"), 'license.text = "MIT"'),
        (("project", "urls", "Homepage"), 'Homepage = "https://x#y"'),
        (("project", "urls", "Bug Tracker"), "\"Bug Tracker\" = 'b'"),
        (("project", "authors", 1), '{ name = "B" }'),
        (("project", "authors", 0, "email"), 'email = "a@x"'),
        (("project", "description"), 'description = """\n[not.a.table]\nname = "no"""" '.rstrip()),
        (("project", "entry-points"), '[project.entry-points."inventree_plugins"]'),
        (("project", "entry-points", "inventree_plugins"), '[project.entry-points."inventree_plugins"]'),
        (("project", "entry-points", "inventree_plugins", "Demo Plugin"), '"Demo Plugin" = "demo:ü"'),
        (("tool", "x", 0), "[[tool.x]]"),
        (("tool", "x", 1, "a"), "a = 2"),
        (("tool", "x", 1, "sub", "b"), "b = 1979-05-27 07:32:00"),
    ],
)
def test_each_key_has_its_place(path, text):
    assert text_at(DOCUMENT, key_ranges(DOCUMENT)[path]) == text


def test_lines_and_columns_count_from_one():
    assert key_ranges('a = "ü" # b\n')[("a",)] == Range(1, 1, 1, 8)
    assert key_ranges("\r\n  b = 1\r\n")[("b",)] == Range(2, 3, 2, 8)


def test_escapes_in_keys_are_resolved():
    ranges = key_ranges('"a\\u0062\\t\\"" = 1\n"c\\U0001F600" = 2\n\'d\\n\' = 3\n')
    assert list(ranges) == [('ab\t"',), ("c\U0001f600",), ("d\\n",)]


def test_a_table_begun_by_a_dotted_header_has_its_own_header_once_there_is_one():
    ranges = key_ranges("[a.b]\n[a]\n")
    assert ranges[("a",)] == Range(2, 1, 2, 4)
    assert ranges[("a", "b")] == Range(1, 1, 1, 6)


def test_the_nearest_table_stands_for_what_is_not_there():
    ranges = key_ranges(DOCUMENT)
    assert nearest_range(ranges, ("project", "dynamic")) == ranges[("project",)]
    assert nearest_range(ranges, ("build-system", "requires")) == START


def test_what_cannot_be_followed_ends_the_scan_and_keeps_what_was_found():
    assert set(key_ranges('a = 1\nb = [1,\n"x\nc = 2')) == {("a",), ("b", 0)}
    assert ("a",) not in key_ranges("a = " + "[" * 5_000 + "]" * 5_000)


ALPHABET = "ab.=[]{}\"'#,\\\n\t 1üé\r-_:"


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_any_text_gives_ranges_inside_the_file(text):
    lines = text.split("\n")
    for path, place in key_ranges(text).items():
        assert path
        assert (place.line, place.column) <= (place.end_line, place.end_column)
        assert 1 <= place.line <= place.end_line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert 1 <= place.end_column <= len(lines[place.end_line - 1]) + 1


keys = st.text(alphabet=string.ascii_letters + ' ."\\#=ü', min_size=1, max_size=4)
scalars = st.one_of(
    st.integers(-9, 99),
    st.booleans(),
    st.text(alphabet="ab\"'#\\\n[]{}=, ü", max_size=6),
    st.sampled_from([1.5]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + "".join(f"\n  {written(item)} , # ]" for item in value) + "\n]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(key)}= {inline(item)}" for key, item in value.items()) + " }"
    return str(value)


def inline(value: Any) -> str:
    """A value without newlines, which TOML 1.0 does not allow in an inline table, not even in its arrays' text."""
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else written(value)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        return [
            leaf
            for key, item in value.items()
            for leaf in [((*path, key), item), *leaves(item, (*path, key))]
        ]
    if isinstance(value, list):
        return [
            leaf for i, item in enumerate(value) for leaf in [((*path, i), item), *leaves(item, (*path, i))]
        ]
    return []


@given(st.dictionaries(keys, st.dictionaries(keys, values, max_size=3), max_size=3))
def test_every_value_of_a_valid_document_has_a_range_that_holds_it(tables):
    text = "".join(
        f" [ {quoted(name)} ] # x\n"
        + "".join(f"{quoted(key)} = {written(item)} # [y]\n" for key, item in table.items())
        for name, table in tables.items()
    )
    assert parse(text.encode()) == tables
    ranges = key_ranges(text)
    for path, value in leaves(tables):
        found = text_at(text, ranges[path])
        if len(path) == 1:
            assert found == f"[ {quoted(str(path[0]))} ]"
        else:
            source = found if isinstance(path[-1], str) else f"item = {found}"
            key = path[-1] if isinstance(path[-1], str) else "item"
            assert parse(source.encode()) == {key: value}


def test_the_scanner_and_the_parser_agree_on_what_is_broken():
    with pytest.raises(TomlError):
        parse(b"[a\nb = 1\n")
    assert key_ranges("[a\nb = 1\n") == {}
